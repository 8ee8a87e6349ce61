"""A translation is a draft until a speaker's name stands under exactly its words."""

import re
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.app import library
from forms_app.commands.rounds import open_round
from forms_app.database import db
from forms_app.languages import languages_ready, refusal, staff_name
from forms_app.models.audit import AuditEvent
from forms_app.models.responses import LanguageSignOff, Round
from tests.forms_app.languages.conftest import reload
from tests.support.house_rules import check_page
from tests.support.staff import opened, signed_in

URDU = "/manage/languages/tiny/ur"


def ready(app: Flask) -> list[str]:
    with app.app_context():
        return languages_ready(library().surveys["tiny"])


def sign(client: FlaskClient, address: str = URDU, speaker: str = "Amina Khan", **more: str):
    content = re.search(r'name="content" value="(\w+)"', opened(client, address))
    return client.post(address, data={"speaker": speaker, "content": content[1] if content else "", **more})


def test_english_needs_no_sign_off_and_every_other_language_does(app: Flask) -> None:
    assert ready(app) == ["en"]


def test_the_list_says_how_much_is_translated_and_that_it_is_a_draft(commissioner: FlaskClient) -> None:
    text = opened(commissioner, "/manage/languages/")
    assert "1 of 2 questions, 1 of 2 answers, 0 of 4 other texts" in text
    assert text.count("Not checked by a speaker") == 3
    assert "nothing yet" in text


def test_the_texts_stand_beside_the_english_in_their_own_direction(commissioner: FlaskClient) -> None:
    text = opened(commissioner, URDU)
    assert '<div lang="ur" dir="rtl">کیا آپ کو ہر ہفتے وقفہ ملتا ہے؟</div>' in text
    assert "Do you get a break each week?" in text
    assert text.count("Shown in English") == 6


def test_easy_read_shows_its_pictures(commissioner: FlaskClient) -> None:
    text = opened(commissioner, "/manage/languages/tiny/en-simple")
    assert "Do you get a rest?" in text
    assert "0 of 4 other texts, 2 of 4 pictures" in text


def test_a_signed_off_language_is_ready_and_names_its_speaker(app: Flask, commissioner: FlaskClient) -> None:
    assert sign(commissioner).status_code == 303
    assert ready(app) == ["en", "ur"]
    assert "Checked by Amina Khan on 15 May 2026" in opened(commissioner, URDU)
    assert "Checked by Amina Khan on 15 May 2026" in opened(commissioner, "/manage/languages/")
    with app.app_context():
        assert db.session.query(AuditEvent).filter_by(action="language-signed-off").count() == 1
        assert db.session.query(LanguageSignOff).one().signed_by is not None


def test_a_sign_off_needs_a_name(app: Flask, commissioner: FlaskClient) -> None:
    answer = sign(commissioner, speaker=" ")
    assert answer.status_code == 422
    check_page(answer.text)
    assert "Enter the name of the speaker" in answer.text
    assert ready(app) == ["en"]


def test_what_nobody_translated_can_not_be_signed_off(app: Flask, commissioner: FlaskClient) -> None:
    answer = sign(commissioner, "/manage/languages/tiny/pl")
    assert answer.status_code == 422
    assert "nothing to sign off" in answer.text
    assert ready(app) == ["en"]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("translations/ur/modules/breaks.yaml", "ہاں", "جی ہاں"),
        ("modules/breaks.yaml", "each week", "every week"),
    ],
    ids=["a change of the translation", "a change of the English"],
)
def test_a_change_makes_it_a_draft_again(
    app: Flask, definitions: Path, commissioner: FlaskClient, name: str, old: str, new: str
) -> None:
    sign(commissioner)
    reload(app, definitions, name, old, new)
    assert ready(app) == ["en"]
    reload(app, definitions, name, new, old)
    assert ready(app) == ["en", "ur"]


def test_texts_that_changed_while_they_were_read_are_not_signed_off(
    app: Flask, definitions: Path, commissioner: FlaskClient
) -> None:
    content = re.search(r'name="content" value="(\w+)"', opened(commissioner, URDU))
    reload(app, definitions, "translations/ur/modules/breaks.yaml", "ہاں", "جی ہاں")
    answer = commissioner.post(URDU, data={"speaker": "Amina Khan", "content": content[1]})
    assert answer.status_code == 409
    check_page(answer.text)
    assert "have changed since you opened this page" in answer.text
    assert 'value="Amina Khan"' in answer.text
    assert ready(app) == ["en"]


def test_a_sign_off_can_be_taken_back(app: Flask, commissioner: FlaskClient) -> None:
    sign(commissioner)
    assert commissioner.post(URDU, data={"then": "draft"}).status_code == 303
    assert ready(app) == ["en"]
    assert "Draft" in opened(commissioner, URDU)


@pytest.mark.parametrize("role", ["provider_manager", "administrator"])
def test_nobody_of_a_provider_takes_back_a_sign_off_of_another(app: Flask, commissioner: FlaskClient, role: str) -> None:
    manager = signed_in(app, role)
    content = re.search(r'name="content" value="(\w+)"', opened(manager, URDU))[1]
    sign(commissioner)
    assert "Make it a draft again" not in opened(manager, URDU)
    assert manager.post(URDU, data={"then": "draft"}).status_code == 403
    assert manager.post(URDU, data={"speaker": "Someone Else", "content": content}).status_code == 403
    assert ready(app) == ["en", "ur"]


def test_a_manager_takes_back_a_sign_off_of_their_own(app: Flask) -> None:
    manager = signed_in(app, "provider_manager")
    sign(manager)
    assert "Make it a draft again" in opened(manager, URDU)
    assert manager.post(URDU, data={"then": "draft"}).status_code == 303
    assert ready(app) == ["en"]


def test_signing_off_twice_keeps_the_later_name(app: Flask, commissioner: FlaskClient) -> None:
    content = re.search(r'name="content" value="(\w+)"', opened(commissioner, URDU))
    for name in ("Amina Khan", "Bilal Aziz"):
        commissioner.post(URDU, data={"speaker": name, "content": content[1]})
    assert "Checked by Bilal Aziz" in opened(commissioner, URDU)


def test_support_workers_do_not_sign_off(app: Flask) -> None:
    worker = signed_in(app, "support_worker")
    assert worker.get("/manage/languages/").status_code == 403
    assert worker.post(URDU, data={"speaker": "Amina Khan"}).status_code == 403


@pytest.mark.parametrize("path", ["tiny/en", "tiny/xx", "none/ur"])
def test_what_is_not_there_is_not_found(commissioner: FlaskClient, path: str) -> None:
    assert commissioner.get(f"/manage/languages/{path}").status_code == 404


def test_a_draft_says_so_wherever_staff_see_its_name(app: Flask, commissioner: FlaskClient) -> None:
    with app.app_context():
        assert staff_name(library().surveys["tiny"], "ur") == "اردو – draft, not checked by a speaker"
    sign(commissioner)
    with app.app_context():
        assert staff_name(library().surveys["tiny"], "ur") == "اردو"
        assert staff_name(library().surveys["tiny"], "en") == "English"


def test_a_round_is_refused_in_a_draft(app: Flask) -> None:
    where = ["--survey", "tiny", "--provider", "north", "--slug", "spring", "--title", "Spring"]
    result = app.test_cli_runner().invoke(open_round, [*where, "--language", "ur"])
    assert result.exit_code == 1
    assert "Nobody has checked this survey in اردو as it is now" in result.output
    with app.app_context():
        assert db.session.query(Round).count() == 0


def test_a_round_opens_in_what_is_signed_off(app: Flask, commissioner: FlaskClient) -> None:
    sign(commissioner)
    where = ["--survey", "tiny", "--provider", "north", "--slug", "spring", "--title", "Spring"]
    result = app.test_cli_runner().invoke(open_round, [*where, "--language", "ur", "--language", "en"])
    assert result.exit_code == 0, result.output
    with app.app_context():
        assert db.session.query(Round).one().languages == "ur;en"


def test_a_language_that_is_not_there_is_named(app: Flask) -> None:
    with app.app_context():
        words = refusal(library().surveys["tiny"], ["en", "fr"])
    assert words == "There is no language fr. There are: en, en-simple, ur, pl."


def test_a_preview_of_a_draft_says_that_it_is_one(commissioner: FlaskClient) -> None:
    assert "This language is a draft" in opened(commissioner, "/surveys/tiny/preview?lang=ur")
    assert "This language is a draft" not in opened(commissioner, "/surveys/tiny/preview")
    sign(commissioner)
    assert "This language is a draft" not in opened(commissioner, "/surveys/tiny/preview?lang=ur")


def test_the_page_of_a_round_says_which_of_its_languages_has_become_a_draft(
    app: Flask, definitions: Path, commissioner: FlaskClient
) -> None:
    sign(commissioner)
    with app.app_context():
        made = Round(slug="spring", survey="tiny", provider="north", title="Spring", opens_on=date(2026, 5, 1))
        made.languages = "en;ur"
        db.session.add(made)
        db.session.commit()
        address = f"/manage/rounds/{made.id}"
    assert "draft" not in opened(commissioner, address)
    reload(app, definitions, "translations/ur/modules/breaks.yaml", "ہاں", "جی ہاں")
    assert "اردو – draft, not checked by a speaker" in opened(commissioner, address)
