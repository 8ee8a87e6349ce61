"""In anonymous rounds to which people are invited, nothing kept of a response says on which day of the quarter it came."""

from datetime import date

from flask import Flask

from forms_app.database import db
from forms_app.models.responses import FinishCode
from tests.forms_app.respond.conftest import Respondent, add_round, responses
from tests.forms_app.respond.test_rounds import TOKEN, answer_all, invite
from tests.forms_app.respond.test_sending import code_of


def sent_by_link(app: Flask, carer: Respondent, **round_values: object) -> None:
    invite(app, add_round(app, "invited", open_to_all=False, **round_values), TOKEN)
    carer.begin(f"/i/{TOKEN}")
    carer.answer(go="later")
    carer.open(f"/a/{carer.address}")
    answer_all(carer)
    carer.send(f"/a/{carer.address}/answers/send")


def test_the_quarter_is_kept_and_no_day_no_language_and_no_code(app: Flask, carer: Respondent) -> None:
    sent_by_link(app, carer, opens_on=date(2026, 1, 10))
    (response,) = responses(app)
    assert (response.started_on, response.submitted_on) == (date(2026, 4, 1), date(2026, 4, 1))
    assert (response.saved_on, response.language) == (None, None)
    with app.app_context():
        assert db.session.query(FinishCode).count() == 0


def test_a_quarter_in_which_the_round_opened_begins_on_that_day(app: Flask, carer: Respondent) -> None:
    sent_by_link(app, carer, opens_on=date(2026, 5, 3))
    assert [response.submitted_on for response in responses(app)] == [date(2026, 5, 3)]


def test_the_receipt_shows_today_and_not_tomorrow_though_the_day_is_not_kept(app: Flask, carer: Respondent) -> None:
    sent_by_link(app, carer)
    page, code = carer.at, code_of(carer)
    carer.open(page)
    assert code_of(carer) == code
    app.config["TODAY"] = date(2026, 5, 16)
    carer.open(page)
    assert code not in carer.text
    assert "2026" not in carer.text
    carer.send("/receipt", code=code)
    assert "35 hours" in carer.text
    assert "sent on" not in carer.text


def test_a_made_up_mark_of_today_shows_no_receipt(app: Flask, carer: Respondent) -> None:
    sent_by_link(app, carer)
    carer.open(f"{carer.at.split('?')[0]}?today=0123456789abcdef")
    assert "app-receipt-code" not in carer.text


def test_a_round_without_invitations_keeps_the_day(app: Flask, carer: Respondent) -> None:
    carer.begin()
    answer_all(carer)
    carer.send(f"/a/{carer.address}/answers/send")
    (response,) = responses(app)
    assert (response.submitted_on, response.language) == (date(2026, 5, 15), "en")
