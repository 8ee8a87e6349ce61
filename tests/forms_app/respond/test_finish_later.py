"""A short code, typed on another phone, leads back to the answers."""

import re
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import text

from forms_app.commands.rounds import round_
from forms_app.database import db
from forms_app.messages import SendOutcome
from forms_app.models.responses import FinishCode, Invitation
from forms_app.respond import code_messages, finishing
from forms_app.respond.purging import purge_unfinished
from tests.forms_app.respond.conftest import Respondent, add_round, responses, rows_of
from tests.forms_app.respond.test_rounds import TOKEN, answer_all, invite, states


def code_of(carer: Respondent) -> str:
    found = re.search(r'app-receipt-code" dir="ltr">([^<]+)<', carer.text)
    assert found, carer.text
    return found[1]


def leave(carer: Respondent, url: str = "/s/spring") -> str:
    """Answer two questions, ask for a code on the third."""
    carer.begin(url)
    carer.answer("yes")
    carer.answer("day")
    carer.answer("So far so good", go="later")
    assert carer.at.endswith("/later")
    return code_of(carer)


def another_phone(app: Flask) -> Respondent:
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return Respondent(client)


def test_finish_later_saves_the_page_and_gives_a_short_code(app: Flask, carer: Respondent) -> None:
    assert re.fullmatch(r"[2-9A-Z]{4}-[2-9A-Z]{4}", leave(carer))
    assert rows_of(app)["small.more", ""] == (None, None, "So far so good")


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code[:2]} {code[2:]}"])
def test_the_code_leads_to_the_next_question_on_another_phone(app: Flask, carer: Respondent, typed) -> None:
    code = leave(carer)
    other = another_phone(app)
    other.open("/finish")
    other.send("/finish", code=typed(code))
    assert other.key == "small.hours"
    assert other.address == carer.address


def test_asking_again_shows_the_same_code_and_looking_makes_none(app: Flask, carer: Respondent) -> None:
    carer.begin()
    carer.open(f"/a/{carer.address}/later")
    assert "Get a code" in carer.text
    address = carer.at.split("/")[2]
    codes = set()
    for _ in range(2):
        carer.send(f"/a/{address}/later")
        codes.add(code_of(carer))
    assert len(codes) == 1
    with app.app_context():
        assert db.session.query(FinishCode).count() == 1


def test_what_cannot_stand_is_kept_while_finishing_later(carer: Respondent) -> None:
    carer.begin()
    carer.answer("no")
    carer.answer("about 30", go="later")
    carer.send("/finish", code=code_of(carer))
    assert carer.key == "small.hours"
    assert 'value="about 30"' in carer.text


def test_the_tables_hold_neither_the_code_nor_the_address(app: Flask, carer: Respondent) -> None:
    code = leave(carer)
    with app.app_context():
        row = db.session.execute(text("SELECT * FROM finish_code")).one()
    for secret in (code, code.replace("-", ""), carer.address):
        assert secret not in str(row)


def test_the_page_says_until_when_the_answers_are_kept(carer: Respondent) -> None:
    leave(carer)
    assert "until the end of 14 June 2026" in carer.text


def test_answers_are_kept_no_longer_than_they_can_be_sent(app: Flask, carer: Respondent) -> None:
    add_round(app, "short", closes_on=date(2026, 5, 20))
    leave(carer, "/s/short")
    assert "until the end of 21 May 2026" in carer.text


def test_a_code_runs_out(app: Flask, carer: Respondent) -> None:
    code = leave(carer)
    app.config["TODAY"] = date(2026, 6, 14)
    carer.send("/finish", code=code)
    assert carer.key == "small.hours"
    app.config["TODAY"] = date(2026, 6, 15)
    carer.send("/finish", code=code)
    assert carer.page.status_code == 422
    assert code in carer.text


@pytest.mark.parametrize("code", ["", "AAAA-AAAA", "7QK2", "é" * 500])
def test_a_code_that_is_not_one_says_so_and_stays_in_the_box(carer: Respondent, code: str) -> None:
    carer.send("/finish", code=code)
    assert carer.page.status_code == 422
    assert "There is a problem" in carer.text


def test_codes_cannot_be_tried_for_long(carer: Respondent) -> None:
    code = leave(carer)
    for _ in range(finishing.TRIES):
        carer.send("/finish", code="AAAA-AAAA")
        assert carer.page.status_code == 422
    carer.send("/finish", code=code)
    assert carer.page.status_code == 429
    assert "Wait 15 minutes" in carer.text
    assert code in carer.text


def test_codes_cannot_be_tried_from_many_callers_for_long(
    app: Flask, carer: Respondent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finishing, "WRONG_BY_ALL", 5)
    for number in range(6):
        carer.client.environ_base["REMOTE_ADDR"] = f"198.51.100.{number}"
        carer.send("/finish", code="AAAA-AAAA")
    assert carer.page.status_code == 429


def test_a_code_in_an_anonymous_round_brings_the_personal_link_along(app: Flask, carer: Respondent) -> None:
    invite(app, add_round(app, "invited", open_to_all=False), TOKEN)
    code = leave(carer, f"/i/{TOKEN}")
    other = another_phone(app)
    other.send("/finish", code=code)
    for value in ("35", "7", "safe"):
        other.answer(value)
    other.send(f"/a/{other.address}/answers/send")
    assert "Your receipt code" in other.text
    assert states(app) == ["sent"]


def test_a_code_used_after_sending_shows_that_they_are_sent(app: Flask, carer: Respondent) -> None:
    code = leave(carer)
    for value in ("35", "7", "safe"):
        carer.open(f"/a/{carer.address}")
        carer.answer(value)
    carer.send(f"/a/{carer.address}/answers/send")
    other = another_phone(app)
    other.send("/finish", code=code)
    assert other.at.endswith("/answers/sent")
    assert "Your answers are sent" in other.text


class Carrier:
    """Takes messages as `send_now` does, and remembers them for the test."""

    def __init__(self, ok: bool = True) -> None:
        self.ok, self.sent = ok, []

    def __call__(self, channel: str, address: str, subject: str, body: str, **_how: str) -> SendOutcome:
        self.sent.append((channel, address, body))
        return SendOutcome(ok=self.ok, problem="" if self.ok else "no such number")


@pytest.fixture
def carrier(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Carrier:
    app.config["MADE_UP"] = True
    made = Carrier()
    monkeypatch.setattr(code_messages, "send_now", made)
    return made


@pytest.mark.parametrize(
    ("typed", "channel", "address"),
    [("07700 900 123", "text", "+447700900123"), ("Ann@Example.org", "email", "ann@example.org")],
)
def test_the_code_is_sent_to_a_number_or_an_address_that_is_not_kept(
    app: Flask, carer: Respondent, carrier: Carrier, typed: str, channel: str, address: str
) -> None:
    code = leave(carer)
    carer.send(f"/a/{carer.address}/later/message", to=typed)
    assert "We sent the code to" in carer.text
    ((by, to, body),) = carrier.sent
    assert (by, to) == (channel, address)
    assert code in body
    assert "/finish" in body
    assert carer.address not in body
    with app.app_context():
        for table in db.metadata.sorted_tables:
            for row in db.session.execute(db.select(table)):
                assert address not in str(row)


def test_a_message_that_could_not_be_sent_is_said_and_the_code_is_there_anyway(carer: Respondent, carrier: Carrier) -> None:
    code = leave(carer)
    carrier.ok = False
    carer.send(f"/a/{carer.address}/later/message", to="07700 900123")
    assert "We could not send the message" in carer.text
    assert code in carer.text
    assert 'value="07700 900123"' in carer.text


@pytest.mark.parametrize(
    "typed", ["", "my sister", "ann@", "12345", "a@b@c.org", "ann@example.org\nbcc: x@y.org", "ann,jan@example.org"]
)
def test_what_is_neither_a_number_nor_an_address_is_not_sent_to(carer: Respondent, carrier: Carrier, typed: str) -> None:
    leave(carer)
    carer.send(f"/a/{carer.address}/later/message", to=typed)
    assert carrier.sent == []
    assert "Enter a mobile number or an e-mail address" in carer.text


def test_nobody_can_have_us_send_messages_to_strangers(app: Flask, carer: Respondent, carrier: Carrier) -> None:
    code = leave(carer)
    for number in range(6):
        carer.client.environ_base["REMOTE_ADDR"] = f"198.51.100.{number}"
        carer.send(f"/a/{carer.address}/later/message", to=f"0770090012{number}")
    assert len(carrier.sent) == finishing.SENT_FOR_ONE
    assert carer.page.status_code == 429
    assert code in carer.text


def test_one_number_is_one_however_it_is_typed(app: Flask, carer: Respondent, carrier: Carrier) -> None:
    leave(carer)
    for typed in ("07700900123", "+44 7700 900123", "0044 7700 900 123"):
        carer.send(f"/a/{carer.address}/later/message", to=typed)
    assert {address for _channel, address, _body in carrier.sent} == {"+447700900123"}


def test_without_a_carrier_nothing_is_offered(carer: Respondent) -> None:
    leave(carer)
    assert "Send the code to yourself" not in carer.text


def test_sending_a_message_holds_up_nobody_else(app: Flask, carer: Respondent, monkeypatch: pytest.MonkeyPatch) -> None:
    leave(carer)
    app.config["MADE_UP"] = True

    def slow(*_arguments: str, **_how: str) -> SendOutcome:
        assert not db.session.registry().in_transaction()
        return SendOutcome(ok=True)

    monkeypatch.setattr(code_messages, "send_now", slow)
    carer.send(f"/a/{carer.address}/later/message", to="07700900123")
    assert "We sent the code to" in carer.text


def test_answers_that_were_not_sent_are_removed_after_their_days(app: Flask, carer: Respondent) -> None:
    code = leave(carer)
    app.config["TODAY"] = date(2026, 6, 14)
    with app.app_context():
        assert purge_unfinished() == 0
    app.config["TODAY"] = date(2026, 6, 15)
    with app.app_context():
        assert purge_unfinished() == 1
        assert [
            db.session.execute(db.select(db.func.count()).select_from(table)).scalar()
            for table in (FinishCode.__table__, db.metadata.tables["answer"], db.metadata.tables["held_answer"])
        ] == [0, 0, 0]
    carer.open(f"/a/{carer.address}")
    assert carer.page.status_code == 404
    assert "removed 30 days after they were last saved" in carer.text
    carer.send("/finish", code=code)
    assert carer.page.status_code == 422


def test_saving_again_keeps_answers_longer(app: Flask, carer: Respondent) -> None:
    leave(carer)
    app.config["TODAY"] = date(2026, 6, 10)
    carer.open(f"/a/{carer.address}")
    carer.answer("35")
    app.config["TODAY"] = date(2026, 6, 20)
    with app.app_context():
        assert purge_unfinished() == 0


def test_answers_that_were_sent_or_imported_are_never_purged(app: Flask, carer: Respondent) -> None:
    from forms_app.models.responses import Response

    carer.begin()
    answer_all(carer)
    carer.send(f"/a/{carer.address}/answers/send")
    with app.app_context():
        db.session.add(Response(response="on-paper", survey="tiny", provider="hub", started_on=date(2020, 1, 1)))
        db.session.commit()
    app.config["TODAY"] = date(2030, 1, 1)
    with app.app_context():
        assert purge_unfinished() == 0
    assert len(responses(app)) == 2


def test_a_named_link_can_begin_anew_after_a_purge(app: Flask, carer: Respondent) -> None:
    invite(app, add_round(app, "named", open_to_all=False, anonymous=False), TOKEN)
    leave(carer, f"/i/{TOKEN}")
    app.config["TODAY"] = date(2026, 7, 1)
    with app.app_context():
        assert purge_unfinished() == 1
        assert db.session.scalars(db.select(Invitation.state)).all() == ["made"]
    carer.begin(f"/i/{TOKEN}")
    assert carer.key == "small.break"


def test_the_command_purges(app: Flask, carer: Respondent) -> None:
    leave(carer)
    app.config["TODAY"] = date(2026, 7, 1)
    result = app.test_cli_runner().invoke(round_, ["purge"])
    assert result.output == "Removed 1 unfinished response.\n"
