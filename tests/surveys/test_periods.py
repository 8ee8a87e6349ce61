"""Periods: whole days, counted from a contract's start."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.periods import MONTHS, Period, add_months, contract_year, periods_from

days = st.dates(date(2000, 1, 1), date(2060, 12, 31))
intervals = st.sampled_from(sorted(MONTHS))


@given(days, intervals, st.integers(0, 4000))
def test_periods_follow_one_another_without_a_gap(start, interval, length):
    found = list(periods_from(start, interval, start + timedelta(days=length), whole_only=False))
    assert found[0].start == start
    assert all(later.start == earlier.end + timedelta(days=1) for earlier, later in pairwise(found))
    assert start + timedelta(days=length) in found[-1]


@given(days, intervals, st.integers(0, 4000))
def test_whole_periods_are_those_that_have_ended(start, interval, length):
    until = start + timedelta(days=length)
    under_way = list(periods_from(start, interval, until, whole_only=False))
    assert list(periods_from(start, interval, until)) == [period for period in under_way if period.end <= until]


@given(
    days.filter(lambda day: day.day <= 28), st.sampled_from([("month", 12), ("quarter", 4), ("half_year", 2), ("year", 1)])
)
def test_a_year_is_made_up_of_its_parts(start, parts):
    interval, number = parts
    year = Period(start, add_months(start, 12) - timedelta(days=1), "year")
    made = year.parts(interval)
    assert len(made) == number
    assert (made[0].start, made[-1].end) == (year.start, year.end)


def test_a_longer_interval_is_no_part_of_a_shorter():
    with pytest.raises(ValueError, match="a year does not divide a quarter"):
        Period(date(2025, 4, 1), date(2025, 6, 30), "quarter").parts("year")


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 3, 31), -1, date(2025, 2, 28)),
        (date(2025, 11, 15), 3, date(2026, 2, 15)),
        (date(2025, 1, 15), -1, date(2024, 12, 15)),
        (date(2025, 5, 5), 0, date(2025, 5, 5)),
    ],
)
def test_months_are_added_and_kept_within_the_month(day, months, expected):
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param(date(2023, 4, 1), 1, id="its first day (source 000)"),
        pytest.param(date(2024, 3, 31), 1, id="its last day"),
        pytest.param(date(2024, 4, 1), 2, id="the first day of the second"),
        pytest.param(date(2026, 5, 10), 4, id="the fourth"),
    ],
)
def test_contract_years_run_from_the_contract_s_start(day, expected):
    assert contract_year(date(2023, 4, 1), day) == expected


@given(days, st.integers(0, 4000))
def test_the_contract_year_of_a_day_is_that_of_the_year_it_falls_in(start, length):
    day = start + timedelta(days=length)
    years = list(periods_from(start, "year", day, whole_only=False))
    assert contract_year(start, day) == len(years)


@pytest.mark.parametrize(
    ("start", "end", "name"),
    [
        (date(2025, 4, 1), date(2025, 4, 30), "April 2025"),
        (date(2025, 4, 1), date(2025, 6, 30), "April to June 2025"),
        (date(2025, 4, 1), date(2026, 3, 31), "April 2025 to March 2026"),
    ],
)
def test_a_period_is_called_what_people_call_it(start, end, name):
    assert Period(start, end, "quarter").name == name


def test_both_ends_are_in_a_period():
    quarter = Period(date(2025, 4, 1), date(2025, 6, 30), "quarter")
    assert [day in quarter for day in (date(2025, 3, 31), quarter.start, quarter.end, date(2025, 7, 1))] == [
        False, True, True, False,
    ]  # fmt: skip
