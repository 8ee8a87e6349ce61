"""What a return's fields may hold, and the checks that it must pass or explain."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from surveys.model.returns import Check, Form, ReturnField
from surveys.rules import OPENING, name_in_rule, read_rule

Why = Literal["not-whole", "not-number", "too-small", "too-large", "too-many-places", "not-date", "not-a-choice"]
NUMBER_KINDS = ("count", "number", "money", "percent")
LARGEST: dict[str, Decimal] = {"count": Decimal(10**12), "percent": Decimal(100)}
LARGEST_AMOUNT = Decimal(999_999_999_999)
PLACES = {"count": 0, "money": 2}
MOST_PLACES = 6
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


class ValueFault(ValueError):
    """A text is not what its field may hold. `why` says in which way; the words are the caller's."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def read_value(field: ReturnField, text: str) -> str:
    """A field's value in the one way it is written: numbers with no zeros at their end, ISO dates, codes plain.

    Raises ValueFault where the text is not of the field's kind.
    """
    plain = text.strip()
    match field.kind:
        case "text":
            return text.replace("\r\n", "\n").replace("\r", "\n")
        case "choice":
            if plain not in [choice.code for choice in field.choices]:
                raise ValueFault("not-a-choice")
            return plain
        case "date":
            return _read_day(plain)
        case _:
            return _read_number(field.kind, plain)


def most_places(field: ReturnField) -> int:
    """How many decimal places a field of numbers may hold."""
    return PLACES.get(field.kind, MOST_PLACES)


def largest(field: ReturnField) -> Decimal:
    """The largest number a field may hold; the smallest is 0."""
    return LARGEST.get(field.kind, LARGEST_AMOUNT)


def _read_day(text: str) -> str:
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueFault("not-date") from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueFault("not-date")
    return day.isoformat()


def _read_number(kind: str, text: str) -> str:
    if not re.fullmatch(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)", text) or len(text) > 40:
        raise ValueFault("not-whole" if kind == "count" else "not-number")
    number = Decimal(text)
    places = PLACES.get(kind, MOST_PLACES)
    if number < 0:
        raise ValueFault("too-small")
    if number > LARGEST.get(kind, LARGEST_AMOUNT):
        raise ValueFault("too-large")
    if number != number.quantize(Decimal(1).scaleb(-places)):
        raise ValueFault("not-whole" if places == 0 else "too-many-places")
    written = format(abs(number), "f")
    written = written.rstrip("0").rstrip(".") if "." in written else written
    return written.lstrip("0") if re.match(r"0+[0-9]", written) else written or "0"


@dataclass(frozen=True)
class FailedCheck:
    """A check that the values do not keep to. `explained_by` is the field whose note says why."""

    check: Check
    fields: tuple[str, ...]
    explained_by: str


def failed_checks(form: Form, values: Mapping[str, str], opening: Fraction | None = None) -> list[FailedCheck]:
    """The form's checks that `values` (good values by field id) fail, in the form's order.

    A check that names a field left empty is passed over, but for what was open at the start: there, `opening` stands in
    (what the period before left open), or none at all, so that more closed than came in is always noticed.
    """
    ids = {name_in_rule(field.id): field.id for field in form.every_field() if field.kind in NUMBER_KINDS}
    numbers = {name: Fraction(values[field]) for name, field in ids.items() if values.get(field, "").strip()}
    numbers.setdefault(OPENING, opening or Fraction(0))
    failed = []
    for check in form.checks:
        rule = read_rule(check.rule)
        if rule.names <= numbers.keys() and rule.holds(numbers, check) is False:
            named = sorted((name for name in rule.names if name in ids), key=lambda name: _place(check, name))
            failed.append(FailedCheck(check, tuple(ids[name] for name in named), ids[named[0]]))
    return failed


def left_open(form: Form, values: Mapping[str, str]) -> Fraction | None:
    """What a period's return leaves open for the next, or None where the form has no such check or the return is not full.

    A check such as `C <= B + opening` says how: what came in and was open at the start, without what was closed.
    """
    ids = {name_in_rule(field.id): field.id for field in form.every_field() if field.kind in NUMBER_KINDS}
    numbers = {name: Fraction(values[field]) for name, field in ids.items() if values.get(field, "").strip()}
    for check in form.checks:
        rule = read_rule(check.rule)
        if OPENING in rule.right.names and rule.sign == "<=":
            if not rule.names <= numbers.keys():
                return None
            right, left = rule.right.value(numbers), rule.left.value(numbers)
            return None if right is None or left is None else max(right - left, Fraction(0))
    return None


def _place(check: Check, name: str) -> int:
    """Where a name first stands in the rule as written."""
    found = re.search(rf"\b{re.escape(name)}\b", check.rule)
    return found.start() if found else len(check.rule)
