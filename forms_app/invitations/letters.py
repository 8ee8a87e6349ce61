"""Letters: one for each person who is asked by post, all in one PDF, with a link that can be scanned or typed."""

import json
import secrets
from dataclasses import dataclass
from typing import Any

import segno
from flask import current_app
from flask_babel import gettext as staff_words
from sqlalchemy import update

from forms_app import clock
from forms_app.database import db
from forms_app.invitations.burden import note_asked, take_turns
from forms_app.invitations.eligible import stopped_among
from forms_app.invitations.links import new_link
from forms_app.invitations.reach import reach_of_invitation
from forms_app.invitations.reminding import due_for_reminder
from forms_app.invitations.sending import asking, may_still_be_asked, not_yet_sent, queue_to
from forms_app.invitations.words import INVITATION, REMINDER, Asking
from forms_app.messages.content import LETTER
from forms_app.messages.queueing import SENT
from forms_app.models.responses import Invitation, Round
from forms_app.models.work import Job
from forms_app.printing import NoPrinter, pdf_of
from forms_app.respond.rounds import link_address
from forms_app.worker import Progress, job_kind
from forms_app.worker.files import files_folder, write_private
from forms_app.worker.jobs import JobFailed

MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Letter:
    """What stands in one letter."""

    asking: Asking
    address: list[str]
    link: str

    @property
    def qr(self) -> str:
        """A picture of the link, as a data address."""
        return qr_picture(self.link)


def qr_picture(address: str) -> str:
    """A QR code as an SVG data address."""
    return str(segno.make(address, error="m", micro=False).svg_data_uri(scale=4, border=2))


@job_kind("letters")
def make_letters(parameters: dict[str, Any], progress: Progress) -> str:
    """Make the letters that a round's people have not had, or the reminders that are due, and note them as sent.

    The file, the links' hashes and the notes stand together or not at all: a job that was cut off is begun again, and
    finds its file where all was done.
    """
    round_ = db.session.get_one(Round, parameters["round"])
    done = db.session.get_one(Job, progress.job).result
    if done and (files_folder() / done).exists():
        return done
    take_turns()
    kind = REMINDER if parameters["reminders"] else INVITATION
    people = _who(round_, kind)
    if not people:
        raise JobFailed(staff_words("There is nobody to write to."))
    letters = []
    for invitation in people:
        message = queue_to(invitation, round_, kind)
        message.state, message.sent_at, message.address = SENT, clock.now(), None
        link = link_address(new_link(invitation, to_type=True))
        letters.append(Letter(asking(kind, invitation, round_), _lines(invitation), link))
    if kind == INVITATION:
        note_asked(round_.provider, [reach_of_invitation(one) for one in people], round_id=round_.id)
    name = f"letters-{secrets.token_hex(16)}.pdf"
    path = files_folder() / name
    try:
        content = pdf_of(_page(letters), language="en")
    except NoPrinter as error:
        raise JobFailed(str(error)) from error
    write_private(path, content)
    db.session.execute(update(Job).where(Job.id == progress.job).values(result=name, done=len(letters), total=len(letters)))
    db.session.commit()
    return name


def _page(letters: list[Letter]) -> str:
    # Outside a request: without what the app adds to its pages.
    return current_app.jinja_env.get_template("invitations/letters.html").render(letters=letters)


def _who(round_: Round, kind: str) -> list[Invitation]:
    if kind == REMINDER:
        due = due_for_reminder(round_).where(Invitation.channel == LETTER)
        silent = list(db.session.scalars(due))
        stopped = stopped_among(set().union(*(reach_of_invitation(one).contact_hashes() for one in silent)))
        return [one for one in silent if not reach_of_invitation(one).contact_hashes() & stopped][:MOST_AT_ONCE]
    waiting = db.session.scalars(not_yet_sent(round_, letters=True).limit(MOST_AT_ONCE))
    return may_still_be_asked(round_, waiting)[0]


def _lines(invitation: Invitation) -> list[str]:
    """The address block. An address in one line is broken at its commas."""
    written = invitation.address or ""
    parts = written.splitlines() if "\n" in written else written.split(",")
    return [part.strip() for part in [invitation.name or "", *parts] if part.strip()]


def is_letters_of(job: Job, round_: Round) -> bool:
    """Whether a job makes letters of this round."""
    return job.kind == "letters" and json.loads(job.parameters).get("round") == round_.id
