"""An answer that may mean danger opens one item where the survey has names, and none where it is anonymous."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.database import db
from forms_app.models.responses import Response, Round
from forms_app.models.safety import SafetyItem
from forms_app.respond.versions import frozen_survey
from forms_app.safety import after_answer, contact_request, opening
from forms_app.safety.notices import sentences
from forms_app.translations.speaking import InEnglish
from surveys.answers import Answer
from tests.forms_app.respond.conftest import Respondent, responses
from tests.forms_app.safety.conftest import DUTY, items, notes, to_safety, user_id

QUESTION = "small.safe"


@dataclass(frozen=True)
class Under:
    """A response under way, and its round."""

    response: Response
    round: Round


def change_answer(respondent: Respondent, *values: str) -> None:
    """Go back to the question about safety and give another answer."""
    address = respondent.address
    respondent.open(f"/a/{address}/{QUESTION}")
    respondent.answer(*values)


def test_a_named_answer_opens_an_item_for_the_duty_worker_of_the_day(app: Flask, ada: Respondent) -> None:
    ada.answer("unsafe")
    (item,) = items(app)
    assert (item.provider, item.person, item.question, item.answer_code) == ("hub", "NC-1", QUESTION, "unsafe")
    assert item.response == responses(app)[0].response
    assert (item.contact_name, item.contact_how) == ("Ada Example", "07700 900123")
    assert item.asked_for_contact is False
    assert item.language == "en"
    assert item.assigned_to == user_id(app, DUTY)
    assert item.due_at - item.opened_at == timedelta(hours=24)


def test_a_safe_answer_opens_nothing(app: Flask, ada: Respondent) -> None:
    ada.answer("safe")
    assert items(app) == []


def test_an_anonymous_answer_opens_nothing(app: Flask, carer: Respondent) -> None:
    to_safety(carer, "/s/spring").answer("unsafe")
    assert carer.at.endswith("/help")
    assert items(app) == []


def test_the_same_answer_again_opens_no_second_item_and_leaves_no_note(app: Flask, ada: Respondent) -> None:
    ada.answer("unsafe")
    change_answer(ada, "unsafe")
    assert len(items(app)) == 1
    assert notes(app) == []


def test_a_safe_answer_later_is_noted_and_closes_nothing(app: Flask, ada: Respondent) -> None:
    ada.answer("unsafe")
    change_answer(ada, "safe")
    (item,), (note,) = items(app), notes(app)
    assert item.state == "open"
    assert item.version == 2
    assert (note.kind, note.code, note.user_id) == ("answer", "safe", None)


def test_passing_the_question_over_later_is_noted_too(app: Flask, ada: Respondent) -> None:
    ada.answer("unsafe")
    change_answer(ada)
    assert [note.code for note in notes(app)] == ["passed-over"]


def test_an_unsafe_answer_after_the_item_was_closed_opens_it_again_with_a_new_clock(app: Flask, ada: Respondent) -> None:
    ada.answer("unsafe")
    change_answer(ada, "safe")
    with app.app_context():
        item = db.session.query(SafetyItem).one()
        item.state, item.outcome, item.due_at = "closed", "mistaken", item.due_at - timedelta(days=9)
        db.session.commit()
    change_answer(ada, "unsafe")
    (item,) = items(app)
    assert (item.state, item.outcome) == ("open", None)
    assert item.due_at - item.opened_at > timedelta(hours=23)


def test_erasing_the_response_keeps_the_item_and_unties_it(app: Flask, ada: Respondent) -> None:
    ada.answer("unsafe")
    with app.app_context():
        db.session.execute(db.delete(Response))
        db.session.commit()
    (item,) = items(app)
    assert item.response is None
    assert item.person == "NC-1"


def test_nobody_on_duty_leaves_the_item_to_nobody(app: Flask, ada: Respondent) -> None:
    with app.app_context():
        db.session.execute(db.text("DELETE FROM duty_period"))
        db.session.commit()
    ada.answer("unsafe")
    assert items(app)[0].assigned_to is None


def test_the_notice_is_the_one_of_the_round(app: Flask, client: FlaskClient, definitions: object) -> None:
    from forms_app.safety import notice_for
    from surveys.model.survey import Help, Question

    question = Question(
        key="q", kind="one", text="?", notice="Anonymous.", notice_named="In {hours} hours.",
        help=Help(after=[], title="Help", text="Call.", within_hours=36),
    )  # fmt: skip
    assert notice_for(question, anonymous=True, language="en") == "Anonymous."
    assert notice_for(question, anonymous=False, language="en") == "In 36 hours."
    assert notice_for(question.model_copy(update={"notice_named": None}), anonymous=False, language="en") == "Anonymous."


class TestContactRequest:
    """A request for contact, from a page or from paper."""

    def test_from_an_anonymous_round_holds_the_round_and_the_words_alone(self, app: Flask) -> None:
        with app.app_context():
            contact_request(self.round("spring"), once="x", name="Ada", how="07700 900123", when="Mornings")
            db.session.commit()
        (item,) = items(app)
        assert (item.response, item.person, item.question, item.answer_code, item.language) == (None,) * 5
        assert (item.contact_name, item.contact_how, item.contact_when) == ("Ada", "07700 900123", "Mornings")
        assert item.asked_for_contact is True

    def test_from_an_anonymous_round_has_the_hour_and_not_the_minute(self, app: Flask) -> None:
        with app.app_context():
            contact_request(self.round("spring"), once="x", name="Ada", how="07700 900123")
            db.session.commit()
        (item,) = items(app)
        assert (item.opened_at.minute, item.opened_at.second) == (0, 0)
        assert (item.due_at.minute, item.due_at.second) == (0, 0)

    def test_sent_twice_opens_one_item(self, app: Flask) -> None:
        with app.app_context():
            for _ in range(2):
                contact_request(self.round("spring"), once="x", name="Ada", how="07700 900123")
                db.session.commit()
        assert len(items(app)) == 1

    def test_sent_twice_at_the_same_moment_opens_one_item(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(opening, "locked_item", lambda *_where: None)
        with app.app_context():
            made = [contact_request(self.round("spring"), once="x", name="Ada", how="07700 900123").id for _ in range(2)]
            db.session.commit()
        assert made[0] == made[1]
        assert len(items(app)) == 1

    def test_from_an_anonymous_round_cannot_be_tied_to_a_response(self, app: Flask, carer: Respondent) -> None:
        carer.begin()
        with app.app_context():
            response = db.session.query(Response).one()
            with pytest.raises(ValueError, match="never tied"):
                contact_request(self.round("spring"), once="x", name=None, how="x", response=response)

    def test_with_a_name_adds_to_the_open_item_of_the_response(self, app: Flask, ada: Respondent) -> None:
        ada.answer("unsafe")
        with app.app_context():
            response = db.session.query(Response).one()
            contact_request(self.round("named"), once="x", name=None, how="Text me", when="After 9", response=response)
            db.session.commit()
        (item,) = items(app)
        assert (item.contact_name, item.contact_how, item.contact_when) == ("Ada Example", "Text me", "After 9")
        assert item.asked_for_contact is True
        assert [note.kind for note in notes(app)] == ["contact"]

    @staticmethod
    def round(slug: str) -> Round:
        return db.session.query(Round).filter_by(slug=slug).one()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two? Three!", ["One.", "Two?", "Three!"]),
        ("W ciągu 24 godz. od chwili. Może.", ["W ciągu 24 godz. od chwili.", "Może."]),
        ("ایک۔ دو۔", ["ایک۔", "دو۔"]),
        ("এক। দুই।", ["এক।", "দুই।"]),
        ("", [""]),
    ],
)
def test_the_sentences_of_a_notice_stand_apart(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_the_sentences_of_a_notice_that_stayed_english_go_on_saying_so() -> None:
    assert [type(one) for one in sentences(InEnglish("One. Two."))] == [InEnglish, InEnglish]


def test_answers_changed_after_sending_come_to_the_same_item(app: Flask, ada: Respondent) -> None:
    ada.answer("unsafe")
    with app.app_context():
        sent = db.session.query(Response).one()
        changed = Response(
            response="changed", survey=sent.survey, version=sent.version, round_id=sent.round_id,
            provider=sent.provider, replaces=sent.response,
        )  # fmt: skip
        db.session.add(changed)
        db.session.flush()
        sheet = Under(changed, db.session.get_one(Round, sent.round_id))
        question = frozen_survey(sent.version).by_key[QUESTION]
        for code in ("unsafe", "safe"):
            after_answer(sheet, question, Answer(codes=(code,)))
        db.session.commit()
        first = sent.response
    (item,) = items(app)
    assert item.response == first
    assert [note.code for note in notes(app)] == ["safe"]
