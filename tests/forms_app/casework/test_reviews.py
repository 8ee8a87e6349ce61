import uuid
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forms_app.casework.history import GoalLine
from forms_app.database import db
from forms_app.models.audit import AuditEvent
from forms_app.models.records import Goal, GoalReview, Review, Score
from tests.forms_app.casework.conftest import add_goal, add_person, day_fields, filled_in, hidden, rows
from tests.support.house_rules import check_page

HEALTH, MONEY = (GoalLine(Goal(goal=goal), None).mark for goal in ("g1", "a goal, brought over"))


@pytest.fixture
def person(app: Flask) -> str:
    """A person with two goals; the address of a review of them."""
    add_person(app)
    add_goal(app, "g1", "town:health")
    add_goal(app, "a goal, brought over", "town:money", baseline=3)
    return "/person/P1/review"


def answers(**changes: str) -> dict[str, str]:
    """A good form of two goals."""
    return {
        **day_fields("reviewed_on", 14, 5, 2026),
        "kind": "scheduled",
        f"score-{HEALTH}": "4",
        f"achieved-{HEALTH}": "partly",
        f"need_met-{HEALTH}": "yes",
        f"score-{MONEY}": "2",
        f"achieved-{MONEY}": "not_yet",
        f"need_met-{MONEY}": "no",
        f"unmet_reason-{MONEY}": "waiting_list",
        "said_by": "carer",
        "feels_supported": "yes",
        "wellbeing": "6",
        **day_fields("next_due_on", 1, 8, 2026),
    } | changes


def test_a_review_shows_each_goal_with_its_words_and_last_score(worker: FlaskClient, person: str) -> None:
    html = worker.get(person).text
    check_page(html)
    assert "Words of g1" in html
    assert "When agreed, on 2 April 2026: 2." in html
    assert 'name="reviewed_on-day" type="text" value="15"' in html
    assert 'name="next_due_on-month" type="text" value="8"' in html


def test_a_review_is_stored_as_the_files_would_hold_it(app: Flask, worker: FlaskClient, person: str) -> None:
    answer = worker.post(person, data=hidden(worker.get(person).text) | answers())
    assert answer.status_code == 303, answer.text
    (review,) = rows(app, select(Review))[0]
    assert uuid.UUID(review.review)
    assert (review.provider, review.person, review.reviewed_on) == ("north", "P1", date(2026, 5, 14))
    assert (review.kind, review.feels_supported, review.next_due_on) == ("scheduled", "yes", date(2026, 8, 1))
    said = select(GoalReview.goal, GoalReview.score, GoalReview.achieved, GoalReview.need_met, GoalReview.unmet_reason)
    assert rows(app, said.order_by(GoalReview.goal)) == [
        ("a goal, brought over", 2, "not_yet", "no", "waiting_list"),
        ("g1", 4, "partly", "yes", None),
    ]
    assert rows(app, select(Score.person, Score.scale, Score.taken_on, Score.score, Score.at)) == [
        ("P1", "wellbeing", date(2026, 5, 14), Decimal(6), "review")
    ]


def test_a_review_stands_in_the_timeline_and_moves_the_clock(worker: FlaskClient, person: str) -> None:
    html = worker.post(person, data=hidden(worker.get(person).text) | answers(), follow_redirects=True).text
    check_page(html)
    assert "The review is saved." in html
    assert "Need not met: On a waiting list" in html
    assert "Wellbeing: 6 of 10." in html
    assert "Review due by 1 August 2026" in html


def test_a_goal_achieved_or_no_longer_wanted_is_not_asked_about_again(worker: FlaskClient, person: str) -> None:
    done = {f"achieved-{HEALTH}": "yes", f"achieved-{MONEY}": "no_longer_wanted"}
    worker.post(person, data=hidden(worker.get(person).text) | answers(**done))
    html = worker.get(person).text
    check_page(html)
    assert "No goals are open" in html
    assert f"score-{HEALTH}" not in html


def test_last_time_stands_beside_this_time(worker: FlaskClient, person: str) -> None:
    worker.post(person, data=hidden(worker.get(person).text) | answers())
    assert "Last time: 4, partly achieved." in worker.get(person).text


def test_a_goal_no_longer_wanted_needs_no_score(app: Flask, worker: FlaskClient, person: str) -> None:
    changes = {
        f"achieved-{MONEY}": "no_longer_wanted",
        f"score-{MONEY}": "",
        f"need_met-{MONEY}": "",
        f"unmet_reason-{MONEY}": "",
    }
    answer = worker.post(person, data=hidden(worker.get(person).text) | answers(**changes))
    assert answer.status_code == 303
    assert ("no_longer_wanted", None, None) in rows(app, select(GoalReview.achieved, GoalReview.score, GoalReview.need_met))


def test_without_a_date_the_next_review_is_three_months_on(app: Flask, worker: FlaskClient, person: str) -> None:
    empty = dict.fromkeys(day_fields("next_due_on", 1, 1, 1), "")
    worker.post(person, data=hidden(worker.get(person).text) | answers(**empty))
    assert rows(app, select(Review.next_due_on)) == [(date(2026, 8, 14),)]


WRONG = [
    ({"reviewed_on-day": "16"}, "Date of the review must be today or earlier", "reviewed_on-day"),
    (day_fields("reviewed_on", 31, 3, 2026), "Date of the review must be 1 April 2026 or later", "reviewed_on-day"),
    ({"reviewed_on-month": ""}, "Date of the review must include a month", "reviewed_on-month"),
    ({"reviewed_on-year": "26"}, "Date of the review must be a real date", "reviewed_on-day"),
    ({"reviewed_on-day": "³"}, "Date of the review must be a real date", "reviewed_on-day"),
    ({"kind": ""}, "Select whether the review was scheduled", "kind"),
    ({f"score-{HEALTH}": ""}, "Health: select this time&#39;s score", f"score-{HEALTH}"),
    ({f"achieved-{HEALTH}": ""}, "Health: select whether it is achieved", f"achieved-{HEALTH}"),
    ({f"need_met-{HEALTH}": ""}, "Health: select whether the need is met", f"need_met-{HEALTH}"),
    ({f"unmet_reason-{MONEY}": ""}, "Money: choose why the need is not met", f"unmet_reason-{MONEY}"),
    ({"feels_supported": ""}, "Select whether they feel supported to go on", "feels_supported"),
    ({"wellbeing": "ten"}, "Wellbeing score must be a whole number from 0 to 10", "wellbeing"),
    ({"wellbeing": "11"}, "Wellbeing score must be a whole number from 0 to 10", "wellbeing"),
    (day_fields("next_due_on", 14, 5, 2026), "The next review must be after this one", "next_due_on-day"),
]


def test_what_is_wrong_is_said_with_a_link_to_its_field_and_nothing_typed_is_lost(
    app: Flask, worker: FlaskClient, person: str
) -> None:
    opened = hidden(worker.get(person).text)
    for changes, error, href in WRONG:
        sent = opened | answers(**changes)
        answer = worker.post(person, data=sent)
        check_page(answer.text)
        assert answer.status_code == 422, error
        assert f'<a href="#{href}">{error}' in answer.text
        assert filled_in(answer.text) == {name: value for name, value in sent.items() if value}
    assert rows(app, select(Review.review)) == []


def test_an_answer_that_is_not_on_the_page_is_refused(app: Flask, worker: FlaskClient, person: str) -> None:
    opened = hidden(worker.get(person).text)
    for name in (
        f"score-{HEALTH}",
        f"achieved-{HEALTH}",
        f"need_met-{HEALTH}",
        f"unmet_reason-{MONEY}",
        "kind",
        "feels_supported",
    ):
        answer = worker.post(person, data=opened | answers(**{name: "7"}))
        assert answer.status_code == 422, name
    assert rows(app, select(Review.review)) == []


def test_sending_a_review_twice_saves_it_once_and_shows_it(app: Flask, worker: FlaskClient, person: str) -> None:
    fields = hidden(worker.get(person).text) | answers()
    for _ in range(2):
        answer = worker.post(person, data=fields)
        assert answer.status_code == 303
    assert rows(app, select(func.count()).select_from(Review)) == [(1,)]
    assert "Need not met" in worker.get("/person/P1").text


def test_a_second_wellbeing_score_on_a_day_is_refused_with_the_first(app: Flask, worker: FlaskClient, person: str) -> None:
    with app.app_context():
        key = {"provider": "north", "person": "P1", "scale": "wellbeing", "taken_on": date(2026, 5, 14)}
        db.session.add(Score(**key, score=3, at="assessment"))
        db.session.commit()
    answer = worker.post(person, data=hidden(worker.get(person).text) | answers())
    assert answer.status_code == 422
    assert "A wellbeing score of 3 is on file for 14 May 2026" in answer.text


def test_a_review_is_an_audit_event_without_what_was_typed(app: Flask, worker: FlaskClient, person: str) -> None:
    worker.post(person, data=hidden(worker.get(person).text) | answers())
    (review,) = rows(app, select(Review.review))[0]
    assert rows(app, select(AuditEvent.person, AuditEvent.details).filter_by(action="review-recorded")) == [
        ("P1", f'{{"goals": 2, "review": "{review}"}}')
    ]
