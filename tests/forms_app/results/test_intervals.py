from fractions import Fraction

import pytest

from forms_app.results.comparing import of_means, of_shares
from forms_app.results.figures import Share
from forms_app.results.intervals import difference_interval, mean_difference_interval, mean_interval, share_interval
from forms_app.results.numbers import Numbers
from forms_app.results.safe_cells import safe_cell, words_of_cell


@pytest.mark.parametrize(
    ("count", "base", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_a_share_has_the_wilson_interval_published_by_newcombe(count: int, base: int, low: float, high: float) -> None:
    """Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 3."""
    assert share_interval(count, base) == pytest.approx((low, high), abs=0.00005)


@pytest.mark.parametrize(
    ("these", "those", "low", "high"),
    [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090), ((5, 56), (0, 29), -0.0381, 0.1926)],
)
def test_a_difference_has_the_interval_published_by_newcombe(
    these: tuple[int, int], those: tuple[int, int], low: float, high: float
) -> None:
    """Newcombe, Statistics in Medicine 17 (1998) 873–890, table II, method 10."""
    assert difference_interval(*these, *those) == pytest.approx((low, high), abs=0.00005)


def test_the_interval_of_a_mean_is_students() -> None:
    """1, 1, 2, 2, 2, 3, 3, 3, 3: mean 20/9, standard deviation 0.8333, t(8) = 2.306."""
    assert mean_interval({1: 2, 2: 3, 3: 4}) == pytest.approx(
        (20 / 9 - 2.306 * 0.27778, 20 / 9 + 2.306 * 0.27778), abs=1e-3
    )
    assert mean_interval({4: 1}) is None
    assert mean_difference_interval({4: 5}, {4: 7}) is None


@pytest.mark.parametrize(
    ("mine", "its", "reading"),
    [((56, 70), (48, 80), "higher"), ((48, 80), (56, 70), "lower"), ((5, 56), (0, 29), "no-evidence"),
     ((0, 0), (5, 9), "not-enough")],
)  # fmt: skip
def test_a_difference_is_called_one_only_where_its_interval_leaves_out_nought(
    mine: tuple[int, int], its: tuple[int, int], reading: str
) -> None:
    assert of_shares(Share("a", "A", *mine), Share("a", "A", *its)).reading == reading


def test_means_are_compared_by_their_own_interval() -> None:
    assert of_means(Numbers({1: 30, 2: 30}), Numbers({8: 30, 9: 30})).reading == "lower"
    assert of_means(Numbers({}), Numbers({8: 30})).reading == "not-enough"


@pytest.mark.parametrize(
    ("numbers", "share", "value"),
    [((1, 2, 3, 4), Fraction(1, 4), 1.75), ((1, 2, 3, 4), Fraction(1, 2), 2.5), ((5,), Fraction(3, 4), 5.0),
     ((0, 0, 10), Fraction(1, 2), 0.0)],
)  # fmt: skip
def test_quantiles_are_those_of_the_seventh_definition(numbers: tuple[int, ...], share: Fraction, value: float) -> None:
    counted = Numbers({number: numbers.count(number) for number in sorted(set(numbers))})
    assert counted.quantile(share) == value


def test_bars_show_every_point_of_a_scale_and_put_wide_spreads_together() -> None:
    assert Numbers({3: 2}).bars(0, 10) == [(str(n), 2 if n == 3 else 0) for n in range(11)]
    wide = Numbers({0: 1, 20: 4, 168: 2}).bars(0, 168)
    assert len(wide) <= 11
    assert sum(times for _name, times in wide) == 7
    assert wide[0] == ("0–15", 1)


@pytest.mark.parametrize("words", ["=1+1", "+44 20", "-", "@me", "\tx", "'quoted'", "plain", "", "5 = 5", "\r\n=a"])
def test_no_cell_is_a_formula_and_none_loses_its_words(words: str) -> None:
    assert not safe_cell(words).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert words_of_cell(safe_cell(words)) == words
