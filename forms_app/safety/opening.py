"""Opening items: by an answer where the survey is not anonymous, or because someone asked to be contacted."""

from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from forms_app import clock
from forms_app.authoring import editions
from forms_app.database import db
from forms_app.keyed_hash import keyed_hash
from forms_app.models.records import Person
from forms_app.models.responses import Invitation, Response, Round
from forms_app.models.safety import SafetyItem, SafetyNote
from forms_app.safety.duty import on_duty
from forms_app.safety.hours import full_hour, time_now
from forms_app.safety.kinds import ANSWER, CLOSED, CONTACT, NO_ANSWER, OPEN
from forms_app.safety.notices import hours_of
from surveys.answers import Answer
from surveys.model.survey import Question


class AnswerSheet(Protocol):
    """What is known of a response under way: the respondent's sheet, or one typed in from paper."""

    @property
    def response(self) -> Response: ...

    @property
    def round(self) -> Round: ...


def after_answer(sheet: AnswerSheet, question: Question, answer: Answer) -> None:
    """Look at an answer that was just stored, in the same transaction; the sheet must be locked.

    In a round with names, an answer in `question.help.after` opens one item for the response and question. Another
    answer later closes nothing, and is noted; one that means danger again opens what was closed. In an anonymous
    round nothing happens here: the help page offers the person to ask for contact.
    """
    if question.help is None or sheet.round.anonymous:
        return
    given = next((code for code in answer.codes if code in question.help.after), None)
    once = keyed_hash(f"{_first_of(sheet.response)} {question.key}", "safety item")
    item = locked_item(SafetyItem.once == once)
    if item is None and given is not None:
        _open(sheet.round, question.help.within_hours, once=once, question=question.key, answer_code=given,
              language=sheet.response.language, **_who_is(sheet.response))  # fmt: skip
    elif item is not None:
        _note_change(
            item, given or next(iter(answer.codes), NO_ANSWER), question.help.within_hours, again=given is not None
        )


def contact_request(
    round_: Round,
    *,
    once: str,
    name: str | None,
    how: str,
    when: str | None = None,
    language: str | None = None,
    response: Response | None = None,
) -> SafetyItem:
    """Someone asked to be contacted: their item, opened in the current transaction.

    `once` is random and made with the page or the entry screen, so that a request sent twice opens one item; it must
    not follow from anything that leads to a response. Only a round with names takes `response`: its open items then
    get the person's words, and one is opened where there is none. Raises ValueError for a response in an anonymous one.
    """
    if round_.anonymous and response is not None:
        raise ValueError("a request from an anonymous round is never tied to a response")
    words = {"contact_how": how, "contact_when": when, "asked_for_contact": True}
    sent = _once(once)
    there = locked_item(SafetyItem.once == sent)
    if there is not None:
        return there
    known = response and locked_item(SafetyItem.response == _first_of(response), SafetyItem.state == OPEN)
    if known:
        _change(known, **words, contact_name=name or known.contact_name, language=language or known.language)
        _add_note(known, CONTACT)
        return known
    whose = _who_is(response) if response else {}
    whose |= {"contact_name": name or whose.get("contact_name"), "language": language}
    hours = hours_of(editions.current_survey(round_.survey, round_.id))
    try:
        with db.session.begin_nested():
            return _open(round_, hours, once=sent, **whose | words)
    except IntegrityError:
        # Sent twice at the same moment: the other request was first.
        return db.session.scalars(select(SafetyItem).where(SafetyItem.once == sent)).one()


def sent_before(once: str) -> bool:
    """Whether the request that was made with the page of this `once` is here already."""
    return db.session.scalar(select(SafetyItem.id).where(SafetyItem.once == _once(once))) is not None


def _once(once: str) -> str:
    return keyed_hash(once, "safety contact")


def locked_item(*where: Any) -> SafetyItem | None:
    """The newest item that fits, held until the transaction ends, so that nobody's change is overwritten."""
    wanted = select(SafetyItem).where(*where).order_by(SafetyItem.id.desc()).limit(1)
    return db.session.scalar(wanted.with_for_update().execution_options(populate_existing=True))


def restart(item: SafetyItem, within_hours: int) -> None:
    """Open an item again, with a clock of its own."""
    now = time_now()
    worker = on_duty(item.provider, clock.today())
    _change(item, state=OPEN, outcome=None, outcome_note=None, closed_at=None, closed_by=None, reminded_at=None,
            due_at=now + timedelta(hours=within_hours), assigned_to=worker.id if worker else None)  # fmt: skip


def _open(round_: Round, within_hours: int, **values: Any) -> SafetyItem:
    opened = opening_time(round_)
    worker = on_duty(round_.provider, clock.today())
    item = SafetyItem(
        provider=round_.provider,
        round_id=round_.id,
        opened_at=opened,
        due_at=opened + timedelta(hours=within_hours),
        assigned_to=worker.id if worker else None,
        state=OPEN,
        **values,
    )
    db.session.add(item)
    db.session.flush()
    return item


def opening_time(round_: Round) -> datetime:
    """Now; in an anonymous round the beginning of the hour, so that the minute tells nobody whose answers came then."""
    return full_hour(time_now()) if round_.anonymous else time_now()


def _note_change(item: SafetyItem, code: str, within_hours: int, *, again: bool) -> None:
    """Note another answer than the one last known. Sent again, the same answer changes nothing."""
    wanted = select(SafetyNote.code).where(SafetyNote.item_id == item.id, SafetyNote.kind == ANSWER)
    last = db.session.scalar(wanted.order_by(SafetyNote.id.desc()).limit(1)) or item.answer_code
    if code == last:
        return
    _add_note(item, ANSWER, code)
    if again and item.state == CLOSED:
        restart(item, within_hours)
    else:
        _change(item)


def _add_note(item: SafetyItem, kind: str, code: str | None = None) -> None:
    db.session.add(SafetyNote(item_id=item.id, at=time_now(), kind=kind, code=code))


def _change(item: SafetyItem, **values: Any) -> None:
    """Change an item and its version, even where only its notes are new, so that whoever has its page open is told."""
    for name, value in values.items():
        setattr(item, name, value)
    flag_modified(item, "state")
    db.session.flush()


def _who_is(response: Response) -> dict[str, Any]:
    """What the response's invitation says of the person. It may be emptied later, so their words are copied."""
    first = _first_of(response)
    values: dict[str, Any] = {"response": first}
    invitation = db.session.scalar(select(Invitation).where(Invitation.response == first))
    if invitation is not None:
        person = db.session.get(Person, (response.provider, invitation.person)) if invitation.person else None
        name, reach = invitation.name or (person and person.name), _ways_to(invitation)
        known = "\n".join(dict.fromkeys([*reach, *(_ways_to(person) if person else [])]))
        values |= {"person": invitation.person, "contact_name": name, "contact_how": "\n".join(reach) or None}
        values |= {"known_name": name, "known_how": known or None}
    return values


def _ways_to(known: Invitation | Person) -> list[str]:
    return [way for way in (known.phone, known.email, known.address) if way]


def _first_of(response: Response) -> str:
    """The response that was sent first: changed answers take its place, and are the same person's."""
    return response.replaces or response.response
