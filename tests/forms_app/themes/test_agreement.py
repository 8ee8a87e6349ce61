import pytest

from forms_app.themes.agreement import Agreement, agreement_on, agreement_overall


@pytest.mark.parametrize(
    ("cells", "kappa"),
    [((15, 5, 10, 70), 0.57), ((20, 5, 10, 15), 0.40), ((45, 15, 25, 15), 0.13), ((25, 35, 5, 35), 0.26)],
)
def test_kappa_is_that_of_published_worked_examples(cells: tuple[int, int, int, int], kappa: float) -> None:
    """The first: Viera and Garrett, Family Medicine 37 (2005) 360–363; the others are the usual textbook tables."""
    found = Agreement(sum(cells), *cells)
    assert found.kappa == pytest.approx(kappa, abs=0.005)


def test_the_interval_is_that_of_fleiss_cohen_and_everitt() -> None:
    """20, 5, 10, 15: standard error 0.127 (Fleiss, Cohen and Everitt 1969), so 0.40 ± 1.96 × 0.127."""
    assert Agreement(50, 20, 5, 10, 15).interval == pytest.approx((0.151, 0.649), abs=0.001)


@pytest.mark.parametrize(
    ("cells", "reading"),
    [
        ((50, 0, 0, 50), "almost-perfect"),
        ((20, 5, 10, 15), "fair"),
        ((15, 5, 10, 70), "moderate"),
        ((40, 5, 6, 40), "substantial"),
        ((45, 15, 25, 15), "slight"),
        ((10, 0, 10, 0), "slight"),
        ((0, 10, 10, 0), "poor"),
        ((4, 0, 0, 5), "not-enough"),
        ((12, 0, 0, 0), "undefined"),
        ((0, 0, 0, 12), "undefined"),
    ],
)
def test_agreement_reads_as_landis_and_koch_put_it(cells: tuple[int, int, int, int], reading: str) -> None:
    found = Agreement(sum(cells), *cells)
    assert found.reading == reading
    assert (found.kappa is None) == (reading in ("not-enough", "undefined"))


def test_perfect_agreement_has_a_kappa_of_one_and_no_width() -> None:
    found = Agreement(20, 12, 0, 0, 8)
    assert found.kappa == pytest.approx(1.0)
    assert found.interval is None


def test_each_theme_is_a_yes_or_no_for_each_text_and_overall_all_of_them() -> None:
    pairs = [
        (frozenset({"a"}), frozenset({"a"})), (frozenset({"a", "b"}), frozenset({"b"})), (frozenset(), frozenset({"a"})),
    ]  # fmt: skip
    assert agreement_on("a", pairs) == Agreement(3, 1, 1, 1, 0)
    assert agreement_on("b", pairs) == Agreement(3, 1, 0, 0, 2)
    assert agreement_overall(["a", "b"], pairs) == Agreement(3, 2, 1, 1, 2)
