"""Formulas of named quantities: + − × ÷ and brackets, in exact arithmetic, never `eval`."""

import ast
import math
import operator
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from simpleeval import InvalidExpression, SimpleEval

_SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-", "–": "-"})
_OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.USub: operator.neg,
}
_MOST_OPERATIONS = 100
_ALLOWED = (ast.Expression, ast.BinOp, ast.UnaryOp, ast.Name, ast.Load, ast.Constant, *_OPERATORS)


class FormulaError(ValueError):
    """The formula can't be read; the message says which part and what may stand there."""


@dataclass(frozen=True)
class Formula:
    """A formula that has been read: its text with plain signs, and the names it uses.

    `percentage`: it is a quotient × 100.
    """

    text: str
    names: frozenset[str]
    numerator: str | None
    denominator: str | None
    percentage: bool = False

    def value(self, quantities: Mapping[str, Fraction]) -> Fraction | None:
        """The exact value, or None ("not applicable") when it divides by zero. Raises KeyError for a missing name."""
        return _evaluate(self.text, quantities)

    def ratio(self, quantities: Mapping[str, Fraction]) -> tuple[Fraction, Fraction] | None:
        """Numerator and denominator, each worked out; None where the formula is not `… ÷ … × 100` or `… ÷ …`."""
        if self.numerator is None or self.denominator is None:
            return None
        above, below = _evaluate(self.numerator, quantities), _evaluate(self.denominator, quantities)
        return None if above is None or below is None else (above, below)


@lru_cache(maxsize=4096)
def read_formula(text: str) -> Formula:
    """Read a formula such as `(A + B) ÷ C × 100`. Raises FormulaError."""
    plain = text.translate(_SIGNS).strip()
    try:
        tree = ast.parse(plain, mode="eval")
    except SyntaxError as error:
        raise FormulaError(f"{text!r} can't be read: {error.msg}") from None
    except (ValueError, RecursionError, MemoryError):
        raise FormulaError(f"{text[:40]!r}… can't be read: it is too long, or holds something that is not text") from None
    if sum(isinstance(node, ast.BinOp | ast.UnaryOp) for node in ast.walk(tree)) > _MOST_OPERATIONS:
        raise FormulaError(f"{text[:40]!r}… is too long: at most {_MOST_OPERATIONS} signs")
    for node in ast.walk(tree):
        if not isinstance(node, _ALLOWED) or (isinstance(node, ast.Constant) and not _is_number(node.value)):
            raise FormulaError(f"{text!r} may hold only names, numbers, + − × ÷ and brackets")
    names = frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
    above, below = _split(tree.body)
    return Formula(plain, names, above, below, percentage=above is not None and _times_a_hundred(tree.body) is not None)


def _is_number(value: object) -> bool:
    return type(value) is int or (type(value) is float and math.isfinite(value))


def _times_a_hundred(body: ast.expr) -> ast.expr | None:
    """What is multiplied by 100, if the last thing done is that."""
    if isinstance(body, ast.BinOp) and isinstance(body.op, ast.Mult) and isinstance(body.right, ast.Constant):
        return body.left if body.right.value == 100 else None
    return None


def _split(body: ast.expr) -> tuple[str | None, str | None]:
    """The two sides of a quotient, with or without × 100 after it; a number alone below the line is no denominator."""
    body = _times_a_hundred(body) or body
    if isinstance(body, ast.BinOp) and isinstance(body.op, ast.Div) and _holds_a_name(body.right):
        return ast.unparse(body.left), ast.unparse(body.right)
    return None, None


def _holds_a_name(part: ast.expr) -> bool:
    """Whether a part of a formula depends on a quantity: `minutes ÷ 60` changes the unit and is no share of 60."""
    return any(isinstance(node, ast.Name) for node in ast.walk(part))


def _evaluate(text: str, quantities: Mapping[str, Fraction]) -> Fraction | None:
    names = {name: Fraction(value) for name, value in quantities.items()}
    evaluator = SimpleEval(operators=_OPERATORS, functions={}, names=names)
    # Numbers in the text become fractions before anything is done with them: 1 ÷ 3 must not pass through a float.
    evaluator.nodes[ast.Constant] = lambda node: Fraction(str(node.value))
    try:
        return Fraction(evaluator.eval(text))
    except ZeroDivisionError:
        return None
    except InvalidExpression as error:
        missing = read_formula(text).names - names.keys()
        if missing:
            raise KeyError(", ".join(sorted(missing))) from None
        raise FormulaError(str(error)) from None
