"""A target is met when the whole interval reaches it, missed when none of it does, and too close to call between."""

from datetime import date
from fractions import Fraction

import pytest

from site_builder.evidence.targets import Aim, reached, status
from site_builder.figures.figure import Figure
from site_builder.protect.rules import show
from surveys.model.measure import Measure
from surveys.periods import Period

QUARTER = Period(date(2025, 4, 1), date(2025, 6, 30), "quarter")


def shown(unit: str, subject: str, direction: str, **quantities: int):  # type: ignore[no-untyped-def]
    measure = Measure.model_validate(
        {
            "id": "m", "title": "M", "description": "M", "theme": "t", "kind": "how_well", "unit": unit, "subject": subject,
            "direction": direction, "interval": "quarter", "formula": "A ÷ B × 100" if "B" in quantities else "A",
            "ways": [{"basis": "return", "quantities": {"A": {"return": "q.a"}}}],
        }
    )  # fmt: skip
    exact = {name: Fraction(value) for name, value in quantities.items()}
    return show(Figure("f", measure, "c", "p", "none", "all", QUARTER, "return", 1, quantities=exact))


@pytest.mark.parametrize(
    ("unit", "subject", "direction", "quantities", "target", "strictly", "expected"),
    [
        # 80 of 100: Wilson 71.1 to 86.7
        ("percent", "people", "higher", {"A": 80, "B": 100}, 70, False, "met"),
        ("percent", "people", "higher", {"A": 80, "B": 100}, 75, False, "close"),
        ("percent", "people", "higher", {"A": 80, "B": 100}, 90, False, "missed"),
        # 10 of 100: Wilson 5.5 to 17.4
        ("percent", "people", "lower", {"A": 10, "B": 100}, 20, True, "met"),
        ("percent", "people", "lower", {"A": 10, "B": 100}, 10, True, "close"),
        ("percent", "people", "lower", {"A": 10, "B": 100}, 5, False, "missed"),
        # 95% or more of 60: Wilson of 60 of 60 is 94.0 to 100
        ("percent", "people", "higher", {"A": 60, "B": 60}, 85, False, "met"),
        ("percent", "people", "higher", {"A": 60, "B": 60}, 97, False, "close"),
        # words: no interval, so no verdict
        ("percent", "people", "higher", {"A": 20, "B": 25}, 50, False, "none"),
        # a published count of 160 may be 158 to 162
        ("count", "people", "higher", {"A": 160}, 162, False, "close"),
        ("count", "people", "higher", {"A": 159}, 165, False, "missed"),
        ("count", "activity", "higher", {"A": 30}, 30, False, "met"),
        ("count", "activity", "higher", {"A": 29}, 30, False, "missed"),
        ("percent", "activity", "lower", {"A": 1, "B": 5}, 20, True, "missed"),
        ("percent", "activity", "none", {"A": 1, "B": 5}, 20, False, "none"),
    ],
)
def test_status_by_the_interval(
    unit: str, subject: str, direction: str, quantities: dict[str, int], target: float, strictly: bool, expected: str
) -> None:
    assert status(shown(unit, subject, direction, **quantities), Aim(target, None, strictly)) == expected


@pytest.mark.parametrize(
    ("value", "goal", "direction", "strictly", "expected"),
    [
        (Fraction(85), 85, "higher", False, True),
        (Fraction(8499, 100), 85, "higher", False, False),
        (Fraction(20), 20, "lower", True, False),
        (Fraction(20), 20, "lower", False, True),
    ],
)
def test_payments_go_by_the_exact_figure(
    value: Fraction, goal: float, direction: str, strictly: bool, expected: bool
) -> None:
    assert reached(value, goal, direction, strictly=strictly) is expected
