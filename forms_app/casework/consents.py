"""What people agreed to: by whom, how, until when; and what follows when they take it back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import or_, select
from sqlalchemy.orm.attributes import flag_modified

from forms_app import audit_log
from forms_app.accounts import names_of_users, staff_only
from forms_app.app import library
from forms_app.casework.assessments import check_day
from forms_app.casework.blueprint import WORKERS, blueprint, own_person
from forms_app.clock import today
from forms_app.contacts.fields import read_past_day
from forms_app.database import db
from forms_app.day_words import day_words
from forms_app.models.casework import Consent
from forms_app.models.records import Person
from forms_app.saving import check_same, page_id, saved_once
from forms_app.typed import Typed

Follower = Callable[[Consent], None]
_followers: list[Follower] = []
LATEST = date(2100, 1, 1)


def on_withdrawal(function: Follower) -> Follower:
    """Register what follows when a consent is withdrawn; it is called in the same transaction, before the commit."""
    if function not in _followers:
        _followers.append(function)
    return function


def consents_in_force(provider: str, person: str, scope: str, on: date) -> list[Consent]:
    """The consents of a person to `scope` that hold on a day, the newest first. Its last day is in; the day it was
    withdrawn is not."""
    wanted = select(Consent).where(
        Consent.provider == provider,
        Consent.person == person,
        Consent.scope == scope,
        Consent.given_on <= on,
        or_(Consent.expires_on.is_(None), Consent.expires_on >= on),
        or_(Consent.withdrawn_on.is_(None), Consent.withdrawn_on > on),
    )
    return list(db.session.scalars(wanted.order_by(Consent.given_on.desc(), Consent.id.desc())))


@dataclass(frozen=True)
class ConsentLine:
    """A consent with its state in words, and whether it holds."""

    consent: Consent
    state: str
    in_force: bool


def consents_of(person: Person) -> list[ConsentLine]:
    """A person's consents, the newest first: two queries, served by ix_consent_person."""
    whose = {"provider": person.provider, "person": person.person}
    found = db.session.scalars(
        select(Consent).filter_by(**whose).order_by(Consent.given_on.desc(), Consent.id.desc()).limit(50)
    ).all()
    names = names_of_users(one.withdrawn_by for one in found)
    return [ConsentLine(one, _state(one, names.get(one.withdrawn_by or 0, "")), _holds(one)) for one in found]


def _holds(consent: Consent) -> bool:
    gone = consent.withdrawn_on is not None and consent.withdrawn_on <= today()
    return not gone and not (consent.expires_on is not None and consent.expires_on < today())


def _state(consent: Consent, withdrawn_by: str) -> str:
    if consent.withdrawn_on is not None:
        day = day_words(consent.withdrawn_on)
        if withdrawn_by:
            return str(_("Withdrawn on %(day)s, recorded by %(name)s", day=day, name=withdrawn_by))
        return str(_("Withdrawn on %(day)s", day=day))
    if not _holds(consent):
        return str(_("Ran out on %(day)s", day=day_words(consent.expires_on)))
    if consent.expires_on is not None:
        return str(_("Holds until %(day)s", day=day_words(consent.expires_on)))
    return str(_("Holds until it is withdrawn"))


@blueprint.route("/person/<path:person>/consent", methods=["GET", "POST"])
@staff_only(*WORKERS)
def record_consent(person: str) -> Response:
    """Record what a person agreed to. Sent twice, it is saved once."""
    found = own_person(person)
    typed = Typed(request.form)
    key = page_id(typed, "once")
    if request.method == "GET":
        typed.set_day("given_on", today())
        return _page(found, typed)
    codes = library().codes
    values: dict[str, Any] = {
        "scope": typed.choice("scope", codes.codes("consent_scope"), missing=_("Select what they agreed to")),
        "form": typed.choice("form", codes.codes("consent_form"), missing=_("Select how they agreed")),
        "given_on": read_past_day(typed, "given_on", _("Date agreed"), _("Enter the date they agreed")),
        "expires_on": typed.day("expires_on", what=_("Last day")),
        "reference": typed.text("reference", longest=80),
    }
    _check_expiry(typed, values["given_on"], values["expires_on"])
    if typed.errors:
        return _page(found, typed)
    if not saved_once(lambda: _add(found, key, values), typed, "once", "scope"):
        return _page(found, typed)
    flash(_("The consent is saved."), "success")
    return _to_consents(found)


def _check_expiry(typed: Typed, given_on: object, expires_on: object) -> None:
    if isinstance(given_on, date) and isinstance(expires_on, date):
        if expires_on < given_on:
            typed.wrong("expires_on", _("Last day must be the date they agreed or later"), "expires_on-day")
        elif expires_on > LATEST:
            typed.wrong("expires_on", _("Last day must be before the year 2100, or empty"), "expires_on-day")


def _add(person: Person, key: str, values: dict[str, Any]) -> None:
    there = db.session.scalar(select(Consent).filter_by(once=key))
    if there is not None:
        if (there.provider, there.person) != (person.provider, person.person):
            abort(400, _("This page was opened for someone else. Open the person’s page and record it from there."))
        check_same(there, values)
        return
    whose = {"provider": person.provider, "person": person.person}
    db.session.add(Consent(**whose, once=key, recorded_by=current_user.id, **values))
    # Colleagues who have the record open are told.
    flag_modified(person, "status")
    audit_log.record("consent-recorded", **whose, scope=values["scope"])


@blueprint.route("/person/<path:person>/consent/<int:number>/withdraw", methods=["GET", "POST"])
@staff_only(*WORKERS)
def withdraw_consent(person: str, number: int) -> Response:
    """Record that a person took a consent back. What rests on it follows in the same transaction."""
    found = own_person(person)
    wanted = select(Consent).filter_by(provider=found.provider, person=found.person, id=number)
    # Held until it is saved, so that two who withdraw at once do it once.
    consent = db.session.scalar(wanted.with_for_update() if request.method == "POST" else wanted)
    if consent is None:
        abort(404, _("This person has no such consent. Open their page from “My people”."))
    if consent.withdrawn_on is not None:
        flash(_("This consent was withdrawn on %(day)s.", day=day_words(consent.withdrawn_on)))
        return _to_consents(found)
    typed = Typed(request.form)
    if request.method == "GET":
        typed.set_day("withdrawn_on", today())
    else:
        day = typed.day("withdrawn_on", what=_("Date withdrawn"), missing=_("Enter the date they took it back"))
        check_day(typed, "withdrawn_on", _("Date withdrawn"), day, consent.given_on, _("the day they agreed"))
        if not typed.errors:
            _withdraw(found, consent, day)
            flash(_("The withdrawal is saved. What rests on this consent is taken back too."), "success")
            return _to_consents(found)
    page = render_template("casework/withdraw_consent.html", person=found, consent=consent, form=typed, errors=typed.errors)
    return make_response(page, 422 if typed.errors else 200)


def _withdraw(person: Person, consent: Consent, day: date | None) -> None:
    consent.withdrawn_on, consent.withdrawn_by = day, current_user.id
    flag_modified(person, "status")
    db.session.flush()
    for follow in _followers:
        follow(consent)
    audit_log.record("consent-withdrawn", provider=consent.provider, person=consent.person, scope=consent.scope)
    db.session.commit()


def _to_consents(person: Person) -> Response:
    return make_response(redirect(url_for("casework.person", person=person.person, _anchor="consents"), 303))


def _page(person: Person, typed: Typed) -> Response:
    page = render_template("casework/consent.html", person=person, form=typed, errors=typed.errors)
    return make_response(page, 422 if typed.errors else 200)
