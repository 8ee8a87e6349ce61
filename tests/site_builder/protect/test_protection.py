"""Thresholds, rounding first, all or none: what a reader may see of figures about people."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.figures.figure import Figure
from site_builder.figures.means import Moments
from site_builder.protect.rounding import to_five, to_places
from site_builder.protect.rules import protect, show
from site_builder.protect.shown import Shown
from surveys.model.measure import Measure
from surveys.periods import Period

QUARTER = Period(date(2025, 4, 1), date(2025, 6, 30), "quarter")


def measure(unit: str = "percent", subject: str = "people", formula: str | None = "A ÷ B × 100") -> Measure:
    quantity = {"return": "quarterly.a"}
    return Measure.model_validate(
        {
            "id": "m", "title": "M", "description": "M", "theme": "t", "kind": "how_well", "unit": unit, "subject": subject,
            "interval": "quarter", "formula": formula,
            "ways": [{"basis": "return", "quantities": {"A": quantity, "B": quantity}}],
        }
    )  # fmt: skip


def figure(of: Measure, **quantities: int) -> Figure:
    exact = {name: Fraction(value) for name, value in quantities.items()}
    return Figure("f", of, "c", "p", "none", "all", QUARTER, "return", 1, quantities=exact)


def numbers(shown: Shown) -> tuple[float | None, ...]:
    return shown.numerator, shown.denominator, shown.value, shown.ci_low, shown.ci_high


@pytest.mark.parametrize(
    ("above", "below", "label", "symbol", "denominator"),
    [
        (4, 9, "[c]", "c", None),
        (0, 9, "[c]", "c", None),
        (9, 9, "[c]", "c", None),
        (6, 10, "about half", "u", 10),
        (11, 14, "about two thirds", "u", 15),
        (25, 29, "about three quarters", "u", 30),
        (4, 25, "about a quarter", "u", 25),
        (19, 19, "[c]", "c", None),
        (1, 19, "[c]", "c", None),
        (20, 20, "95% or more", "u", 20),
        (2, 25, "less than 5%", "u", 25),
        (2, 60, "less than 5%", "", 60),
        (59, 60, "95% or more", "", 60),
    ],
)
def test_small_shares_are_hidden_or_told_in_words(
    above: int, below: int, label: str, symbol: str, denominator: float | None
) -> None:
    shown = show(figure(measure(), A=above, B=below))
    assert (shown.label, shown.symbol) == (label, symbol)
    assert numbers(shown) == (None, denominator, None, None, None)


def test_a_larger_share_is_a_whole_percentage_of_the_rounded_pair_with_its_wilson_interval() -> None:
    # 21 of 33 → 20 of 35 → 57%; Wilson 95% of 20/35 worked out by hand: 40.9 to 72.0.
    shown = show(figure(measure(), A=21, B=33))
    assert (shown.label, shown.symbol) == ("57%", "")
    assert (shown.numerator, shown.denominator, shown.value) == (20, 35, 57)
    assert (shown.ci_low, shown.ci_high) == (40.9, 72.0)


@pytest.mark.parametrize(
    ("people", "label", "value"), [(0, "fewer than 10", None), (9, "fewer than 10", None), (10, "10", 10)]
)
def test_a_count_below_ten_stands_as_fewer_than_ten(people: int, label: str, value: float | None) -> None:
    shown = show(figure(measure("count", formula="A"), A=people))
    assert (shown.label, shown.value) == (label, value)


def test_counts_of_people_are_rounded_to_five_and_activity_is_not() -> None:
    assert show(figure(measure("count", formula="A"), A=1232)).label == "1,230"
    assert show(figure(measure("count", "activity", "A"), A=3)).label == "3"
    assert show(figure(measure("percent", "activity"), A=1, B=3)).label == "33.3%"


def test_a_mean_needs_ten_people_and_has_one_decimal() -> None:
    nine = Moments.of([Fraction(5)] * 9)
    ten = Moments.of([Fraction(n) for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)])
    of = measure("score", formula=None)
    assert show(replace(figure(of), moments=nine)).label == "[c]"
    shown = show(replace(figure(of), moments=ten))
    # mean 5.5, sd 3.0277, t(0.975, 9) = 2.2622: half width 2.166
    assert numbers(shown) == (None, 10, 5.5, 3.3, 7.7)


def test_nothing_to_divide_by_does_not_apply_and_nothing_filed_is_not_available() -> None:
    assert show(figure(measure(), A=0, B=0)).symbol == "z"
    assert show(replace(figure(measure()), available=False)).symbol == "x"


def groups(sizes: Iterable[int]) -> list[Figure]:
    of = measure("count", formula="A")
    return [replace(figure(of, A=size), breakdown="locality", group=f"g{n}") for n, size in enumerate(sizes)]


def test_one_hidden_group_takes_the_next_smallest_with_it() -> None:
    assert [one.hidden for one in protect(groups([4, 30, 12, 50]))] == [True, False, True, False]


def test_two_hidden_groups_that_hold_too_few_take_a_third() -> None:
    assert [one.hidden for one in protect(groups([2, 3, 40, 15]))] == [True, True, False, True]


def test_groups_that_hide_nobody_are_all_shown() -> None:
    assert not any(one.hidden for one in protect(groups([10, 30, 12])))


def contracts(sizes: Iterable[int]) -> list[Figure]:
    """The same count for several contracts, and for all of them together."""
    of = measure("count", formula="A")
    each = [replace(figure(of, A=size), contract=f"c{n}", provider=f"p{n}") for n, size in enumerate(sizes)]
    return [*each, replace(figure(of, A=sum(sizes)), contract="all", provider="all")]


def test_a_hidden_contract_takes_the_next_smallest_with_it_so_that_the_total_does_not_tell() -> None:
    assert [one.hidden for one in protect(contracts([4, 30, 50]))] == [True, True, False, False]


def test_a_contract_with_nothing_to_show_hides_no_other() -> None:
    figures = contracts([40, 30])
    figures[0] = replace(figures[0], available=False, quantities={})
    assert [one.symbol for one in protect(figures)] == ["x", "", ""]


@given(st.integers(0, 400), st.integers(0, 400))
def test_whatever_the_share_no_exact_pair_ever_leaves(a: int, b: int) -> None:
    above, below = min(a, b), max(a, b)
    shown = show(figure(measure(), A=above, B=below))
    for number in (shown.numerator, shown.denominator):
        assert number is None or number % 5 == 0
    if shown.symbol in ("c", "u"):
        assert shown.numerator is shown.value is shown.ci_low is None
    if below < 10 and below > 0:
        assert numbers(shown) == (None,) * 5


@given(st.fractions(0, 1000))
def test_rounding_to_five_is_half_up_and_never_further_than_half_of_five(number: Fraction) -> None:
    rounded = to_five(number)
    assert rounded % 5 == 0
    assert Fraction(-5, 2) <= number - rounded < Fraction(5, 2)


@pytest.mark.parametrize(
    ("number", "places", "rounded"), [(Fraction(5, 2), 0, 3), (Fraction(-5, 2), 0, -3), (Fraction(1, 3), 2, 0.33)]
)
def test_halves_are_rounded_up(number: Fraction, places: int, rounded: float) -> None:
    assert to_places(number, places) == rounded
