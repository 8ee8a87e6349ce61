"""Scores over time: points within their scale, and the change in words."""

from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.casework.scores import HEIGHT, WIDTH, change_words, scales_of
from forms_app.database import db
from forms_app.models.records import Score
from tests.forms_app.casework.conftest import add_person
from tests.support.staff import opened


def scores(*taken: tuple[int, str | None], scale: str = "wellbeing") -> list[Score]:
    """Scores of consecutive days, given the oldest first, the newest first."""
    return [
        Score(provider="north", person="P1", scale=scale, taken_on=date(2026, 4, 1 + day), score=Decimal(score), at=at)
        for day, (score, at) in enumerate(taken)
    ][::-1]


@pytest.mark.parametrize(
    ("taken", "better", "words"),
    [
        ([(4, "assessment"), (6, "review")], "higher", "Better by 2 than at the assessment on 1 April 2026."),
        ([(4, "assessment"), (6, "review")], "lower", "Worse by 2 than at the assessment on 1 April 2026."),
        ([(4, "assessment"), (9, "assessment"), (6, "review")], "higher", "Worse by 3 than at the assessment on 2 April"),
        ([(4, "assessment"), (4, "review")], "higher", "The same as at the assessment on 1 April 2026."),
        ([(4, "review"), (6, "review")], "higher", "No earlier score at an assessment"),
        ([(4, "assessment")], "higher", "No earlier score at an assessment"),
    ],
)
def test_the_change_is_said(app: Flask, taken: list[tuple[int, str]], better: str, words: str) -> None:
    with app.test_request_context():
        assert change_words(scores(*taken), better).startswith(words)


def test_every_point_lies_on_the_drawing_and_higher_scores_stand_higher(app: Flask) -> None:
    with app.test_request_context():
        (scale,) = scales_of(scores((0, None), (10, None), (5, None)))
    assert (int(scale.lowest), int(scale.highest)) == (0, 10)
    assert all(0 < point.x < WIDTH and 0 < point.y < HEIGHT for point in scale.points)
    low, high, middle = (point.y for point in scale.points)
    assert high < middle < low
    assert "1 April 2026: 0; 2 April 2026: 10; 3 April 2026: 5" in scale.summary


def test_the_page_shows_chart_and_table(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    with app.app_context():
        db.session.add_all(scores((4, "assessment"), (6, "review")))
        db.session.commit()
    page = opened(worker, "/person/P1")
    for words in ('role="img"', "Wellbeing over time</title>", "The newest is 6, on 2 April 2026", "Better by 2"):
        assert words in page
