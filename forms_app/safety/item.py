"""One item: what is known, what was done, and the forms that change it. Two workers see each other's changes."""

from collections.abc import Iterable

from flask import Response, make_response, redirect, render_template, url_for
from flask_security import current_user
from sqlalchemy import select

from forms_app import audit_log
from forms_app.accounts import staff_only
from forms_app.accounts.names import names_of_users
from forms_app.database import db
from forms_app.models.records import Person
from forms_app.models.responses import Round
from forms_app.models.safety import SafetyItem, SafetyNote
from forms_app.safety.blueprint import ACTORS, blueprint, own_item
from forms_app.safety.duty import staff_of
from forms_app.safety.hours import local, time_now
from forms_app.safety.kinds import ASSIGNED, TRIED
from forms_app.safety.words import clock_of
from forms_app.typed import Typed


@blueprint.get("/item/<int:number>")
@staff_only(*ACTORS)
def item(number: int) -> Response:
    """All of one item. Opening it is an audit event."""
    found = own_item(number)
    audit_log.record("safety-item-seen", provider=found.provider, person=found.person, item=found.id)
    db.session.commit()
    return item_page(found, new_form())


def new_form() -> Typed:
    """Empty forms, with the day and time of a try set to now."""
    typed = Typed()
    now = local(time_now())
    typed.set_day("tried_on", now.date())
    typed.fields["tried_at"] = now.strftime("%H:%M")
    return typed


def item_page(found: SafetyItem, typed: Typed, *, conflict: bool = False) -> Response:
    """The item's page with what was typed; 409 where a colleague changed it since, 422 where something is wrong."""
    notes = notes_of(found)
    page = render_template(
        "safety/item.html",
        item=found,
        clock=clock_of(found, time_now()),
        form=typed,
        errors=typed.errors or None,
        conflict=conflict,
        notes=notes,
        tries=sum(note.kind == TRIED for note in notes),
        staff=staff_of(found.provider),
        names=names_of_users([found.assigned_to, found.closed_by, *_named(notes)]),
        round=db.session.get(Round, found.round_id) if found.round_id else None,
        person=db.session.get(Person, (found.provider, found.person)) if found.person else None,
        me=current_user.id,
    )
    return make_response(page, 409 if conflict else 422 if typed.errors else 200)


def notes_of(found: SafetyItem) -> list[SafetyNote]:
    """What was done about an item, the first first."""
    wanted = select(SafetyNote).where(SafetyNote.item_id == found.id).order_by(SafetyNote.id)
    return list(db.session.scalars(wanted))


def to_item(found: SafetyItem) -> Response:
    """Back to the item's page."""
    return make_response(redirect(url_for("safety.item", number=found.id), 303))


def _named(notes: Iterable[SafetyNote]) -> list[int | None]:
    given = [int(note.code) for note in notes if note.kind == ASSIGNED and note.code]
    return [*(note.user_id for note in notes), *given]
