"""Conditions of a form (`relevant`): the simple comparisons that routes can say, read and worked out.

Read are `and`, `or`, `not( )`, brackets, `true()`, `false()`, `selected(${q}, 'code')` and a comparison of `${q}` with a
text or a number. Whatever else stands in one makes it a Difficult condition.
"""

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from surveys.answers import Answer

TOKEN = re.compile(
    r"\s*(?:(?P<ref>\$\{[^}]+\})|(?P<text>'[^']*'|\"[^\"]*\")|(?P<number>-?\d+(?:\.\d+)?)|(?P<sign><=|>=|!=|=|<|>)"
    r"|(?P<word>[A-Za-z][A-Za-z0-9-]*)|(?P<mark>[(),.]))"
)
ORDERS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


class Difficult(ValueError):
    """The condition says more than simple comparisons do."""


@dataclass(frozen=True)
class Test:
    """One comparison of one question: `sign` is a comparison or `selected`."""

    name: str
    sign: str
    value: str | float

    def holds(self, answer: Answer) -> bool:
        """Whether it holds of an answer, blank where the question was not asked or passed over."""
        if self.sign == "selected":
            return str(self.value) in answer.codes
        given = _as_text(answer)
        number = _as_number(given)
        if self.sign in ORDERS:
            wanted = _as_number(self.value)
            return number is not None and wanted is not None and ORDERS[self.sign](number, wanted)
        same = number == self.value if isinstance(self.value, float) else given == self.value
        return same if self.sign == "=" else not same


@dataclass(frozen=True)
class Whole:
    """Conditions taken together: `and`, `or`, `not`. An empty `and` always holds, an empty `or` never does."""

    sign: str
    parts: tuple["Condition", ...] = ()


Condition = Test | Whole
ALWAYS, NEVER = Whole("and"), Whole("or")


def both(first: Condition, second: Condition) -> Condition:
    """Both conditions at once."""
    return second if first == ALWAYS else first if second == ALWAYS else Whole("and", (first, second))


def holds(condition: Condition, answers: Mapping[str, Answer]) -> bool:
    """Whether a condition holds of the answers so far, by name."""
    if isinstance(condition, Test):
        return condition.holds(answers.get(condition.name, Answer()))
    if condition.sign == "not":
        return not holds(condition.parts[0], answers)
    found = (holds(part, answers) for part in condition.parts)
    return all(found) if condition.sign == "and" else any(found)


def tests_in(condition: Condition) -> Iterator[Test]:
    """Every comparison within a condition."""
    if isinstance(condition, Test):
        yield condition
    else:
        for part in condition.parts:
            yield from tests_in(part)


def read_condition(text: str) -> Condition:
    """The condition that `text` writes. Raises Difficult where it says more than simple comparisons do."""
    tokens = list(_tokens(text))
    reader = _Reader(tokens)
    condition = reader.either()
    if reader.place != len(tokens):
        raise Difficult(text)
    return condition


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    place = 0
    text = text.strip()
    while place < len(text):
        found = TOKEN.match(text, place)
        if found is None or found.lastgroup is None:
            raise Difficult(text)
        yield found.lastgroup, found[found.lastgroup]
        place = found.end()


@dataclass
class _Reader:
    tokens: list[tuple[str, str]]
    place: int = 0

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.place] if self.place < len(self.tokens) else ("end", "")

    def take(self, *wanted: str) -> str:
        kind, text = self.peek()
        if kind not in wanted and text not in wanted:
            raise Difficult(text)
        self.place += 1
        return text

    def either(self) -> Condition:
        return self._joined("or", self.all_of)

    def all_of(self) -> Condition:
        return self._joined("and", self.one)

    def _joined(self, word: str, part: Callable[[], Condition]) -> Condition:
        parts = [part()]
        while self.peek() == ("word", word):
            self.place += 1
            parts.append(part())
        return parts[0] if len(parts) == 1 else Whole(word, tuple(parts))

    def one(self) -> Condition:
        kind, text = self.peek()
        if text == "(":
            self.place += 1
            inside = self.either()
            self.take(")")
            return inside
        if kind == "word":
            self.place += 1
            return self._function(text)
        return self._comparison()

    def _function(self, word: str) -> Condition:
        self.take("(")
        if word in ("true", "false"):
            self.take(")")
            return ALWAYS if word == "true" else NEVER
        if word == "not":
            inside = self.either()
            self.take(")")
            return Whole("not", (inside,))
        if word == "selected":
            name = self.take("ref")
            self.take(",")
            code = self.take("text", "number")
            self.take(")")
            return Test(name[2:-1].strip(), "selected", code.strip("'\""))
        raise Difficult(word)

    def _comparison(self) -> Condition:
        left, sign, right = self.peek(), "", ("", "")
        self.take("ref", "text", "number")
        sign = self.take("sign")
        right = self.peek()
        self.take("ref", "text", "number")
        if left[0] != "ref":
            left, sign, right = right, TURNED[sign], left
        if left[0] != "ref" or right[0] == "ref":
            raise Difficult(sign)
        value = right[1].strip("'\"") if right[0] == "text" else float(right[1])
        return Test(left[1][2:-1].strip(), sign, value)


def _as_text(answer: Answer) -> str:
    if answer.codes:
        return " ".join(answer.codes)
    return str(answer.number) if answer.number is not None else answer.text or ""


def _as_number(value: str | float) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None
