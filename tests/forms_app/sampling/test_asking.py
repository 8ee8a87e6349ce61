"""A commissioner asks; the provider's manager agrees or refuses."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forms_app.database import db
from forms_app.lots import drawn
from forms_app.models.accounts import SamplingReview
from tests.forms_app.sampling.asked import agree, ask, granted, references, review
from tests.support.house_rules import check_page, words_of_page
from tests.support.staff import add_staff, new_client, opened, sign_in, signed_in


def test_a_request_is_seen_by_the_provider_alone(app: Flask, commissioner: FlaskClient, manager: FlaskClient) -> None:
    check_page(commissioner.get("/sampling/ask").text)
    assert ask(commissioner) == "/sampling/1"
    assert references(opened(commissioner, "/sampling/1")) == []
    assert "Quality of reviews, spring" in opened(manager, "/sampling")
    page = words_of_page(opened(manager, "/sampling/1"))
    assert "If you agree, 3 people are drawn by lot from the 10 who are active" in page
    others = (signed_in(app, "provider_manager", "south"), new_client(app))
    sign_in(others[1], add_staff(app, "commissioner", None, "other@council.example"))
    for other in others:
        assert "Quality of reviews" not in opened(other, "/sampling")
        assert other.get("/sampling/1").status_code == 404
        assert other.post("/sampling/1/end").status_code == 404
    assert signed_in(app, "support_worker", "north").get("/sampling").status_code == 403
    assert commissioner.get(f"/sampling/{2**64}").status_code == 404


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"provider": ""}, "Choose a provider"),
        ({"provider": "west"}, "Choose a provider"),
        ({"title": ""}, "Enter a name for the review"),
        ({"title": "x" * 201}, "Use 200 characters or fewer"),
        ({"reason": " "}, "Say why you need to read records"),
        ({"reason": "x" * 401}, "Use 400 characters or fewer"),
        ({"size": ""}, "Enter how many records you need"),
        ({"size": "0"}, "The number of records must be a whole number from 1 to 500"),
        ({"size": "101", "unit": "per_cent"}, "The percentage must be a whole number from 1 to 100"),
        ({"unit": "dozens"}, "Choose whether it is a number of records or a percentage"),
        ({"days": "31"}, "The number of days must be a whole number from 1 to 30"),
        ({"days": ""}, "Enter for how many days you need them"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(
    app: Flask, commissioner: FlaskClient, fields: dict[str, str], error: str
) -> None:
    page = ask(commissioner, **fields)
    check_page(page)
    assert error in page
    assert "reason" in fields or "To see that reviews say what changed." in page
    with app.app_context():
        assert db.session.scalar(select(func.count(SamplingReview.id))) == 0


def test_a_page_sent_twice_asks_once(commissioner: FlaskClient) -> None:
    assert [ask(commissioner, once="a" * 32) for _twice in range(2)] == ["/sampling/1"] * 2
    assert ask(commissioner, once="b" * 32) == "/sampling/2"


def test_on_agreeing_people_are_drawn_so_that_it_can_be_repeated(
    app: Flask, commissioner: FlaskClient, manager: FlaskClient
) -> None:
    ask(commissioner)
    assert agree(manager) == 303
    found = review(app)
    assert (found.state, found.population) == ("agreed", 10)
    assert found.seed
    assert granted(app) == drawn([f"NC-{number}" for number in range(10)], found.seed, 3)
    assert agree(manager) == 303
    assert len(granted(app)) == 3
    assert manager.post("/sampling/1/answer", data={"decision": "refused", "reason": "No."}).status_code == 303
    assert review(app).state == "agreed"
    page = words_of_page(opened(manager, "/sampling/1"))
    assert "3 records" in page
    assert "Not opened" in page


def test_a_percentage_is_of_those_who_are_active_when_it_is_agreed(
    app: Flask, commissioner: FlaskClient, manager: FlaskClient
) -> None:
    ask(commissioner, size="25", unit="per_cent")
    for page in ("/sampling", "/sampling/1"):
        assert "25% of the people who are active" in opened(commissioner, page)
    agree(manager)
    assert len(granted(app)) == 3


def test_a_refusal_needs_a_reason_which_the_commissioner_reads(
    app: Flask, commissioner: FlaskClient, manager: FlaskClient
) -> None:
    ask(commissioner)
    for data, error in (({}, "Choose whether you agree"), ({"decision": "refused"}, "Say why you refuse")):
        answer = manager.post("/sampling/1/answer", data=data)
        check_page(answer.text)
        assert answer.status_code == 422
        assert error in answer.text
    manager.post("/sampling/1/answer", data={"decision": "refused", "reason": "Ask after the audit."})
    assert "Ask after the audit." in opened(commissioner, "/sampling/1")
    assert granted(app) == []


def test_a_provider_with_nobody_active_can_only_refuse(app: Flask, commissioner: FlaskClient) -> None:
    manager = signed_in(app, "provider_manager", "south")
    ask(commissioner, provider="south")
    answer = manager.post("/sampling/1/answer", data={"decision": "agreed"})
    check_page(answer.text)
    assert answer.status_code == 422
    assert "there is nobody to draw" in answer.text


def test_only_a_manager_of_the_provider_answers(app: Flask, commissioner: FlaskClient, manager: FlaskClient) -> None:
    ask(commissioner)
    assert agree(commissioner) == 403
    assert agree(signed_in(app, "provider_manager", "south")) == 404
    assert agree(signed_in(app, "support_worker", "north")) == 403
    assert granted(app) == []


def test_a_request_is_taken_back_before_it_is_answered(app: Flask, commissioner: FlaskClient, manager: FlaskClient) -> None:
    ask(commissioner)
    assert manager.post("/sampling/1/end").status_code == 303
    assert review(app).state == "asked"
    commissioner.post("/sampling/1/end")
    assert agree(manager) == 303
    assert (review(app).state, granted(app)) == ("ended", [])
