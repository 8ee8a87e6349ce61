"""Goals and assessments as they were: kept before each correction, and before one that was a mistake is taken back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import func, select

from forms_app.accounts import names_of_users
from forms_app.casework.words import code_words, outcome_words
from forms_app.clock import now
from forms_app.database import db
from forms_app.day_words import day_words
from forms_app.models.casework import RecordVersion
from forms_app.models.records import Assessment, Goal, Person

GOAL, ASSESSMENT = "goal", "assessment"
LONGEST_REASON = 500
OF_GOAL = ("outcome", "agreed_on", "baseline", "words", "at_review")
OF_ASSESSMENT = ("kind", "started_on", "completed_on", "notes")


@dataclass(frozen=True)
class Earlier:
    """What a goal or an assessment said until `at`, in words; `who` put it right or took it back, and why."""

    kind: str
    record: str
    words: list[str]
    reason: str
    who: str
    at: datetime
    taken_back: bool


def goal_content(goal: Goal) -> dict[str, Any]:
    """What a goal says."""
    return {name: getattr(goal, name) for name in OF_GOAL}


def assessment_content(assessment: Assessment) -> dict[str, Any]:
    """What an assessment says."""
    return {name: getattr(assessment, name) for name in OF_ASSESSMENT}


def keep_earlier(
    person: Person, kind: str, record: str, content: Mapping[str, Any], reason: str, *, taken_back: bool = False
) -> None:
    """Keep what a record says before it is changed, in the transaction. Of two at the same time, the key refuses one."""
    key = {"provider": person.provider, "kind": kind, "record": record}
    number = db.session.scalar(select(func.count()).select_from(RecordVersion).filter_by(**key)) or 0
    db.session.add(
        RecordVersion(
            person=person.person,
            number=number + 1,
            content=json.dumps(content, default=str),
            reason=reason,
            taken_back=taken_back,
            replaced_by=current_user.id,
            replaced_at=now(),
            **key,
        )
    )
    db.session.flush()


def earlier_of(person: Person) -> list[Earlier]:
    """What the person's goals and assessments were, the newest first: two queries, by ix_record_version_person."""
    wanted = select(RecordVersion).filter_by(provider=person.provider, person=person.person)
    rows = db.session.scalars(wanted.order_by(RecordVersion.replaced_at.desc(), RecordVersion.id.desc())).all()
    names = names_of_users(row.replaced_by for row in rows)
    return [
        Earlier(
            row.kind, row.record, _words(row.kind, json.loads(row.content)), row.reason,
            names.get(row.replaced_by or 0, ""), row.replaced_at, row.taken_back,
        )
        for row in rows
    ]  # fmt: skip


def _words(kind: str, content: dict[str, Any]) -> list[str]:
    words = _goal_words(content) if kind == GOAL else _assessment_words(content)
    return [one for one in words if one]


def _goal_words(content: dict[str, Any]) -> list[str]:
    return [
        outcome_words(content["outcome"]),
        f"“{content['words']}”" if content["words"] else "",
        _("agreed on %(day)s", day=_day(content["agreed_on"])),
        _("%(score)s of 5 when agreed", score=content["baseline"]) if content["baseline"] else _("no score when agreed"),
    ]


def _assessment_words(content: dict[str, Any]) -> list[str]:
    goals, score = content.get("goals"), content.get("wellbeing")
    done = content["completed_on"]
    return [
        code_words("assessment_kind", content["kind"]),
        _("started on %(day)s", day=_day(content["started_on"])),
        _("completed on %(day)s", day=_day(done)) if done else _("not completed"),
        _("wellbeing score %(score)s", score=score) if score is not None else "",
        _("goals agreed: %(goals)s", goals=", ".join(outcome_words(goal) for goal in goals)) if goals else "",
        f"“{content['notes']}”" if content["notes"] else "",
    ]


def _day(text: str) -> str:
    return day_words(date.fromisoformat(text))
