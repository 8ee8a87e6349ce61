"""Making a round in the browser: every choice with its consequences, nothing typed lost, no round made twice."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.database import db
from forms_app.models.audit import AuditEvent
from forms_app.models.responses import Round
from tests.forms_app.rounds.conftest import add_round, posted
from tests.support.staff import opened, signed_in

NEW = "/manage/rounds/new?survey=carer-short"
FORM = {
    "title": "How are you?", "kind": "anonymous", "opens_on-day": "15", "opens_on-month": "5", "opens_on-year": "2026",
    "closes_on-day": "30", "closes_on-month": "6", "closes_on-year": "2026", "languages": ["en"], "remind": "21",
}  # fmt: skip


def rounds(app: Flask) -> list[Round]:
    with app.app_context():
        found = list(db.session.query(Round))
        db.session.expunge_all()
        return found


def test_a_round_is_made_for_the_managers_own_provider(app: Flask, manager: FlaskClient) -> None:
    assert "Which survey?" in opened(manager, "/manage/rounds/new")
    page = opened(manager, NEW)
    for words in ("may answer twice", "Nobody can see who gave which answers", "People may be less frank"):
        assert words in page
    page = posted(manager, NEW, **FORM)
    assert "How are you?" in page
    (made,) = rounds(app)
    assert (made.provider, made.survey, made.slug) == ("north", "carer-short", "how-are-you-2026-05")
    assert (made.open_to_all, made.anonymous, made.remind_after_days) == (False, True, 21)
    assert (made.opens_on, made.closes_on, made.languages) == (date(2026, 5, 15), date(2026, 6, 30), "en")
    with app.app_context():
        assert db.session.query(AuditEvent).filter_by(action="round-opened").count() == 1


@pytest.mark.parametrize(
    ("kind", "open_to_all", "anonymous", "reminder"),
    [("open", True, True, None), ("anonymous", False, True, 21), ("named", False, False, 21)],
)
def test_who_can_answer_decides_what_kind_of_round_it_is(
    app: Flask, manager: FlaskClient, kind: str, open_to_all: bool, anonymous: bool, reminder: int | None
) -> None:
    posted(manager, NEW, **FORM | {"kind": kind})
    (made,) = rounds(app)
    assert (made.open_to_all, made.anonymous, made.remind_after_days) == (open_to_all, anonymous, reminder)


def test_the_same_form_sent_twice_makes_one_round_and_another_one_gets_another_address(
    app: Flask, manager: FlaskClient
) -> None:
    posted(manager, NEW, **FORM)
    posted(manager, NEW, **FORM)
    assert len(rounds(app)) == 1
    posted(manager, NEW, **FORM | {"kind": "open"})
    assert [one.slug for one in rounds(app)] == ["how-are-you-2026-05", "how-are-you-2026-05-2"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title": ""}, "Enter a title"),
        ({"kind": ""}, "Select who can answer"),
        ({"opens_on-day": "31", "opens_on-month": "2"}, "The first day must be a real date"),
        ({"closes_on-year": "2025"}, "The last day must be the first day or later"),
        ({"closes_on-day": "", "closes_on-month": "", "closes_on-year": ""}, "until then we keep where to reach"),
        ({"languages": []}, "Select at least one language"),
        ({"languages": ["tlh"]}, "Choose answers from the list"),
        ({"remind": "0"}, "The number of days must be a whole number from 1 to 180"),
        ({"slug": "Spring!"}, "small letters, digits and hyphens"),
        ({"slug": "taken"}, "Another round has this address"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    app: Flask, manager: FlaskClient, changed: dict[str, Any], words: str
) -> None:
    add_round(app, "taken", provider="south")
    page = posted(manager, NEW, 422, **FORM | {"title": "Kept title"} | changed)
    assert words in page
    assert "Kept title" in page or changed == {"title": ""}
    assert len(rounds(app)) == 1


def test_a_round_open_to_all_may_stay_open(app: Flask, manager: FlaskClient) -> None:
    no_end = {"closes_on-day": "", "closes_on-month": "", "closes_on-year": ""}
    posted(manager, NEW, **FORM | no_end | {"kind": "open"})
    assert rounds(app)[0].closes_on is None


def test_the_councils_people_name_the_provider(app: Flask) -> None:
    for role in ("commissioner", "administrator"):
        client = signed_in(app, role, None)
        assert "Select a provider" in opened(client, "/manage/rounds/new?survey=carer-short&provider=")
        posted(client, f"{NEW}&provider=south", **FORM | {"title": role})
    assert {one.provider for one in rounds(app)} == {"south"}


def test_a_manager_makes_no_round_for_another_provider(app: Flask, manager: FlaskClient) -> None:
    posted(manager, f"{NEW}&provider=south", **FORM)
    assert rounds(app)[0].provider == "north"


def test_the_last_day_can_be_brought_forward_and_put_off(app: Flask, manager: FlaskClient) -> None:
    number = add_round(app)
    day = {"closes_on-day": "15", "closes_on-month": "5", "closes_on-year": "2026"}
    posted(manager, f"/manage/rounds/{number}/last-day", **day)
    assert rounds(app)[0].closes_on == date(2026, 5, 15)
    page = posted(manager, f"/manage/rounds/{number}/last-day", 422, **day | {"closes_on-day": "14"})
    assert "must be today or later" in page


@pytest.mark.parametrize("path", ["", "/people", "/upload", "/send", "/last-day", "/poster.pdf", "/qr.svg"])
def test_another_providers_round_is_not_there(app: Flask, path: str) -> None:
    number = add_round(app)
    assert signed_in(app, "provider_manager", "south").get(f"/manage/rounds/{number}{path}").status_code == 404
