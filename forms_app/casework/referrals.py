"""Referrals: received with someone's registration, for someone who is on the books already, or declined."""

from datetime import date
from typing import Any

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from forms_app import audit_log
from forms_app.accounts import own_provider, staff_only
from forms_app.app import library
from forms_app.casework.blueprint import WORKERS, blueprint, own_person
from forms_app.casework.profile_form import place_items
from forms_app.casework.unfinished import DECLINED, REFERRAL, REGISTRATION
from forms_app.clock import today
from forms_app.contacts.fields import read_past_day
from forms_app.database import db
from forms_app.drafts import NEW, OnPage, forget_draft, open_draft
from forms_app.models.records import Person, Referral
from forms_app.saving import check_same, page_id, saved_once
from forms_app.typed import Typed

LONGEST_NOTES = 4000
ON_PERSONS_PAGE = 20


def referrals_of(person: Person) -> list[Referral]:
    """A person's referrals, the newest first. Served by ix_referral_person."""
    whose = {"provider": person.provider, "person": person.person}
    wanted = select(Referral).filter_by(**whose).order_by(Referral.received_on.desc(), Referral.referral)
    return list(db.session.scalars(wanted.limit(ON_PERSONS_PAGE)))


def read_referral(typed: Typed, registered_on: date | None = None) -> dict[str, Any] | None:
    """The referral by column; with `registered_on`, that of a registration: None where nothing is said of one."""
    codes = library().codes
    registering = registered_on is not None
    said = any(
        typed.value(name) for name in ("source", "received_on-day", "received_on-month", "received_on-year", "notes")
    )
    if registering and not said:
        return None
    what = _("Date of the referral")
    values: dict[str, Any] = {
        "source": typed.choice("source", codes.codes("referral_source"), missing=_("Select where the referral came from")),
        "received_on": read_past_day(
            typed, "received_on", what, None if registering else _("Enter the date it was received")
        ),
        "kind": typed.choice("kind", codes.codes("referral_kind")) or "new",
        "notes": typed.text("notes", longest=LONGEST_NOTES),
    }
    if registering:
        return values | {"received_on": values["received_on"] or registered_on, "accepted": "yes", "declined_reason": None}
    return values | _read_decision(typed)


def _read_decision(typed: Typed) -> dict[str, Any]:
    codes = library().codes
    accepted = typed.choice("accepted", codes.codes("accepted"), missing=_("Select whether the referral was accepted"))
    missing = _("Select why it was declined") if accepted == "no" else None
    reason = typed.choice("declined_reason", codes.codes("declined_reason"), missing=missing)
    if accepted == "yes" and reason is not None:
        typed.wrong("declined_reason", _("Leave this empty for a referral that was accepted"))
    return {"accepted": accepted, "declined_reason": reason}


def add_referral(key: str, values: dict[str, Any], person: Person | None = None) -> bool:
    """Add a referral to the transaction, with its audit event; whether there was none with this key.

    Aborts with 400 where the key is that of someone else's referral: the page was opened for them.
    """
    there = db.session.get(Referral, (own_provider(), key))
    whose = person.person if person else None
    if there is not None:
        if there.person != whose or there.recorded_by != current_user.id:
            abort(400, _("This page was opened for something else. Open it again from “My people”."))
        check_same(there, values)
        return False
    made = Referral(provider=own_provider(), referral=key, person=whose, recorded_by=current_user.id, **values)
    if person is not None:
        made.locality = person.locality
    db.session.add(made)
    audit_log.record(
        "referral-recorded", provider=made.provider, person=whose, referral=key, accepted=values["accepted"] or ""
    )
    return True


@blueprint.route("/person/<path:person>/referral", methods=["GET", "POST"])
@staff_only(*WORKERS)
def refer(person: str) -> Response:
    """Record that someone who is on the books was referred again. Sent twice, it is saved once."""
    found = own_person(person)
    draft = open_draft(REFERRAL, found.person, request.form)
    typed = Typed(request.form if draft.fields is None else draft.fields)
    key = page_id(typed, "once")
    if request.method == "GET":
        if draft.fields is None:
            typed.set_day("received_on", today())
            typed.fields["kind"], typed.fields["accepted"] = "re_referral", "yes"
        return referral_page(typed, found, draft)
    values = read_referral(typed)
    if typed.errors or values is None:
        return referral_page(typed, found, draft)
    if not saved_once(lambda: _add_again(key, values, found), typed, "once", "received_on"):
        return referral_page(typed, found, draft)
    flash(_("The referral is saved."), "success")
    return make_response(redirect(url_for("casework.person", person=found.person, _anchor="referrals"), 303))


def _add_again(key: str, values: dict[str, Any], person: Person) -> None:
    if add_referral(key, values, person):
        # Colleagues who have the record open are told.
        flag_modified(person, "status")
    # It may have begun as a registration, of someone who was found to be on the books.
    forget_draft(REFERRAL, person.person)
    forget_draft(REGISTRATION, key)


@blueprint.route("/people/referral", methods=["GET", "POST"])
@staff_only(*WORKERS)
def decline() -> Response:
    """Record a referral that was declined, so that it is counted, without anyone being registered."""
    draft = open_draft(DECLINED, NEW, request.form)
    typed = Typed(request.form if draft.fields is None else draft.fields)
    key = page_id(typed, "once")
    if request.method == "GET":
        if draft.fields is None:
            typed.set_day("received_on", today())
            typed.fields["kind"] = "new"
        return referral_page(typed, None, draft)
    typed.fields["accepted"] = "no"
    values = read_referral(typed)
    place = typed.choice("locality", [item["value"] for item in place_items()])
    if typed.errors or values is None:
        return referral_page(typed, None, draft)
    if not saved_once(lambda: _add_declined(key, values | {"locality": place}), typed, "once", "received_on"):
        return referral_page(typed, None, draft)
    flash(_("The declined referral is saved. It counts in the figures."), "success")
    return make_response(redirect(url_for("casework.people"), 303))


def _add_declined(key: str, values: dict[str, Any]) -> None:
    add_referral(key, values)
    forget_draft(DECLINED, NEW)


def referral_page(typed: Typed, person: Person | None, draft: OnPage, **more: Any) -> Response:
    """The form: of `person`, or of someone who is not registered. `more`: what was typed elsewhere and stands beside it."""
    page = render_template(
        "casework/referral.html",
        form=typed,
        errors=typed.errors,
        draft=draft,
        person=person,
        localities=place_items(),
        **more,
    )
    return make_response(page, 422 if typed.errors else 200)
