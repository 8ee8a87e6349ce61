"""The forms of casework that save themselves while they are typed."""

import re
from typing import NoReturn

from flask import Flask, abort, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute
from werkzeug.datastructures import MultiDict

from forms_app.accounts import own_provider
from forms_app.casework.blueprint import WORKERS, own_person
from forms_app.casework.marks import PAGE
from forms_app.database import db
from forms_app.drafts import NEW, KnownForm, add_form
from forms_app.models.casework import Note, PersonMark
from forms_app.models.records import Assessment, Person, Referral, Review

REVIEW, CORRECTION, ASSESSMENT = "review", "review-correction", "assessment"
REGISTRATION, PROFILE, NOTE, REFERRAL, DECLINED = "registration", "profile", "note", "referral", "declined-referral"


def add_forms(app: Flask) -> None:
    """Let the forms about a person, reviews, corrections of reviews and assessments be kept unfinished."""
    for form in (
        KnownForm(
            REGISTRATION,
            WORKERS,
            title=_("registration"),
            check=_id_of_a_page,
            page=lambda key: url_for("casework.register", draft=key),
            home=lambda key: url_for("casework.people"),
            is_over=lambda key, fields: registered_from(key) is not None,
        ),
        KnownForm(
            PROFILE,
            WORKERS,
            title=_("change of the profile"),
            check=own_person,
            page=lambda person: url_for("casework.profile", person=person),
            home=_person_page,
        ),
        KnownForm(
            NOTE,
            WORKERS,
            title=_("note"),
            check=own_person,
            page=lambda person: url_for("casework.add_note", person=person),
            home=_person_page,
            is_over=lambda person, fields: _is_there(Note.once, fields),
        ),
        KnownForm(
            REFERRAL,
            WORKERS,
            title=_("referral"),
            check=own_person,
            page=lambda person: url_for("casework.refer", person=person),
            home=_person_page,
            is_over=_referral_is_saved,
        ),
        KnownForm(
            DECLINED,
            WORKERS,
            title=_("declined referral"),
            about="referral",
            check=only_new,
            page=lambda _new: url_for("casework.decline"),
            home=lambda _new: url_for("casework.people"),
            is_over=_referral_is_saved,
        ),
        KnownForm(
            REVIEW,
            WORKERS,
            title=_("review"),
            check=own_person,
            page=lambda person: url_for("casework.review", person=person),
            home=_person_page,
            is_over=_review_is_saved,
        ),
        KnownForm(
            CORRECTION,
            WORKERS,
            title=_("correction of a review"),
            about="review",
            check=_person_of_review,
            page=lambda review: url_for("casework.correct_review", person=_person_of_review(review), review=review),
            home=lambda review: _person_page(_person_of_review(review)),
        ),
        KnownForm(
            ASSESSMENT,
            WORKERS,
            title=_("assessment"),
            about="assessment",
            check=_person_of_assessment,
            page=lambda key: url_for("casework.complete_assessment", person=_person_of_assessment(key), assessment=key),
            home=lambda key: _person_page(_person_of_assessment(key)),
        ),
    ):
        add_form(app, form)


def registered_from(key: str) -> Person | None:
    """The person whom the page with this id registered before."""
    mark = select(PersonMark.person).where(
        PersonMark.provider == own_provider(), PersonMark.kind == PAGE, PersonMark.mark == key
    )
    return db.session.scalar(select(Person).where(Person.provider == own_provider(), Person.person.in_(mark)))


def _id_of_a_page(key: str) -> None:
    """A registration is about nobody yet: the id of its page stands for them, so that two may be begun at once."""
    if not re.fullmatch(r"[0-9a-f]{32}", key):
        _not_found()


def only_new(subject: str) -> None:
    """The check of a form that is always about something new."""
    if subject != NEW:
        _not_found()


def _is_there(once: InstrumentedAttribute[str | None], fields: MultiDict[str, str]) -> bool:
    return db.session.scalar(select(once).where(once == fields.get("once", ""))) is not None


def _person_page(person: str) -> str:
    return url_for("casework.person", person=person)


def _person_of_review(review: str) -> str:
    wanted = select(Review.person).filter_by(provider=own_provider(), review=review)
    return db.session.scalar(wanted) or _not_found()


def _person_of_assessment(assessment: str) -> str:
    wanted = select(Assessment.person).filter_by(provider=own_provider(), assessment=assessment)
    return db.session.scalar(wanted) or _not_found()


def _not_found() -> NoReturn:
    abort(404, gettext("There is no such record at your organisation. Open the person's page from “My people”."))


def _referral_is_saved(_subject: str, fields: MultiDict[str, str]) -> bool:
    return db.session.get(Referral, (own_provider(), fields.get("once", ""))) is not None


def _review_is_saved(person: str, fields: MultiDict[str, str]) -> bool:
    return db.session.get(Review, (own_provider(), fields.get("review", ""))) is not None
