"""Changing a live survey: a draft that nobody is asked, that two authors share, and that loses nothing."""

from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from forms_app.authoring.drafts import read_draft
from forms_app.authoring.editions import current_survey
from forms_app.database import db
from forms_app.models.audit import AuditEvent
from surveys.library import load_library
from surveys.model.common import in_each, say
from surveys.model.survey import Question, Survey
from surveys.uses import uses_of
from tests.support.forms import fields_of
from tests.support.house_rules import check_page
from tests.support.staff import new_client, opened, signed_in

SURVEY = "/surveys/carer-short"
SAFE = f"{SURVEY}/questions/safe.feel"


def drafted(app: Flask, survey: str = "carer-short") -> Survey:
    """The draft of a survey."""
    with app.app_context():
        found = read_draft(survey)
        assert found is not None
        return found.survey


def saved(client: FlaskClient, path: str, status: int = 303, **changes: str | list[str]) -> str:
    """Send a page's form with some fields typed over; returns the page that answers."""
    fields = fields_of(opened(client, path))
    answer = client.post(path, data=typed(fields, changes))
    assert answer.status_code == status, answer.text
    if status != 303:
        check_page(answer.text)
    return answer.text


def typed(fields: MultiDict[str, str], changes: dict[str, str | list[str]]) -> MultiDict[str, str]:
    """The fields with some typed over. `__` in a name stands for `-`."""
    for name, value in changes.items():
        fields.setlist(name.replace("__", "-"), [value] if isinstance(value, str) else value)
    return fields


def test_saving_a_form_as_it_came_changes_nothing(app: Flask, author: FlaskClient) -> None:
    for key in load_library().surveys["carer-short"].by_key:
        saved(author, f"{SURVEY}/questions/{key}")
    with app.app_context():
        found = read_draft("carer-short")
        assert found is None or found.survey == load_library().surveys["carer-short"]


def test_a_change_is_kept_in_the_draft_and_asked_of_nobody(app: Flask, author: FlaskClient) -> None:
    saved(author, SAFE, text="How safe do you feel today?", hint="")
    question = drafted(app).by_key["safe.feel"]
    assert say(question.text) == "How safe do you feel today?"
    assert question.hint is None
    with app.app_context():
        assert current_survey("carer-short") == load_library().surveys["carer-short"]
    assert "Changed" in opened(author, SURVEY)


def test_other_languages_stay_when_english_changes(app: Flask, author: FlaskClient) -> None:
    before = in_each(load_library().surveys["carer-short"].by_key["safe.feel"].text)
    saved(author, SAFE, text="How safe do you feel today?")
    after = in_each(drafted(app).by_key["safe.feel"].text)
    assert after == {**before, "en": "How safe do you feel today?"}
    assert len(after) > 2


def test_answers_can_be_reworded_moved_added_and_retired(app: Flask, author: FlaskClient) -> None:
    codes = load_library().surveys["carer-short"].by_key["safe.feel"].codes()
    last = len(codes)
    saved(
        author, SAFE, label__1="Quite safe", place__2="1", retire__3="yes", **{f"label__{last + 1}": "I am not sure"}
    )  # fmt: skip
    options = drafted(app).by_key["safe.feel"].options
    assert [option.code for option in options][:2] == [codes[1], codes[0]]
    assert codes[2] not in [option.code for option in options]
    assert say(options[1].label) == "Quite safe"
    assert ("i-am-not-sure", "I am not sure") in [(option.code, say(option.label)) for option in options]


def test_one_answer_alone_is_refused_beside_the_field(author: FlaskClient) -> None:
    count = len(load_library().surveys["carer-short"].by_key["safe.feel"].codes())
    retired: dict[str, str | list[str]] = {f"retire__{number}": "yes" for number in range(2, count + 1)}
    page = saved(author, SAFE, 422, personal=[], **retired)
    assert "Give at least two answers" in page


def test_a_question_can_lead_elsewhere_after_an_answer(app: Flask, author: FlaskClient) -> None:
    path = "/surveys/carer/questions/satisfaction.overall"
    later = list(load_library().surveys["carer"].modules[0].questions)[-1].key
    saved(author, path, when__1=["very-satisfied"], go__1=later)
    routes = drafted(app, "carer").by_key["satisfaction.overall"].routes
    assert [(route.when, route.go_to) for route in routes] == [(["very-satisfied"], later)]


def test_a_way_whose_answers_are_all_retired_goes_with_them(app: Flask, author: FlaskClient) -> None:
    path = "/surveys/carer/questions/breaks.requested"
    saved(author, path, retire__2="yes", label__3="Not sure")
    question = drafted(app, "carer").by_key["breaks.requested"]
    assert question.routes == []


@pytest.mark.parametrize("kind", ["one", "many", "number", "scale", "text"])
def test_a_question_of_any_kind_can_be_added(app: Flask, author: FlaskClient, kind: str) -> None:
    saved(author, f"{SURVEY}/add?after=safe.feel", text="What else should we ask?", kind=kind)
    keys = list(drafted(app).by_key)
    key = keys[keys.index("safe.feel") + 1]
    assert key == "feeling-safe.what-else-should-we-ask"
    question = drafted(app).by_key[key]
    assert question.kind == kind
    changes: dict[str, str | list[str]] = {"text": "What else?"}
    changes |= {"label__1": "This", "label__2": "That"} if kind in ("one", "many") else {}
    saved(author, f"{SURVEY}/questions/{key}", **changes)
    assert say(drafted(app).by_key[key].text) == "What else?"


def test_a_removed_question_names_the_measures_that_rest_on_it(app: Flask, author: FlaskClient) -> None:
    page = opened(author, f"{SURVEY}/questions/satisfaction.overall/remove")
    assert "These measures rest on it" in page
    for use in uses_of(load_library(), "satisfaction.overall"):
        assert f"{use.measure.title} ({use.framework.title})" in unescape(page)
    saved(author, f"{SURVEY}/questions/satisfaction.overall/remove")
    assert "satisfaction.overall" not in drafted(app).by_key


def test_questions_move_up_and_down(app: Flask, author: FlaskClient) -> None:
    page = opened(author, SURVEY)
    seen = fields_of(page).get("seen")
    answer = author.post(f"{SURVEY}/questions/satisfaction.supported/move", data={"to": "up", "seen": seen})
    assert answer.status_code == 303
    assert list(drafted(app).by_key)[:2] == ["satisfaction.supported", "satisfaction.overall"]


def test_a_move_on_a_page_that_is_out_of_date_changes_nothing(app: Flask, author: FlaskClient) -> None:
    seen = fields_of(opened(author, SURVEY)).get("seen")
    for _number in range(2):
        author.post(f"{SURVEY}/questions/satisfaction.supported/move", data={"to": "up", "seen": seen})
    assert list(drafted(app).by_key)[:2] == ["satisfaction.supported", "satisfaction.overall"]
    assert "A colleague has changed the order" in opened(author, SURVEY)


def test_the_second_author_of_one_question_is_shown_both_and_nothing_is_overwritten(
    app: Flask, author: FlaskClient
) -> None:
    other = signed_in(app, "administrator", None)
    mine, theirs = fields_of(opened(author, SAFE)), fields_of(opened(other, SAFE))
    theirs["text"] = "Do you feel safe?"
    assert other.post(SAFE, data=theirs).status_code == 303
    mine["text"] = "Are you safe?"
    answer = author.post(SAFE, data=mine)
    assert answer.status_code == 409
    check_page(answer.text)
    assert "Do you feel safe?" in answer.text
    assert "Are you safe?" in answer.text
    assert say(drafted(app).by_key["safe.feel"].text) == "Do you feel safe?"
    again = fields_of(answer.text)
    assert author.post(SAFE, data=again).status_code == 303
    assert say(drafted(app).by_key["safe.feel"].text) == "Are you safe?"


def test_two_authors_of_different_questions_do_not_meet(app: Flask, author: FlaskClient) -> None:
    other = signed_in(app, "administrator", None)
    first, second = SAFE, f"{SURVEY}/questions/voice.heard"
    mine, theirs = fields_of(opened(author, first)), fields_of(opened(other, second))
    mine["text"], theirs["text"] = "Mine?", "Theirs?"
    assert other.post(second, data=theirs).status_code == 303
    assert author.post(first, data=mine).status_code == 303
    by_key = drafted(app).by_key
    assert [say(by_key[key].text) for key in ("safe.feel", "voice.heard")] == ["Mine?", "Theirs?"]


def test_a_translation_is_written_beside_the_english(app: Flask, author: FlaskClient) -> None:
    saved(author, f"{SAFE}/pl", **{"question:safe.feel.text": "Czy jest bezpiecznie?"})
    assert in_each(drafted(app).by_key["safe.feel"].text)["pl"] == "Czy jest bezpiecznie?"


def test_a_translation_whose_english_changed_is_out_of_date_until_someone_looks(app: Flask, author: FlaskClient) -> None:
    assert "Out of date" not in opened(author, f"{SAFE}/pl")
    saved(author, SAFE, text="How safe do you feel today?")
    assert "Out of date" in opened(author, f"{SAFE}/pl")
    saved(author, f"{SAFE}/pl", right="question:safe.feel.text")
    assert "Out of date" not in opened(author, f"{SAFE}/pl")
    assert "Out of date" in opened(author, f"{SAFE}/ur")


def test_the_survey_s_own_words_can_be_changed_and_translated(app: Flask, author: FlaskClient) -> None:
    saved(author, f"{SURVEY}/words", **{"survey.title": "A few questions", "minutes": "4"})
    saved(author, f"{SURVEY}/words/pl", **{"survey.title": "Kilka pytań"})
    found = drafted(app)
    assert in_each(found.title)["en"] == "A few questions"
    assert in_each(found.title)["pl"] == "Kilka pytań"
    assert found.minutes == 4


def test_a_draft_can_be_thrown_away(app: Flask, author: FlaskClient) -> None:
    saved(author, SAFE, text="Other words?")
    page = opened(author, SURVEY)
    answer = author.post(f"{SURVEY}/discard", data={"seen": fields_of(page).get("seen")})
    assert answer.status_code == 303
    with app.app_context():
        assert read_draft("carer-short") is None
        event = db.session.query(AuditEvent).filter_by(action="survey-draft-discarded").one()
        assert event.details == '{"survey": "carer-short"}'


@pytest.mark.parametrize(("role", "provider"), [("support_worker", "north"), ("duty_worker", "north")])
def test_others_see_no_surveys(app: Flask, role: str, provider: str) -> None:
    assert signed_in(app, role, provider).get("/surveys").status_code == 403


@pytest.mark.parametrize("role", ["provider_manager", "administrator"])
def test_nobody_of_a_provider_changes_what_every_provider_asks(app: Flask, role: str) -> None:
    reader = signed_in(app, role, "north")
    page = opened(reader, SURVEY)
    assert "Remove" not in page
    opened(reader, f"{SURVEY}/preview")
    named = {"survey": "carer-short", "question": "safe.feel", "language": "ur", "number": 1}
    changing = [
        rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("authoring.") and "POST" in rule.methods
    ]
    assert len(changing) > 10
    for rule in changing:
        path = rule.build({name: named[name] for name in rule.arguments}, append_unknown=False)[1]
        for method in sorted(rule.methods & {"GET", "POST"}):
            assert reader.open(path, method=method).status_code == 403, (method, path)


def test_nobody_without_an_account_comes_in(app: Flask) -> None:
    assert new_client(app).get("/surveys").status_code in (302, 401)


def test_every_page_of_every_survey_obeys_the_house_rules(author: FlaskClient) -> None:
    opened(author, "/surveys")
    for name, survey in load_library().surveys.items():
        opened(author, f"/surveys/{name}")
        opened(author, f"/surveys/{name}/words")
        question: Question = next(iter(survey.by_key.values()))
        opened(author, f"/surveys/{name}/questions/{question.key}/ur")
