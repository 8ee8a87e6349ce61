"""Anonymous answers of invited people show in groups: when, how many, and what staff are told meanwhile."""

from datetime import date

import pytest
from flask import Flask

from forms_app.database import db
from forms_app.models.responses import AnswerRow, Invitation, Response, Round
from forms_app.respond.groups import show_what_is_over, wait_for_group
from forms_app.respond.keys import receipt_code, receipt_hash
from forms_app.respond.rounds import survey_of
from forms_app.respond.versions import freeze
from tests.forms_app.respond.conftest import add_round
from tests.support.staff import add_staff, new_client, opened, sign_in

DAY = date(2026, 5, 4)
LAST = date(2026, 5, 31)


@pytest.fixture
def number(app: Flask) -> int:
    """An anonymous round with people invited to it, open until `LAST`."""
    app.config["TODAY"] = DAY
    return add_round(app, "asked", open_to_all=False, closes_on=LAST)


def send(app: Flask, number: int, how_many: int) -> None:
    """So many people send answers, one after the other."""
    with app.app_context():
        round_ = db.session.get_one(Round, number)
        version = freeze(survey_of(round_))
        there = db.session.query(Response).count()
        for place in range(there, there + how_many):
            response = Response(
                response=f"r{place}", survey="tiny", version=version, round_id=number, provider="hub", channel="web",
                submitted_on=DAY, answers=[AnswerRow(question="small.break", item="", code="yes")],
            )  # fmt: skip
            db.session.add(response)
            db.session.flush()
            wait_for_group(response, round_)
            db.session.commit()


def shown(app: Flask, number: int) -> set[str]:
    with app.app_context():
        return set(db.session.scalars(db.select(Response.response).where(Response.round_id == number, Response.shown)))


def test_nothing_is_shown_until_ten_have_sent_and_then_five_by_chance(app: Flask, number: int) -> None:
    send(app, number, 9)
    assert shown(app, number) == set()
    send(app, number, 1)
    first = shown(app, number)
    assert len(first) == 5
    send(app, number, 4)
    assert shown(app, number) == first
    send(app, number, 1)
    assert len(shown(app, number)) == 10
    assert first < shown(app, number)


def test_which_are_shown_is_no_matter_of_order(app: Flask) -> None:
    groups = set()
    for turn in range(4):
        round_ = add_round(app, f"round-{turn}", open_to_all=False)
        send(app, round_, 10)
        groups.add(frozenset(int(one[1:]) - turn * 10 for one in shown(app, round_)))
    assert len(groups) > 1


def test_a_round_open_to_all_without_invitations_shows_answers_as_they_come(app: Flask) -> None:
    number = add_round(app, "anyone")
    send(app, number, 1)
    assert len(shown(app, number)) == 1


def test_a_round_open_to_all_with_an_invitation_shows_groups(app: Flask) -> None:
    number = add_round(app, "anyone")
    with app.app_context():
        db.session.add(Invitation(round_id=number))
        db.session.commit()
    send(app, number, 1)
    assert shown(app, number) == set()


def test_when_the_round_is_over_all_the_rest_are_shown_together(app: Flask, number: int) -> None:
    send(app, number, 12)
    app.config["TODAY"] = date(2026, 6, 1)
    with app.app_context():
        assert show_what_is_over() == 0
    app.config["TODAY"] = date(2026, 6, 2)
    with app.app_context():
        assert show_what_is_over() == 1
    assert len(shown(app, number)) == 12


def test_fewer_than_five_are_never_shown_by_themselves(app: Flask, number: int) -> None:
    send(app, number, 7)
    app.config["TODAY"] = date(2026, 6, 2)
    with app.app_context():
        show_what_is_over()
    assert len(shown(app, number)) == 7
    # The round is opened again, one more answers, and it is closed again.
    send(app, number, 1)
    with app.app_context():
        assert show_what_is_over() == 0
    assert len(shown(app, number)) == 7


def test_staff_are_told_that_answers_wait_and_see_none_of_them(app: Flask, number: int) -> None:
    client = new_client(app)
    sign_in(client, add_staff(app, "provider_manager", "hub"))
    send(app, number, 9)
    with app.app_context():
        db.session.add(
            Response(response="begun", survey="tiny", round_id=number, provider="hub", channel="web", started_on=DAY)
        )
        db.session.commit()
    page = opened(client, f"/results/rounds/{number}")
    assert "9 more people have sent answers, which are not shown yet." in page
    assert "when 1 more person has sent theirs, or when the round is over" in page
    assert "No answers are shown yet." in page
    assert "There is nothing to put into a file." in opened(client, f"/results/rounds/{number}/export")
    assert "groups of five or more" in opened(client, f"/manage/rounds/{number}")
    assert ",sent,,,0," in client.get(f"/results/rounds/{number}/table.csv").text
    send(app, number, 1)
    page = opened(client, f"/results/rounds/{number}")
    assert "Answers of 5 people are shown." in page
    assert "began and" not in page
    assert "shows when the round is over" in page
    app.config["TODAY"] = date(2026, 6, 2)
    page = opened(client, f"/results/rounds/{number}")
    assert "10 people sent answers." in page
    assert "1 person began and has not sent." in page


def test_what_is_changed_stays_shown_or_not_as_it_was_and_what_is_erased_goes_at_once(app: Flask, number: int) -> None:
    send(app, number, 10)
    kept_back = "r0" not in shown(app, number)
    with app.app_context():
        code = receipt_code("a secret")
        response = db.session.get_one(Response, "r0")
        response.receipt_hash = receipt_hash(code)
        db.session.commit()
    client = new_client(app)
    changing = client.post("/receipt/change", data={"code": code}).headers["Location"]
    for _ in range(8):
        at = client.get(changing).headers["Location"]
        if at.endswith("/answers/check"):
            break
        client.post(at, data={"answer": "no" if at.endswith("break") else "", "whole": "yes"})
    assert "/answers/sent" in client.post(f"{changing}/answers/send").headers["Location"]
    assert ("r0" not in shown(app, number)) == kept_back
    assert len(shown(app, number)) == 5
    assert client.post("/receipt/erase", data={"code": code, "sure": "yes"}).status_code == 200
    with app.app_context():
        assert db.session.get(Response, "r0") is None
