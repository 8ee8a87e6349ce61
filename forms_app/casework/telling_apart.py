"""Two people who are alike are told apart once, and nobody is asked again; who did so by mistake takes it back."""

from dataclasses import dataclass
from datetime import date

from flask import Response, abort, flash, make_response, redirect, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import ColumnElement, Select, and_, case, or_, select

from forms_app import audit_log
from forms_app.accounts import staff_only
from forms_app.casework.blueprint import WORKERS, blueprint, own_person
from forms_app.clock import today
from forms_app.database import db
from forms_app.models.accounts import User
from forms_app.models.casework import ToldApart
from forms_app.models.records import Person
from forms_app.saving import save_once


@dataclass(frozen=True)
class Apart:
    """Someone from whom a person was told apart: by whom and when."""

    person: Person
    who: str | None
    on: date


def told_apart_from(provider: str, person: str) -> Select[str]:
    """The references of those whom someone was told apart from. Served by the primary key and ix_told_apart_other."""
    return select(_the_other(person)).where(*_of(provider, person))


def apart_from(person: Person) -> list[Apart]:
    """Those whom someone was told apart from: one query."""
    there = and_(Person.provider == ToldApart.provider, Person.person == _the_other(person.person))
    wanted = select(Person, User.name, ToldApart.told_on).select_from(ToldApart).join(Person, there)
    wanted = wanted.outerjoin(User, User.id == ToldApart.told_by).where(*_of(person.provider, person.person))
    return [Apart(*row) for row in db.session.execute(wanted.order_by(Person.person))]


def _of(provider: str, person: str) -> tuple[ColumnElement[bool], ...]:
    return ToldApart.provider == provider, or_(ToldApart.person == person, ToldApart.other == person)


def _the_other(person: str) -> ColumnElement[str]:
    return case((ToldApart.person == person, ToldApart.other), else_=ToldApart.person)


def tell_apart(person: Person, other: Person) -> None:
    """Note in the transaction that these are two people, with an event for each. Nothing happens where it is noted."""
    first, second = sorted((person.person, other.person))
    if db.session.get(ToldApart, (person.provider, first, second)) is not None:
        return
    pair = {"provider": person.provider, "person": first, "other": second}
    db.session.add(ToldApart(**pair, told_by=current_user.id, told_on=today()))
    _record("person-told-apart", person.provider, (first, second))


def _take_back(person: Person, other: Person) -> None:
    first, second = sorted((person.person, other.person))
    there = db.session.get(ToldApart, (person.provider, first, second))
    if there is not None:
        db.session.delete(there)
        _record("person-told-apart-taken-back", person.provider, (first, second))


def _record(action: str, provider: str, people: tuple[str, str]) -> None:
    for one in people:
        audit_log.record(action, provider=provider, person=one)


@blueprint.post("/person/<path:person>/told-apart")
@staff_only(*WORKERS)
def told_apart(person: str) -> Response:
    """Someone alike (`other`) is not the same person: the hint is not shown to anyone again."""
    found, other = own_person(person), own_person(request.form.get("other", ""))
    if found.person == other.person:
        abort(400, _("Nobody is told apart from themselves. Open the person’s page and choose someone who is like them."))
    save_once(lambda: tell_apart(found, other))
    return _back(found, _("%(one)s and %(other)s are two people. This is not asked again.", **_both(found, other)))


@blueprint.post("/person/<path:person>/told-apart/taken-back")
@staff_only(*WORKERS)
def told_apart_taken_back(person: str) -> Response:
    """They (`other`) may be the same person after all: while they are alike, it is asked again."""
    found, other = own_person(person), own_person(request.form.get("other", ""))
    save_once(lambda: _take_back(found, other))
    words = _(
        "%(one)s and %(other)s may be the same person. It is asked again while they are alike.", **_both(found, other)
    )
    return _back(found, words)


def _both(person: Person, other: Person) -> dict[str, str]:
    return {"one": person.person, "other": other.person}


def _back(person: Person, words: str) -> Response:
    flash(words, "success")
    return make_response(redirect(url_for("casework.person", person=person.person), 303))
