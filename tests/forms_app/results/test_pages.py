import csv
import io
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.database import db
from forms_app.models.records import Contract
from tests.support.house_rules import words_of_page
from tests.support.small_survey import keep, send, ten_people, the_survey
from tests.support.staff import opened, signed_in

As = Callable[..., FlaskClient]


@pytest.fixture(autouse=True)
def _filled(app: Flask) -> None:
    with app.app_context():
        ten_people()


def test_a_manager_sees_exact_figures_with_their_intervals(manager: FlaskClient) -> None:
    assert "Round 1" in opened(manager, "/results")
    page = words_of_page(opened(manager, "/results/rounds/1"))
    assert "9 people sent answers" in page
    assert "Yes 4 of 7 57% (25% to 84%)" in page
    assert "1 person began and has not sent" in page
    assert "Do not publish a figure about fewer than 10 people" in page


def test_a_response_shows_as_soon_as_it_is_sent(app: Flask, manager: FlaskClient) -> None:
    assert "9 people sent answers" in opened(manager, "/results/rounds/1")
    with app.app_context():
        send("new", version=keep(the_survey()), round_id=1, help__enough="no")
        db.session.commit()
    assert "10 people sent answers" in opened(manager, "/results/rounds/1")


@pytest.mark.parametrize("query", ["channel=paper", "language=ur", "helper=proxy", "from=2026-05-05", "to=2026-05-04"])
def test_filters_are_said_and_kept(manager: FlaskClient, query: str) -> None:
    page = opened(manager, f"/results/rounds/1?{query}")
    assert "Counted:" in page
    assert query.partition("=")[2] in page


def test_a_wrong_day_is_said_and_loses_no_other_filter(manager: FlaskClient) -> None:
    page = opened(manager, "/results/rounds/1?from=31/02/2026&channel=paper")
    assert "Enter a day such as 2026-04-01" in page
    assert "2 people sent answers" in page


def test_rounds_stand_side_by_side_with_differences_in_words(app: Flask, manager: FlaskClient) -> None:
    with app.app_context():
        version = keep(the_survey())
        for number in range(30):
            send(f"late-{number}", version=version, round_id=3, help__enough="no", care__hours=50)
        db.session.commit()
    page = words_of_page(opened(manager, "/results/rounds/1?compare=3"))
    assert "Beside “Round 3”" in page
    assert "Higher by 57.1 percentage points (23.1 to 84.2)" in page
    assert "No evidence of a difference" in page
    assert manager.get("/results/rounds/1?compare=2").status_code == 200
    assert "Beside" not in opened(manager, "/results/rounds/1?compare=2")


def test_nobody_sees_the_results_of_other_providers(manager: FlaskClient, as_role: As) -> None:
    assert manager.get("/results/rounds/2").status_code == 404
    assert "Round 2" not in opened(manager, "/results")
    assert "10 people sent answers" in opened(manager, "/results/surveys/small?provider=south")
    assert as_role("support_worker", "north").get("/results").status_code == 403


def test_a_commissioner_sees_aggregates_of_providers_under_contract_and_no_words(as_role: As) -> None:
    commissioner = as_role("commissioner")
    page = opened(commissioner, "/results/rounds/1")
    assert "9 people sent answers" in page
    assert "Read what people wrote" not in page
    assert "as files" not in page
    assert commissioner.get("/results/rounds/2").status_code == 404
    assert commissioner.get("/results/rounds/1/export").status_code == 403


def test_a_commissioner_is_not_shown_the_answers_of_a_few_people(as_role: As) -> None:
    commissioner = as_role("commissioner")
    page = opened(commissioner, "/results/rounds/1?channel=paper")
    assert "Too few people to show" in page
    assert "Is there enough help?" not in page
    assert commissioner.get("/results/rounds/1/table.csv?channel=paper").status_code == 403


@pytest.fixture
def twenty(app: Flask, as_role: As) -> FlaskClient:
    """A commissioner, and twenty answers to round 3: 10 online, 6 on paper, 4 by telephone; 19 in English, one in Urdu."""
    with app.app_context():
        version = keep(the_survey())
        for number in range(20):
            send(
                f"t{number}", version=version, round_id=3, help__enough="no",
                channel="web" if number < 10 else "paper" if number < 16 else "phone",
                language="ur" if number == 19 else "en",
                sent=date(2026, 6 if number < 8 else 7 if number < 11 else 8, 9),
            )  # fmt: skip
        db.session.commit()
    return as_role("commissioner")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", True),
        ("language=en", False),
        ("channel=web", True),
        ("channel=paper", False),
        ("from=2026-06-01&to=2026-06-30", False),
        ("to=2026-08-31", True),
        ("from=2026-06-09", False),
        ("channel=web&helper=self", False),
        ("channel=web&from=2026-06-01", False),
    ],
)
def test_nothing_a_commissioner_sees_leaves_a_few_peoples_answers_by_subtraction(
    twenty: FlaskClient, query: str, shown: bool
) -> None:
    page = opened(twenty, f"/results/rounds/3?{query}")
    assert ("Is there enough help?" in page) is shown
    assert ("sent answers" in words_of_page(page)) is shown
    assert twenty.get(f"/results/rounds/3/table.csv?{query}").status_code == (200 if shown else 403)


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("language=en", "taken away from other figures that you can see"),
        ("language=ur", "Too few people to show"),
        ("from=2026-06-09", "Choose whole months"),
        ("language=en&channel=web", "Choose one filter at a time"),
    ],
)
def test_a_commissioner_reads_why_figures_are_not_shown(twenty: FlaskClient, query: str, why: str) -> None:
    assert why in opened(twenty, f"/results/rounds/3?{query}")


def test_an_answer_without_a_round_is_not_told_by_taking_the_rounds_from_the_survey(
    app: Flask, twenty: FlaskClient
) -> None:
    assert "taken away from other figures" in opened(twenty, "/results/surveys/small")
    assert twenty.get("/results/surveys/small/table.csv").status_code == 403
    with app.app_context():
        for number in range(4):
            send(f"loose{number}", version=keep(the_survey()), help__enough="no")
        db.session.commit()
    assert "34 people sent answers" in opened(twenty, "/results/surveys/small")


def test_one_provider_is_not_told_by_taking_another_from_all(app: Flask, as_role: As) -> None:
    with app.app_context():
        for number in range(4):
            send(f"loose{number}", version=keep(the_survey()), help__enough="no")
        db.session.add(Contract(contract="c2", framework="rochdale-carers", provider="south", starts_on=date(2025, 4, 1)))
        db.session.commit()
    commissioner = as_role("commissioner")
    assert "14 people sent answers" in opened(commissioner, "/results/surveys/small?provider=north")
    assert "taken away from other figures" in opened(commissioner, "/results/surveys/small")
    assert "Choose one filter" in opened(commissioner, "/results/surveys/small?provider=north&channel=web")


def test_a_commissioner_compares_no_part_of_a_round_that_is_not_shown_by_itself(
    twenty: FlaskClient, manager: FlaskClient
) -> None:
    assert "Beside" in opened(twenty, "/results/rounds/1?compare=3")
    assert "Beside" not in opened(twenty, "/results/rounds/1?compare=3&channel=web")
    assert "Beside" in opened(manager, "/results/rounds/1?compare=3&channel=web")


def test_an_administrator_sees_every_provider(as_role: As) -> None:
    administrator = as_role("administrator")
    assert "11 people sent answers" in opened(administrator, "/results/surveys/small")
    assert "1 person sent answers" in opened(administrator, "/results/surveys/small?provider=south")


def test_a_survey_that_was_never_asked_has_no_page(manager: FlaskClient) -> None:
    assert manager.get("/results/surveys/none").status_code == 404


def test_the_table_holds_the_figures_of_the_page(app: Flask) -> None:
    manager = signed_in(app, "provider_manager")
    answer = manager.get("/results/rounds/1/table.csv")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    yes = next(row for row in rows if row["question"] == "help.enough" and row["answer"] == "yes")
    assert (yes["value"], yes["base"], yes["percent"], yes["low"], yes["high"]) == ("4", "7", "57.14", "25.05", "84.18")
    mean = next(row for row in rows if row["question"] == "care.hours" and row["figure"] == "mean")
    assert (mean["value"], mean["base"]) == ("40.0", "5")
