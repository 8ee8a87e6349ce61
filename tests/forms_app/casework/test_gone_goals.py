"""A goal is taken back while somebody writes about it in a review: what they typed is shown before it goes."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from forms_app.database import db
from forms_app.models.records import Goal, GoalReview, Review
from tests.forms_app.casework.conftest import add_goal, add_person, filled_in, hidden, rows
from tests.forms_app.casework.test_corrections import colleague
from tests.forms_app.casework.test_reviews import HEALTH, MONEY, answers
from tests.support.house_rules import check_page
from tests.support.staff import opened

ADDRESS = "/person/P1/review"
WORDS = {f"said-{HEALTH}": "I sleep\nat last", f"worker_score-{HEALTH}": "2"}
GONE = "A goal that you wrote about has been taken back."
REVIEWS = select(GoalReview.goal, GoalReview.score)


@pytest.fixture
def typed(app: Flask, worker: FlaskClient) -> dict[str, str]:
    """A review of two goals, typed whole and not sent yet."""
    add_person(app)
    add_goal(app, "g1", "town:health")
    add_goal(app, "a goal, brought over", "town:money", baseline=3)
    return hidden(opened(worker, ADDRESS)) | answers() | WORDS


def take_back(client: FlaskClient, goal: str = "g1") -> None:
    address = f"/person/P1/correct-goal/{goal}"
    sent = filled_in(client.get(address).text) | {"reason": "Never agreed", "do": "take-back"}
    assert client.post(address, data=sent).status_code == 303


def test_the_page_comes_again_with_what_was_typed_of_it_and_who_took_it_back(
    app: Flask, worker: FlaskClient, typed: dict[str, str]
) -> None:
    take_back(colleague(app))
    answer = worker.post(ADDRESS, data=typed)
    check_page(answer.text)
    assert answer.status_code == 409
    assert GONE in answer.text
    assert "“Health” was taken back by Sam Support Worker on " in answer.text
    for words in ("score: 4", "is it achieved?: Partly achieved", "the worker&#39;s own score: 2", "I sleep\nat last"):
        assert words in answer.text
    assert rows(app, REVIEWS) == []


def test_sent_again_it_is_saved_without_it(app: Flask, worker: FlaskClient, typed: dict[str, str]) -> None:
    take_back(worker)
    again = filled_in(worker.post(ADDRESS, data=typed).text) | {"notes": "He sleeps at last"}
    assert worker.post(ADDRESS, data=again).status_code == 303
    assert rows(app, REVIEWS) == [("a goal, brought over", 2)]
    assert rows(app, select(Review.notes)) == [("He sleeps at last",)]


def test_a_second_one_taken_back_meanwhile_is_told_of_as_well(
    app: Flask, worker: FlaskClient, typed: dict[str, str]
) -> None:
    take_back(worker)
    again = filled_in(worker.post(ADDRESS, data=typed).text)
    take_back(worker, "a goal, brought over")
    answer = worker.post(ADDRESS, data=again)
    assert answer.status_code == 409
    assert "Goals that you wrote about have been taken back." in answer.text
    assert "“Money” was taken back" in answer.text
    assert worker.post(ADDRESS, data=filled_in(answer.text)).status_code == 303
    assert rows(app, REVIEWS) == []


def test_nobody_is_asked_where_nothing_was_typed_of_it(app: Flask, worker: FlaskClient, typed: dict[str, str]) -> None:
    take_back(worker)
    sent = {name: value for name, value in typed.items() if not name.endswith(f"-{HEALTH}")}
    assert worker.post(ADDRESS, data=sent).status_code == 303


def test_a_draft_shows_it_when_it_is_opened_again_and_keeps_it(
    app: Flask, worker: FlaskClient, typed: dict[str, str]
) -> None:
    assert worker.post("/drafts/review/P1", data=typed).status_code == 200
    take_back(worker)
    page = opened(worker, ADDRESS)
    assert GONE in page
    again = filled_in(page)
    assert again[f"said-{HEALTH}"].replace("\r\n", "\n") == "I sleep\nat last"
    assert worker.post("/drafts/review/P1", data=again).status_code == 200
    assert GONE in opened(worker, ADDRESS)
    assert worker.post(ADDRESS, data=again).status_code == 303


def test_one_that_left_no_trace_is_told_of_without_a_name(app: Flask, worker: FlaskClient, typed: dict[str, str]) -> None:
    with app.app_context():
        db.session.execute(delete(Goal).where(Goal.goal == "g1"))
        db.session.commit()
    answer = worker.post(ADDRESS, data=typed)
    check_page(answer.text)
    assert answer.status_code == 409
    assert "One of the goals is no longer on file. You had typed of it:" in answer.text


def test_one_that_went_with_the_correction_of_its_review_is_told_of_with_who_corrected_it(
    app: Flask, worker: FlaskClient, typed: dict[str, str]
) -> None:
    new = {"outcome-1": "town:voice", "words-1": "To be asked", "baseline-1": "1"}
    assert worker.post(ADDRESS, data=typed | new).status_code == 303
    page = filled_in(opened(worker, ADDRESS))
    (voice,) = rows(app, select(Goal.goal).where(Goal.outcome == "town:voice"))[0]
    mark = next(mark for mark in page["asked"].split(".") if mark not in (HEALTH, MONEY))
    correction = f"{ADDRESS}/{rows(app, select(Review.review))[0][0]}/correct"
    other = colleague(app)
    without = filled_in(other.get(correction).text) | dict.fromkeys(new, "") | {"reason": "Never agreed"}
    assert other.post(correction, data=without).status_code == 303
    assert rows(app, select(Goal).where(Goal.goal == voice)) == []
    answer = worker.post(ADDRESS, data=page | {f"said-{mark}": "They ask me now"})
    assert answer.status_code == 409
    assert "“A voice” was taken back by Sam Support Worker" in answer.text
    assert "They ask me now" in answer.text


@pytest.mark.parametrize("first", ["taken back", "reviewed"])
def test_beside_a_colleagues_review_it_is_told_of_too(
    app: Flask, worker: FlaskClient, typed: dict[str, str], first: str
) -> None:
    other = colleague(app)

    def reviewed_by_colleague() -> None:
        of_money = {name: value for name, value in typed.items() if not name.endswith(f"-{HEALTH}")}
        sent = of_money | hidden(opened(other, ADDRESS)) | {"asked": MONEY, f"score-{MONEY}": "5", "notes": "Theirs"}
        assert other.post(ADDRESS, data=sent).status_code == 303

    if first == "reviewed":
        reviewed_by_colleague()
        answer = worker.post(ADDRESS, data=typed | {"notes": "Mine"})
        assert (answer.status_code, GONE in answer.text) == (409, False)
        take_back(other)
    else:
        take_back(other)
        reviewed_by_colleague()
        answer = worker.post(ADDRESS, data=filled_in(worker.post(ADDRESS, data=typed | {"notes": "Mine"}).text))
    pick = {f"pick-score-{MONEY}": "theirs"}
    together = f"{ADDRESS}/{rows(app, select(Review.review))[0][0]}/together"
    assert together in answer.text
    if first == "reviewed":
        answer = worker.post(together, data=filled_in(answer.text) | pick)
        assert answer.status_code == 409
    check_page(answer.text)
    assert GONE in answer.text
    assert "I sleep\nat last" in answer.text
    assert worker.post(together, data=filled_in(answer.text) | pick).status_code == 303
    assert rows(app, REVIEWS) == [("a goal, brought over", 5)]
    assert rows(app, select(Review.notes)) == [("Theirs\n\nMine",)]
