"""Everything on file of a person in one list, the newest first, by a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from flask import render_template, request, url_for
from flask_security import current_user
from sqlalchemy import Integer, Row, Select, bindparam, func, select, type_coerce, union_all

from forms_app import audit_log
from forms_app.accounts import names_of_users, staff_only
from forms_app.casework.blueprint import WORKERS, blueprint, own_person
from forms_app.casework.timeline_sources import GROUPS, sources
from forms_app.casework.timeline_words import title_of
from forms_app.contacts.came import activities_of
from forms_app.database import db
from forms_app.encryption import EncryptedText
from forms_app.models.records import Activity, Person
from forms_app.pages import Pages

ON_PERSONS_PAGE = 10
A_PAGE = 50
SEES_SAFETY = ("duty_worker", "provider_manager")
"""Those who may open safety items (`safety.duty.MAY_ACT`)."""
SEES_ALL_FEEDBACK = "provider_manager"
"""Others see the feedback that they recorded themselves (`feedback.blueprint.visible`)."""
ANCHORS = {
    "referral": "referrals", "assessment": "assessments", "assessment-completed": "assessments", "goal": "all-goals",
    "review": "all-reviews", "score": "scores", "payment": "support", "card": "support", "consent": "consents",
    "consent-withdrawn": "consents", "note": "notes",
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One thing that happened: when, what, more of it, who wrote it down, and where the record of it is."""

    kind: str
    on: date
    title: str
    words: str
    by: str
    href: str


@blueprint.get("/person/<path:person>/timeline")
@staff_only(*WORKERS)
def timeline(person: str) -> str:
    """All entries in pages; `?show=` shows one group of kinds. Opening it is an audit event."""
    found = own_person(person)
    asked = request.args.get("show", "")
    show = asked if asked in groups_seen() else None
    pages = Pages(
        "casework.timeline", {"show": show} if show else {}, count_entries(found, show), A_PAGE, person=found.person
    )
    entries = read_entries(found, show, limit=A_PAGE, offset=pages.offset)
    audit_log.record("timeline-seen", provider=found.provider, person=found.person)
    page = render_template(
        "casework/timeline.html", person=found, entries=entries, pages=pages, show=show, groups=groups_seen()
    )
    db.session.commit()
    return page


def groups_seen() -> list[str]:
    """The groups of entries that the signed-in user may see: safety items are for those who act on them."""
    roles = {role.name for role in current_user.roles}
    return [group for group in GROUPS if group != "safety" or roles & set(SEES_SAFETY)]


def count_entries(person: Person, show: str | None = None) -> int:
    """How many entries there are: one query."""
    return db.session.scalar(_number_of(*_what(show)), _whose(person)) or 0


def newest_entries(person: Person) -> tuple[list[Entry], int]:
    """The newest entries for the person's page, and how many there are in all: as many queries as for the entries alone."""
    rows = _rows(person, None, ON_PERSONS_PAGE, 0)
    return _entries(person, rows), rows[0].number if rows else 0


def read_entries(person: Person, show: str | None = None, *, limit: int, offset: int = 0) -> list[Entry]:
    """A page of entries, the newest first: three queries, whatever there is."""
    return _entries(person, _rows(person, show, limit, offset))


def _rows(person: Person, show: str | None, limit: int, offset: int) -> Sequence[Row[Any]]:
    return db.session.execute(_page_of(*_what(show)), _whose(person) | {"most": limit, "passed": offset}).all()


def _what(show: str | None) -> tuple[tuple[str, ...], bool]:
    """The groups of entries that are asked for, and whether the user sees everybody's feedback."""
    return (show,) if show else tuple(groups_seen()), SEES_ALL_FEEDBACK in {role.name for role in current_user.roles}


def _whose(person: Person) -> dict[str, Any]:
    return {"provider": person.provider, "person": person.person, "user": current_user.id}


@cache
def _page_of(groups: tuple[str, ...], all_feedback: bool) -> Select[*tuple[Any, ...]]:
    """A page of the entries: so many tables take long to put together that it is done once for what a role may see."""
    whole = union_all(*sources(groups, all_feedback=all_feedback)).subquery("entries")
    columns = [column for column in whole.c if column.name != "words"]
    words = type_coerce(whole.c.words, EncryptedText).label("words")
    return (
        select(*columns, words, func.count().over().label("number"))
        .order_by(whole.c.on.desc(), whole.c.rank.desc(), whole.c.key)
        .offset(bindparam("passed", type_=Integer))
        .limit(bindparam("most", type_=Integer))
    )


@cache
def _number_of(groups: tuple[str, ...], all_feedback: bool) -> Select[int]:
    whole = union_all(*sources(groups, all_feedback=all_feedback)).subquery("entries")
    return select(func.count()).select_from(whole)


def _entries(person: Person, rows: Sequence[Row[Any]]) -> list[Entry]:
    names = names_of_users(row.by for row in rows)
    activities = activities_of(person, {row.on for row in rows if row.kind == "contact"})
    return [_entry(person, row, names, activities) for row in rows]


def _entry(person: Person, row: Row[Any], names: dict[int, str], activities: dict[str, Activity]) -> Entry:
    activity = activities.get(row.key) if row.kind == "contact" else None
    title = title_of(row.kind, row.code or "", row.extra or "", activity.title if activity else None)
    return Entry(row.kind, row.on, title, row.words or "", names.get(row.by or 0, ""), _href(person, row, activity))


def _href(person: Person, row: Row[Any], activity: Activity | None) -> str:
    if activity is not None:
        return url_for("contacts.change_activity", activity=activity.activity)
    match row.kind:
        case "registered":
            return url_for("casework.profile", person=person.person)
        case "status":
            return url_for("casework.change_status", person=person.person)
        case "contact":
            return url_for("contacts.change_contact", person=person.person, contact=row.key)
        case "feedback":
            return url_for("feedback.item", feedback=row.key)
        case "survey":
            return url_for("casework.said", person=person.person, response=row.key)
        case "safety":
            return url_for("safety.item", number=int(row.key))
    return url_for("casework.person", person=person.person, _anchor=ANCHORS[row.kind])
