"""A respondent's sheet: the response under way, its round, the survey as it was when they began, the answers so far."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import abort, current_app
from sqlalchemy import bindparam, delete, insert, select

from forms_app import clock
from forms_app.database import Base, db
from forms_app.models.responses import AnswerRow, Response, ResponseKey, Round
from forms_app.respond.held import let_go
from forms_app.respond.keys import key_hash, split_address
from forms_app.respond.language import speak_in_response
from forms_app.respond.translation import _
from forms_app.respond.versions import frozen_survey
from surveys.answers import Answer
from surveys.model.survey import Question, Survey
from surveys.path import Path, answers_that_count, walk

# Statements are put together once: each page asks for a sheet, and putting one together takes longer than running it.
_SHEET = select(Response, Round).join(Round, Round.id == Response.round_id)
_BY_KEY = (
    _SHEET.where(Response.secret_hash == bindparam("hash")),
    _SHEET.join(ResponseKey, ResponseKey.response == Response.response).where(ResponseKey.key_hash == bindparam("hash")),
)
_BY_KEY_LOCKED = tuple(query.with_for_update(of=Response) for query in _BY_KEY)
_ROWS = Base.metadata.tables[AnswerRow.__tablename__]
_STORED = (
    select(_ROWS.c.question, _ROWS.c.code, _ROWS.c.number, _ROWS.c.text)
    .where(_ROWS.c.response == bindparam("of"))
    .order_by(_ROWS.c.question, _ROWS.c.item)
)
_STORE = insert(_ROWS)
_REMOVE = delete(_ROWS).where(
    _ROWS.c.response == bindparam("of"), _ROWS.c.question.in_(bindparam("questions", expanding=True))
)


@dataclass(frozen=True)
class Sheet:
    """What one address `/a/<address>` stands for."""

    address: str
    response: Response
    round: Round
    survey: Survey
    answers: dict[str, Answer]

    @cached_property
    def path(self) -> Path:
        """The questions asked so far, and the next one."""
        return walk(self.survey, self.answers)

    @property
    def sent(self) -> bool:
        """Whether the answers have been sent."""
        return self.response.submitted_on is not None

    def counted(self) -> dict[str, Answer]:
        """The answers on the path: those that are shown, and those that are sent."""
        return answers_that_count(self.survey, self.answers)

    def after(self, key: str) -> str | None:
        """The question that follows `key` on the path, the next one to answer where `key` fell off, or None at the end."""
        if key not in self.path.asked:
            return self.path.next_key
        place = self.path.asked.index(key) + 1
        return self.path.asked[place] if place < len(self.path.asked) else None

    def with_answer(self, key: str, answer: Answer) -> "Sheet":
        """The sheet as it is once `key` is answered."""
        return Sheet(self.address, self.response, self.round, self.survey, {**self.answers, key: answer})


def open_sheet(address: str, *, lock: bool = False) -> Sheet:
    """The sheet at an address. Aborts with 404 where there is none.

    `lock` holds the response until the transaction ends, so that two requests for one sheet take turns.
    """
    secret, _token = split_address(address)
    wanted = {"hash": key_hash(secret)}
    row = None
    for query in _BY_KEY_LOCKED if lock else _BY_KEY:
        row = row or db.session.execute(query, wanted).first()
    if row is None or row[0].version is None:
        abort(404, _no_answers_here())
    response, round_ = row
    speak_in_response(response, round_)
    return Sheet(address, response, round_, frozen_survey(response.version), stored_answers(response.response))


def opens(secret: str, response: str) -> bool:
    """Whether a secret opens this response: as its first key, or as one more."""
    first = select(Response.response).where(Response.response == response, Response.secret_hash == key_hash(secret))
    further = select(ResponseKey.response).where(ResponseKey.response == response, ResponseKey.key_hash == key_hash(secret))
    return db.session.scalar(first.union_all(further).limit(1)) is not None


def _no_answers_here() -> str:
    days = current_app.config["FINISH_WITHIN_DAYS"]
    return _(
        "There are no answers at this address. Check that you have all of the link. Answers that were not sent are "
        "removed %(days)s days after they were last saved, and erased answers are gone at once.",
        days=days,
    )


def stored_answers(response: str) -> dict[str, Answer]:
    """The stored answers of a response, by question key. One query, on the primary key."""
    db.session.flush()
    answers: dict[str, Answer] = {}
    rows: Iterable[Any] = db.session.execute(_STORED, {"of": response})
    for question, code, number, text in rows:
        codes = answers[question].codes if question in answers else ()
        answers[question] = Answer(codes=(*codes, code) if code else codes, number=number, text=text)
    return answers


def store_answer(response: Response, question: Question, answer: Answer) -> None:
    """Put an answer in the place of the one before. The sheet must be locked, so that repeats do no harm."""
    response.saved_on = clock.today()
    let_go(response.response, question.key)
    remove_answers(response.response, [question.key])
    base: dict[str, str | int | None] = {"response": response.response, "question": question.key, "item": "", "code": None}
    base |= {"number": answer.number, "text": answer.text or None}
    several = question.kind == "many"
    rows = [{**base, "item": code if several else "", "code": code} for code in answer.codes]
    db.session.execute(_STORE, rows or [base])


def remove_answers(response: str, keys: list[str]) -> None:
    """Delete the answers that a response gave to these questions."""
    db.session.flush()
    db.session.execute(_REMOVE, {"of": response, "questions": keys})
