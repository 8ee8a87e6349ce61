import re
from datetime import date

import pytest
from cryptography.fernet import Fernet
from flask import Flask

from forms_app.respond.keys import receipt_code
from tests.forms_app.respond.conftest import Respondent, add_round, responses, rows_of
from tests.forms_app.respond.test_rounds import TOKEN, answer_all, invite


def answered(carer: Respondent, first: str = "yes") -> Respondent:
    carer.begin()
    carer.answer(first)
    if first == "yes":
        carer.answer("day")
        carer.answer("Quiet")
    for value in ("35", "7", "safe"):
        carer.answer(value)
    assert carer.at.endswith("/answers/check")
    return carer


def code_of(carer: Respondent) -> str:
    return re.search(r'app-receipt-code"[^>]*>([^<]+)<', carer.text)[1]


def test_the_check_page_shows_the_answers_and_a_way_to_change_each(carer: Respondent) -> None:
    answered(carer)
    assert "A day out" in carer.text
    assert "35 hours" in carer.text
    assert carer.text.count(">Change<") == 6


def test_a_change_from_the_check_page_leads_back_to_it(app: Flask, carer: Respondent) -> None:
    answered(carer)
    carer.open(f"/a/{carer.address}/small.hours?change=yes")
    carer.answer("36")
    assert carer.at.endswith("/answers/check")
    assert "36 hours" in carer.text


def test_a_change_that_opens_new_questions_asks_them_first(carer: Respondent) -> None:
    answered(carer, "no")
    carer.open(f"/a/{carer.address}/small.break?change=yes")
    carer.answer("yes")
    assert carer.key == "small.kind"


def test_the_check_page_waits_until_every_question_is_dealt_with(carer: Respondent) -> None:
    carer.begin()
    carer.open(f"/a/{carer.address}/answers/check")
    assert carer.key == "small.break"
    carer.send(f"/a/{carer.address}/answers/send")
    assert carer.key == "small.break"


def test_answers_that_fell_off_the_path_are_neither_shown_nor_sent(app: Flask, carer: Respondent) -> None:
    answered(carer)
    carer.open(f"/a/{carer.address}/small.break?change=yes")
    carer.answer("no")
    assert carer.at.endswith("/answers/check")
    assert "Quiet" not in carer.text
    assert ("small.more", "") in rows_of(app)
    carer.send(f"/a/{carer.address}/answers/send")
    assert {question for question, _ in rows_of(app)} == {"small.break", "small.hours", "small.happy", "small.safe"}


def test_sending_gives_a_receipt_and_records_the_day(app: Flask, carer: Respondent) -> None:
    answered(carer)
    carer.send(f"/a/{carer.address}/answers/send")
    assert re.fullmatch(r"([2-9A-Z]{4}-){2}[2-9A-Z]{4}", code_of(carer))
    (response,) = responses(app)
    assert response.submitted_on == date(2026, 5, 15)
    assert code_of(carer) not in str(vars(response))


def test_sending_twice_changes_nothing_and_shows_the_same_receipt(app: Flask, carer: Respondent) -> None:
    answered(carer)
    carer.send(f"/a/{carer.address}/answers/send")
    code, stored = code_of(carer), rows_of(app)
    carer.send(f"/a/{carer.address}/answers/send")
    assert code_of(carer) == code
    assert rows_of(app) == stored
    assert len(responses(app)) == 1


def test_an_answer_after_sending_is_refused_and_given_back(app: Flask, carer: Respondent) -> None:
    answered(carer)
    carer.send(f"/a/{carer.address}/answers/send")
    stored = rows_of(app)
    carer.send(f"/a/{carer.address}/small.more", answer="One more thing", whole="yes")
    assert carer.page.status_code == 409
    assert "One more thing" in carer.text
    assert rows_of(app) == stored


def test_after_sending_every_page_leads_to_the_receipt(carer: Respondent) -> None:
    answered(carer)
    carer.send(f"/a/{carer.address}/answers/send")
    for page in ("", "/small.break", "/answers/check", "/answers/sent"):
        assert carer.open(f"/a/{carer.address}{page}").endswith("/answers/sent")


def test_the_receipt_code_is_hidden_after_the_day_of_sending(app: Flask, carer: Respondent) -> None:
    answered(carer)
    carer.send(f"/a/{carer.address}/answers/send")
    code = code_of(carer)
    app.config["TODAY"] = date(2026, 5, 16)
    carer.open(f"/a/{carer.address}")
    assert code not in carer.text
    assert "15 May 2026" in carer.text


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", " "), lambda code: f"  {code} "])
def test_the_code_alone_reads_back_what_was_sent(carer: Respondent, typed) -> None:
    answered(carer)
    carer.send(f"/a/{carer.address}/answers/send")
    carer.send("/receipt", code=typed(code_of(carer)))
    assert "Quiet" in carer.text
    assert "35 hours" in carer.text
    assert ">Change<" not in carer.text


def test_the_code_erases_what_was_sent_once_its_holder_is_sure(app: Flask, carer: Respondent) -> None:
    answered(carer)
    carer.send(f"/a/{carer.address}/answers/send")
    code = code_of(carer)
    carer.send("/receipt/erase", code=code)
    assert len(responses(app)) == 1
    carer.send("/receipt/erase", code=code, sure="yes")
    assert "Your answers are erased" in carer.text
    assert responses(app) == []
    assert rows_of(app) == {}
    carer.send("/receipt", code=code)
    assert carer.page.status_code == 422


@pytest.mark.parametrize("code", ["", "AAAA-AAAA-AAAA", "\x00", "é" * 3000])
def test_a_code_that_is_not_one_says_so_and_stays_in_the_box(carer: Respondent, code: str) -> None:
    carer.open("/receipt")
    carer.send("/receipt", code=code)
    assert carer.page.status_code == 422
    assert "There is a problem" in carer.text


def test_answers_that_were_not_sent_have_no_receipt(app: Flask, carer: Respondent) -> None:
    answered(carer)
    with app.app_context():
        code = receipt_code(carer.address)
    carer.send("/receipt", code=code)
    assert carer.page.status_code == 422


def test_an_address_left_on_a_shared_phone_does_not_yield_the_receipt_code(app: Flask, carer: Respondent) -> None:
    answered(carer)
    carer.send(f"/a/{carer.address}/answers/send")
    code = code_of(carer)
    with app.app_context():
        assert receipt_code(carer.address) == code
        app.config["ENCRYPTION_KEYS"] = [Fernet.generate_key().decode()]
        assert receipt_code(carer.address) != code, "whoever lacks the service's key finds another code"


@pytest.fixture
def named(app: Flask, carer: Respondent) -> Respondent:
    """Someone who comes to a round with names through a personal link, and has answered all."""
    invite(app, add_round(app, "named", open_to_all=False, anonymous=False), TOKEN)
    carer.begin(f"/i/{TOKEN}")
    answer_all(carer)
    return carer


def test_whoever_opens_a_named_link_after_sending_sees_that_it_was_sent_and_no_code(app: Flask, named: Respondent) -> None:
    named.send(f"/a/{named.address}/answers/send")
    sent_at, code = named.at, code_of(named)
    partner = Respondent(app.test_client())
    for way in (f"/i/{TOKEN}", f"/a/{named.address}", f"/a/{named.address}/answers/sent"):
        partner.open(way)
        assert partner.at.endswith("/answers/sent")
        assert "They were sent on 15 May 2026" in partner.text
        assert "app-receipt-code" not in partner.text
        assert code not in partner.text
    named.open(sent_at)
    assert code_of(named) == code, "the browser that sent shows it all day"


def test_sending_again_gives_the_code_of_a_named_link_only_to_whoever_had_the_page_to_send_from(
    app: Flask, named: Respondent
) -> None:
    mark = re.search(r'name="mark" value="(\w+)"', named.text)[1]
    send_url = f"/a/{named.address}/answers/send"
    named.send(send_url, mark=mark)
    code = code_of(named)
    partner = Respondent(app.test_client())
    partner.send(send_url)
    assert code not in partner.text
    named.send(send_url, mark=mark)
    assert code_of(named) == code


def test_the_start_page_of_a_named_link_says_who_can_see_the_answers_until_they_are_sent(
    app: Flask, carer: Respondent
) -> None:
    invite(app, add_round(app, "named", open_to_all=False, anonymous=False), TOKEN)
    carer.open(f"/i/{TOKEN}")
    assert "anyone who opens the link can see and change them" in carer.text


def test_the_receipt_says_who_can_find_the_answers_without_it(app: Flask, named: Respondent) -> None:
    named.send(f"/a/{named.address}/answers/send")
    assert "The people who support you can find them without the code" in named.text
    assert "Nobody can find your answers" not in named.text
    anonymous = answered(Respondent(app.test_client()))
    anonymous.send(f"/a/{anonymous.address}/answers/send")
    assert "Nobody can find your answers without it" in anonymous.text
