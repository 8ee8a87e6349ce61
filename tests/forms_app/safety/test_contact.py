"""Asking to be contacted: one item, no tie to any answer, and never a silent no."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.database import db
from forms_app.models.responses import Response
from forms_app.models.safety import SafetyItem
from forms_app.safety import contact
from tests.forms_app.respond.conftest import Respondent
from tests.forms_app.safety.conftest import TOKEN, items, notes, to_safety

URL = "/s/spring/contact"


def ask(respondent: Respondent, url: str = URL, **typed: str) -> str:
    """Open the form at `url`, fill it in and send it."""
    respondent.open(url)
    return send(respondent, url, **typed)


def send(respondent: Respondent, url: str = URL, **typed: str) -> str:
    """Send the form that is on the screen."""
    once = re.search(r'name="once" value="([^"]+)"', respondent.text)
    assert once
    return respondent.send(url, **{"once": once[1], "how": "07700 900123", "whole": "yes"} | typed)


def test_the_help_page_of_an_anonymous_round_leads_to_the_form_of_the_round(carer: Respondent) -> None:
    to_safety(carer, "/s/spring").answer("unsafe")
    link = re.search(r'href="(/s/spring/contact[^"]*)" rel="noreferrer"', carer.text)
    assert link
    carer.open(link[1])
    assert "They do not see your answers in the survey" in carer.text
    assert "The duty worker and the managers at The Carers Hub will read it" in carer.text
    assert carer.text.index("Exit this page quickly") < carer.text.index("Ask someone to contact you</h1>")
    assert carer.page.headers["Referrer-Policy"] == "same-origin"


def test_an_older_phone_that_sends_only_its_origin_can_ask_for_contact(app: Flask, client: FlaskClient) -> None:
    page = client.get(URL)
    # Such phones call their origin "null" for a form on a page with no-referrer.
    origin = "null" if page.headers["Referrer-Policy"] == "no-referrer" else "http://localhost"
    del client.environ_base["HTTP_SEC_FETCH_SITE"]
    answer = client.post(URL, data={"how": "07700 900123", "whole": "yes"}, headers={"Origin": origin})
    assert answer.status_code == 303
    assert len(items(app)) == 1


def test_a_request_opens_an_item_with_what_was_typed(app: Flask, carer: Respondent) -> None:
    at = ask(carer, name="Ada", when="Mornings", language="en")
    assert at == "/s/spring/contact/asked"
    assert "within 24 hours" in carer.text
    (item,) = items(app)
    assert (item.provider, item.response, item.person, item.question) == ("hub", None, None, None)
    assert (item.contact_name, item.contact_how, item.contact_when) == ("Ada", "07700 900123", "Mornings")
    assert item.language == "en"


def test_nothing_of_a_request_stands_in_an_address(carer: Respondent) -> None:
    assert "07700" not in ask(carer, name="Ada")


def test_sent_twice_it_opens_one_item(app: Flask, carer: Respondent) -> None:
    carer.open(URL)
    once = re.search(r'name="once" value="([^"]+)"', carer.text)[1]
    for _ in range(2):
        assert carer.send(URL, once=once, how="07700 900123", whole="yes").endswith("/asked")
    assert len(items(app)) == 1


def test_without_a_way_to_reach_them_nothing_is_opened_and_what_was_typed_stays(app: Flask, carer: Respondent) -> None:
    ask(carer, how=" ", name="Ada", when="Mornings")
    assert carer.page.status_code == 422
    assert "Tell us how we can reach you" in carer.text
    assert 'value="Ada"' in carer.text
    assert "Mornings" in carer.text
    assert items(app) == []


@pytest.mark.parametrize("field", ["name", "how", "when"])
def test_too_much_text_is_said_and_kept(app: Flask, carer: Respondent, field: str) -> None:
    ask(carer, **{field: "a" * 600})
    assert carer.page.status_code == 422
    assert "a" * 600 in carer.text
    assert items(app) == []


def test_a_request_that_was_cut_off_is_shown_again_before_it_counts(app: Flask, carer: Respondent) -> None:
    ask(carer, whole="", when="Only bef")
    assert carer.page.status_code == 422
    assert "Not all of this page reached us" in carer.text
    assert "Only bef" in carer.text
    send(carer, when="Only before nine")
    assert [item.contact_when for item in items(app)] == ["Only before nine"]


def test_too_many_requests_are_never_refused_without_numbers_to_call(
    app: Flask, carer: Respondent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contact, "LIMIT", 2)
    for _ in range(3):
        ask(carer, name="Ada")
    assert carer.page.status_code == 429
    assert "not sent yet" in carer.text
    assert 'href="tel:116123"' in carer.text
    assert 'value="Ada"' in carer.text
    assert len(items(app)) == 2


def test_a_round_that_has_closed_still_takes_requests(app: Flask, carer: Respondent) -> None:
    with app.app_context():
        db.session.execute(db.text("UPDATE round SET closes_on = '2026-05-02'"))
        db.session.commit()
    assert ask(carer).endswith("/asked")
    assert len(items(app)) == 1


def test_a_round_that_is_not_there_is_not_found(client: FlaskClient) -> None:
    assert client.get("/s/winter/contact").status_code == 404
    assert client.post("/s/winter/contact").status_code == 404


@pytest.mark.parametrize("page", ["start", "sent"])
def test_the_first_and_the_last_page_lead_to_the_form(carer: Respondent, page: str) -> None:
    carer.open("/s/spring")
    if page == "sent":
        to_safety(carer, "/s/spring").answer("safe")
        carer.send(f"/a/{carer.address}/answers/send")
        assert "/answers/sent" in carer.at
    assert re.search(r'href="/s/spring/contact"[^>]*rel="noreferrer"', carer.text)


class TestWithAName:
    """Someone whose answers are kept with their name."""

    def test_the_help_page_says_that_the_duty_worker_was_told(self, ada: Respondent) -> None:
        ada.answer("unsafe")
        assert "We have told a duty worker" in ada.text
        assert "Nobody knows that this answer is yours" not in ada.text

    def test_how_and_when_go_to_the_item_of_their_answer(self, app: Flask, ada: Respondent) -> None:
        ada.answer("unsafe")
        address = ada.address
        at = ask(ada, f"/a/{address}/safety/contact", when="After nine")
        assert at.endswith("/safety/asked")
        assert f"/a/{address}" in ada.text
        (item,) = items(app)
        assert (item.contact_name, item.contact_when, item.answer_code) == ("Ada Example", "After nine", "unsafe")
        assert [note.kind for note in notes(app)] == ["contact"]

    def test_without_such_an_answer_they_get_an_item_with_their_name(self, app: Flask, ada: Respondent) -> None:
        for _ in range(2):
            ask(ada, f"/a/{ada.address}/safety/contact", name="")
        (item,) = items(app)
        assert (item.person, item.contact_name, item.question) == ("NC-1", "Ada Example", None)

    def test_an_anonymous_sheet_is_sent_on_to_the_form_of_the_round(self, app: Flask, carer: Respondent) -> None:
        to_safety(carer, "/s/spring")
        key = carer.address
        assert carer.open(f"/a/{key}/safety/contact") == URL
        carer.send(f"/a/{key}/safety/contact", once="x" * 22, how="07700 900123", whole="yes")
        assert items(app) == []

    def test_their_notice_says_that_the_name_is_kept(self, ada: Respondent) -> None:
        assert "Kept with your name: 24 hours." in ada.text
        assert "Staff who run this survey" not in ada.text
        assert ada.text.index("Exit this page quickly") < ada.text.index("How safe do you feel?</h1>")


def test_nothing_in_the_item_leads_to_the_answers(app: Flask, carer: Respondent) -> None:
    to_safety(carer, "/s/spring").answer("unsafe")
    key = carer.address
    ask(carer)
    with app.app_context():
        response = db.session.query(Response).one()
        held = {str(value) for row in db.session.execute(db.select(SafetyItem.__table__)) for value in row}
        secrets = {response.response, response.secret_hash, response.version, key, "small.safe", "unsafe"}
    assert not {one for one in held for secret in secrets if secret and secret in one}
    assert TOKEN not in held


def test_sent_again_beyond_the_limit_it_is_still_the_request_that_we_have(
    app: Flask, carer: Respondent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contact, "LIMIT", 1)
    carer.open(URL)
    once = re.search(r'name="once" value="([^"]+)"', carer.text)[1]
    for _ in range(3):
        assert carer.send(URL, once=once, how="07700 900123", whole="yes").endswith("/asked")
    assert len(items(app)) == 1


class TestTheCouncilsOwnLine:
    """The number of the council's adult safeguarding line, where the service knows it."""

    @pytest.fixture
    def definitions(self, definitions: Path) -> Path:
        """The small survey, whose second contact is the council's line."""
        module = definitions / "modules" / "small.yaml"
        council = "'Samaritans: 116 123'\n    - 'Council line: on its website'\n"
        module.write_text(module.read_text().replace("'Samaritans: 116 123'\n", council + "    council_line: 1\n"))
        return definitions

    def test_the_page_that_asks_for_contact_calls_its_number(self, app: Flask, carer: Respondent) -> None:
        app.config["SAFEGUARDING_NUMBER"] = "020 7946 0000"
        carer.open(URL)
        assert re.search(r'Council line: <a class="[^"]+" dir="ltr" href="tel:02079460000">020 7946 0000</a>', carer.text)

    def test_the_help_after_an_answer_calls_it_too(self, app: Flask, carer: Respondent) -> None:
        app.config["SAFEGUARDING_NUMBER"] = "020 7946 0000"
        to_safety(carer, "/s/spring").answer("unsafe")
        assert 'Council line: <a class="govuk-link app-call" dir="ltr" href="tel:02079460000">' in carer.text
        assert "on its website" not in carer.text

    def test_without_a_number_its_line_says_where_it_is(self, carer: Respondent) -> None:
        carer.open(URL)
        assert "Council line: on its website" in carer.text


def test_the_way_out_leads_where_the_service_says(app: Flask, carer: Respondent) -> None:
    carer.open(URL)
    assert 'href="https://www.bbc.co.uk/weather" data-exit' in carer.text
    app.config["EXIT_ADDRESS"] = "https://trains.example.org/"
    carer.open(URL)
    assert 'href="https://trains.example.org/" data-exit' in carer.text
