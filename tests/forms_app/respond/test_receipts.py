"""The receipt code alone: change what was sent, keep a copy, and no guessing."""

import io
import threading
from datetime import date

import pytest
from flask import Flask
from pypdf import PdfReader

from forms_app.database import db
from forms_app.models.responses import FinishCode, Invitation, Response, TextTheme
from forms_app.respond import copies, receipts
from forms_app.respond.changing import secret_to_change
from forms_app.respond.purging import purge_unfinished
from tests.forms_app.respond.conftest import Respondent, add_round, responses, rows_of
from tests.forms_app.respond.test_rounds import TOKEN, answer_all, invite
from tests.forms_app.respond.test_sending import answered, code_of
from tests.forms_app.respond.test_together import at_once


def sent(carer: Respondent) -> str:
    """Answer everything and send; the receipt code."""
    answered(carer)
    carer.send(f"/a/{carer.address}/answers/send")
    return code_of(carer)


def counted(app: Flask) -> list[Response]:
    return [response for response in responses(app) if response.submitted_on is not None]


def change(carer: Respondent, code: str) -> None:
    carer.send("/receipt/change", code=code)
    assert carer.at.endswith("/answers/check"), carer.at


def test_changed_answers_count_once_they_are_sent_and_not_before(app: Flask, carer: Respondent) -> None:
    code = sent(carer)
    (before,) = counted(app)
    change(carer, code)
    assert "What you sent before stays as it was" in carer.text
    carer.open(f"/a/{carer.address}/small.hours?change=yes")
    carer.answer("40")
    assert [one.response for one in counted(app)] == [before.response]
    carer.send("/receipt", code=code)
    assert "35 hours" in carer.text
    change(carer, code)
    assert "40 hours" in carer.text
    carer.send(f"/a/{carer.address}/answers/send")
    assert "Your answers are sent" in carer.text
    assert len(responses(app)) == 1
    assert rows_of(app)["small.hours", ""] == (None, 40, None)


def test_the_receipt_code_stays_good_after_a_change_and_another(app: Flask, carer: Respondent) -> None:
    code = sent(carer)
    for hours in ("40", "41"):
        change(carer, code)
        address = carer.address
        carer.open(f"/a/{address}/small.hours?change=yes")
        carer.answer(hours)
        carer.send(f"/a/{address}/answers/send")
        assert carer.at.split("?")[0].endswith("/answers/sent")
        carer.send("/receipt", code=code)
        assert f"{hours} hours" in carer.text
    assert len(responses(app)) == 1


def test_sending_a_change_twice_changes_nothing_more(app: Flask, carer: Respondent) -> None:
    code = sent(carer)
    change(carer, code)
    url = f"/a/{carer.address}/answers/send"
    assert at_once(app, (url, {}), (url, {}), (url, {})) == [303] * 3
    assert len(counted(app)) == 1
    assert len(rows_of(app)) == 6


def test_asking_twice_at_once_to_change_opens_the_same_answers(app: Flask, carer: Respondent) -> None:
    code = sent(carer)
    post = ("/receipt/change", {"code": code})
    assert at_once(app, post, post, post) == [303] * 3
    assert len(responses(app)) == 2


def test_a_change_that_is_never_sent_goes_and_what_was_sent_stays(app: Flask, carer: Respondent) -> None:
    code = sent(carer)
    change(carer, code)
    app.config["TODAY"] = date(2026, 8, 1)
    with app.app_context():
        assert purge_unfinished() == 1
    assert len(counted(app)) == 1
    change(carer, code)


def test_a_change_in_a_named_round_keeps_the_invitation_and_asks_for_no_new_link(app: Flask, carer: Respondent) -> None:
    invite(app, add_round(app, "named", open_to_all=False, anonymous=False), TOKEN)
    carer.begin(f"/i/{TOKEN}")
    answer_all(carer)
    carer.send(f"/a/{carer.address}/answers/send")
    code = code_of(carer)
    change(carer, code)
    carer.send(f"/a/{carer.address}/answers/send")
    with app.app_context():
        (tied,) = db.session.scalars(db.select(Invitation.response))
    assert [tied] == [one.response for one in counted(app)]
    assert carer.open(f"/i/{TOKEN}").split("?")[0].endswith("/answers/sent")


def test_a_change_works_in_an_anonymous_round_of_links(app: Flask, carer: Respondent) -> None:
    invite(app, add_round(app, "invited", open_to_all=False), TOKEN)
    carer.begin(f"/i/{TOKEN}")
    answer_all(carer)
    carer.send(f"/a/{carer.address}/answers/send")
    change(carer, code_of(carer))
    carer.send(f"/a/{carer.address}/answers/send")
    assert "Your answers are sent" in carer.text
    assert len(responses(app)) == 1


def test_after_the_round_nothing_can_be_changed_and_what_was_sent_is_shown(app: Flask, carer: Respondent) -> None:
    add_round(app, "short", closes_on=date(2026, 5, 15))
    carer.begin("/s/short")
    answer_all(carer)
    carer.send(f"/a/{carer.address}/answers/send")
    code = code_of(carer)
    app.config["TODAY"] = date(2026, 5, 17)
    carer.send("/receipt", code=code)
    assert "Change my answers" not in carer.text
    carer.send("/receipt/change", code=code)
    assert carer.page.status_code == 409
    assert "35 hours" in carer.text
    assert len(responses(app)) == 1


def test_erasing_erases_a_change_under_way_too(app: Flask, carer: Respondent) -> None:
    code = sent(carer)
    change(carer, code)
    url = f"/a/{carer.address}"
    carer.send("/receipt/erase", code=code, sure="yes")
    assert responses(app) == []
    carer.open(url)
    assert carer.page.status_code == 404


def test_a_change_begun_at_the_moment_of_erasing_is_erased_too(app: Flask, carer: Respondent) -> None:
    code = sent(carer)
    erasing = threading.Thread(
        target=lambda: app.test_client().post(
            "/receipt/erase", data={"code": code, "sure": "yes"}, headers={"Sec-Fetch-Site": "same-origin"}
        )
    )
    with app.app_context():
        (one,) = responses(app)
        secret_to_change(db.session.get_one(Response, one.response), code)
        erasing.start()
        # The change holds what was sent until it is committed; the erasing waits for it.
        erasing.join(timeout=1)
        db.session.commit()
    erasing.join()
    assert responses(app) == []


def test_staffs_themes_stay_with_words_that_did_not_change(app: Flask, carer: Respondent) -> None:
    code = sent(carer)
    for text, left in (("Quiet", 1), ("Not quiet", 0)):
        (one,) = counted(app)
        if left:
            with app.app_context():
                db.session.add(TextTheme(response=one.response, question="small.more", theme="peace"))
                db.session.commit()
        change(carer, code)
        address = carer.address
        carer.open(f"/a/{address}/small.more?change=yes")
        carer.answer(text)
        carer.send(f"/a/{address}/answers/send")
        with app.app_context():
            assert db.session.query(TextTheme).count() == left


def test_a_code_to_finish_a_change_later_still_leads_there(app: Flask, carer: Respondent) -> None:
    code = sent(carer)
    change(carer, code)
    address = carer.address
    carer.send(f"/a/{address}/later")
    with app.app_context():
        assert db.session.query(FinishCode).count() == 1
    carer.send(f"/a/{address}/answers/send")
    carer.open(f"/a/{address}")
    assert "Your answers are sent" in carer.text


@pytest.mark.parametrize("path", ["/receipt", "/receipt/copy", "/receipt/change", "/receipt/erase"])
def test_codes_cannot_be_tried_for_long(carer: Respondent, path: str) -> None:
    code = sent(carer)
    for _ in range(receipts.TRIES):
        assert carer.client.post("/receipt", data={"code": "AAAA-AAAA-AAAA"}).status_code == 422
    carer.send(path, code=code)
    assert carer.page.status_code == 429
    assert code in carer.text


@pytest.mark.parametrize("path", ["/receipt/copy", "/receipt/change", "/receipt/erase"])
def test_a_wrong_code_opens_nothing(carer: Respondent, path: str) -> None:
    sent(carer)
    carer.send(path, code="AAAA-AAAA-AAAA", sure="yes")
    assert carer.page.status_code == 422


def test_a_text_copy_holds_what_was_sent_and_is_not_cached(carer: Respondent) -> None:
    code = sent(carer)
    copy = carer.client.post("/receipt/copy", data={"code": code, "as": "text"})
    assert copy.headers["Content-Type"].startswith("text/plain")
    assert copy.headers["Cache-Control"] == "no-store"
    assert 'filename="my-answers.txt"' in copy.headers["Content-Disposition"]
    for words in ("A tiny survey", code, "15 May 2026", "What was good about it?", "Quiet", "35 hours"):
        assert words in copy.text
    assert "<" not in copy.text


def test_what_was_typed_stands_in_a_text_copy_letter_for_letter(carer: Respondent) -> None:
    carer.begin()
    typed = 'a < b & "c"\r\n<b>bold</b> اردو'
    for values in (["yes"], ["day"], [typed], ["35"], ["7"], ["safe"]):
        carer.answer(*values)
    carer.send(f"/a/{carer.address}/answers/send")
    copy = carer.client.post("/receipt/copy", data={"code": code_of(carer), "as": "text"})
    for line in typed.split("\r\n"):
        assert line in copy.text


def test_a_pdf_copy_holds_what_was_sent_and_is_not_cached(carer: Respondent) -> None:
    code = sent(carer)
    copy = carer.client.post("/receipt/copy", data={"code": code, "as": "pdf"})
    assert copy.headers["Content-Type"] == "application/pdf"
    assert copy.headers["Cache-Control"] == "no-store"
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(copy.data)).pages)
    for words in ("A tiny survey", code, "What was good about it?", "Quiet", "35 hours"):
        assert words in text


def test_where_no_pdf_can_be_made_the_copy_is_plain_text(carer: Respondent, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_printer(*_arguments: str, **_how: str) -> bytes:
        raise copies.NoPrinter("install it")

    code = sent(carer)
    monkeypatch.setattr(copies, "pdf_of", no_printer)
    copy = carer.client.post("/receipt/copy", data={"code": code, "as": "pdf"})
    assert copy.headers["Content-Type"].startswith("text/plain")
    assert "Quiet" in copy.text


def test_the_page_after_sending_offers_a_copy_on_that_day_only(app: Flask, carer: Respondent) -> None:
    sent(carer)
    assert "PDF copy" in carer.text
    app.config["TODAY"] = date(2026, 5, 16)
    carer.open(carer.at)
    assert "PDF copy" not in carer.text
