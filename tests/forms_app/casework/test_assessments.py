import re
import uuid
from datetime import date

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forms_app.database import db
from forms_app.models.records import Assessment, Goal, Person, Score
from tests.forms_app.casework.conftest import add_goal, add_person, day_fields, filled_in, hidden, rows
from tests.support.house_rules import check_page


def start(app: Flask, **columns: object) -> str:
    """An assessment under way; returns its address."""
    with app.app_context():
        known = {"kind": "carer", "started_on": date(2026, 5, 1)}
        db.session.add(Assessment(provider="north", assessment="a1", person="P1", **known | columns))
        db.session.commit()
    return "/person/P1/assessment/a1"


GOOD = {
    **day_fields("completed_on", 14, 5, 2026),
    "outcome-1": "town:health.sleep",
    "words-1": "I want to sleep through",
    "baseline-1": "2",
    "outcome-3": "town:money",
    "baseline-3": "4",
    "wellbeing": "3",
}


def test_starting_an_assessment_stores_its_kind_and_day(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    page = worker.get("/person/P1/assessment")
    check_page(page.text)
    fields = hidden(page.text) | {"kind": "wellbeing"} | day_fields("started_on", 12, 5, 2026)
    for _ in range(2):
        answer = worker.post("/person/P1/assessment", data=fields)
        assert answer.status_code == 303
    assert rows(app, select(Assessment.kind, Assessment.started_on, Assessment.completed_on)) == [
        ("wellbeing", date(2026, 5, 12), None)
    ]
    assert "Complete it by 9 June 2026." in worker.get("/person/P1").text


def test_an_assessment_that_cannot_be_started_says_why(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    kind = {"kind": "carer"}
    for fields, error in (
        (kind | day_fields("started_on", 16, 5, 2026), "Date started must be today or earlier"),
        (kind | day_fields("started_on", 31, 3, 2026), "Date started must be 1 April 2026 or later"),
        (day_fields("started_on", 12, 5, 2026), "Select the kind of assessment"),
        ({"kind": "sofa"} | day_fields("started_on", 12, 5, 2026), "Select the kind of assessment"),
        (kind, "Enter the date the assessment started"),
        (kind | day_fields("started_on", 31, 4, 2026), "Date started must be a real date"),
    ):
        answer = worker.post("/person/P1/assessment", data=fields)
        check_page(answer.text)
        assert answer.status_code == 422
        assert error in answer.text
    assert rows(app, select(Assessment)) == []


def test_completing_an_assessment_stores_goals_baselines_and_the_wellbeing_score(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    page = worker.get(start(app))
    check_page(page.text)
    assert "Complete it by 29 May 2026." in page.text
    answer = worker.post("/person/P1/assessment/a1", data=hidden(page.text) | GOOD)
    assert answer.status_code == 303, answer.text
    assert rows(app, select(Goal.outcome, Goal.agreed_on, Goal.baseline, Goal.words).order_by(Goal.outcome)) == [
        ("town:health.sleep", date(2026, 5, 14), 2, "I want to sleep through"),
        ("town:money", date(2026, 5, 14), 4, None),
    ]
    assert all(uuid.UUID(goal) for (goal,) in rows(app, select(Goal.goal)))
    assert rows(app, select(Score.scale, Score.taken_on, Score.score, Score.at)) == [
        ("wellbeing", date(2026, 5, 14), 3, "assessment")
    ]
    assert rows(app, select(Assessment.completed_on)) == [(date(2026, 5, 14),)]
    assert "I want to sleep through" in worker.get("/person/P1").text


def test_sending_the_completion_twice_saves_it_once(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    fields = hidden(worker.get(start(app)).text) | GOOD
    for _ in range(2):
        assert worker.post("/person/P1/assessment/a1", data=fields).status_code == 303
    assert len(rows(app, select(Goal.goal))) == 2


WRONG = [
    ({"outcome-1": "", "words-1": "", "baseline-1": "", "outcome-3": "", "baseline-3": ""}, "at least one goal"),
    ({"outcome-1": ""}, "Goal 1: choose an outcome"),
    ({"baseline-3": ""}, "Goal 3: select how things are now"),
    ({"outcome-3": "town:health.sleep"}, "Goal 3: this outcome is agreed already"),
    ({"outcome-1": "town:voice"}, "Goal 1: this outcome is agreed already"),
    ({"wellbeing": "11"}, "Wellbeing score must be a whole number from 0 to 10"),
    ({"wellbeing": "4.5"}, "Wellbeing score must be a whole number from 0 to 10"),
    ({"completed_on-day": "30", "completed_on-month": "april"}, "that is the day the assessment started"),
    ({"words-1": "x" * 2001}, "Use 2000 characters or fewer"),
]


def test_a_completion_with_something_wrong_keeps_what_was_typed_and_saves_nothing(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    add_goal(app, "g0", "town:voice")
    opened = hidden(worker.get(start(app)).text)
    for changes, error in WRONG:
        sent = opened | GOOD | changes
        answer = worker.post("/person/P1/assessment/a1", data=sent)
        check_page(answer.text)
        assert answer.status_code == 422
        assert error in answer.text
        assert filled_in(answer.text) == {name: value for name, value in sent.items() if value}
    assert rows(app, select(Goal.goal)) == [("g0",)]
    assert rows(app, select(Score.score)) == []


def test_another_row_is_added_and_what_was_typed_stays(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    fields = hidden(worker.get(start(app)).text) | GOOD | {"more": "1"}
    answer = worker.post("/person/P1/assessment/a1", data=fields)
    check_page(answer.text)
    assert "Goal 4" in answer.text
    assert "I want to sleep through" in answer.text
    assert rows(app, select(Goal.goal)) == []


def test_there_are_never_more_than_eight_rows(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    answer = worker.post(start(app), data={"more": "1", "rows": "8"})
    assert "Goal 8" in answer.text
    assert "Goal 9" not in answer.text
    assert "Add another goal" not in answer.text


def test_a_colleague_who_was_first_is_shown_and_what_was_typed_is_kept(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    first, second = (hidden(worker.get(address).text) for address in (start(app), "/person/P1/assessment/a1"))
    worker.post("/person/P1/assessment/a1", data=first | GOOD)
    mine = GOOD | {
        "outcome-1": "town:voice",
        "words-1": "They should ask me",
        "outcome-3": "",
        "baseline-3": "",
        "wellbeing": "",
    }
    answer = worker.post("/person/P1/assessment/a1", data=second | mine)
    check_page(answer.text)
    assert answer.status_code == 409
    assert "I want to sleep through" in answer.text
    assert "They should ask me" in answer.text
    assert len(rows(app, select(Goal.goal))) == 2
    again = worker.post("/person/P1/assessment/a1", data=hidden(answer.text) | mine)
    assert again.status_code == 303
    assert len(rows(app, select(Goal.goal))) == 3


def test_day_28_is_in_and_day_29_is_late(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    start(app, started_on=date(2026, 4, 17))
    assert "last day today" in worker.get("/person/P1").text
    app.config["TODAY"] = date(2026, 5, 16)
    assert "1 day late" in worker.get("/person/P1").text


def test_an_assessment_of_another_person_is_not_found(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    add_person(app, "P2")
    start(app)
    assert worker.get("/person/P2/assessment/a1").status_code == 404


def test_words_are_encrypted_where_they_lie(app: Flask, worker: FlaskClient) -> None:
    add_person(app, name="Ada Carer")
    worker.post("/person/P1/assessment/a1", data=hidden(worker.get(start(app)).text) | GOOD)
    with app.app_context(), db.engine.connect() as connection:
        stored = connection.exec_driver_sql("SELECT words FROM goal WHERE words IS NOT NULL").scalars().all()
        stored += connection.exec_driver_sql("SELECT name FROM person").scalars().all()
    assert stored
    assert not re.search("sleep|Ada", " ".join(stored))
    assert rows(app, select(Person.name)) == [("Ada Carer",)]
