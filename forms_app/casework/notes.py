"""Notes about a person: added, never edited; who wrote them and when stands beside them."""

from dataclasses import dataclass

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import func, select

from forms_app import audit_log
from forms_app.accounts import names_of_users, staff_only
from forms_app.casework.blueprint import WORKERS, blueprint, own_person
from forms_app.casework.unfinished import NOTE
from forms_app.clock import now
from forms_app.database import db
from forms_app.drafts import forget_draft, open_draft
from forms_app.models.casework import Note
from forms_app.models.records import Person
from forms_app.saving import check_same, page_id, saved_once
from forms_app.typed import Typed

LONGEST = 8000
ON_PERSONS_PAGE = 5


@dataclass(frozen=True)
class Notes:
    """The newest of a person's notes, each with its author's name, and how many there are in all."""

    lines: list[tuple[Note, str]]
    count: int


def notes_of(person: Person) -> Notes:
    """Two queries, served by ix_note_person."""
    wanted = select(Note, func.count().over()).filter_by(provider=person.provider, person=person.person)
    newest = wanted.order_by(Note.written_at.desc(), Note.id.desc()).limit(ON_PERSONS_PAGE)
    found = db.session.execute(newest).all()
    names = names_of_users(note.written_by for note, _count in found)
    return Notes([(note, names.get(note.written_by or 0, "")) for note, _count in found], found[0][1] if found else 0)


@blueprint.route("/person/<path:person>/note", methods=["GET", "POST"])
@staff_only(*WORKERS)
def add_note(person: str) -> Response:
    """Add a note. Sent twice, it is saved once."""
    found = own_person(person)
    draft = open_draft(NOTE, found.person, request.form)
    typed = Typed(request.form if draft.fields is None else draft.fields)
    key = page_id(typed, "once")
    if request.method == "POST":
        words = typed.text("text", longest=LONGEST, missing=_("Write the note"))
        if words and not typed.errors and saved_once(lambda: _add(found, key, words), typed, "once", "text"):
            flash(_("The note is saved."), "success")
            return make_response(redirect(url_for("casework.person", person=found.person, _anchor="notes"), 303))
    page = render_template("casework/note.html", person=found, form=typed, errors=typed.errors, draft=draft)
    return make_response(page, 422 if typed.errors else 200)


def _add(person: Person, key: str, words: str) -> None:
    there = db.session.scalar(select(Note).filter_by(once=key))
    if there is not None:
        if (there.provider, there.person) != (person.provider, person.person):
            abort(400, _("This page was opened for someone else. Open the person’s page and write the note from there."))
        check_same(there, {"text": words})
        return
    forget_draft(NOTE, person.person)
    whose = {"provider": person.provider, "person": person.person}
    db.session.add(Note(**whose, text=words, written_by=current_user.id, written_at=now(), once=key))
    audit_log.record("note-added", **whose)
