"""A sheet that was typed in becomes a response, once; in an anonymous round nothing ties the two afterwards."""

import uuid
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import case, null, select, update

from forms_app import audit_log, clock
from forms_app.database import db, insert_into
from forms_app.models.paper import SheetTally
from forms_app.models.records import Person
from forms_app.models.responses import Invitation, PaperSheet, Response, Round
from forms_app.paper.blueprint import TypedSheet
from forms_app.paper.drafts import drop
from forms_app.paper.entry_form import PERSON, EntryForm
from forms_app.paper.making import PRINTED
from forms_app.respond.beginning import SENT
from forms_app.respond.coarse import is_coarse
from forms_app.respond.groups import wait_for_group
from forms_app.respond.sheet import Sheet, store_answer
from forms_app.safety import after_answer
from surveys.answers import Answer
from surveys.model.survey import Question

ENTERED, DUPLICATE = "entered", "duplicate"
LONGEST_REFERENCE = 80


@dataclass(frozen=True)
class Entered:
    """What became of a sheet. `danger`: its answers that may mean danger, by question."""

    response: Response
    danger: list[Question]


def finish(typed: TypedSheet, form: EntryForm, invitation: Invitation | None) -> Entered:
    """Make the response of a sheet in the current transaction; the sheet must be locked, printed, and free of errors.

    In a round with names, `invitation` says whose answers they are.
    """
    sheet, round_ = typed.sheet, typed.round
    if form.received is None or sheet.state != PRINTED:
        raise ValueError("this sheet can't be finished")
    receipt, day = sheet.receipt_hash, day_kept(round_, form.received)
    _close(sheet, round_)
    response = Response(
        response=uuid.uuid4().hex,
        survey=round_.survey,
        version=sheet.version,
        round_id=round_.id,
        provider=round_.provider,
        channel=typed.channel,
        language=None if is_coarse(round_) else sheet.language,
        started_on=day,
        submitted_on=day,
        receipt_hash=receipt,
        helper=form.helper,
    )
    db.session.add(response)
    db.session.flush()
    if not round_.anonymous:
        sheet.response, sheet.invitation_id = response.response, invitation.id if invitation else None
        if invitation is not None:
            invitation.response, invitation.state = response.response, SENT
    db.session.flush()
    danger = store_answers(typed, response, form)
    response.saved_on = None if is_coarse(round_) else day
    wait_for_group(response, round_)
    _count_what_was_odd(round_, form)
    drop(sheet.code)
    audit_log.record("sheet-entered", provider=round_.provider, round=round_.id, channel=typed.channel)
    return Entered(response, danger)


def store_answers(typed: TypedSheet, response: Response, form: EntryForm) -> list[Question]:
    """Store the answers that count; the questions whose answer may mean danger. The duty worker is told of each."""
    answers = form.answers()
    sheet = Sheet("", response, typed.round, typed.survey, answers)
    danger = []
    for key, answer in answers.items():
        question = typed.survey.by_key[key]
        store_answer(response, question, answer)
        if question.help is not None:
            after_answer(sheet, question, answer)
        if may_mean_danger(question, answer):
            danger.append(question)
    return danger


def may_mean_danger(question: Question, answer: Answer) -> bool:
    """Whether help is offered after this answer."""
    return question.help is not None and bool(set(question.help.after) & set(answer.codes))


def day_kept(round_: Round, day: date) -> date:
    """The day that a response keeps: that on which it came, or the quarter's first where days could tell people apart."""
    if not is_coarse(round_):
        return day
    return max(date(day.year, (day.month - 1) // 3 * 3 + 1, 1), min(round_.opens_on, day))


def whose(typed: TypedSheet, form: EntryForm) -> Invitation | None:
    """Whose sheet of a round with names it is: that of the letter it came with, or of the reference that was typed.

    None where nobody is named, or, with an error on the form, where the reference is wrong or that person has answered.
    """
    if typed.round.anonymous:
        return None
    invitation = db.session.get(Invitation, typed.sheet.invitation_id) if typed.sheet.invitation_id else None
    reference = form.fields.get(PERSON, "").strip()
    if invitation is None and reference:
        invitation = _invitation_of(typed.round, reference)
        if invitation is None:
            form.errors[PERSON] = _("Nobody has this reference. Check it, or leave it empty")
            return None
    answered = db.session.get(Response, invitation.response) if invitation and invitation.response else None
    if answered is not None and answered.submitted_on is not None and answered.response != typed.sheet.response:
        form.errors[PERSON] = _("This person’s answers are here already, and the first ones count. Set this sheet aside")
        return None
    return invitation


def _invitation_of(round_: Round, reference: str) -> Invitation | None:
    """The invitation of a person of the provider, made where they had none, in the current transaction."""
    person = db.session.get(Person, (round_.provider, reference[:LONGEST_REFERENCE]))
    if person is None:
        return None
    wanted = select(Invitation).where(Invitation.round_id == round_.id, Invitation.person == person.person)
    found = db.session.scalars(wanted.order_by(Invitation.id).with_for_update()).all()
    tied = next((one for one in found if one.response), None)
    if found:
        return tied or found[0]
    made = Invitation(round_id=round_.id, person=person.person, channel="paper")
    db.session.add(made)
    db.session.flush()
    return made


def set_aside(sheet: PaperSheet) -> None:
    """Leave a sheet out, because its person's answers are here already. In the current transaction."""
    sheet.state = DUPLICATE
    drop(sheet.code)


def _close(sheet: PaperSheet, round_: Round) -> None:
    """Mark a sheet as typed in, and take its receipt code from it.

    In an anonymous round every sheet of the round is written anew: the database's own row versions would otherwise
    show which sheet was changed together with which response.
    """
    if round_.anonymous:
        this = PaperSheet.code == sheet.code
        values = {
            "state": case((this, ENTERED), else_=PaperSheet.state),
            "receipt_hash": case((this, null()), else_=PaperSheet.receipt_hash),
        }
        of_round = update(PaperSheet).where(PaperSheet.round_id == round_.id)
        db.session.execute(of_round.values(values), execution_options={"synchronize_session": False})
        db.session.expire(sheet)
        return
    sheet.state, sheet.receipt_hash = ENTERED, None
    sheet.entered_on, sheet.entered_by = clock.today(), current_user.id
    db.session.flush()


def _count_what_was_odd(round_: Round, form: EntryForm) -> None:
    for key in sorted({*form.unclear, *form.off_path}):
        odd = {"unclear": int(key in form.unclear), "off_path": int(key in form.off_path)}
        counted = insert_into(db.session.connection(), SheetTally).values(round_id=round_.id, question=key, **odd)
        more = {"unclear": SheetTally.unclear + odd["unclear"], "off_path": SheetTally.off_path + odd["off_path"]}
        db.session.execute(counted.on_conflict_do_update(index_elements=["round_id", "question"], set_=more))
