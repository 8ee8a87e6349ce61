"""Periods in words."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
INTERVALS = {"month": "each month", "quarter": "each quarter", "half_year": "every six months", "year": "each year"}


def date_words(text: str) -> str:
    """ "2026-04-01" as "1 April 2026"; anything that is not an ISO date is given back as it came."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


@cache
def period_words(start: date, end: date) -> str:
    """ "April to June 2026", "April 2026", "2007", "1 April to 9 May 2026"; both dates are in the period."""
    whole_months = start.day == 1 and (end + timedelta(days=1)).day == 1
    if not whole_months:
        return f"{date_words(start.isoformat())} to {date_words(end.isoformat())}"
    first, last = MONTHS[start.month - 1], MONTHS[end.month - 1]
    if start.year == end.year and start.month == 1 and end.month == 12:
        return str(start.year)
    if (start.year, start.month) == (end.year, end.month):
        return f"{first} {start.year}"
    if start.year == end.year:
        return f"{first} to {last} {end.year}"
    return f"{first} {start.year} to {last} {end.year}"


def period_short(start: date, end: date) -> str:
    """A period for the axis of a chart: "Apr 2026", "2025/26", "2007"."""
    if (end - start).days > 360:
        if start.month == 1:
            return str(start.year)
        return f"{start.year}/{end.year % 100:02d}"
    return f"{MONTHS[start.month - 1][:3]} {start.year}"


def year_earlier(day: date) -> date:
    """The same day one year before; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def same_period_last_year(start: date, end: date) -> tuple[date, date]:
    """The period one year before; a period that ends with its month still does."""
    earlier_start = year_earlier(start)
    after = year_earlier(end + timedelta(days=1))
    return earlier_start, after - timedelta(days=1)
