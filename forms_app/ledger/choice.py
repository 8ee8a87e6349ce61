"""Which reviews are counted: whose, from which quarter to which, narrowed by what."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, case, cast, extract, func, literal
from werkzeug.datastructures import MultiDict

from forms_app.app import library
from forms_app.models.records import Goal, GoalReview, Person, Review
from surveys.periods import Period, add_months, periods_from

FILTERS = ("provider", "reason", "outcome", "locality", "group", "age")
NONE = "-"
"""Stands for "not recorded" in an address and in a figure."""
LONGEST = 140
MOST_QUARTERS = 40


@dataclass(frozen=True)
class Choice:
    """Goals reviewed by `providers` in `quarters` (in order, without a gap), narrowed by `filters` (codes by name)."""

    providers: tuple[str, ...]
    quarters: tuple[Period, ...]
    filters: dict[str, str]

    @property
    def first(self) -> date:
        """The first day counted."""
        return self.quarters[0].start

    @property
    def last(self) -> date:
        """The last day counted."""
        return self.quarters[-1].end

    def reviewed(self) -> list[ColumnElement[bool]]:
        """Goal reviews that say whether the need was met. Served by ix_review_on, then by the keys of goal_review."""
        parts = [
            Review.provider.in_(self.providers),
            Review.reviewed_on.between(self.first, self.last),
            GoalReview.need_met.is_not(None),
        ]
        return parts + [_narrowing(name, code) for name, code in self.filters.items() if name != "provider"]

    def address(self, **more: str) -> dict[str, Any]:
        """The choice as an address holds it, narrowed further by `more`."""
        ends = {"from": self.quarters[0].start.isoformat(), "to": self.quarters[-1].start.isoformat()}
        return ends | self.filters | more


def quarters_until(today: date, first: date | None) -> list[Period]:
    """The quarters (from April, July, October, January) from that of `first` on, the one under way last."""
    begins = add_months(date(today.year, (today.month - 1) // 3 * 3 + 1, 1), -3 * (MOST_QUARTERS - 1))
    found = list(periods_from(begins, "quarter", today, whole_only=False))
    return [one for one in found if first is None or one.end >= first] or found[-1:]


def read_choice(typed: MultiDict[str, str], providers: dict[str, str], quarters: list[Period]) -> Choice:
    """What an address asks for. Without quarters the last four are taken; two that stand the wrong way round are turned."""
    days = {one.start.isoformat(): number for number, one in enumerate(quarters)}
    last = days.get(typed.get("to", ""), len(quarters) - 1)
    first = days.get(typed.get("from", ""), max(0, last - 3))
    first, last = min(first, last), max(first, last)
    filters = {name: typed[name][:LONGEST] for name in FILTERS if typed.get(name) and "\0" not in typed[name]}
    wanted = filters.get("provider")
    if wanted not in providers:
        filters.pop("provider", None)
    whose = (wanted,) if wanted in providers else tuple(providers)
    return Choice(whose, tuple(quarters[first : last + 1]), filters)


def age_band() -> ColumnElement[str]:
    """The band of someone's age in the year of the review, as published figures take it; "-" where it is not known."""
    age = cast(extract("year", Review.reviewed_on), Integer) - Person.birth_year
    bands = reversed(library().codes.age_bands)
    return case(*((age >= band.from_age, literal(band.code)) for band in bands), else_=literal(NONE))


def quarter(choice: Choice) -> ColumnElement[str]:
    """The first day of the quarter of the review."""
    return case(
        *((Review.reviewed_on < one.end + timedelta(days=1), literal(one.start.isoformat())) for one in choice.quarters),
        else_=literal(NONE),
    )


def _narrowing(name: str, code: str) -> ColumnElement[bool]:
    if name == "age":
        return age_band() == code
    if name == "group":
        listed = literal(";") + func.coalesce(Person.carer_groups, "") + literal(";")
        return listed == ";;" if code == NONE else listed.contains(f";{code};", autoescape=True)
    column = {"reason": GoalReview.unmet_reason, "outcome": Goal.outcome, "locality": Person.locality}[name]
    if name == "reason":
        return and_(GoalReview.need_met == "no", column.is_(None) if code == NONE else column == code)
    return column.is_(None) if code == NONE else column == code
