"""A review is never overwritten: a correction keeps what it said, and of two people's words neither are lost."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from forms_app.casework.history import mark_of
from forms_app.models.audit import AuditEvent
from forms_app.models.casework import FormDraft, ReviewVersion
from forms_app.models.records import Goal, GoalReview, Review, Score
from forms_app.rights.holdings import holdings_of
from tests.forms_app.casework.conftest import add_goal, add_person, filled_in, hidden, rows
from tests.forms_app.casework.test_reviews import HEALTH, MONEY, answers
from tests.support.house_rules import check_page
from tests.support.staff import add_staff, new_client, sign_in

ADDRESS = "/person/P1/review"
VOICES = {f"worker_score-{HEALTH}": "2", f"said-{HEALTH}": "I sleep", "notes": "Calm", "present": ["carer", "advocate"]}
NEW_GOAL = {"outcome-1": "town:voice", "words-1": "To be asked", "baseline-1": "1"}


@pytest.fixture
def recorded(app: Flask, worker: FlaskClient) -> str:
    """A review with all that one can say; the address of its correction."""
    add_person(app)
    add_goal(app, "g1", "town:health")
    add_goal(app, "a goal, brought over", "town:money", baseline=3)
    answer = worker.post(ADDRESS, data=hidden(worker.get(ADDRESS).text) | answers() | VOICES | NEW_GOAL)
    assert answer.status_code == 303, answer.text
    return f"{ADDRESS}/{rows(app, select(Review.review))[0][0]}/correct"


def colleague(app: Flask) -> FlaskClient:
    client = new_client(app)
    sign_in(client, add_staff(app, email="alex@north.example"))
    return client


def said(app: Flask) -> list[tuple[object, ...]]:
    wanted = select(GoalReview.goal, GoalReview.score, GoalReview.worker_score, GoalReview.said_by, GoalReview.words)
    return rows(app, wanted.order_by(GoalReview.goal))


def test_both_voices_the_words_who_was_there_and_new_goals_are_kept_and_shown(
    app: Flask, worker: FlaskClient, recorded: str
) -> None:
    assert said(app) == [("a goal, brought over", 2, None, "carer", None), ("g1", 4, 2, "carer", "I sleep")]
    assert rows(app, select(Review.notes, Review.present)) == [("Calm", "carer;advocate")]
    (review,) = rows(app, select(Review.review))[0]
    new = select(Goal.outcome, Goal.baseline, Goal.words, Goal.agreed_on).where(Goal.at_review == review)
    assert rows(app, new) == [("town:voice", 1, "To be asked", date(2026, 5, 14))]
    html = worker.get("/person/P1").text
    check_page(html)
    for words in ("the worker’s own score: 2", "“I sleep”", "Calm", "There were: the carer, an advocate", "A goal agreed"):
        assert words in html
    html = worker.get(ADDRESS).text
    check_page(html)
    assert "The worker saw it at 2." in html
    assert "They said then: “I sleep”" in html


def test_scores_that_are_the_workers_have_no_other_of_the_worker(app: Flask, worker: FlaskClient, recorded: str) -> None:
    sent = hidden(worker.get(ADDRESS).text) | answers() | VOICES | {"said_by": "worker", "wellbeing": ""}
    answer = worker.post(ADDRESS, data=sent)
    assert answer.status_code == 422
    assert "your own can&#39;t be another" in answer.text


def test_a_correction_keeps_what_was_said_and_why_it_changed(app: Flask, worker: FlaskClient, recorded: str) -> None:
    page = worker.get(recorded).text
    check_page(page)
    sent = filled_in(page) | {"present": ["carer"], f"score-{HEALTH}": "5", "wellbeing": "7", "notes": "Calmer"}
    answer = worker.post(recorded, data=sent)
    assert answer.status_code == 422
    assert "Say why you correct the review" in answer.text
    sent |= {"reason": "I ticked the wrong box", "words-1": "To be heard"}
    assert worker.post(recorded, data=sent).status_code == 303
    assert said(app)[1] == ("g1", 5, 2, "carer", "I sleep")
    assert rows(app, select(Score.score)) == [(7,)]
    assert rows(app, select(Goal.words).where(Goal.at_review.is_not(None))) == [("To be heard",)]
    html = worker.get(recorded.replace("/correct", "/versions")).text
    check_page(html)
    for words in ("I ticked the wrong box", "Health: score", "Calmer", "Version 2", "To be asked", "To be heard"):
        assert words in html
    assert "Corrected once" in worker.get("/person/P1").text
    assert rows(app, select(func.count()).select_from(AuditEvent).filter_by(action="review-corrected")) == [(1,)]


def test_a_corrected_day_takes_its_score_and_its_goals_along(app: Flask, worker: FlaskClient, recorded: str) -> None:
    sent = filled_in(worker.get(recorded).text) | {"reviewed_on-day": "12", "reason": "It was on Tuesday"}
    assert worker.post(recorded, data=sent).status_code == 303
    assert rows(app, select(Score.taken_on)) == [(date(2026, 5, 12),)]
    assert rows(app, select(Goal.agreed_on).where(Goal.at_review.is_not(None))) == [(date(2026, 5, 12),)]


def test_a_new_goal_can_be_taken_back_until_it_is_reviewed(app: Flask, worker: FlaskClient, recorded: str) -> None:
    empty = {"outcome-1": "", "words-1": "", "baseline-1": "", "reason": "Agreed by mistake"}
    sent = filled_in(worker.get(recorded).text) | empty
    assert worker.post(recorded, data=sent).status_code == 303
    assert rows(app, select(func.count()).select_from(Goal)) == [(2,)]


def test_versions_are_held_of_the_person_and_encrypted(app: Flask, worker: FlaskClient, recorded: str) -> None:
    worker.post(recorded, data=filled_in(worker.get(recorded).text) | {"reason": "Mistake", "notes": "Other"})
    with app.app_context():
        assert holdings_of("north", "P1").counts["review_version"] == 1
    assert rows(app, select(ReviewVersion.number, ReviewVersion.reason)) == [(1, "Mistake")]


def test_two_corrections_at_once_stand_side_by_side(app: Flask, worker: FlaskClient, recorded: str) -> None:
    other = colleague(app)
    mine, theirs = filled_in(worker.get(recorded).text), filled_in(other.get(recorded).text)
    other.post(recorded, data=theirs | {"notes": "Theirs", f"score-{HEALTH}": "5", "reason": "Theirs"})
    answer = worker.post(recorded, data=mine | {"notes": "Mine", f"score-{HEALTH}": "3", "reason": "My reason"})
    check_page(answer.text)
    assert answer.status_code == 409
    for words in ("Saved: 5", "Yours: 3", "Saved: Theirs", "Yours: Mine"):
        assert words in answer.text
    together = recorded.replace("/correct", "/together")
    chosen = filled_in(answer.text)
    assert worker.post(together, data=chosen).status_code == 422
    assert worker.post(together, data=chosen | {f"pick-score-{HEALTH}": "mine"}).status_code == 303
    assert said(app)[1][1] == 3
    assert rows(app, select(Review.notes)) == [("Theirs\n\nMine",)]
    assert rows(app, select(ReviewVersion.number, ReviewVersion.reason).order_by(ReviewVersion.number)) == [
        (1, "Theirs"),
        (2, "My reason"),
    ]


def test_two_reviews_at_once_can_both_be_kept(app: Flask, worker: FlaskClient, recorded: str) -> None:
    other = colleague(app)
    mine, theirs = hidden(worker.get(ADDRESS).text), hidden(other.get(ADDRESS).text)
    voice = next(name for name in filled_in(worker.get(ADDRESS).text)["asked"].split(".") if name not in (HEALTH, MONEY))
    more = {f"score-{voice}": "2", f"achieved-{voice}": "partly", f"need_met-{voice}": "yes", "wellbeing": ""}
    other.post(ADDRESS, data=theirs | answers() | more | {f"achieved-{HEALTH}": "yes", "notes": "Theirs"})
    answer = worker.post(ADDRESS, data=mine | answers() | more | {"notes": "Mine"})
    check_page(answer.text)
    assert answer.status_code == 409
    assert "Health: is it achieved?" in answer.text
    first_form = answer.text.split("</form>")[1] if "Sign out" in answer.text.split("</form>")[0] else answer.text
    assert worker.post(ADDRESS, data=hidden(first_form.split("Was it one review?")[0])).status_code == 303
    assert sorted(rows(app, select(Review.notes))) == [("Calm",), ("Mine",), ("Theirs",)]


def test_two_reviews_at_once_can_be_put_together_as_one(app: Flask, worker: FlaskClient, recorded: str) -> None:
    other = colleague(app)
    mine, theirs = hidden(worker.get(ADDRESS).text), hidden(other.get(ADDRESS).text)
    voice = next(name for name in mine["asked"].split(".") if name not in (HEALTH, MONEY))
    more = {f"score-{voice}": "2", f"achieved-{voice}": "partly", f"need_met-{voice}": "yes", "wellbeing": ""}
    worker.post("/drafts/review/P1", data=mine | {"notes": "Mine"})
    other.post(ADDRESS, data=theirs | answers() | more | {"notes": "Theirs"})
    answer = worker.post(ADDRESS, data=mine | answers() | more | {"notes": "Mine"})
    (review,) = rows(app, select(Review.review).where(Review.notes.is_not(None), Review.review == theirs["review"]))[0]
    together = f"{ADDRESS}/{review}/together"
    assert together in answer.text
    answer = worker.post(together, data=filled_in(answer.text))
    assert answer.status_code == 303, answer.text
    assert sorted(rows(app, select(Review.notes))) == [("Calm",), ("Theirs\n\nMine",)]
    assert rows(app, select(func.count()).select_from(FormDraft)) == [(0,)]


def both_review(app: Flask, worker: FlaskClient, theirs: dict[str, str], mine: dict[str, str]) -> tuple[str, TestResponse]:
    """Two people review at once, each with new goals: the address at which they are put together, and what I am shown."""
    add_person(app)
    add_goal(app, "g1", "town:money")
    other, mark = colleague(app), mark_of("g1")
    one, two = hidden(worker.get(ADDRESS).text), hidden(other.get(ADDRESS).text)
    alike = {name: value for name, value in answers().items() if HEALTH not in name and MONEY not in name}
    alike |= {f"score-{mark}": "3", f"achieved-{mark}": "partly", f"need_met-{mark}": "yes"}
    assert other.post(ADDRESS, data=two | alike | theirs).status_code == 303
    answer = worker.post(ADDRESS, data=one | alike | mine)
    assert answer.status_code == 409
    return f"{ADDRESS}/{two['review']}/together", answer


def agreed_anew(app: Flask) -> list[tuple[object, ...]]:
    wanted = select(Goal.outcome, Goal.baseline, Goal.words).where(Goal.at_review.is_not(None))
    return rows(app, wanted.order_by(Goal.outcome))


def test_a_goal_that_two_agreed_with_other_scores_is_asked_about(app: Flask, worker: FlaskClient) -> None:
    mine = {"outcome-1": "town:voice", "words-1": "To be heard", "baseline-1": "4"}
    together, answer = both_review(app, worker, NEW_GOAL, mine)
    check_page(answer.text)
    assert "New goal, A voice: how far is it true now?" in answer.text
    name = f"pick-agreed-{mark_of('town:voice')}"
    refused = worker.post(together, data=filled_in(answer.text))
    check_page(refused.text)
    assert refused.status_code == 422
    assert "choose which is right" in refused.text
    assert worker.post(together, data=filled_in(refused.text) | {name: "mine"}).status_code == 303
    assert agreed_anew(app) == [("town:voice", 4, "To be asked\n\nTo be heard")]


def test_more_new_goals_than_a_review_holds_are_left_out_by_choice_alone(
    app: Flask, worker: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forms_app.casework.side_by_side.MOST_GOALS", 2)
    mine = {"rows": "2", "outcome-1": "town:health", "words-1": "To be well", "baseline-1": "2"}
    mine |= {"outcome-2": "town:health.sleep", "words-2": "To sleep", "baseline-2": "1"}
    together, answer = both_review(app, worker, NEW_GOAL, mine)
    check_page(answer.text)
    for words in ("Which new goals of yours are left out?", "To be well", "choose at least 1"):
        assert words in answer.text
    refused = worker.post(together, data=filled_in(answer.text))
    check_page(refused.text)
    assert refused.status_code == 422
    assert "Choose at least 1 new goals of yours to leave out" in refused.text
    assert [outcome for outcome, *_rest in agreed_anew(app)] == ["town:voice"]
    assert worker.post(together, data=filled_in(refused.text) | {"leave_out": "1"}).status_code == 303
    assert [outcome for outcome, *_rest in agreed_anew(app)] == ["town:health.sleep", "town:voice"]


def test_a_new_goal_typed_in_a_late_correction_is_shown_and_not_lost(
    app: Flask, worker: FlaskClient, recorded: str
) -> None:
    other = colleague(app)
    mine, theirs = filled_in(worker.get(recorded).text), filled_in(other.get(recorded).text)
    alike = {"notes": "Calmer", "reason": "Both"}
    assert other.post(recorded, data=theirs | alike).status_code == 303
    new = {"rows": "2", "outcome-2": "town:health.sleep", "words-2": "To sleep", "baseline-2": "1"}
    answer = worker.post(recorded, data=mine | alike | new)
    check_page(answer.text)
    assert answer.status_code == 409
    assert "To sleep" in answer.text
    assert worker.post(recorded.replace("/correct", "/together"), data=filled_in(answer.text)).status_code == 303
    assert [outcome for outcome, *_rest in agreed_anew(app)] == ["town:health.sleep", "town:voice"]


def test_a_review_of_somebody_else_is_not_found(app: Flask, worker: FlaskClient, recorded: str) -> None:
    add_person(app, "P2")
    for part in ("correct", "versions"):
        assert worker.get(recorded.replace("P1", "P2").replace("correct", part)).status_code == 404
    assert worker.post(recorded.replace("P1", "P2").replace("correct", "together")).status_code == 404
