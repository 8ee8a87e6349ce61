"""Changing what was sent: the holder of a receipt code goes on from their answers, which count until new ones are sent."""

import uuid

from sqlalchemy import insert, select

from forms_app import clock
from forms_app.database import db
from forms_app.models.responses import AnswerRow, Response, ResponseKey
from forms_app.respond.keys import key_hash, secret_of_change
from forms_app.translations.speaking import spoken

COPIED = (AnswerRow.question, AnswerRow.item, AnswerRow.code, AnswerRow.number, AnswerRow.text)


def secret_to_change(sent: Response, code: str) -> str:
    """The secret of the sheet on which `sent` is changed, begun in the caller's transaction if it wasn't yet."""
    db.session.refresh(sent, with_for_update=True)
    secret = _unused_secret(sent.response, code)
    pending = db.session.scalar(select(Response).where(Response.replaces == sent.response))
    if pending is None:
        _begin_change(sent, secret)
    return secret


def _unused_secret(response: str, code: str) -> str:
    """The first secret of this code that has not sent before: one that has is a further key to the answers."""
    used = set(db.session.scalars(select(ResponseKey.key_hash).where(ResponseKey.response == response)))
    turn = 0
    while key_hash(secret_of_change(code, turn)) in used:
        turn += 1
    return secret_of_change(code, turn)


def _begin_change(sent: Response, secret: str) -> None:
    new = uuid.uuid4().hex
    copied = {name: getattr(sent, name) for name in ("survey", "version", "round_id", "provider", "channel", "helper")}
    db.session.add(
        Response(
            response=new,
            replaces=sent.response,
            language=spoken().code,
            started_on=clock.today(),
            saved_on=clock.today(),
            secret_hash=key_hash(secret),
            **copied,
        )
    )
    db.session.flush()
    rows = db.session.execute(select(*COPIED).where(AnswerRow.response == sent.response))
    answers = [{"response": new, **row._mapping} for row in rows]
    if answers:
        db.session.execute(insert(AnswerRow), answers)
