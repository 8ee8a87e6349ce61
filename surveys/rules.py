"""Rules that a return must pass: two formulas of its fields, compared."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from surveys.formula import Formula, FormulaError, read_formula
from surveys.model.returns import Check

OPENING = "opening"
"""What the previous period left open, usable in a rule beside the fields."""

_SIGN = re.compile(r"<=|>=|≤|≥|=|<|>")
_PLAIN = {"≤": "<=", "≥": ">="}


@dataclass(frozen=True)
class Rule:
    """A rule that has been read: two formulas and the sign between them (`<=`, `<`, `>=`, `>`, `=`)."""

    left: Formula
    sign: Literal["<=", "<", ">=", ">", "="]
    right: Formula

    @property
    def names(self) -> frozenset[str]:
        """The fields it compares, as `name_in_rule` writes them."""
        return self.left.names | self.right.names

    def holds(self, values: Mapping[str, Fraction], check: Check) -> bool | None:
        """Whether the values keep to the rule, within the check's tolerance; None where a side divides by zero.

        Raises KeyError for a field that has no value.
        """
        left, right = self.left.value(values), self.right.value(values)
        if left is None or right is None:
            return None
        within = Fraction(str(check.tolerance)) + abs(right) * Fraction(str(check.tolerance_percent)) / 100
        over = left - right
        return {
            "<=": over <= within,
            "<": over < within or over < 0,
            ">=": -over <= within,
            ">": -over < within or over > 0,
            "=": abs(over) <= within,
        }[self.sign]


def name_in_rule(field_id: str) -> str:
    """How a rule writes a field's id: `k3.kept` and `k3-kept` as `k3_kept`."""
    return field_id.replace(".", "_").replace("-", "_")


def read_rule(text: str) -> Rule:
    """Read a rule such as `A + B <= C`. Raises FormulaError."""
    signs = _SIGN.findall(text)
    if len(signs) != 1:
        raise FormulaError(f"{text!r} needs one of <=, <, >=, >, = between two formulas")
    left, right = text.split(signs[0])
    return Rule(read_formula(left), _PLAIN.get(signs[0], signs[0]), read_formula(right))
