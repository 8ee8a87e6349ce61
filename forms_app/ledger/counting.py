"""Counting what was not met: one query a table of the page, whatever is on file."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, distinct, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from forms_app.database import db
from forms_app.ledger.choice import NONE, Choice, age_band, quarter
from forms_app.models.records import Goal, GoalReview, Person, Review

Split = ColumnElement[Any] | InstrumentedAttribute[Any]


@dataclass(frozen=True)
class Figure:
    """One line of a table: needs not met, of how many reviewed, of how many people. `code` is "-" for none recorded."""

    code: str
    not_met: int
    reviewed: int
    people: int


@dataclass(frozen=True)
class Ledger:
    """Every table of the page, by the name of what it is split by, and the whole."""

    whole: Figure
    tables: dict[str, list[Figure]]


def read_ledger(choice: Choice, *, by_provider: bool) -> Ledger:
    """All tables by seven queries, and one more by provider."""
    splits: dict[str, Split] = {
        "reason": GoalReview.unmet_reason,
        "outcome": Goal.outcome,
        "locality": Person.locality,
        "period": quarter(choice),
        "group": Person.carer_groups,
        "age": age_band(),
    }
    if by_provider:
        splits["provider"] = Review.provider
    whole = _count(choice, literal("all"))
    tables = {name: _count(choice, column) for name, column in splits.items()}
    tables["reason"] = [one for one in tables["reason"] if one.not_met]
    tables["group"] = _each_group(tables["group"])
    for name, lines in tables.items():
        lines.sort(key=(lambda one: one.code) if name == "period" else _most_first)
    return Ledger(whole[0] if whole else Figure("all", 0, 0, 0), tables)


def joined(*columns: Any) -> Select[Any]:
    """A query over what reviews said of goals, with the review, the goal and the person beside each."""
    return (
        select(*columns)
        .select_from(Review)
        .join(GoalReview, (GoalReview.provider == Review.provider) & (GoalReview.review == Review.review))
        .join(Goal, (Goal.provider == GoalReview.provider) & (Goal.goal == GoalReview.goal))
        .join(Person, (Person.provider == Review.provider) & (Person.person == Review.person))
    )


def _count(choice: Choice, split: Split) -> list[Figure]:
    """Served by ix_review_on; references of different providers may be the same, so people are told apart by both."""
    unmet = GoalReview.need_met == "no"
    who = Review.provider + literal("\n") + Review.person
    query = joined(
        split.label("split"), func.sum(case((unmet, 1), else_=0)), func.count(), func.count(distinct(case((unmet, who))))
    ).where(*choice.reviewed())
    found = db.session.execute(query.group_by("split")).all()
    return [Figure(row[0] or NONE, int(row[1]), row[2], row[3]) for row in found]


def _each_group(lines: list[Figure]) -> list[Figure]:
    """A line for each group of lines for each combination of groups. A person is of one combination, so sums are exact."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for line in lines:
        for group in dict.fromkeys(line.code.split(";")):
            for place, number in enumerate((line.not_met, line.reviewed, line.people)):
                sums[group or NONE][place] += number
    return [Figure(group, *numbers) for group, numbers in sums.items()]


def _most_first(one: Figure) -> tuple[bool, int, str]:
    return (one.code == NONE, -one.not_met, one.code)
