"""A page makes the same number of queries however many people, reviews, goals and contacts there are."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from forms_app.database import db
from forms_app.models.records import Assessment, Contact, Goal, GoalReview, Person, Referral, Review, Score

FIRST = date(2024, 1, 10)
MOST_OF_A_PERSON = 31
PAGES = ("/people", "/people?whose=all&clock=review", "/people?find=P", "/person/P000", "/person/P000/review")


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """The statements that are sent to the database."""
    found: list[str] = []

    def count(*given: Any) -> None:
        found.append(given[2])

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", count)
    yield found
    event.remove(engine, "before_cursor_execute", count)


def fill(app: Flask, people: int, reviews: int) -> None:
    """So many people, the first of whom has so many reviews, and of goals, contacts and all else a part of that."""
    with app.app_context():
        for number in range(people):
            who = {"provider": "north", "person": f"P{number:03}", "registered_on": FIRST}
            db.session.merge(Person(role="carer", status="active", name=f"Ada Example {number}", **who))
        db.session.flush()
        key: dict[str, Any] = {"provider": "north", "person": "P000"}
        for number in range(max(1, reviews // 5)):
            goal = {"outcome": "town:health" if number % 2 else "town:money", "agreed_on": FIRST, "baseline": 2}
            db.session.merge(Goal(goal=f"g{number}", **key, **goal))
            db.session.merge(Assessment(assessment=f"a{number}", kind="carer", started_on=FIRST, **key))
            db.session.merge(Referral(referral=f"f{number}", received_on=FIRST, source="gp", kind="new", **key))
        for number in range(reviews):
            day = FIRST + timedelta(days=20 * number)
            db.session.merge(Review(review=f"r{number}", reviewed_on=day, kind="scheduled", recorded_by=1, **key))
            db.session.merge(Contact(contact=f"c{number}", on=day, kind="casework", recorded_by=1, **key))
            db.session.merge(Score(scale="wellbeing", taken_on=day, score=number % 10, at="review", **key))
        db.session.flush()
        for number in range(reviews):
            for goal_number in range(max(1, reviews // 5)):
                said = {"score": 3, "achieved": "not_yet"}
                db.session.merge(GoalReview(provider="north", review=f"r{number}", goal=f"g{goal_number}", **said))
        db.session.commit()


@pytest.mark.parametrize("path", PAGES)
def test_the_number_of_queries_is_the_same_for_a_few_records_and_for_many(
    app: Flask, worker: FlaskClient, path: str
) -> None:
    numbers: list[list[str]] = []
    for people, reviews in ((3, 1), (60, 30)):
        fill(app, people, reviews)
        assert worker.get(path).status_code == 200
        with counted(app) as found:
            assert worker.get(path).status_code == 200
        numbers.append(list(found))
    few, many = numbers
    assert len(few) == len(many), "\n\n".join(sorted(set(many) - set(few)) or many)


def test_a_persons_page_reads_each_name_once_and_takes_few_queries(app: Flask, worker: FlaskClient) -> None:
    fill(app, 3, 10)
    with counted(app) as found:
        assert worker.get("/person/P000").status_code == 200
    names = [one for one in found if re.match(r'SELECT "?user"?\.id, "?user"?\.name\s+FROM', one)]
    assert len(names) == 1
    assert len(found) <= MOST_OF_A_PERSON


def test_the_count_would_see_a_query_for_each_person(app: Flask, worker: FlaskClient) -> None:
    fill(app, 3, 1)
    with counted(app) as found, app.app_context():
        for person in ("P000", "P001", "P002"):
            db.session.get(Person, ("north", person))
    assert len([one for one in found if "FROM person" in one]) == 3
