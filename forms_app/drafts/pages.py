"""Where forms save themselves, and where a draft is thrown away. Nothing that is typed is logged or told to anyone."""

from datetime import datetime

from flask import Blueprint, Response, flash, jsonify, make_response, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from forms_app.accounts import staff_only
from forms_app.database import db
from forms_app.day_words import clock_words
from forms_app.drafts.forms import own_form
from forms_app.drafts.keeping import NotOurs, OtherTab, TooLong, forget_draft, keep_draft, others_at

blueprint = Blueprint("drafts", __name__, template_folder="templates")

LATER, ANYWAY = "later", "anyway"
"""What the buttons send in the field `draft`; the script sends nothing in it."""


@blueprint.post("/drafts/<draft_form>/<path:draft_subject>")
@staff_only()
def save(draft_form: str, draft_subject: str) -> Response:
    """Keep a form as typed so far. The script gets the words to show as JSON; a pressed button gets a page."""
    form = own_form(draft_form, draft_subject)
    pressed = request.form.get("draft", "")
    try:
        if form.is_over is not None and form.is_over(draft_subject, request.form):
            forget_draft(draft_form, draft_subject)
            db.session.commit()
            words = _("This page was saved before. What you change on it now is kept only when you press the button.")
            return _said(form.home(draft_subject), words, 410)
        saved_at = _keep(draft_form, draft_subject, anyway=pressed == ANYWAY)
    except NotOurs:
        return _said(
            None, _("This was not sent by a form of ours, so it isn't saved. Open the form and type it there."), 400
        )
    except TooLong:
        return _said(None, _("This is more than the form takes, so it isn't saved. Make it shorter."), 413)
    except OtherTab as other:
        time = clock_words(other.saved_at)
        if not pressed:
            words = _("Not saved: you have this form open in another tab too, and that was saved at %(time)s.", time=time)
            return _said(None, words, 409)
        return make_response(_two_tabs(draft_form, draft_subject, time), 409)
    words = _("Saved %(time)s", time=clock_words(saved_at))
    if not pressed:
        return _said(None, _with_others(words, others_at(draft_form, draft_subject)), 200)
    flash(_("%(saved)s. It is not finished: go on with it from here when you are ready.", saved=words), "success")
    return make_response(redirect(form.home(draft_subject), 303))


def _with_others(words: str, others: list[str]) -> str:
    """What the page says after a save: colleagues who have begun meanwhile are named, before anyone presses the button."""
    return _("%(saved)s. %(who)s is writing this too.", saved=words, who=", ".join(others)) if others else words


def _keep(form: str, subject: str, *, anyway: bool) -> datetime:
    try:
        saved_at = keep_draft(form, subject, request.form, anyway=anyway)
        db.session.commit()
    except IntegrityError:
        # Two saves of one new draft came at the same moment; the other one has begun it.
        db.session.rollback()
        saved_at = keep_draft(form, subject, request.form, anyway=anyway)
        db.session.commit()
    return saved_at


def _said(home: str | None, words: str, status: int) -> Response:
    if home is not None and request.form.get("draft"):
        flash(words)
        return make_response(redirect(home, 303))
    return make_response(jsonify(words=words), status)


def _two_tabs(form: str, subject: str, time: str) -> str:
    known = own_form(form, subject)
    fields = [(name, value) for name, value in request.form.items(multi=True) if name != "draft"]
    return render_template("drafts/two_tabs.html", fields=fields, time=time, page=known.page(subject), anyway=ANYWAY)


@blueprint.post("/drafts-thrown-away/<draft_form>/<path:draft_subject>")
@staff_only()
def throw_away(draft_form: str, draft_subject: str) -> Response:
    """Throw the user's own draft away, and open the form anew, or go back to where it was begun from."""
    form = own_form(draft_form, draft_subject)
    forget_draft(draft_form, draft_subject)
    db.session.commit()
    flash(_("What you had typed is thrown away."))
    leads_to = form.home if request.form.get("leave") else form.page
    return make_response(redirect(leads_to(draft_subject), 303))
