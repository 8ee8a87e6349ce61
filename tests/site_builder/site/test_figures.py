"""Periods, change and the words of figures."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from site_builder.site.evidence import read_evidence
from site_builder.site.figures.periods import period_words, same_period_last_year
from site_builder.site.figures.words import amount, humanise
from site_builder.site.pages.catalogue import Catalogue
from tests.site_builder.site.sample import count, share, write_evidence


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2026, 4, 1), date(2026, 6, 30), "April to June 2026"),
        (date(2026, 2, 1), date(2026, 2, 28), "February 2026"),
        (date(2025, 4, 1), date(2026, 3, 31), "April 2025 to March 2026"),
        (date(2007, 1, 1), date(2007, 12, 31), "2007"),
        (date(2026, 4, 1), date(2026, 5, 9), "1 April 2026 to 9 May 2026"),
    ],
)
def test_a_period_is_said_in_words(start: date, end: date, words: str) -> None:
    assert period_words(start, end) == words


def test_the_same_period_a_year_earlier_ends_with_its_month_in_a_leap_year() -> None:
    assert same_period_last_year(date(2025, 1, 1), date(2025, 2, 28)) == (date(2024, 1, 1), date(2024, 2, 29))


@pytest.mark.parametrize(
    ("number", "unit", "words"),
    [
        (70.0, "percent", "70%"),
        (2000.0, "hours", "2,000 hours"),
        (12500.0, "gbp", "£12,500"),
        (6.25, "score", "6.2"),
        (2.0, "score", "2.0"),
        (26.1, "percent", "26%"),
        (None, "percent", ""),
    ],
)
def test_an_amount_is_said_with_its_unit(number: float | None, unit: str, words: str) -> None:
    assert amount(number, unit) == words


def test_an_id_is_said_as_words() -> None:
    assert humanise("65_and_over") == "65 and over"


def verdict(tmp_path: Path, measure: str, *rows: dict[str, str]) -> str | None:
    catalogue = Catalogue(read_evidence(write_evidence(tmp_path, rows)), made_up=False)
    framework = rows[0]["framework"]
    change = catalogue.summaries[framework, measure].change
    return change.verdict if change else None


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ((40, 31, 49), (70, 61, 79), "better"),
        ((70, 61, 79), (40, 31, 49), "worse"),
        ((50, 41, 59), (60, 51, 69), "no_clear_change"),
        ((50, 41, 59), (68, 59, 77), "no_clear_change"),
    ],
)
def test_a_change_is_clear_only_where_the_intervals_do_not_overlap(
    tmp_path: Path, before: tuple[int, int, int], now: tuple[int, int, int], expected: str
) -> None:
    earlier = share("k1", 0, before[0], 100, *before[1:])
    assert verdict(tmp_path, "k1", earlier, share("k1", 4, now[0], 100, *now[1:])) == expected


def test_a_figure_is_compared_with_the_same_quarter_and_not_with_the_one_before(tmp_path: Path) -> None:
    assert verdict(tmp_path, "k1", share("k1", 3, 40, 100, 31, 49), share("k1", 4, 70, 100, 61, 79)) is None


def test_a_change_in_one_basis_is_never_measured_from_another(tmp_path: Path) -> None:
    earlier = share("k1", 0, 40, 100, 31, 49, basis="survey")
    assert verdict(tmp_path, "k1", earlier, share("k1", 4, 70, 100, 61, 79)) is None


def test_a_measure_that_can_be_read_either_way_is_never_called_better(tmp_path: Path) -> None:
    assert verdict(tmp_path, "calls", count("hub", "calls", 0, 10), count("hub", "calls", 4, 20)) == "counted_up"


def test_a_share_of_people_without_an_interval_is_not_called_changed_or_unchanged(tmp_path: Path) -> None:
    earlier = share("k1", 0, 40, 100, 31, 49, ci_low="", ci_high="")
    assert verdict(tmp_path, "k1", earlier, share("k1", 4, 70, 100, 61, 79)) == "uncertain"
