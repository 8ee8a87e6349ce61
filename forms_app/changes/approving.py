"""Approving an entry as a second person, who clears what looks like a name with it; and withdrawing it."""

from typing import Any

from flask import Response, abort, flash, make_response, redirect, request, url_for
from flask_babel import gettext as _
from flask_security import current_user

from forms_app import audit_log
from forms_app.accounts import staff_only
from forms_app.changes.blueprint import blueprint, readable_change
from forms_app.clock import today
from forms_app.models.stories import ChangeMade
from forms_app.stories.blueprint import APPROVERS, READERS, is_second_person
from forms_app.stories.checking import Checked, check_words
from forms_app.stories.saving import save_decision


def check_change(change: ChangeMade) -> Checked:
    """What looks like a name in an entry. Nothing is cleared before it is approved."""
    return check_words(change.said, change.did, provider=change.provider)


@blueprint.post("/<int:number>/approve")
@staff_only(*APPROVERS)
def approve(number: int) -> Response:
    """Approve what the page showed, with each thing that looked like a name ticked as pointing to nobody."""
    change = readable_change(number)
    if not is_second_person(change.written_by):
        abort(403, _("An entry is approved by a second person, not by the one who wrote it."))
    if change.approved_on is not None or change.withdrawn_on is not None:
        return _to(number)
    if str(change.version) != request.form.get("version"):
        flash(_("The entry was changed since you opened it, so it is not approved yet. Read it again."), "changed")
        return _to(number)
    flags = check_change(change).flags
    ticked = set(request.form.getlist("clear"))
    if not all(flag.is_ticked(ticked) for flag in flags):
        flash(_("It is not approved yet: tick each word that points to nobody, or have the others changed."), "missing")
        return _to(number)
    change.approved_by, change.approved_on = current_user.id, today()
    words = _("The entry is approved. It goes out with the next publication.")
    return _save(change, "change-approved", words, cleared=len(flags))


@blueprint.post("/<int:number>/withdraw")
@staff_only(*READERS)
def withdraw(number: int) -> Response:
    """Take an entry back for good: the next publication no longer has it. Sent twice, it is withdrawn once."""
    change = readable_change(number)
    if change.withdrawn_on is not None:
        return _to(number)
    change.withdrawn_on = today()
    return _save(change, "change-withdrawn", _("The entry is withdrawn. The next publication no longer has it."))


def _save(change: ChangeMade, action: str, words: str, **details: Any) -> Response:
    number = change.id
    save_decision(
        lambda: audit_log.record(action, provider=change.provider, change=number, **details),
        done=words,
        changed=_("The entry was changed at the same moment, so nothing was done. Read it again."),
    )
    return _to(number)


def _to(number: int) -> Response:
    return make_response(redirect(url_for("changes.change", number=number)))
