"""What a commissioner reads of a record, while they may, and that every opening is seen."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from forms_app.administration.changes import account_of, change_account, turn_off
from forms_app.clock import now
from forms_app.database import db
from forms_app.models.accounts import SamplingGrant, SamplingReview
from forms_app.models.records import Person
from forms_app.rights.erasing import erase
from tests.forms_app.sampling.asked import agree, ask, granted, references
from tests.forms_app.sampling.conftest import DAY, WRITTEN
from tests.support.house_rules import words_of_page
from tests.support.staff import add_staff, new_client, opened, sign_in, signed_in


@pytest.fixture
def drawn(app: Flask, commissioner: FlaskClient, manager: FlaskClient) -> list[str]:
    """Whose records are open, in a review that was agreed."""
    ask(commissioner)
    agree(manager)
    return granted(app)


def test_the_record_says_what_was_done_and_nothing_in_anybodys_words(commissioner: FlaskClient, drawn: list[str]) -> None:
    listed = opened(commissioner, "/sampling/1")
    assert references(listed) == drawn
    assert WRITTEN not in listed
    page = opened(commissioner, f"/sampling/1/person/{drawn[0]}")
    assert WRITTEN not in page
    words = words_of_page(page)
    for said in ("Need not met: ", "score 3 of 5", "started on 10 April 2026", "1 time, last on 10 April 2026", "Review"):
        assert said in words
    assert "<textarea" not in page
    assert page.count("<form") == 1, "the one form signs out"


def test_every_opening_is_seen_by_the_provider(commissioner: FlaskClient, manager: FlaskClient, drawn: list[str]) -> None:
    for _twice in range(2):
        opened(commissioner, f"/sampling/1/person/{drawn[0]}")
    seen = words_of_page(opened(manager, f"/rights/north/{drawn[0]}/seen"))
    assert seen.count("Opened the record for a sampling review of the council") == 2
    assert "Sam Commissioner" in seen
    assert "2 times, last on" in words_of_page(opened(manager, "/sampling/1"))


def test_whoever_was_not_drawn_is_not_there(app: Flask, commissioner: FlaskClient, drawn: list[str]) -> None:
    for person in ("NC-closed", "NC-77", "%00", "x" * 900, next(f"NC-{n}" for n in range(10) if f"NC-{n}" not in drawn)):
        assert commissioner.get(f"/sampling/1/person/{person}").status_code == 404


def test_another_commissioner_opens_nothing(app: Flask, drawn: list[str]) -> None:
    other = new_client(app)
    sign_in(other, add_staff(app, "commissioner", None, "other@council.example"))
    assert other.get("/sampling/1").status_code == 404
    assert other.get(f"/sampling/1/person/{drawn[0]}").status_code == 404
    assert ask(other) == "/sampling/2"
    assert other.get(f"/sampling/2/person/{drawn[0]}").status_code == 404


def test_a_grant_opens_the_records_of_its_own_review_alone(app: Flask, commissioner: FlaskClient, drawn: list[str]) -> None:
    assert ask(commissioner, once="c" * 32) == "/sampling/2"
    assert commissioner.get(f"/sampling/2/person/{drawn[0]}").status_code == 404


def test_before_it_is_agreed_nothing_opens(commissioner: FlaskClient) -> None:
    ask(commissioner)
    assert commissioner.get("/sampling/1/person/NC-1").status_code == 404


def test_after_its_time_nothing_opens(
    app: Flask, commissioner: FlaskClient, manager: FlaskClient, drawn: list[str]
) -> None:
    with app.app_context():
        for table in (SamplingGrant, SamplingReview):
            db.session.execute(update(table).values(expires_at=now() - timedelta(seconds=1)))
        db.session.commit()
    assert commissioner.get(f"/sampling/1/person/{drawn[0]}").status_code == 404
    page = opened(commissioner, "/sampling/1")
    assert references(page) == []
    assert "Time is up" in page
    assert "End this review now" not in opened(manager, "/sampling/1")


@pytest.mark.parametrize("who", ["commissioner", "manager"])
def test_after_either_side_ends_it_nothing_opens(
    commissioner: FlaskClient, manager: FlaskClient, drawn: list[str], who: str
) -> None:
    side = {"commissioner": commissioner, "manager": manager}[who]
    assert "End this review now" in opened(side, "/sampling/1")
    for _twice in range(2):
        assert side.post("/sampling/1/end").status_code == 303
    assert commissioner.get(f"/sampling/1/person/{drawn[0]}").status_code == 404
    assert references(opened(commissioner, "/sampling/1")) == []


def test_someone_who_is_erased_vanishes_from_it(
    app: Flask, commissioner: FlaskClient, manager: FlaskClient, drawn: list[str]
) -> None:
    opened(commissioner, f"/sampling/1/person/{drawn[0]}")
    with app.app_context():
        erase("north", drawn[0])
    assert commissioner.get(f"/sampling/1/person/{drawn[0]}").status_code == 404
    assert references(opened(commissioner, "/sampling/1")) == drawn[1:]
    assert drawn[0] not in words_of_page(opened(manager, "/sampling/1"))
    assert granted(app) == drawn[1:]


def test_it_opens_no_other_page_of_the_person(commissioner: FlaskClient, drawn: list[str]) -> None:
    for path in (f"/person/{drawn[0]}", f"/person/{drawn[0]}/review", f"/rights/north/{drawn[0]}/held"):
        assert commissioner.get(path).status_code in (403, 404)


def test_someone_new_under_the_reference_of_one_who_was_erased_is_not_open(
    app: Flask, commissioner: FlaskClient, drawn: list[str]
) -> None:
    with app.app_context():
        erase("north", drawn[0])
        db.session.add(Person(provider="north", person=drawn[0], role="carer", registered_on=DAY, status="active"))
        db.session.commit()
    assert commissioner.get(f"/sampling/1/person/{drawn[0]}").status_code == 404
    assert drawn[0] not in references(opened(commissioner, "/sampling/1"))


def test_a_path_written_otherwise_opens_nobody_else(app: Flask, commissioner: FlaskClient, drawn: list[str]) -> None:
    other = next(f"NC-{number}" for number in range(10) if f"NC-{number}" not in drawn)
    with app.app_context():
        db.session.add(Person(provider="south", person=drawn[0], role="carer", registered_on=DAY, name=WRITTEN))
        db.session.commit()
    mine = drawn[0]
    for path in (
        f"1/person/{mine}%2F..%2F{other}", f"1/person/{mine}/../{other}", f"1/person/{mine.lower()}", f"1/person/{mine}%20",
        f"1/person/%E2%80%8B{other}", f"{2**31}/person/{mine}", f"{'9' * 40}/person/{mine}", f"-1/person/{mine}",
        f"1/person/south/{mine}", f"1/person/{mine}?provider=south&person={other}",
    ):  # fmt: skip
        answer = commissioner.get(f"/sampling/{path}")
        assert answer.status_code in (308, 404) or other not in answer.text, path
        assert WRITTEN not in answer.text


@pytest.mark.parametrize("how", ["role", "off"])
def test_who_is_a_commissioner_no_more_opens_nothing_more(
    app: Flask, commissioner: FlaskClient, drawn: list[str], how: str
) -> None:
    path = f"/sampling/1/person/{drawn[0]}"
    assert commissioner.get(path).status_code == 200
    with app.app_context():
        user = account_of("commissioner@council.example")
        assert user is not None
        if how == "role":
            change_account(user, "Sam", ["administrator"])
        else:
            turn_off(user)
        db.session.commit()
    for closed in (path, "/sampling/1", "/sampling"):
        assert commissioner.get(closed).status_code == (403 if how == "role" else 302)


def test_providers_staff_read_no_record_on_the_councils_page(app: Flask, manager: FlaskClient, drawn: list[str]) -> None:
    assert manager.get(f"/sampling/1/person/{drawn[0]}").status_code == 403
    for role in ("support_worker", "duty_worker", "administrator"):
        client = signed_in(app, role, "north")
        for path in ("/sampling", "/sampling/1", f"/sampling/1/person/{drawn[0]}"):
            assert client.get(path).status_code == 403
        assert client.post("/sampling/1/end").status_code == 403
