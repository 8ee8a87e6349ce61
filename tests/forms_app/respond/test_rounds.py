import re
from collections.abc import Callable
from datetime import date
from xml.etree import ElementTree

import pytest
from flask import Flask
from sqlalchemy import text

from forms_app.database import db
from forms_app.models.records import Person
from forms_app.models.responses import Invitation, InvitationToken
from forms_app.respond.keys import key_hash, secret_of_named_link
from tests.forms_app.respond.conftest import Respondent, add_round, responses

TOKEN = "a-personal-link-000001"


def invite(app: Flask, round_id: int, *tokens: str) -> None:
    with app.app_context():
        for token in tokens:
            invitation = Invitation(round_id=round_id)
            db.session.add(invitation)
            db.session.flush()
            db.session.add(InvitationToken(token_hash=key_hash(token), invitation_id=invitation.id))
        db.session.commit()


def states(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(db.select(Invitation.state).order_by(Invitation.id)))


def answer_all(carer: Respondent) -> None:
    for value in ("no", "35", "7", "safe"):
        carer.answer(value)


def test_the_start_page_says_who_asks_how_long_and_what_happens(carer: Respondent) -> None:
    carer.open("/s/spring")
    for words in ("The Carers Hub", "about 3 minutes", "do not need an account", "anonymous", "never shows one person"):
        assert words in carer.text


def test_looking_at_a_start_page_begins_nothing(app: Flask, carer: Respondent) -> None:
    carer.open("/s/spring")
    assert responses(app) == []


@pytest.mark.parametrize(
    ("opens", "closes", "words"),
    [
        (date(2026, 5, 16), None, "This survey is not open yet"),
        (date(2026, 5, 1), date(2026, 5, 14), "This survey is closed"),
    ],
)
def test_a_round_that_is_not_open_says_so_and_begins_nothing(
    app: Flask, carer: Respondent, opens: date, closes: date | None, words: str
) -> None:
    add_round(app, "shut", opens_on=opens, closes_on=closes)
    carer.open("/s/shut")
    assert words in carer.text
    carer.send("/s/shut")
    assert words in carer.text
    assert responses(app) == []


def test_a_round_is_open_on_its_first_and_its_last_day(app: Flask, carer: Respondent) -> None:
    add_round(app, "short", opens_on=date(2026, 5, 15), closes_on=date(2026, 5, 15))
    carer.begin("/s/short")
    assert carer.key == "small.break"


def test_who_began_in_time_may_send_until_the_end_of_the_next_day(app: Flask, carer: Respondent) -> None:
    add_round(app, "short", closes_on=date(2026, 5, 15))
    carer.begin("/s/short")
    app.config["TODAY"] = date(2026, 5, 16)
    answer_all(carer)
    carer.send(f"/a/{carer.address}/answers/send")
    assert "Your answers are sent" in carer.text


def test_after_that_day_nothing_is_taken_and_what_was_typed_is_given_back(app: Flask, carer: Respondent) -> None:
    add_round(app, "short", closes_on=date(2026, 5, 15))
    carer.begin("/s/short")
    carer.answer("yes")
    carer.answer("day")
    app.config["TODAY"] = date(2026, 5, 17)
    carer.answer("They sat with him.")
    assert carer.page.status_code == 409
    assert "until the end of 16 May 2026" in carer.text
    assert "They sat with him." in carer.text
    carer.send(f"/a/{carer.page.request.path.split('/')[2]}/answers/send")
    assert "This survey is closed" in carer.text
    assert [response.submitted_on for response in responses(app)] == [None]


def test_a_round_of_personal_links_cannot_be_begun_without_one(app: Flask, carer: Respondent) -> None:
    add_round(app, "invited", open_to_all=False)
    carer.open("/s/invited")
    assert "personal link" in carer.text
    carer.send("/s/invited")
    assert responses(app) == []


def test_an_anonymous_link_is_used_when_answers_are_sent_and_no_sooner(app: Flask, carer: Respondent) -> None:
    invite(app, add_round(app, "invited", open_to_all=False), TOKEN, "another-link")
    carer.begin(f"/i/{TOKEN}")
    answer_all(carer)
    assert states(app) == ["made", "made"]
    carer.send(f"/a/{carer.address}/answers/send")
    assert "Your answers are sent" in carer.text
    assert states(app) == ["sent", "made"]
    carer.open(f"/i/{TOKEN}")
    assert "This link has been used" in carer.text
    carer.send(f"/i/{TOKEN}")
    assert len(responses(app)) == 1


def test_an_anonymous_link_sends_once_however_often_it_was_begun(app: Flask, carer: Respondent) -> None:
    invite(app, add_round(app, "invited", open_to_all=False), TOKEN)
    second = Respondent(carer.client)
    for one in (carer, second):
        one.begin(f"/i/{TOKEN}")
        answer_all(one)
    carer.send(f"/a/{carer.address}/answers/send")
    second.send(f"/a/{second.address}/answers/send")
    assert second.page.status_code == 409
    assert sum(response.submitted_on is not None for response in responses(app)) == 1


@pytest.mark.parametrize("forge", [lambda secret: secret, lambda secret: f"{secret}~made-up"])
def test_without_its_link_an_address_sends_nothing_in_a_round_of_links(
    app: Flask, carer: Respondent, forge: Callable[[str], str]
) -> None:
    invite(app, add_round(app, "invited", open_to_all=False), TOKEN)
    carer.begin(f"/i/{TOKEN}")
    answer_all(carer)
    carer.send(f"/a/{forge(carer.address.split('~')[0])}/answers/send")
    assert carer.page.status_code == 409
    assert states(app) == ["made"]


def test_the_tables_hold_nothing_that_ties_an_anonymous_link_to_its_answers(app: Flask, carer: Respondent) -> None:
    tokens = [f"{TOKEN}-{number}" for number in range(4)]
    invite(app, add_round(app, "invited", open_to_all=False), *tokens)
    for token in reversed(tokens[1:]):
        carer.begin(f"/i/{token}")
        answer_all(carer)
        carer.send(f"/a/{carer.address}/answers/send")
    with app.app_context():
        links = db.session.execute(text("SELECT * FROM invitation")).mappings().all()
        sent = db.session.execute(text("SELECT * FROM response")).mappings().all()
        plain = {"made", "sent", "tiny", "hub", "web", "en"} | {row["version"] for row in sent}
        of_links = {value for row in links for name, value in row.items() if isinstance(value, str)} - plain
        of_sent = {value for row in sent for name, value in row.items() if isinstance(value, str)} - plain
        assert not of_links & of_sent
        assert {row["response"] for row in links} == {None}
        guessed = {key_hash(secret_of_named_link(token)) for token in tokens}
        assert not guessed & {row["secret_hash"] for row in sent}
        if db.engine.dialect.name == "postgresql":
            versions = db.session.scalars(text("SELECT DISTINCT xmin::text FROM invitation")).all()
            assert len(versions) == 1, "the row versions tell which link was used with which response"


def test_a_named_link_leads_back_to_its_one_response(app: Flask, carer: Respondent) -> None:
    invite(app, add_round(app, "named", open_to_all=False, anonymous=False), TOKEN)
    carer.begin(f"/i/{TOKEN}")
    carer.answer("no")
    another_phone = Respondent(app.test_client())
    another_phone.open(f"/i/{TOKEN}")
    assert another_phone.key == "small.hours"
    another_phone.send(f"/i/{TOKEN}")
    assert len(responses(app)) == 1
    for value in ("35", "7", "safe"):
        another_phone.answer(value)
    another_phone.send(f"/a/{another_phone.address}/answers/send")
    assert states(app) == ["sent"]
    carer.open(f"/i/{TOKEN}")
    assert carer.at.endswith("/answers/sent")


def test_a_named_round_says_that_it_is_not_anonymous(app: Flask, carer: Respondent) -> None:
    invite(app, add_round(app, "named", open_to_all=False, anonymous=False), TOKEN)
    carer.open(f"/i/{TOKEN}")
    assert "This survey is not anonymous" in carer.text


def test_the_qr_code_is_a_picture_with_words(app: Flask) -> None:
    page = app.test_client().get("/s/spring/qr.svg")
    assert page.mimetype == "image/svg+xml"
    picture = ElementTree.fromstring(page.text)
    words = {child.tag.rpartition("}")[2]: child.text for child in picture}
    assert words["title"] == "Spring survey"
    assert words["desc"].endswith("/s/spring")


def test_the_front_page_leads_to_sign_in_and_to_the_receipt(carer: Respondent) -> None:
    carer.open("/")
    assert 'href="/login"' in carer.text
    assert 'href="/receipt"' in carer.text


def run(app: Flask, *words: str):
    return app.test_cli_runner().invoke(args=["round", *words])


OPEN = ["open", "--survey", "tiny", "--provider", "hub", "--slug", "summer", "--title", "Summer"]


@pytest.fixture
def commands(app: Flask) -> Flask:
    from forms_app.commands.rounds import round_

    app.cli.add_command(round_)
    return app


def test_a_round_is_opened_and_listed_from_the_command_line(commands: Flask, carer: Respondent) -> None:
    made = run(commands, *OPEN, "--closes", "2026-06-30")
    assert made.exit_code == 0, made.output
    assert "http://127.0.0.1:5000/s/summer" in made.output
    listed = run(commands, "list").output
    assert re.search(r"summer +tiny +hub +2026-05-15 to 2026-06-30 +open to all, anonymous +0 sent", listed)
    carer.begin("/s/summer")
    assert carer.key == "small.break"


@pytest.mark.parametrize(
    ("instead", "words"),
    [
        ({"--survey": "huge"}, "There is no survey 'huge'. There are: tiny"),
        ({"--provider": "nobody"}, "There is no provider 'nobody'. There are: hub"),
        ({"--slug": "Not an address"}, "can't be an address"),
        ({"--slug": "spring"}, "There is already a round 'spring'"),
        ({"--closes": "2026-05-01"}, "before it opens"),
        ({"--closes": "31/05/2026"}, "does not match the format"),
    ],
)
def test_a_round_that_cannot_be_is_refused_in_plain_words(commands: Flask, instead: dict[str, str], words: str) -> None:
    given = dict(zip(OPEN[1::2], OPEN[2::2], strict=True)) | instead
    refused = run(commands, "open", *(word for pair in given.items() for word in pair))
    assert refused.exit_code != 0
    assert words in refused.output


def test_personal_links_are_printed_once_and_work(commands: Flask, carer: Respondent) -> None:
    assert run(commands, *OPEN, "--personal").exit_code == 0
    printed = run(commands, "links", "summer", "--count", "3").output.split()
    assert len(set(printed)) == 3
    assert run(commands, "links", "summer", "--count", "0").exit_code != 0
    path = printed[0].removeprefix("http://127.0.0.1:5000")
    carer.begin(path)
    assert carer.key == "small.break"


def test_links_of_a_named_round_are_made_for_people_on_the_books(commands: Flask) -> None:
    with commands.app_context():
        db.session.add(Person(provider="hub", person="C1", role="carer", registered_on=date(2026, 1, 1)))
        db.session.commit()
    assert run(commands, *OPEN, "--personal", "--people").exit_code == 0
    assert "name them with --person" in run(commands, "links", "summer", "--count", "2").output
    assert "has no C2 on its books" in run(commands, "links", "summer", "--person", "C1", "--person", "C2").output
    assert re.search(r"C1  http\S+/i/\S{22}", run(commands, "links", "summer", "--person", "C1").output)
    with commands.app_context():
        assert db.session.scalars(db.select(Invitation.person)).all() == ["C1"]


def test_a_qr_code_is_written_to_a_file(commands: Flask, tmp_path) -> None:
    out = tmp_path / "spring.svg"
    assert run(commands, "qr", "spring", "--out", str(out)).exit_code == 0
    assert "<desc>QR code that opens http://127.0.0.1:5000/s/spring</desc>" in out.read_text()


@pytest.mark.parametrize("way", ["open", "personal link"])
def test_the_start_page_leads_those_who_began_to_the_page_that_takes_their_code(
    app: Flask, carer: Respondent, way: str
) -> None:
    invite(app, add_round(app, "invited", open_to_all=False), TOKEN)
    carer.open("/s/spring" if way == "open" else f"/i/{TOKEN}")
    main, footer = carer.text.split("<main")[1].split("</main>")
    assert main.index('href="/finish"') < main.index("<form")
    assert 'href="/receipt"' in footer


def test_the_last_page_and_that_of_a_closed_round_lead_back_to_a_survey_and_to_the_receipt(
    app: Flask, carer: Respondent
) -> None:
    carer.begin()
    assert 'href="/finish"' not in carer.text, "a question page has no bytes to spare"
    answer_all(carer)
    carer.send(f"/a/{carer.address}/answers/send")
    sent = carer.text
    add_round(app, "shut", closes_on=date(2026, 5, 14))
    carer.open("/s/shut")
    for page in (sent, carer.text):
        assert 'href="/finish"' in page
        assert 'href="/receipt"' in page


def test_the_start_page_says_how_much_is_kept_of_when_answers_were_sent(app: Flask, carer: Respondent) -> None:
    carer.open("/s/spring")
    assert "We keep the day you sent it, not the time." in carer.text
    invite(app, add_round(app, "invited", open_to_all=False), TOKEN)
    carer.open(f"/i/{TOKEN}")
    assert "We keep only the quarter of the year in which you sent it, not the day." in carer.text
    assert "We keep the day" not in carer.text
