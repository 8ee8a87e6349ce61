"""Nobody is asked who wishes it not, or more often than the cap, whoever asks."""

from datetime import date, datetime

from flask import Flask
from flask.testing import FlaskClient

from forms_app.database import db
from forms_app.invitations.forgetting import forget_contacts
from forms_app.models.records import Review
from forms_app.models.responses import Invitation, Round, StoppedContact
from forms_app.models.work import Message
from tests.forms_app.rounds.conftest import (
    add_list,
    add_person,
    add_round,
    answer,
    invitations,
    invite_three,
    links,
    posted,
    send_all,
    states,
    upload,
)
from tests.support.house_rules import check_page
from tests.support.staff import new_client, opened, signed_in

NOW = datetime(2026, 5, 15, 9, 0)


def test_a_stop_link_stops_every_provider_and_can_be_undone(app: Flask, manager: FlaskClient, number: int) -> None:
    words = invite_three(app, manager, number)
    (link,) = {link for one in words if "ann@example.org" in one for link in links(one)}
    carer = new_client(app)
    page = carer.get(f"{link}/stop")
    check_page(page.text)
    assert "Stop asking me" in page.text
    with app.app_context():
        assert db.session.query(StoppedContact).count() == 0, "looking stops nothing"
    assert "We will not ask you again" in carer.post(f"{link}/stop", follow_redirects=True).text
    other = add_round(app, "south-round", provider="south")
    south = signed_in(app, "provider_manager", "south")
    page = upload(south, other, "email\nANN@example.org\n")
    assert "Asked for no more invitations" in page
    carer.post(f"{link}/stop", data={"action": "ask-again"})
    assert "Asked for no more invitations" not in upload(south, other, "email\nann@example.org\n")


def test_a_stop_link_works_after_answering_and_after_the_round_and_by_the_button_of_a_mail_program(
    app: Flask, manager: FlaskClient, number: int
) -> None:
    words = invite_three(app, manager, number)
    (link,) = {link for one in words if "ann@example.org" in one for link in links(one)}
    answer(app, number, 0)
    with app.app_context():
        db.session.execute(db.update(Round).values(closes_on=date(2026, 5, 2)))
        db.session.commit()
        forget_contacts()
    one_click = app.test_client().post(f"{link}/stop", data={"List-Unsubscribe": "One-Click"})
    assert one_click.status_code == 303
    with app.app_context():
        assert db.session.query(StoppedContact).count() == 1


def test_stopping_takes_back_what_waits(app: Flask, manager: FlaskClient, number: int) -> None:
    words = invite_three(app, manager, number)
    (link,) = {link for one in words if "ann@example.org" in one for link in links(one)}
    other = add_round(app, "second")
    add_list(manager, other, "email\nann@example.org\n")
    posted(manager, f"/manage/rounds/{other}/send")
    new_client(app).post(f"{link}/stop")
    assert states(app)[-1] == ("invitation", "cancelled")


def test_nobody_is_asked_more_often_than_the_cap_across_rounds_and_providers(app: Flask, manager: FlaskClient) -> None:
    south = signed_in(app, "provider_manager", "south")
    for place, (client, provider) in enumerate([(manager, "north"), (south, "south"), (manager, "north")]):
        number = add_round(app, f"round-{place}", provider=provider)
        add_list(client, number, "email\nann@example.org\n")
        posted(client, f"/manage/rounds/{number}/send")
    fourth = add_round(app, "fourth")
    page = upload(manager, fourth, "email\nann@example.org\nbob@example.org\n")
    assert "Has been asked 3 times this quarter, counting reviews" in page
    added = add_list(manager, fourth, "email\nann@example.org\nbob@example.org\n")
    assert "1 person is in the round now." in added
    assert "1 person was left out: has been asked 3 times" in added
    app.config["TODAY"] = date(2026, 7, 1)
    with app.app_context():
        db.session.execute(db.update(Round).values(closes_on=date(2026, 9, 30)))
        db.session.commit()
    assert "1 person is in the round now." in add_list(manager, fourth, "email\nann@example.org\n")


def test_reviews_of_this_quarter_count_as_being_asked(app: Flask, manager: FlaskClient, number: int) -> None:
    add_person(app, "c1", email="ann@example.org")
    with app.app_context():
        for place, day in enumerate([date(2026, 4, 1), date(2026, 4, 20), date(2026, 5, 3), date(2026, 3, 31)]):
            db.session.add(Review(provider="north", review=f"r{place}", person="c1", reviewed_on=day))
        db.session.commit()
    assert "Has been asked 3 times this quarter" in opened(manager, f"/manage/rounds/{number}/people")
    app.config["ASKED_AT_MOST"] = 4
    assert "Has been asked" not in opened(manager, f"/manage/rounds/{number}/people")


def test_a_review_by_another_provider_of_someone_with_the_same_address_counts_too(
    app: Flask, manager: FlaskClient, number: int
) -> None:
    app.config["ASKED_AT_MOST"] = 1
    add_person(app, "s1", "south", email="ann@example.org")
    review = {
        "id": "0" * 32, "version": "1", "kind": "scheduled", "feels_supported": "yes",
        "reviewed_on-day": "10", "reviewed_on-month": "5", "reviewed_on-year": "2026",
    }  # fmt: skip
    worker = signed_in(app, "support_worker", "south")
    answer = worker.post("/person/s1/review", data=review)
    assert answer.status_code == 303, answer.text
    assert "Has been asked 1 time " in upload(manager, number, "email\nann@example.org\n")


def test_someone_uploaded_who_is_on_the_books_is_known_by_their_address(
    app: Flask, manager: FlaskClient, number: int
) -> None:
    app.config["ASKED_AT_MOST"] = 1
    add_person(app, "c1", email="ann@example.org", phone="07700 900123")
    with app.app_context():
        db.session.add(Review(provider="north", review="r1", person="c1", reviewed_on=date(2026, 5, 3)))
        db.session.commit()
    assert "Has been asked 1 time " in upload(manager, number, "phone\n+44 7700 900 123\n")
    app.config["ASKED_AT_MOST"] = 3
    add_list(manager, number, "phone\n+44 7700 900 123\n")
    assert "Nobody was added." in add_list(manager, number, "email\nann@example.org\n")
    assert [one.person for one in invitations(app)] == ["c1"]


def test_who_was_asked_enough_between_adding_and_sending_is_not_asked_and_it_is_said(
    app: Flask, manager: FlaskClient, number: int
) -> None:
    app.config["ASKED_AT_MOST"] = 1
    add_list(manager, number, "email\nann@example.org\n")
    other = add_round(app, "second")
    add_list(manager, other, "email\nann@example.org\n")
    posted(manager, f"/manage/rounds/{other}/send")
    assert "1 person is not asked: others asked them often enough" in posted(manager, f"/manage/rounds/{number}/send")
    assert len(send_all(app)) == 1


def test_what_waits_for_another_number_of_someone_who_stopped_is_not_sent(
    app: Flask, manager: FlaskClient, number: int
) -> None:
    add_list(manager, number, "email,phone\nann@example.org,07700 900123\n")
    posted(manager, f"/manage/rounds/{number}/send")
    other = add_round(app, "by-email")
    add_list(manager, other, "email,phone\nann@example.org,07700 900123\n")
    with app.app_context():
        by_text = db.session.scalars(db.select(Invitation).where(Invitation.round_id == other)).one()
        by_text.channel, by_text.contact_hash = "text", "another hash"
        db.session.commit()
    posted(manager, f"/manage/rounds/{other}/send")
    with app.app_context():
        db.session.execute(db.update(Message).where(Message.round_id == other).values(not_before=datetime(2099, 1, 1)))
        db.session.commit()
    (link,) = set(links(send_all(app)[0]))
    new_client(app).post(f"{link}/stop")
    with app.app_context():
        db.session.execute(db.update(Message).where(Message.round_id == other).values(not_before=NOW))
        db.session.commit()
    assert len(send_all(app)) == 1
    assert states(app)[-1] == ("invitation", "cancelled")


def test_someone_taken_out_and_put_in_again_is_not_over_the_cap_by_the_same_round(
    app: Flask, manager: FlaskClient, number: int
) -> None:
    app.config["ASKED_AT_MOST"] = 1
    add_list(manager, number, "email\nann@example.org\n")
    posted(manager, f"/manage/rounds/{number}/send")
    with app.app_context():
        db.session.execute(db.update(Message).values(state="failed", failure="No such address."))
        db.session.commit()
    posted(manager, f"/manage/rounds/{number}/invitations/1", action="remove")
    assert invitations(app) == []
    assert "1 person is in the round now." in add_list(manager, number, "email\nann@example.org\n")
