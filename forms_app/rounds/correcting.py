"""Putting right where an invitation goes, or taking someone out of a round who was put in by mistake."""

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import exists, select

from forms_app import audit_log
from forms_app.accounts import staff_only
from forms_app.database import db
from forms_app.invitations.burden import note_asked
from forms_app.invitations.contact_fields import read_contact
from forms_app.invitations.eligible import stopped_among
from forms_app.invitations.reach import Reach
from forms_app.invitations.sending import queue_to
from forms_app.invitations.words import INVITATION
from forms_app.messages import can_send, cancel_waiting
from forms_app.messages.content import LETTER
from forms_app.messages.queueing import DELIVERED, SENDING, SENT
from forms_app.models.responses import Invitation, Round
from forms_app.models.work import Message
from forms_app.respond.rounds import has_closed
from forms_app.rounds.blueprint import blueprint, personal_round, sees_people
from forms_app.typed import Typed


@blueprint.route("/<int:number>/invitations/<int:invitation>", methods=["GET", "POST"])
@staff_only("provider_manager")
def correct(number: int, invitation: int) -> Response:
    """Change the details of an invitation that did not arrive, and send it again."""
    round_, found = _own(number, invitation)
    typed = Typed(request.form)
    if request.method == "GET":
        for name in ("email", "phone", "address"):
            typed.fields[name] = getattr(found, name) or ""
        typed.fields["contact_by"] = found.channel or ""
        return _page(round_, found, typed)
    if request.form.get("action") == "remove":
        return _remove(round_, found)
    details = read_contact(typed)
    reach = Reach(found.name, details["email"], details["phone"], details["address"], contact_by=details["contact_by"])
    channel = next((one for one in reach.channels if one == LETTER or can_send(one)), None)
    if not typed.errors and channel is None:
        typed.wrong("email", _("Enter an e-mail address, a mobile number or a postal address"))
    if not typed.errors and stopped_among(reach.contact_hashes()):
        typed.wrong("email", _("Whoever has this address or number asked for no more invitations"))
    if typed.errors or channel is None:
        return _page(round_, found, typed)
    found.email, found.phone, found.address, found.channel = reach.email, reach.phone, reach.address, channel
    found.contact_hash = reach.contact_hash(channel)
    cancel_waiting(Message.invitation_id == found.id)
    if channel != LETTER:
        queue_to(found, round_, INVITATION)
        note_asked(round_.provider, [reach], round_id=round_.id)
    audit_log.record("invitation-corrected", provider=round_.provider, round=round_.slug, channel=channel)
    db.session.commit()
    flash(_("The invitation goes out again.") if channel != LETTER else _("The details are changed."), "success")
    return make_response(redirect(url_for("rounds.round_page", number=number), 303))


def _own(number: int, invitation: int) -> tuple[Round, Invitation]:
    round_ = personal_round(number, lock=request.method == "POST")
    found = db.session.scalar(select(Invitation).where(Invitation.id == invitation, Invitation.round_id == round_.id))
    if found is None or not sees_people(round_):
        abort(404, _("There is no such invitation in this round."))
    if has_closed(round_):
        abort(404, _("This round is over, so nobody can be written to again."))
    if not _correctable(found):
        abort(404, _("This invitation has arrived, so there is nothing to put right."))
    return round_, found


def _correctable(invitation: Invitation) -> bool:
    """Whether nothing has reached them. Of one that arrived this page shows nothing more, answered or not.

    One whose answers are tied to it, as they came on paper, keeps them.
    """
    if invitation.response is not None:
        return False
    arrived = exists().where(
        Message.invitation_id == invitation.id,
        Message.kind == INVITATION,
        Message.state.in_((SENDING, SENT, DELIVERED)),
    )
    return not db.session.scalar(select(arrived))


def _remove(round_: Round, invitation: Invitation) -> Response:
    db.session.delete(invitation)
    audit_log.record("invitation-removed", provider=round_.provider, round=round_.slug)
    db.session.commit()
    flash(_("They are no longer in the round."), "success")
    return make_response(redirect(url_for("rounds.round_page", number=round_.id), 303))


def _page(round_: Round, invitation: Invitation, typed: Typed) -> Response:
    page = render_template("rounds/correct.html", round=round_, invitation=invitation, form=typed, errors=typed.errors)
    return make_response(page, 422 if typed.errors else 200)
