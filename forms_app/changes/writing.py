"""Writing an entry and changing it. Whoever changed it last is its writer, and an approval ends with a change."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from forms_app import audit_log
from forms_app.accounts import staff_only
from forms_app.changes.blueprint import blueprint, may_write, writable_change
from forms_app.changes.form import ChangeAnswers, about_choices, fill_in, read_change
from forms_app.changes.unfinished import draft_of, forget_draft_of
from forms_app.clock import today
from forms_app.database import db
from forms_app.drafts import OnPage
from forms_app.models.stories import ChangeMade
from forms_app.saving import page_id, says
from forms_app.stories.blueprint import READERS
from forms_app.typed import Typed


@blueprint.route("/new", methods=["GET", "POST"])
@staff_only(*READERS)
def new() -> Response:
    """Write an entry, for one's own provider or for the council. Sent twice, it is saved once."""
    draft = draft_of(None, request.form)
    typed = Typed(draft.fields if draft and draft.fields is not None else request.form)
    once = page_id(typed, "once")
    if request.method == "GET":
        return _page(typed, None, draft)
    answers = read_change(typed, current_user.provider)
    if (there := _same_again(once)) is not None:
        return _again(there, answers, typed)
    if answers is None:
        return _page(typed, None, draft)
    change = ChangeMade(provider=current_user.provider, written_on=today(), once=once)
    try:
        _write(change, answers)
    except IntegrityError:
        # The same page was sent twice at once: the other one has made the entry.
        db.session.rollback()
        if (there := _same_again(once)) is None:
            raise
        return _again(there, answers, typed)
    return _to(change)


def _again(there: ChangeMade, answers: ChangeAnswers | None, typed: Typed) -> Response:
    """After a page that has made an entry already: where it now says something else, both are shown."""
    if not may_write(there) or (answers is not None and says(there, vars(answers))):
        return _to(there)
    typed.fields["version"] = str(there.version)
    return _page(typed, there, draft_of(there, request.form), conflict=True)


@blueprint.route("/<int:number>/edit", methods=["GET", "POST"])
@staff_only(*READERS)
def edit(number: int) -> Response:
    """Change an entry that has not been withdrawn. Where a colleague saved since the page opened, both are shown."""
    change = writable_change(number)
    draft = draft_of(change, request.form)
    typed = Typed(draft.fields if draft and draft.fields is not None else request.form)
    if request.method == "GET":
        if not typed.fields:
            fill_in(typed, change)
        return _page(typed, change, draft)
    if typed.value("version") != str(change.version):
        typed.fields["version"] = str(change.version)
        return _page(typed, change, draft, conflict=True)
    answers = read_change(typed, change.provider)
    if answers is None:
        return _page(typed, change, draft)
    try:
        _write(change, answers)
    except StaleDataError:
        # A colleague saved at the same moment: show what is on file now.
        db.session.rollback()
        return edit(number)
    return _to(change)


def _same_again(once: str) -> ChangeMade | None:
    """The entry that the same page, sent before, has made."""
    return db.session.scalar(select(ChangeMade).filter_by(provider=current_user.provider, once=once))


def _write(change: ChangeMade, answers: ChangeAnswers) -> None:
    for name, value in vars(answers).items():
        setattr(change, name, value)
    change.written_by = current_user.id
    change.approved_by = change.approved_on = None
    forget_draft_of(change if change.id else None)
    db.session.add(change)
    db.session.flush()
    audit_log.record("change-written", provider=change.provider, change=change.id)
    db.session.commit()
    flash(_("The entry is saved. It is not published until a second person has approved it."), "success")


def _page(typed: Typed, change: ChangeMade | None, draft: OnPage | None, *, conflict: bool = False) -> Response:
    html = render_template(
        "changes/write.html",
        change=change,
        form=typed,
        draft=draft,
        errors=typed.errors,
        abouts=about_choices(change.provider if change else current_user.provider),
        conflict=conflict,
    )
    return make_response(html, 409 if conflict else 422 if typed.errors else 200)


def _to(change: ChangeMade) -> Response:
    return make_response(redirect(url_for("changes.change", number=change.id)))
