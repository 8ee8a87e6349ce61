"""A slip on which someone asks to be contacted: typed in by itself, tied to nothing but its round."""

import re
import secrets

from flask import Response as Page
from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answered

from forms_app import audit_log
from forms_app.accounts import staff_only
from forms_app.clock import today
from forms_app.database import db
from forms_app.models.responses import Round
from forms_app.paper.blueprint import STAFF, own_round, paper
from forms_app.safety import contact_request
from forms_app.safety.contact import LONGEST, MADE_HERE
from forms_app.safety.duty import on_duty
from forms_app.safety.opening import sent_before
from forms_app.translations.speaking import known_languages
from forms_app.typed import Typed


@paper.route("/rounds/<int:number>/contact", methods=["GET", "POST"])
@staff_only(*STAFF)
def slip(number: int) -> Page | Answered:
    """Type a slip in: an item for the duty worker. Sent twice, it opens one."""
    round_ = own_round(number)
    typed = Typed(request.form)
    if request.method == "GET":
        return _page(round_, typed)
    name = typed.text("name", longest=LONGEST["name"])
    how = typed.text("how", longest=LONGEST["how"], missing=_("Enter how to reach them"))
    when = typed.text("when", longest=LONGEST["when"])
    if typed.errors or how is None:
        return _page(round_, typed)
    language = typed.choice("language", list(known_languages()))
    once = typed.value("once")
    if not re.fullmatch(MADE_HERE, once):
        once = secrets.token_urlsafe(16)
    if not sent_before(once):
        audit_log.record("contact-slip-entered", provider=round_.provider, round=round_.slug)
    contact_request(round_, once=once, name=name, how=how, when=when, language=language)
    db.session.commit()
    worker = on_duty(round_.provider, today())
    if worker is not None:
        flash(_("%(name)s, the duty worker, has this now. Destroy the slip.", name=worker.name), "success")
    else:
        flash(_("This waits for a duty worker, and none is named today. Tell your manager now."))
    return redirect(url_for(".home"), 303)


def _page(round_: Round, typed: Typed) -> Page:
    spoken = [{"value": one.code, "text": one.name} for one in known_languages().values() if one.base is None]
    page = render_template(
        "paper/slip.html",
        round=round_,
        form=typed,
        errors=typed.errors or None,
        once=typed.value("once") or secrets.token_urlsafe(16),
        choices=[{"value": "", "text": _("Not said")}, *spoken],
    )
    return make_response(page, 422 if typed.errors else 200)
