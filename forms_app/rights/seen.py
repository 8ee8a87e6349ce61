"""Who saw or changed what of one person, in words. Looking is an event too."""

from dataclasses import dataclass
from datetime import datetime

from flask import render_template, request
from flask_babel import gettext as _
from sqlalchemy import func, select

from forms_app import audit_log
from forms_app.accounts import names_of_users, staff_only
from forms_app.database import db
from forms_app.models.audit import AuditEvent
from forms_app.rights.blueprint import ANSWERS_FOR_THEM, held_here, rights_pages
from forms_app.rights.words import action_words, details_words

ON_A_PAGE = 100


@dataclass(frozen=True)
class Line:
    """One event: when, who, what."""

    at: datetime
    who: str
    what: str
    details: str


@rights_pages.get("/<provider>/<path:person>/seen")
@staff_only(*ANSWERS_FOR_THEM)
def seen(provider: str, person: str) -> str:
    """The events about a person, the newest first, a hundred a page. Served by ix_audit_event_person."""
    held_here(provider, person)
    whose = (AuditEvent.provider == provider, AuditEvent.person == person)
    count = db.session.scalar(select(func.count()).select_from(AuditEvent).where(*whose)) or 0
    pages = max(1, -(-count // ON_A_PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    wanted = select(AuditEvent).where(*whose).order_by(AuditEvent.id.desc())
    events = db.session.scalars(wanted.offset((page - 1) * ON_A_PAGE).limit(ON_A_PAGE)).all()
    names = names_of_users(one.user_id for one in events)
    lines = [
        Line(
            one.at,
            names.get(one.user_id, "") if one.user_id else _("The service, or someone at its command line"),
            action_words(one.action),
            details_words(one.details),
        )
        for one in events
    ]
    audit_log.record("person-events-listed", provider=provider, person=person)
    shown = render_template(
        "rights/seen.html", provider=provider, person=person, lines=lines, count=count, page=page, pages=pages
    )
    db.session.commit()
    return shown
