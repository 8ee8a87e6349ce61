"""The link in every message by which someone says that they want no more of them, or that they do again."""

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy import delete, select
from werkzeug.wrappers import Response as Answered

from forms_app import clock
from forms_app.database import db, read_only_request
from forms_app.invitations.eligible import stopped_among
from forms_app.invitations.reach import reach_of_invitation
from forms_app.messages import cancel_waiting
from forms_app.models.responses import Invitation, Round, StoppedContact
from forms_app.models.work import Message
from forms_app.respond.language import for_respondents, speak_in_round
from forms_app.respond.rounds import invitation_for

blueprint = Blueprint("stopping", __name__, template_folder="templates")
for_respondents(blueprint)


@blueprint.get("/i/<token>/stop")
def stop(token: str) -> str:
    """Say what stopping does, or that it is done and how to undo it. Works after the survey was answered or has closed."""
    read_only_request()
    invitation, round_ = _of(token)
    hashes = contact_hashes_of(invitation)
    done = bool(hashes) and hashes <= stopped_among(hashes)
    return render_template("invitations/stop.html", token=token, round=round_, stopped=done, known=bool(hashes))


@blueprint.post("/i/<token>/stop")
def stopped(token: str) -> Answered:
    """Stop every provider's invitations to the addresses and numbers of this invitation, or allow them again.

    Mail programs send this too, by the button that they show beside a message (RFC 8058).
    """
    invitation, _round = _of(token)
    hashes = contact_hashes_of(invitation)
    if request.form.get("action") == "ask-again":
        db.session.execute(delete(StoppedContact).where(StoppedContact.contact_hash.in_(hashes)))
    else:
        stop_contact(hashes)
    db.session.commit()
    return redirect(url_for(".stop", token=token), 303)


def contact_hashes_of(invitation: Invitation) -> set[str]:
    """The hashes of all ways by which an invitation reaches someone; of one alone once its details are forgotten."""
    hashes = reach_of_invitation(invitation).contact_hashes()
    return hashes | ({invitation.contact_hash} if invitation.contact_hash else set())


def stop_contact(hashes: set[str]) -> None:
    """Note, in the caller's transaction, that these want no more, and take back the messages that wait for them."""
    today = clock.today()
    for contact_hash in sorted(hashes - stopped_among(hashes)):
        db.session.merge(StoppedContact(contact_hash=contact_hash, stopped_on=today))
    to_them = select(Invitation.id).where(Invitation.contact_hash.in_(hashes))
    cancel_waiting(Message.invitation_id.in_(to_them))


def _of(token: str) -> tuple[Invitation, Round]:
    invitation, round_, _provider = invitation_for(token)
    speak_in_round(round_, invitation.language)
    return invitation, round_
