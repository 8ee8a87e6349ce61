"""Goals and assessments are never overwritten silently: what they said is kept, with the reason, and figures follow."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forms_app.database import db
from forms_app.models.audit import AuditEvent
from forms_app.models.casework import FormDraft, RecordVersion
from forms_app.models.records import Assessment, Goal, GoalReview, Review, Score
from forms_app.rights.erasing import erase
from forms_app.rights.holdings import holdings_of
from tests.forms_app.casework.conftest import add_goal, add_person, day_fields, filled_in, hidden, rows
from tests.forms_app.casework.test_assessments import GOOD, start
from tests.forms_app.casework.test_reviews import answers
from tests.support.house_rules import check_page

GOAL = "/person/P1/correct-goal/g1"
ASSESSMENT = "/person/P1/correct-assessment/a1"
REASON = {"reason": "Typed the wrong one"}


def goals(app: Flask) -> list[tuple[Any, ...]]:
    return rows(app, select(Goal.outcome, Goal.agreed_on, Goal.baseline, Goal.words).order_by(Goal.outcome))


def actions(app: Flask) -> list[str]:
    return [action for (action,) in rows(app, select(AuditEvent.action).order_by(AuditEvent.id))]


def add_review(app: Flask, goal: str = "g1", on: date = date(2026, 5, 3)) -> None:
    with app.app_context():
        db.session.add(Review(provider="north", review="r1", person="P1", reviewed_on=on))
        db.session.flush()
        db.session.add(GoalReview(provider="north", review="r1", goal=goal, achieved="partly", score=3, need_met="yes"))
        db.session.commit()


@pytest.fixture
def goal(app: Flask) -> str:
    """A person with one goal; the address of its correction."""
    add_person(app)
    add_goal(app, "g1", "town:health")
    return GOAL


@pytest.fixture
def completed(app: Flask, worker: FlaskClient) -> str:
    """A completed assessment with two goals and a wellbeing score; the address of its correction."""
    add_person(app)
    address = start(app)
    assert worker.post(address, data=hidden(worker.get(address).text) | GOOD).status_code == 303
    return ASSESSMENT


def test_a_corrected_goal_keeps_what_it_said_and_the_reason_on_the_persons_page(
    app: Flask, worker: FlaskClient, goal: str
) -> None:
    page = worker.get(goal)
    check_page(page.text)
    changes = {"outcome": "town:voice", "words": "To be heard", "baseline": "4"} | day_fields("agreed_on", 5, 4, 2026)
    answer = worker.post(goal, data=filled_in(page.text) | changes | REASON)
    assert answer.status_code == 303, answer.text
    assert goals(app) == [("town:voice", date(2026, 4, 5), 4, "To be heard")]
    persons = worker.get("/person/P1").text
    check_page(persons)
    assert "Corrected once: what it said before" in persons
    assert "Health, “Words of g1”, agreed on 2 April 2026, 2 of 5 when agreed. Changed by" in persons
    assert "Typed the wrong one" in persons
    assert actions(app).count("goal-corrected") == 1


def test_a_goal_is_corrected_only_with_a_reason_and_to_what_makes_sense(app: Flask, worker: FlaskClient, goal: str) -> None:
    add_goal(app, "g2", "town:money")
    add_review(app)
    opened = filled_in(worker.get(goal).text)
    for changes, error in (
        ({"reason": ""}, "Say why you correct the goal"),
        ({"outcome": "town:money"}, "This outcome is agreed already"),
        ({"outcome": ""}, "Choose an outcome"),
        ({"baseline": ""}, "Select how things were when the goal was agreed"),
        (day_fields("agreed_on", 31, 3, 2026), "Date agreed must be 1 April 2026 or later"),
        (day_fields("agreed_on", 4, 5, 2026), "Date agreed must be 3 May 2026 or earlier: it was reviewed then"),
        ({"words": "x" * 2001}, "Use 2000 characters or fewer"),
        ({"do": "take-back"}, "be taken back: a review on 3 May 2026 speaks of it"),
    ):
        sent = opened | REASON | changes
        answer = worker.post(goal, data=sent)
        check_page(answer.text)
        assert answer.status_code == 422
        assert error in answer.text
        assert filled_in(answer.text) == {name: value for name, value in sent.items() if value and name != "do"}
    assert goals(app)[0] == ("town:health", date(2026, 4, 2), 2, "Words of g1")
    assert rows(app, select(RecordVersion.id)) == []


def test_a_goal_that_was_never_agreed_is_taken_back_and_stays_readable(app: Flask, worker: FlaskClient, goal: str) -> None:
    opened = filled_in(worker.get(goal).text)
    assert worker.post(goal, data=opened | REASON | {"do": "take-back"}).status_code == 303
    assert goals(app) == []
    persons = worker.get("/person/P1").text
    check_page(persons)
    assert "Goals that were taken back" in persons
    assert "Words of g1" in persons
    assert worker.get(goal).status_code == 404
    assert "goal-taken-back" in actions(app)


def test_a_goal_that_a_colleague_corrected_meanwhile_is_shown_beside_what_was_typed(
    app: Flask, worker: FlaskClient, goal: str
) -> None:
    mine, theirs = filled_in(worker.get(goal).text), filled_in(worker.get(goal).text)
    assert worker.post(goal, data=theirs | REASON | {"words": "Their words"}).status_code == 303
    answer = worker.post(goal, data=mine | REASON | {"words": "My words"})
    check_page(answer.text)
    assert answer.status_code == 409
    assert "Their words" in answer.text
    assert filled_in(answer.text)["words"] == "My words"
    assert goals(app)[0][3] == "Their words"
    assert worker.post(goal, data=filled_in(answer.text)).status_code == 303
    assert goals(app)[0][3] == "My words"
    assert rows(app, select(RecordVersion.number).order_by(RecordVersion.number)) == [(1,), (2,)]
    assert "Their words" in worker.get("/person/P1").text


def test_a_correction_sent_twice_is_kept_once(app: Flask, worker: FlaskClient, goal: str) -> None:
    sent = filled_in(worker.get(goal).text) | REASON | {"baseline": "5"}
    for _ in range(2):
        assert worker.post(goal, data=sent).status_code == 303
    assert rows(app, select(RecordVersion.number)) == [(1,)]


def test_a_correction_that_changes_nothing_keeps_nothing(app: Flask, worker: FlaskClient, completed: str) -> None:
    key = rows(app, select(Goal.goal))[0][0]
    for address in (completed, f"/person/P1/correct-goal/{key}"):
        assert worker.post(address, data=filled_in(worker.get(address).text) | REASON).status_code == 303
    assert rows(app, select(RecordVersion.id)) == []


def test_a_goal_agreed_at_a_review_is_corrected_with_it(app: Flask, worker: FlaskClient, goal: str) -> None:
    address = "/person/P1/review"
    sent = {"outcome-1": "town:voice", "words-1": "To be asked", "baseline-1": "1"}
    opened = hidden(worker.get(address).text)
    more = {name: value for name, value in answers().items() if not name.endswith(opened["asked"])}
    marks = {f"score-{opened['asked']}": "3", f"achieved-{opened['asked']}": "partly", f"need_met-{opened['asked']}": "yes"}
    assert worker.post(address, data=opened | more | marks | sent).status_code == 303
    key = rows(app, select(Goal.goal).where(Goal.at_review.is_not(None)))[0][0]
    answer = worker.get(f"/person/P1/correct-goal/{key}")
    assert answer.status_code == 303
    assert answer.location.endswith("/correct")


def test_an_assessment_begun_by_mistake_is_taken_back_and_no_clock_or_figure_counts_it(
    app: Flask, worker: FlaskClient
) -> None:
    add_person(app)
    address = start(app)
    form = hidden(worker.get(address).text)
    worker.post("/drafts/assessment/a1", data=form | {"words-1": "Typed so far", "draft_page": "a" * 32})
    page = worker.get(ASSESSMENT)
    check_page(page.text)
    assert "has typed goals of this assessment" in page.text
    without = worker.post(ASSESSMENT, data=filled_in(page.text) | {"do": "take-back"})
    assert "Say why you correct the assessment" in without.text
    answer = worker.post(ASSESSMENT, data=filled_in(page.text) | REASON | {"do": "take-back"})
    assert answer.status_code == 303
    assert rows(app, select(Assessment.assessment)) == []
    assert rows(app, select(FormDraft.subject)) == []
    persons = worker.get("/person/P1").text
    check_page(persons)
    assert "Complete the assessment of" not in persons
    assert "What assessments said before they were corrected or taken back" in persons
    assert "started on 1 May 2026, not completed" in persons
    assert worker.get(address).status_code == 404
    assert "assessment-taken-back" in actions(app)


def test_a_completed_assessment_is_taken_back_with_its_goals_and_its_score(
    app: Flask, worker: FlaskClient, completed: str
) -> None:
    add_goal(app, "g1", "town:voice")
    page = worker.get(completed)
    check_page(page.text)
    assert "the wellbeing score of that day: 3 of 10" in page.text
    assert worker.post(completed, data=filled_in(page.text) | REASON | {"do": "take-back"}).status_code == 303
    assert rows(app, select(Assessment.assessment)) == []
    assert [outcome for outcome, *_rest in goals(app)] == ["town:voice"]
    assert rows(app, select(Score.score)) == []
    persons = worker.get("/person/P1").text
    assert "wellbeing score 3" in persons
    assert "I want to sleep through" in persons


def test_an_assessment_whose_goals_were_reviewed_is_not_taken_back(app: Flask, worker: FlaskClient, completed: str) -> None:
    add_review(app, rows(app, select(Goal.goal))[0][0], date(2026, 5, 15))
    answer = worker.post(completed, data=filled_in(worker.get(completed).text) | REASON | {"do": "take-back"})
    assert answer.status_code == 422
    assert "a review on 15 May 2026 speaks of its goals" in answer.text
    assert len(goals(app)) == 2


def test_corrected_days_of_an_assessment_move_its_goals_and_its_score(
    app: Flask, worker: FlaskClient, completed: str
) -> None:
    days = {"kind": "wellbeing"} | day_fields("started_on", 28, 4, 2026) | day_fields("completed_on", 12, 5, 2026)
    answer = worker.post(completed, data=filled_in(worker.get(completed).text) | days | REASON)
    assert answer.status_code == 303, answer.text
    assert rows(app, select(Assessment.kind, Assessment.started_on, Assessment.completed_on)) == [
        ("wellbeing", date(2026, 4, 28), date(2026, 5, 12))
    ]
    assert {day for _outcome, day, *_rest in goals(app)} == {date(2026, 5, 12)}
    assert rows(app, select(Score.taken_on, Score.at)) == [(date(2026, 5, 12), "assessment")]
    persons = worker.get("/person/P1").text
    assert "started on 1 May 2026, completed on 14 May 2026" in persons
    assert "assessment-corrected" in actions(app)


def test_days_of_an_assessment_that_cannot_be_are_refused_and_kept(app: Flask, worker: FlaskClient, completed: str) -> None:
    add_review(app, rows(app, select(Goal.goal))[0][0], date(2026, 5, 14))
    with app.app_context():
        on = {"provider": "north", "person": "P1", "scale": "wellbeing", "at": "review"}
        db.session.add(Score(taken_on=date(2026, 5, 10), score=5, **on))
        db.session.commit()
    opened = filled_in(worker.get(completed).text)
    for changes, error in (
        (day_fields("completed_on", 30, 4, 2026), "that is the day the assessment started"),
        (day_fields("completed_on", 15, 5, 2026), "must be 14 May 2026 or earlier: its goals were reviewed then"),
        (day_fields("completed_on", 10, 5, 2026), "Another wellbeing score is on file for 10 May 2026"),
        (day_fields("started_on", 16, 5, 2026), "Date started must be today or earlier"),
        (day_fields("started_on", 31, 3, 2026), "Date started must be 1 April 2026 or later"),
        ({"kind": ""}, "Select the kind of assessment"),
    ):
        sent = opened | REASON | changes
        answer = worker.post(completed, data=sent)
        check_page(answer.text)
        assert answer.status_code == 422
        assert error in answer.text
        assert filled_in(answer.text) == {name: value for name, value in sent.items() if value}
    assert rows(app, select(RecordVersion.id)) == []


def test_an_assessment_completed_meanwhile_is_shown_before_it_is_taken_back(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    address = start(app)
    opened = filled_in(worker.get(ASSESSMENT).text)
    worker.post(address, data=hidden(worker.get(address).text) | GOOD)
    answer = worker.post(ASSESSMENT, data=opened | REASON | {"do": "take-back"})
    check_page(answer.text)
    assert answer.status_code == 409
    assert "completed on 14 May 2026" in answer.text
    assert len(goals(app)) == 2


def test_what_was_said_before_goes_with_the_person(app: Flask, worker: FlaskClient, goal: str) -> None:
    worker.post(goal, data=filled_in(worker.get(goal).text) | REASON | {"do": "take-back"})
    with app.app_context():
        assert holdings_of("north", "P1").counts["record_version"] == 1
        erase("north", "P1")
    assert rows(app, select(RecordVersion.id)) == []


def test_the_goals_of_a_person_show_both_scores_and_who_gave_them(app: Flask, worker: FlaskClient, goal: str) -> None:
    add_review(app)
    with app.app_context():
        said = db.session.get_one(GoalReview, ("north", "r1", "g1"))
        said.said_by, said.worker_score = "carer", 2
        db.session.get_one(Goal, ("north", "g1")).at_review = "r1"
        db.session.commit()
    page = worker.get("/person/P1").text
    check_page(page)
    shown = page[page.index('id="all-goals"') : page.index('id="all-reviews"')]
    assert "2 when agreed, 3 now (given by: " in shown
    assert "The worker’s own score" in shown
    assert "2 April 2026, at the review of that day" in shown
