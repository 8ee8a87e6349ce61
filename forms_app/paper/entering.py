"""Typing a sheet in: all of it on one page, saved as it is typed, finished once."""

from typing import Any

from flask import Response as Page
from flask import flash, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response as Answered

from forms_app.accounts import names_of_users, staff_only
from forms_app.database import db
from forms_app.models.paper import SheetDraft
from forms_app.models.responses import Response
from forms_app.paper import drafts
from forms_app.paper.blueprint import STAFF, TypedSheet, own_sheet, paper
from forms_app.paper.codes import in_print
from forms_app.paper.drafts import AGAIN, FIRST, Kept, OtherHands, kept_of
from forms_app.paper.entry_form import EntryForm, kept_fields, with_today
from forms_app.paper.entry_page import entry_page
from forms_app.paper.finishing import DUPLICATE, ENTERED, finish, set_aside, whose
from forms_app.paper.making import PRINTED
from forms_app.respond.forgetting import forget_log
from forms_app.respond.rounds import may_finish


@paper.get("/sheets/<code>")
@staff_only(*STAFF)
def entry(code: str) -> Page | Answered:
    """The page on which a sheet is typed in, with what is kept of it."""
    typed = own_sheet(code)
    if code != typed.sheet.code:
        return redirect(url_for(".entry", code=typed.sheet.code))
    if typed.sheet.state != PRINTED:
        return already_page(typed)
    kept = kept_of(typed.sheet.code)
    return entry_page(typed, form_of(typed, with_today(kept.fields)), kept)


@paper.post("/sheets/<code>")
@staff_only(*STAFF)
def enter(code: str) -> Page | Answered:
    """Keep what was typed, then do what the button says: go on, type again to check, set aside, or finish."""
    saved = save(code, FIRST)
    if not isinstance(saved, Kept):
        return saved
    doing, _colon, where = request.form.get("do", "save").partition(":")
    if doing == "again":
        return redirect(url_for(".second", code=code, **_words()), 303)
    if doing == "later":
        flash(_("What you typed is kept. Type the code %(code)s to go on.", code=in_print(code)))
        return redirect(url_for(".home"), 303)
    if doing in ("finish", "aside"):
        return finish_kept(code, saved, seen_off_path=request.form.get("off-path", ""), aside=doing == "aside")
    return redirect(url_for(".entry", code=code, _anchor=where or None, **_words()), 303)


@paper.post("/sheets/<code>/draft")
@staff_only(*STAFF)
def draft(code: str) -> Page | tuple[Page, int]:
    """Keep what is typed so far, for the page's script. Answers with the draft's new version."""
    which = AGAIN if request.form.get("which") == AGAIN else FIRST
    typed = own_sheet(code, lock=True)
    if typed.sheet.state != PRINTED:
        return jsonify(problem=_("This sheet has been finished meanwhile.")), 409
    if request.form.get("whole") != "yes":
        return jsonify(problem=_("Not all of this page arrived.")), 400
    try:
        version = drafts.keep(typed.sheet.code, kept_fields(request.form, typed.survey), _seen(), which=which)
    except OtherHands:
        db.session.rollback()
        return jsonify(problem=_("This sheet was saved from another page. Press “Save” to see both.")), 409
    db.session.commit()
    return jsonify(version=version)


def save(code: str, which: str) -> Kept | Page:
    """Keep a page's fields and commit; the page to show instead where they can't be kept just so."""
    typed = own_sheet(code, lock=True)
    fields = kept_fields(request.form, typed.survey)
    if typed.sheet.state != PRINTED:
        return already_page(typed, fields, 409)
    before = kept_of(typed.sheet.code)
    whole = request.form.get("whole") == "yes"
    if not whole:
        fields = (before.fields if which == FIRST else before.again) | fields
    try:
        drafts.keep(typed.sheet.code, fields, _seen(), which=which)
    except OtherHands as other:
        db.session.rollback()
        theirs = other.kept.fields if which == FIRST else other.kept.again
        return _both_page(own_sheet(code), fields, theirs, other.kept, which)
    db.session.commit()
    kept = kept_of(typed.sheet.code)
    if not whole:
        return entry_page(typed, form_of(typed, fields), kept, which=which, status=400, cut_off=True)
    return kept


def finish_kept(code: str, kept: Kept, *, seen_off_path: str = "", aside: bool = False) -> Page | Answered:
    """Finish a sheet as it is kept, or say what must be put right first."""
    typed = own_sheet(code, to_finish=True)
    if typed.sheet.state != PRINTED:
        return already_page(typed, kept.fields, 409)
    form = form_of(typed, kept.fields)
    if typed.is_call and not may_finish(typed.round):
        form.errors["helper"] = _("The round closed, so these answers can no longer be sent")
    if aside and not typed.round.anonymous:
        set_aside(typed.sheet)
        db.session.commit()
        flash(_("The sheet is set aside: its person’s answers are here already."))
        return redirect(url_for(".home"), 303)
    invitation = whose(typed, form) if form.check() else None
    off_path = " ".join(form.off_path)
    if form.errors or (off_path and off_path != seen_off_path):
        db.session.rollback()
        typed = own_sheet(code)
        return entry_page(typed, form, kept, status=422, off_path=form.off_path, taken="person" in form.errors)
    round_, channel = typed.round, typed.channel
    done = finish(typed, form, invitation)
    danger, anonymous = [question.key for question in done.danger], round_.anonymous
    db.session.commit()
    if anonymous:
        forget_log()
    if channel == "phone":
        flash(_("The call is finished. Its answers are counted."), "success")
    else:
        flash(_("The sheet is finished. Type the next one’s code."), "success")
    if danger:
        return redirect(url_for(".danger", number=round_.id, question=danger[0]), 303)
    return redirect(url_for(".home", _anchor="code"), 303)


def form_of(typed: TypedSheet, fields: dict[str, str]) -> EntryForm:
    """The page as it was typed."""
    return EntryForm(typed.survey, typed.round, fields, is_call=typed.is_call)


def already_page(typed: TypedSheet, fields: dict[str, str] | None = None, status: int = 200) -> Page:
    """Why a sheet can't be typed in: it has been. In an anonymous round nobody can say when, or by whom."""
    sheet = typed.sheet
    stored = db.session.get(Response, sheet.response) if sheet.response else None
    manages = "provider_manager" in {role.name for role in current_user.roles}
    page = render_template(
        "paper/already.html",
        typed=typed,
        code=in_print(sheet.code),
        entered=sheet.state == ENTERED,
        duplicate=sheet.state == DUPLICATE,
        by=names_of_users([sheet.entered_by]).get(sheet.entered_by or 0),
        stored=stored,
        may_correct=stored is not None and manages,
        fields=fields or {},
        survey=typed.survey,
    )
    return make_response(page, status)


def _both_page(typed: TypedSheet, fields: dict[str, str], theirs: dict[str, str], kept: Kept, which: str) -> Page:
    """What was typed here and what is kept from another page, side by side; nothing is overwritten unseen."""
    columns = select(SheetDraft.again_by if which == AGAIN else SheetDraft.typed_by)
    by = db.session.scalar(columns.where(SheetDraft.sheet == typed.sheet.code))
    different = sorted(name for name in {*fields, *theirs} if fields.get(name, "") != theirs.get(name, ""))
    others = {name: theirs.get(name, "") for name in different}
    name = names_of_users([by]).get(by or 0, "")
    form = form_of(typed, fields)
    return entry_page(typed, form, kept, which=which, status=409, others=others, other_name=name)


def _seen() -> int:
    version = request.form.get("version", "")
    return int(version) if version.isascii() and version.isdecimal() and len(version) < 9 else 0


def _words() -> dict[str, Any]:
    return {"words": request.args["words"]} if "words" in request.args else {}
