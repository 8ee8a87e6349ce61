"""Who of a named round has answered, who has not, and whose message failed and why: for the provider's own managers."""

from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _
from sqlalchemy import func, select

from forms_app import audit_log
from forms_app.database import db
from forms_app.invitations.words import INVITATION, REMINDER
from forms_app.messages.queueing import FAILED
from forms_app.models.responses import Invitation, Round
from forms_app.models.work import Message
from forms_app.respond.beginning import BEGUN, SENT

ON_A_PAGE = 50


@dataclass(frozen=True)
class Invited:
    """One person of the round. `problem`: why their newest message did not arrive, or ""."""

    name: str
    state: str
    problem: str


@dataclass(frozen=True)
class InvitedPage:
    """So many people at once, and which page of how many it is."""

    lines: list[Invited]
    page: int
    pages: int


def invited_page(round_: Round) -> InvitedPage | None:
    """The page that `page` of the address names; None for anonymous rounds, which never say who has answered.

    The caller has made sure that the reader may see these people. That they were listed is logged.
    """
    if round_.anonymous or round_.open_to_all:
        return None
    everyone = select(Invitation).where(Invitation.round_id == round_.id)
    number = db.session.scalar(select(func.count()).select_from(everyone.subquery())) or 0
    pages = max(1, -(-number // ON_A_PAGE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    shown = everyone.order_by(Invitation.id).limit(ON_A_PAGE).offset((page - 1) * ON_A_PAGE)
    found = list(db.session.scalars(shown))
    problems = _problems([one.id for one in found])
    if found:
        audit_log.record("people-listed", provider=round_.provider, count=len(found))
        db.session.commit()
    lines = [
        Invited(
            one.name or one.person or _("Someone without a name"),
            _state_words(one),
            problems.get(one.id, "") if one.state != SENT else "",
        )
        for one in found
    ]
    return InvitedPage(lines, page, pages)


def _state_words(invitation: Invitation) -> str:
    if invitation.state == SENT:
        return str(_("Answered"))
    return str(_("Begun, not sent")) if invitation.state == BEGUN else str(_("Not answered"))


def _problems(invitations: list[int]) -> dict[int, str]:
    """Why the newest message of each invitation failed, of those whose did."""
    newest = (
        select(func.max(Message.id))
        .where(Message.invitation_id.in_(invitations), Message.kind.in_((INVITATION, REMINDER)))
        .group_by(Message.invitation_id)
    )
    failed = select(Message.invitation_id, Message.failure).where(Message.id.in_(newest), Message.state == FAILED)
    return {row.invitation_id: row.failure or str(_("The message failed.")) for row in db.session.execute(failed)}
