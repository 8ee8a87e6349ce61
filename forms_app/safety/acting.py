"""What a duty worker or manager does about an item: take it over, note a try, close it, open it again."""

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta

from flask import Response, flash, request
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy.orm.attributes import flag_modified

from forms_app import audit_log
from forms_app.accounts import staff_only
from forms_app.app import library
from forms_app.database import db
from forms_app.models.safety import SafetyItem, SafetyNote
from forms_app.safety.blueprint import ACTORS, blueprint, own_item
from forms_app.safety.duty import staff_of
from forms_app.safety.hours import from_local, time_now
from forms_app.safety.item import item_page, new_form, notes_of, to_item
from forms_app.safety.kinds import ASSIGNED, CLOSED, CLOSING, OPEN, REOPENED, TRIED
from forms_app.safety.opening import restart
from forms_app.safety.words import hours_for
from forms_app.typed import Typed

LONGEST = 4_000
NOT_REACHED, OTHER = "not_reached", "other"
FEWEST_TRIES = 3
"""How often someone must have been tried before their item is closed as not reached."""
SLOW_CLOCKS = timedelta(minutes=5)

Doing = Callable[[SafetyItem, Typed], str | None]
"""Reads the form and changes the item: what to tell the worker, or None where something is wrong."""


@blueprint.post("/item/<int:number>/assign")
@staff_only(*ACTORS)
def assign(number: int) -> Response:
    """Take the item over, or give it to a colleague."""
    return _act(number, ASSIGNED, _assign)


@blueprint.post("/item/<int:number>/try")
@staff_only(*ACTORS)
def tried(number: int) -> Response:
    """Note a try to reach the person: when, and what happened."""
    return _act(number, TRIED, _tried)


@blueprint.post("/item/<int:number>/close")
@staff_only(*ACTORS)
def close(number: int) -> Response:
    """Close the item with what came of it."""
    return _act(number, CLOSING, _close)


@blueprint.post("/item/<int:number>/reopen")
@staff_only(*ACTORS)
def reopen(number: int) -> Response:
    """Open a closed item again, with a reason and a new clock."""
    return _act(number, REOPENED, _reopen)


def _act(number: int, kind: str, doing: Doing) -> Response:
    """Do it, unless a colleague changed the item since the page was opened: then show both."""
    found, typed = own_item(number, lock=True), _form()
    if typed.value("version") != str(found.version):
        return to_item(found) if _sent_before(found, kind, typed) else item_page(found, typed, conflict=True)
    done = doing(found, typed)
    if done is None:
        db.session.rollback()
        return item_page(own_item(number), typed)
    flag_modified(found, "state")
    db.session.commit()
    flash(done, "success")
    return to_item(found)


def _form() -> Typed:
    typed = Typed(request.form)
    for name, value in new_form().fields.items():
        typed.fields.setdefault(name, value)
    return typed


def _sent_before(found: SafetyItem, kind: str, typed: Typed) -> bool:
    """Whether the newest note is this very one, from a button that was pressed twice."""
    newest = next(reversed(notes_of(found)), None)
    if newest is None or (newest.kind, newest.user_id) != (kind, current_user.id):
        return False
    if kind == ASSIGNED:
        return newest.code == typed.value("to")
    field = {TRIED: "what_happened", CLOSING: "outcome_note", REOPENED: "reason"}[kind]
    return (newest.words or "") == typed.value(field)


def _assign(found: SafetyItem, typed: Typed) -> str | None:
    able = {str(user.id): user for user in staff_of(found.provider)}
    chosen = typed.choice("to", able.keys(), missing=_("Choose who takes it"))
    if chosen is None:
        return None
    found.assigned_to, found.reminded_at = int(chosen), None if int(chosen) != current_user.id else found.reminded_at
    _note(found, ASSIGNED, code=chosen)
    audit_log.record("safety-item-assigned", provider=found.provider, person=found.person, item=found.id, to=int(chosen))
    return str(_("%(name)s has this item now.", name=able[chosen].name))


def _tried(found: SafetyItem, typed: Typed) -> str | None:
    at = _time_of_try(typed)
    words = typed.text("what_happened", longest=LONGEST, missing=_("Say what happened"))
    if at is None or words is None or _closed(found, typed, "what_happened"):
        return None
    _note(found, TRIED, words=words, at=at)
    audit_log.record("safety-item-tried", provider=found.provider, person=found.person, item=found.id)
    return str(_("The try is noted."))


def _time_of_try(typed: Typed) -> datetime | None:
    day = typed.day("tried_on", what=_("The day of the try"), missing=_("Enter the day of the try"))
    read = re.fullmatch(r"(\d{1,2})[:.]?(\d{2})", typed.value("tried_at"), re.ASCII)
    try:
        told = time(int(read[1]), int(read[2])) if read else None
    except ValueError:
        told = None
    if told is None:
        typed.wrong("tried_at", _("Enter the time on a 24-hour clock, such as 14:30"))
    if day is None or told is None:
        return None
    at = from_local(datetime.combine(day, told))
    if at > time_now() + SLOW_CLOCKS:
        typed.wrong("tried_on", _("The try must not be in the future"), "tried_on-day")
        return None
    return at


def _close(found: SafetyItem, typed: Typed) -> str | None:
    codes = library().codes.codes("safety_outcome")
    outcome = typed.choice("outcome", codes, missing=_("Choose what came of it"))
    needed = _("Say what came of it") if outcome == OTHER else None
    words = typed.text("outcome_note", longest=LONGEST, missing=needed)
    tries = sum(note.kind == TRIED for note in notes_of(found))
    if outcome == NOT_REACHED and tries < FEWEST_TRIES:
        said = _("Note at least %(needed)s tries first. So far there are %(tries)s.", needed=FEWEST_TRIES, tries=tries)
        typed.wrong("outcome", said)
    if typed.errors or _closed(found, typed, "outcome"):
        return None
    found.state, found.outcome, found.outcome_note = CLOSED, outcome, words
    found.closed_at, found.closed_by = time_now(), current_user.id
    _note(found, CLOSING, code=outcome, words=words)
    audit_log.record("safety-item-closed", provider=found.provider, person=found.person, item=found.id, outcome=outcome)
    return str(_("The item is closed."))


def _reopen(found: SafetyItem, typed: Typed) -> str | None:
    reason = typed.text("reason", longest=LONGEST, missing=_("Say why it is opened again"))
    if reason is not None and found.state == OPEN:
        typed.wrong("reason", _("This item is open already"))
    if typed.errors:
        return None
    restart(found, hours_for(found))
    _note(found, REOPENED, words=reason)
    audit_log.record("safety-item-reopened", provider=found.provider, person=found.person, item=found.id)
    return str(_("The item is open again, with a new clock."))


def _closed(found: SafetyItem, typed: Typed, field: str) -> bool:
    if found.state == CLOSED:
        typed.wrong(field, _("This item is closed. Open it again first."))
    return found.state == CLOSED


def _note(found: SafetyItem, kind: str, *, at: datetime | None = None, **said: str | None) -> None:
    """Add a note by whoever has signed in; `said` is its `code` and `words`."""
    db.session.add(SafetyNote(item_id=found.id, at=at or time_now(), user_id=current_user.id, kind=kind, **said))
