"""What sending does in the database: claim the link, drop what fell off the path, count the answers once."""

from datetime import date

from flask import abort
from sqlalchemy import delete, select, update

from forms_app import clock
from forms_app.database import db
from forms_app.models.responses import (
    AnswerRow,
    DoubleCoding,
    FinishCode,
    Invitation,
    Response,
    ResponseKey,
    SecondCoding,
    TextTheme,
)
from forms_app.models.safety import SafetyItem
from forms_app.respond.beginning import SENT, use_link
from forms_app.respond.coarse import coarse_day, is_coarse
from forms_app.respond.groups import wait_for_group
from forms_app.respond.held import let_go
from forms_app.respond.helper import helper_said
from forms_app.respond.keys import receipt_code, receipt_hash, split_address
from forms_app.respond.sheet import Sheet, remove_answers, stored_answers
from forms_app.respond.translation import _

CODINGS = (TextTheme, SecondCoding, DoubleCoding)


def submit(sheet: Sheet) -> bool:
    """Send the answers on the path, in the caller's transaction; False where the personal link has sent before."""
    secret, token = split_address(sheet.address)
    response, coarse = sheet.response, is_coarse(sheet.round)
    if not response.replaces and not _claim(sheet, token):
        return False
    let_go(response.response)
    remove_answers(response.response, sorted(sheet.answers.keys() - sheet.counted().keys()))
    day = coarse_day(sheet.round) if coarse else clock.today()
    changed = bool(response.replaces)
    if response.replaces:
        response = _take_its_place(sheet, response.replaces)
    else:
        response.receipt_hash = receipt_hash(receipt_code(secret))
    response.submitted_on = day
    response.helper = helper_said(sheet.survey, sheet.counted()) or response.helper
    if coarse:
        _forget_days(response, day)
    if not changed:
        wait_for_group(response, sheet.round)
    return True


def _claim(sheet: Sheet, token: str | None) -> bool:
    if sheet.round.anonymous:
        return use_link(sheet.round, token)
    query = select(Invitation).where(Invitation.response == sheet.response.response)
    invitation = db.session.scalar(query)
    if invitation is not None:
        invitation.state = SENT
    return invitation is not None or sheet.round.open_to_all


def _take_its_place(sheet: Sheet, replaced: str) -> Response:
    """Put the changed answers in the place of those sent before, under the same receipt; returns that response.

    Its row stays, with all that hangs on it (an invitation, a sheet of paper, an item for the duty worker), and is shown
    to staff if it was. Staff's themes stay with words that did not change.
    """
    old = db.session.scalar(select(Response).where(Response.response == replaced).with_for_update())
    if old is None:
        abort(404, _("What you sent before has been erased, so there is nothing to change."))
    new = sheet.response.response
    before, after = stored_answers(replaced), sheet.counted()
    reworded = [key for key, answer in before.items() if key not in after or after[key].text != answer.text]
    for coding in CODINGS:
        db.session.execute(delete(coding).where(coding.response == replaced, coding.question.in_(reworded)))
    remove_answers(replaced, list(before))
    for table in (AnswerRow, ResponseKey, FinishCode, SafetyItem):
        db.session.execute(update(table).where(table.response == new).values(response=replaced))
    db.session.add(ResponseKey(key_hash=sheet.response.secret_hash, response=replaced))
    old.language = sheet.response.language
    db.session.flush()
    db.session.expunge(sheet.response)
    db.session.execute(delete(Response).where(Response.response == new))
    return old


def _forget_days(response: Response, day: date) -> None:
    """Keep nothing by which these answers could be told from others of the quarter: see `coarse`."""
    response.started_on = min(response.started_on or day, day)
    response.saved_on = response.language = None
    db.session.execute(delete(FinishCode).where(FinishCode.response == response.response))
