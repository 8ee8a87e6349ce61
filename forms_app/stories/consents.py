"""The consent that a story rests on: one of the person's on file, or one written down with the story."""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import and_, or_, select

from forms_app import audit_log
from forms_app.casework.consents import consents_in_force, on_withdrawal
from forms_app.clock import today
from forms_app.database import db
from forms_app.day_words import day_words
from forms_app.models.casework import Consent
from forms_app.models.stories import Story

FORMS = ("signed", "recorded", "email")
SCOPE_ON_FILE = {"story": "publish-story", "quote": "quote"}
"""What a person's consent on file must be to, by kind of text."""


def a_year_on(day: date) -> date:
    """The last day of consent that is proposed: the day before it is a year old."""
    last = date(day.year + 1, day.month, 28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + 1)
    return date.fromordinal(last.toordinal() - 1)


def form_words(form: str | None) -> str:
    """How consent was given, in words."""
    return str(
        {"signed": _("signed form"), "recorded": _("recorded words"), "email": _("e-mail")}.get(form or "", form or "")
    )


def scope_words(code: str) -> str:
    """Where someone agreed to be told of, in words."""
    return str(
        {
            "website": _("The public website"),
            "printed": _("Printed reports"),
            "training": _("Training"),
            "press": _("The press"),
        }.get(code, code)
    )


def on_file(provider: str, person: str | None, kind: str, on: date) -> list[Consent]:
    """The person's consents in force on a day to be told of in a text of this kind, the newest first."""
    return consents_in_force(provider, person, SCOPE_ON_FILE[kind], on) if person and kind in SCOPE_ON_FILE else []


def consent_words(consent: Consent) -> str:
    """A consent on file, in a line."""
    until = _("until %(day)s", day=day_words(consent.expires_on)) if consent.expires_on else _("no last day")
    parts = [consent.reference, form_words(consent.form), _("given on %(day)s", day=day_words(consent.given_on)), until]
    return ", ".join(str(part) for part in parts if part)


@on_withdrawal
def withdraw_stories(consent: Consent) -> None:
    """Withdraw every story that rests on a consent, in the current transaction, each with an event.

    So is every text of that kind whose consent was written down with it: the person agrees to none of them any more.
    """
    kinds = [kind for kind, scope in SCOPE_ON_FILE.items() if scope == consent.scope]
    theirs = and_(Story.provider == consent.provider, Story.person == consent.person)
    written_down = and_(theirs, Story.kind.in_(kinds), Story.consent_id.is_(None))
    rests = or_(Story.consent_id == consent.id, written_down)
    for story in db.session.scalars(select(Story).where(rests, Story.withdrawn_on.is_(None)).order_by(Story.id)).all():
        story.withdrawn_on = today()
        db.session.flush()
        audit_log.record("story-withdrawn", provider=story.provider, person=story.person, story=story.id)
