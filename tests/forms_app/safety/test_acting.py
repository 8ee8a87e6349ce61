"""What the duty worker does about an item, and what others of the provider, and of the council, see of it."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.database import db
from forms_app.models.accounts import User
from forms_app.models.audit import AuditEvent
from forms_app.models.records import Person
from forms_app.models.responses import Round
from forms_app.models.safety import SafetyItem
from forms_app.safety import contact_request
from forms_app.safety.hours import time_now
from tests.forms_app.respond.conftest import Respondent
from tests.forms_app.safety.conftest import DUTY, items, notes, user_id
from tests.forms_app.safety.test_contact import ask
from tests.support.house_rules import check_page
from tests.support.staff import add_staff, new_client, opened, sign_in, signed_in


@pytest.fixture
def item(app: Flask) -> int:
    """An open item from the anonymous round; its number."""
    with app.app_context():
        round_ = db.session.query(Round).filter_by(slug="spring").one()
        made = contact_request(round_, once="x", name="Ada", how="07700 900123", when="Mornings", language="en")
        db.session.commit()
        return made.id


@pytest.fixture
def duty(app: Flask) -> FlaskClient:
    """The duty worker, signed in."""
    client = new_client(app)
    sign_in(client, DUTY)
    return client


@pytest.fixture
def manager(app: Flask) -> FlaskClient:
    """The provider's manager, signed in."""
    return signed_in(app, "provider_manager", "hub")


def send(client: FlaskClient, number: int, action: str, status: int = 303, **typed: str) -> str:
    """Open the item's page and send one of its forms; returns the page that comes back."""
    version = re.search(r'name="version" value="(\d+)"', opened(client, f"/safety/item/{number}"))
    assert version
    answer = client.post(f"/safety/item/{number}/{action}", data={"version": version[1]} | typed)
    assert answer.status_code == status, answer.text
    if status != 303:
        check_page(answer.text)
    return answer.text


def note_tries(client: FlaskClient, number: int, count: int) -> None:
    """Note so many tries."""
    for n in range(count):
        send(client, number, "try", what_happened=f"No answer {n}")


def make_overdue(app: Flask, number: int) -> None:
    """Let the clock run out."""
    with app.app_context():
        found = db.session.get_one(SafetyItem, number)
        found.opened_at, found.due_at = (time_now() - timedelta(hours=hours) for hours in (30, 6))
        db.session.commit()


def actions(app: Flask) -> list[str]:
    """What the audit log holds of safety, in order."""
    with app.app_context():
        found = db.session.query(AuditEvent).filter(AuditEvent.action.startswith("safety")).order_by(AuditEvent.id)
        return [event.action for event in found]


def test_the_list_shows_the_item_with_its_clock(duty: FlaskClient, item: int) -> None:
    page = opened(duty, "/safety")
    assert "Ada" in page
    assert "Open (1)" in page
    assert re.search(r"2[34] hours left", page)
    assert "On duty today: Sam Duty Worker." in page


def test_opening_the_list_is_logged_without_a_name(app: Flask, duty: FlaskClient, item: int) -> None:
    opened(duty, "/safety")
    assert actions(app) == ["safety-items-listed"]
    with app.app_context():
        event = db.session.query(AuditEvent).filter_by(action="safety-items-listed").one()
        assert (event.provider, event.details) == ("hub", '{"count": 1}')


def test_an_overdue_item_says_so_in_a_word_and_a_shape(app: Flask, duty: FlaskClient, item: int) -> None:
    make_overdue(app, item)
    page = opened(duty, "/safety")
    assert '<span aria-hidden="true">▲ </span>Overdue' in page
    assert "6 hours late" in page


def test_an_item_that_nobody_has_stands_first(app: Flask, duty: FlaskClient, item: int) -> None:
    with app.app_context():
        db.session.execute(db.text("DELETE FROM duty_period"))
        contact_request(db.session.query(Round).first(), once="y", name="Bea", how="a@b.example")
        db.session.commit()
    page = opened(duty, "/safety")
    assert page.index("Bea") < page.index("Ada")
    assert "Nobody has it yet." in page


def test_the_page_of_an_item_shows_how_and_when_to_reach_the_person(duty: FlaskClient, item: int) -> None:
    page = opened(duty, f"/safety/item/{item}")
    for words in ("07700 900123", "Mornings", "English", "Spring survey", "In the hour from", "nothing leads to them"):
        assert words in page


def test_the_page_of_a_named_item_shows_the_question_and_the_answer(app: Flask, duty: FlaskClient, ada: Respondent) -> None:
    ada.answer("unsafe")
    page = opened(duty, f"/safety/item/{items(app)[0].id}")
    for words in ("How safe do you feel?", "Not safe", "NC-1", "07700 900123", "They have not said whether it is safe."):
        assert words in page


def test_a_changed_answer_is_shown(app: Flask, duty: FlaskClient, ada: Respondent) -> None:
    ada.answer("unsafe")
    ada.open(f"/a/{ada.address}/small.safe")
    ada.answer("safe")
    assert "The answer was changed to: Safe" in opened(duty, f"/safety/item/{items(app)[0].id}")


def test_tries_are_noted_with_their_time(app: Flask, duty: FlaskClient, item: int) -> None:
    typed = {"tried_on-day": "14", "tried_on-month": "5", "tried_on-year": "2026", "tried_at": "9:05"}
    send(duty, item, "try", what_happened="Rang, no answer", **typed)
    (note,) = notes(app)
    assert (note.kind, note.words, note.user_id) == ("tried", "Rang, no answer", user_id(app, DUTY))
    assert note.at.isoformat() == "2026-05-14T08:05:00"
    assert "Thursday 14 May 2026, 09:05" in opened(duty, f"/safety/item/{item}")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"what_happened": ""}, "Say what happened"),
        ({"what_happened": "x", "tried_at": "25:00"}, "Enter the time on a 24-hour clock"),
        ({"what_happened": "x", "tried_on-year": "2027"}, "must not be in the future"),
        ({"what_happened": "x", "tried_on-day": "32"}, "must be a real date"),
    ],
)
def test_a_try_that_is_not_right_is_said_and_kept(
    app: Flask, duty: FlaskClient, item: int, typed: dict[str, str], said: str
) -> None:
    day = {"tried_on-day": "14", "tried_on-month": "5", "tried_on-year": "2026", "tried_at": "9:05"}
    assert said in send(duty, item, "try", 422, **day | typed)
    assert notes(app) == []


def test_an_item_is_closed_with_what_came_of_it(app: Flask, duty: FlaskClient, item: int) -> None:
    send(duty, item, "close", outcome="adult_safeguarding", outcome_note="Passed on at noon")
    (found,) = items(app)
    assert (found.state, found.outcome, found.outcome_note) == ("closed", "adult_safeguarding", "Passed on at noon")
    assert found.closed_by == user_id(app, DUTY)
    page = opened(duty, "/safety")
    assert "Passed to adult safeguarding" in page
    assert "Closed in time" in page


def test_closing_needs_an_outcome_and_something_else_needs_words(app: Flask, duty: FlaskClient, item: int) -> None:
    assert "Choose what came of it" in send(duty, item, "close", 422, outcome_note="Typed words")
    assert "Typed words" in send(duty, item, "close", 422, outcome_note="Typed words")
    assert "Say what came of it" in send(duty, item, "close", 422, outcome="other")
    assert items(app)[0].state == "open"


def test_not_reached_needs_three_tries(app: Flask, duty: FlaskClient, item: int) -> None:
    note_tries(duty, item, 2)
    assert "Note at least 3 tries first. So far there are 2." in send(duty, item, "close", 422, outcome="not_reached")
    note_tries(duty, item, 1)
    send(duty, item, "close", outcome="not_reached")
    assert items(app)[0].outcome == "not_reached"


def test_a_closed_item_is_opened_again_with_a_reason_and_a_new_clock(app: Flask, duty: FlaskClient, item: int) -> None:
    make_overdue(app, item)
    send(duty, item, "close", outcome="spoke", outcome_note="All well")
    assert "Say why it is opened again" in send(duty, item, "reopen", 422)
    send(duty, item, "reopen", reason="They called again")
    (found,) = items(app)
    assert (found.state, found.outcome, found.closed_at) == ("open", None, None)
    with app.app_context():
        assert found.due_at - time_now() > timedelta(hours=23)
    page = opened(duty, f"/safety/item/{item}")
    assert "They called again" in page
    assert "All well" in page


def test_a_manager_takes_an_item_over_and_gives_it_back(
    app: Flask, duty: FlaskClient, manager: FlaskClient, item: int
) -> None:
    me, other = user_id(app, "provider_manager@hub.example"), user_id(app, DUTY)
    send(manager, item, "assign", to=str(me))
    assert items(app)[0].assigned_to == me
    send(manager, item, "assign", to=str(other))
    assert items(app)[0].assigned_to == other
    assert "Given to Sam Duty Worker" in opened(duty, f"/safety/item/{item}")


def test_an_item_is_given_only_to_those_who_may_act(app: Flask, manager: FlaskClient, item: int) -> None:
    worker = user_id(app, add_staff(app, "support_worker", "hub"))
    send(manager, item, "assign", 422, to=str(worker))
    assert items(app)[0].assigned_to == user_id(app, DUTY)


def test_two_workers_see_each_others_change_and_lose_nothing(
    app: Flask, duty: FlaskClient, manager: FlaskClient, item: int
) -> None:
    version = re.search(r'name="version" value="(\d+)"', opened(manager, f"/safety/item/{item}"))[1]
    send(duty, item, "try", what_happened="Spoke to a neighbour")
    late = {"version": version, "outcome": "spoke", "outcome_note": "My own words"}
    answer = manager.post(f"/safety/item/{item}/close", data=late)
    check_page(answer.text)
    assert answer.status_code == 409
    assert "This item was changed after you opened the page." in answer.text
    assert "Tried to reach the person" in answer.text
    assert "My own words" in answer.text
    assert items(app)[0].state == "open"


def test_words_typed_while_a_colleague_closed_the_item_are_still_there(
    duty: FlaskClient, manager: FlaskClient, item: int
) -> None:
    version = re.search(r'name="version" value="(\d+)"', opened(manager, f"/safety/item/{item}"))[1]
    send(duty, item, "close", outcome="spoke")
    answer = manager.post(f"/safety/item/{item}/try", data={"version": version, "what_happened": "My own words"})
    assert answer.status_code == 409
    assert "My own words" in answer.text


def test_a_form_sent_twice_is_saved_once(app: Flask, duty: FlaskClient, item: int) -> None:
    version = re.search(r'name="version" value="(\d+)"', opened(duty, f"/safety/item/{item}"))[1]
    for _ in range(2):
        answer = duty.post(f"/safety/item/{item}/try", data={"version": version, "what_happened": "Rang"})
        assert answer.status_code == 303
    assert len(notes(app)) == 1


def test_everything_done_is_in_the_audit_log_without_its_words(app: Flask, duty: FlaskClient, item: int) -> None:
    send(duty, item, "assign", to=str(user_id(app, DUTY)))
    send(duty, item, "try", what_happened="Secret words")
    send(duty, item, "close", outcome="spoke", outcome_note="Secret words")
    send(duty, item, "reopen", reason="Secret words")
    done = [action for action in actions(app) if action != "safety-item-seen"]
    assert done == ["safety-item-assigned", "safety-item-tried", "safety-item-closed", "safety-item-reopened"]
    assert actions(app).count("safety-item-seen") == 4
    with app.app_context():
        assert not [event for event in db.session.query(AuditEvent) if "Secret" in event.details]


def test_what_people_wrote_is_not_readable_in_the_database(app: Flask, duty: FlaskClient, item: int) -> None:
    send(duty, item, "close", outcome="spoke", outcome_note="Secret words")
    with app.app_context():
        stored = [
            str(row)
            for table in ("safety_item", "safety_note")
            for row in db.session.execute(db.text(f"SELECT * FROM {table}"))
        ]
    assert not [row for row in stored if "Secret" in row or "07700" in row or "Mornings" in row]


def test_the_page_says_when_no_reminder_can_reach_anyone(app: Flask, duty: FlaskClient) -> None:
    words = "no reminder reaches anyone"
    app.config["EMAIL_CARRIER"] = "outbox"
    assert words in opened(duty, "/safety")
    app.config["EMAIL_CARRIER"] = "smtp"
    assert words not in opened(duty, "/safety")


class TestWhoSeesIt:
    """Duty workers and managers of the provider; the council counts; nobody else."""

    def test_a_support_worker_sees_nothing(self, app: Flask, ada: Respondent) -> None:
        ada.answer("unsafe")
        worker = signed_in(app, "support_worker", "hub")
        for path in ("/safety", f"/safety/item/{items(app)[0].id}", "/safety/duty"):
            assert worker.get(path).status_code == 403
        person = opened(worker, "/person/NC-1")
        assert "afety" not in person
        assert "unsafe" not in person.lower()

    def test_another_provider_sees_nothing(self, app: Flask, item: int) -> None:
        from tests.support.staff import add_provider

        add_provider(app, "other", "Others")
        other = signed_in(app, "duty_worker", "other")
        assert other.get(f"/safety/item/{item}").status_code == 404
        assert "Ada" not in opened(other, "/safety")

    def test_a_commissioner_sees_numbers_and_no_person(self, app: Flask, duty: FlaskClient, item: int) -> None:
        make_overdue(app, item)
        with app.app_context():
            for once in ("y", "z"):
                contact_request(db.session.query(Round).first(), once=once, name="Bea", how="a@b.example")
            db.session.commit()
        send(duty, item + 1, "close", outcome="spoke")
        council = signed_in(app, "commissioner", None)
        page = opened(council, "/safety")
        numbers = re.findall(r'govuk-table__cell--numeric">(\d+)<', page)
        assert numbers == ["2", "1", "1", "0"]
        assert "The Carers Hub" in page
        assert not re.search("Ada|Bea|07700", page)
        assert council.get(f"/safety/item/{item}").status_code == 403

    def test_a_duty_worker_finds_it_in_the_menu(self, app: Flask, duty: FlaskClient) -> None:
        assert 'href="/safety"' in opened(duty, "/safety/duty")
        worker = signed_in(app, "support_worker", "hub")
        assert 'href="/safety"' not in opened(worker, "/people")

    def test_the_account_that_was_disabled_keeps_its_name_on_what_it_did(
        self, app: Flask, duty: FlaskClient, item: int
    ) -> None:
        send(duty, item, "try", what_happened="Rang")
        manager = signed_in(app, "provider_manager", "hub")
        with app.app_context():
            db.session.query(User).filter_by(email=DUTY).one().active = False
            db.session.commit()
        assert "Sam Duty Worker" in opened(manager, f"/safety/item/{item}")

    def test_a_commissioner_still_lands_on_the_contracts(self, app: Flask) -> None:
        council = signed_in(app, "commissioner", None)
        assert council.get("/home").headers.get("Location", "").startswith("/manage")


def test_what_was_known_stays_beside_another_name_and_number(app: Flask, duty: FlaskClient, ada: Respondent) -> None:
    with app.app_context():
        db.session.query(Person).one().email = "ada@example.org"
        db.session.commit()
    ada.answer("unsafe")
    ask(ada, f"/a/{ada.address}/safety/contact", name="Bea Other", how="01632 960001")
    (item,) = items(app)
    page = opened(duty, f"/safety/item/{item.id}")
    for words in ("Bea Other", "01632 960001", "Known before", "Ada Example", "07700 900123", "ada@example.org"):
        assert words in page
    assert "try what they gave first" in page


def test_nothing_is_said_twice_where_they_gave_what_was_known(app: Flask, duty: FlaskClient, ada: Respondent) -> None:
    ada.answer("unsafe")
    (item,) = items(app)
    assert "Known before" not in opened(duty, f"/safety/item/{item.id}")
