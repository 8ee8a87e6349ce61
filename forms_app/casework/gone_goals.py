"""Goals that were taken back while somebody wrote about them in a review: nothing typed goes without their seeing it."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from forms_app.accounts import names_of_users
from forms_app.casework.answer_words import goal_questions, said
from forms_app.casework.earlier import GOAL
from forms_app.casework.history import History, mark_of
from forms_app.casework.review_content import from_json
from forms_app.casework.words import outcome_words
from forms_app.database import db
from forms_app.models.casework import RecordVersion, ReviewVersion
from forms_app.models.records import Person, Review
from forms_app.typed import Typed

SHOWN = "gone"
"""The field in which a page carries the marks of the goals that it showed to be gone."""


@dataclass(frozen=True)
class GoneGoal:
    """A goal that is there no more. `typed`: questions and answers in words; `fields`: the same as they were sent.

    `outcome` in words, `who` took it back and when: empty where the records do not tell.
    """

    mark: str
    typed: list[tuple[str, str]]
    fields: list[tuple[str, str]]
    outcome: str = ""
    who: str = ""
    at: datetime | None = None


class _TakenBack(NamedTuple):
    goal: str
    outcome: str
    by: int | None
    at: datetime


def gone_goals(person: Person, typed: Typed, history: History) -> list[GoneGoal]:
    """The goals that were typed about and are gone: no query where there is none, else three."""
    there = {line.mark for line in history.goals}
    marks = [mark for mark in typed.value("asked").split(".") if mark and mark not in there]
    found = [goal for goal in (_typed_of(mark, typed) for mark in dict.fromkeys(marks)) if goal.typed]
    if not found:
        return []
    taken = {mark_of(one.goal): one for one in _taken_back(person)}
    names = names_of_users(one.by for one in taken.values())
    return [_told(goal, taken.get(goal.mark), names) for goal in found]


def all_shown(typed: Typed, gone: Collection[GoneGoal]) -> bool:
    """Whether the page that was sent had said of all these that they are gone."""
    return {goal.mark for goal in gone} <= set(typed.value(SHOWN).split("."))


def _told(goal: GoneGoal, taken: _TakenBack | None, names: Mapping[int, str]) -> GoneGoal:
    if taken is None:
        return goal
    return replace(goal, outcome=outcome_words(taken.outcome), who=names.get(taken.by or 0, ""), at=taken.at)


def _typed_of(mark: str, typed: Typed) -> GoneGoal:
    names = [(f"{name}-{mark}", question) for name, question in goal_questions()]
    answers = [(question, said(name, typed)) for name, question in names if typed.value(name)]
    return GoneGoal(mark, answers, [(name, typed.value(name)) for name, _question in names if typed.value(name)])


def _taken_back(person: Person) -> Iterator[_TakenBack]:
    """The goals that were taken back, by themselves or by correcting the review at which they were agreed."""
    whose = {"provider": person.provider, "person": person.person}
    for row in db.session.scalars(select(RecordVersion).filter_by(kind=GOAL, taken_back=True, **whose)):
        yield _TakenBack(row.record, json.loads(row.content)["outcome"], row.replaced_by, row.replaced_at)
    versions = select(ReviewVersion).join(
        Review, (Review.provider == ReviewVersion.provider) & (Review.review == ReviewVersion.review)
    )
    theirs = versions.where(Review.provider == person.provider, Review.person == person.person)
    for version in db.session.scalars(theirs.order_by(ReviewVersion.review, ReviewVersion.number)):
        for goal in from_json(version.content).new_goals:
            if goal.goal:
                yield _TakenBack(goal.goal, goal.outcome, version.replaced_by, version.replaced_at)
