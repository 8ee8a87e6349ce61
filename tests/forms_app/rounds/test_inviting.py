"""People are put into a round, written to in their language, reminded once, and left alone when they wish it."""

import re
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app import clock
from forms_app.database import db
from forms_app.invitations.forgetting import forget_contacts
from forms_app.invitations.reminding import remind
from forms_app.models.audit import AuditEvent
from forms_app.models.responses import Asked, InvitationToken, Response, Round
from forms_app.models.work import Message
from tests.forms_app.rounds.conftest import (
    THREE,
    add_list,
    add_person,
    add_round,
    answer,
    invitations,
    invite_three,
    kept,
    links,
    posted,
    send_all,
    states,
    upload,
)
from tests.support.house_rules import check_page
from tests.support.staff import new_client, opened, signed_in

NOW = datetime(2026, 5, 15, 9, 0)


def test_people_of_a_list_are_written_to_each_in_their_way_and_language(
    app: Flask, manager: FlaskClient, number: int
) -> None:
    page = add_list(manager, number, THREE)
    assert "3 people are in the round now." in page
    assert [one.channel for one in invitations(app)] == ["email", "text", "email"]
    preview = opened(manager, f"/manage/rounds/{number}/send")
    assert "/i/their-own-private-link" in preview
    assert "Send 3 invitations" in preview
    assert re.search(r"\d texts? for each person", preview)
    assert "ann@example.org" not in preview
    assert "3 invitations are on their way." in posted(manager, f"/manage/rounds/{number}/send")
    words = send_all(app)
    assert len(words) == 3
    everything = "".join(words)
    for expected in ("To: ann@example.org", "To: +447700900123", "To: amina@example.org", "Dear Ann Lee", 'dir="rtl"'):
        assert expected in everything
    assert len({link for one in words for link in links(one)}) == 3
    page = opened(manager, f"/manage/rounds/{number}")
    assert "Everyone in the round" in opened(manager, f"/manage/rounds/{number}/send")


def test_a_preview_is_what_is_sent_but_for_the_link(app: Flask, manager: FlaskClient, number: int) -> None:
    add_list(manager, number, "phone\n07700 900123\n")
    preview = opened(manager, f"/manage/rounds/{number}/send")
    shown = re.search(r'<div class="app-message"[^>]*>(.*?)</div>', preview, re.DOTALL)
    posted(manager, f"/manage/rounds/{number}/send")
    (sent,) = send_all(app)
    (link,) = links(sent)
    body = sent.partition("\n\n")[2].strip()
    assert shown
    assert shown[1] == body.replace(link.removeprefix("/i/"), "their-own-private-link")


def test_sending_twice_writes_to_nobody_twice(app: Flask, manager: FlaskClient, number: int) -> None:
    invite_three(app, manager, number)
    assert "There was nobody to send to." in posted(manager, f"/manage/rounds/{number}/send")
    assert len(send_all(app)) == 3


def test_links_are_kept_as_hashes_alone(app: Flask, manager: FlaskClient, number: int) -> None:
    words = invite_three(app, manager, number)
    tokens = [link.removeprefix("/i/") for one in words for link in links(one)]
    with app.app_context():
        hashes = set(db.session.scalars(db.select(InvitationToken.token_hash)))
        rows = [str(list(row)) for table in db.metadata.sorted_tables for row in db.session.execute(table.select())]
    assert len(hashes) == 3
    assert not [token for token in tokens if any(token in row for row in rows)]


def test_a_link_opens_the_survey_in_the_language_of_whoever_has_it(app: Flask, manager: FlaskClient, number: int) -> None:
    words = invite_three(app, manager, number)
    (polish,) = [links(one)[0] for one in words if "+447700900123" in one]
    page = new_client(app).get(polish)
    check_page(page.text)
    assert '<html lang="pl"' in page.text


def test_before_the_first_day_invitations_wait(app: Flask, manager: FlaskClient) -> None:
    number = add_round(app, opens_on=date(2026, 5, 20))
    add_list(manager, number, THREE)
    posted(manager, f"/manage/rounds/{number}/send")
    assert states(app) == [("invitation", "waiting")] * 3
    with app.app_context():
        waits = db.session.scalars(db.select(Message.not_before)).all()
        assert all(timedelta(days=4) < at - clock.now() < timedelta(days=6) for at in waits)


def test_those_who_have_not_answered_are_reminded_once(
    app: Flask, manager: FlaskClient, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    invite_three(app, manager, number)
    answer(app, number, 0)
    with app.app_context():
        monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=20))
        assert remind() == 0
        monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=21, hours=14))
        assert remind() == 0, "not at night"
        monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=22))
        assert remind() == 2
        assert remind() == 0
    words = send_all(app)
    assert len(words) == 5
    assert len({link for one in words for link in links(one)}) == 5
    assert [kind for kind, _state in states(app)] == ["invitation"] * 3 + ["reminder"] * 2


def test_a_reminder_that_waits_is_not_sent_to_someone_who_answered_meanwhile(
    app: Flask, manager: FlaskClient, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    invite_three(app, manager, number)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=22))
    with app.app_context():
        remind()
    answer(app, number, 0)
    assert len(send_all(app)) == 5
    assert ("reminder", "cancelled") in states(app)


@pytest.mark.parametrize("values", [{"remind_after_days": None}, {"closes_on": date(2026, 5, 14)}])
def test_nobody_is_reminded_where_none_is_wanted_or_the_round_is_closed(
    app: Flask, manager: FlaskClient, monkeypatch: pytest.MonkeyPatch, values: dict[str, date | None]
) -> None:
    number = add_round(app, "other")
    monkeypatch.setattr(clock, "now", lambda: NOW)
    invite_three(app, manager, number)
    with app.app_context():
        db.session.execute(db.update(Round).values(**values))
        db.session.commit()
        monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=22))
        assert remind() == 0


def test_a_reminder_that_failed_tells_no_name_in_an_anonymous_round(
    app: Flask, manager: FlaskClient, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    invite_three(app, manager, number)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=22))
    with app.app_context():
        remind()
        db.session.execute(db.update(Message).where(Message.kind == "reminder").values(state="failed", failure="No."))
        db.session.commit()
    assert "Ann Lee" not in opened(manager, f"/manage/rounds/{number}")
    with app.app_context():
        db.session.execute(db.update(Round).values(anonymous=False))
        db.session.commit()
    assert "Ann Lee: No." in opened(manager, f"/manage/rounds/{number}")


def test_people_are_picked_from_the_books_with_reasons_for_those_who_may_not_be_asked(
    app: Flask, manager: FlaskClient, number: int
) -> None:
    add_person(app, "c1", name="Ann Lee", email="ann@example.org", language="ur")
    add_person(app, "c2", name="Bob", phone="07700900124", contact_by="none")
    add_person(app, "c3", name="Cat")
    add_person(app, "c4", name="Dee", email="dee@example.org", status="closed")
    add_person(app, "c5", name="Eve", email="eve@example.org", phone="07700900125", contact_by="text")
    add_person(app, "s1", "south", name="Fay", email="fay@example.org")
    page = opened(manager, f"/manage/rounds/{number}/people")
    assert "3 people match and can be reached; 2 of them may be asked." in page
    assert "1 more has no e-mail" in page
    assert "Does not wish to be asked" in page
    assert "Fay" not in page
    assert "Dee" not in page
    page = posted(manager, f"/manage/rounds/{number}/people", person=["c1", "c2", "c4", "s1"])
    assert "1 person is in the round now." in page
    assert "1 person was left out: does not wish to be asked." in page
    assert [(one.person, one.language) for one in invitations(app)] == [("c1", "ur")]
    assert "In this round already" in opened(manager, f"/manage/rounds/{number}/people")
    posted(manager, f"/manage/rounds/{number}/people", all="yes")
    assert [(one.person, one.channel) for one in invitations(app)] == [("c1", "email"), ("c5", "text")]


def test_commissioners_see_counts_and_no_names(app: Flask, manager: FlaskClient, number: int) -> None:
    add_person(app, "c1", name="Ann Lee", email="ann@example.org")
    posted(manager, f"/manage/rounds/{number}/people", all="yes")
    council = signed_in(app, "commissioner", None)
    for path in ("", "/send"):
        page = opened(council, f"/manage/rounds/{number}{path}")
        assert "Ann Lee" not in page
        assert "ann@example.org" not in page
    assert council.get(f"/manage/rounds/{number}/people").status_code == 403


def test_a_list_of_a_commissioners_tells_nothing_of_who_is_on_the_providers_books(
    app: Flask, manager: FlaskClient, number: int
) -> None:
    add_person(app, "c1", email="ann@example.org")
    add_person(app, "c2", email="bob@example.org", contact_by="none")
    posted(manager, f"/manage/rounds/{number}/people", person="c1")
    council = signed_in(app, "commissioner", None)
    few = "email,person\nann@example.org,\nbob@example.org,\nnew@example.org,c2\nother@example.org,c9\n"
    page = upload(council, number, few)
    assert not re.search("may not be asked|[0-9] (person|people) may be asked|Asked by", page)
    assert "Add those who may be asked" in page
    page = upload(council, number, f"{few}fifth@example.org,\n")
    assert not re.search(r">\s*c\d\s*<|Reference", page)
    for reason in ("In this round already", "Does not wish to be asked", "no person with this reference"):
        assert reason not in page
    assert page.count("only their provider sees") == 1
    assert "2 people may not be asked, for a reason that only their provider sees." in page
    assert "Asked by, or why not" not in page
    assert "Add 3 people" in page
    after = posted(council, f"/manage/rounds/{number}/upload/add", kept=kept(page))
    assert "2 people were left out: may not be asked, for a reason that only their provider sees." in after
    assert [one.person for one in invitations(app)] == ["c1", None, None, None]


def test_adding_one_person_tells_a_commissioner_nothing_of_them(app: Flask, manager: FlaskClient, number: int) -> None:
    add_person(app, "c2", email="bob@example.org", contact_by="none")
    council = signed_in(app, "commissioner", None)
    page = upload(council, number, "email\nbob@example.org\n")
    after = posted(council, f"/manage/rounds/{number}/upload/add", kept=kept(page))
    assert "Those on the list who may be asked are in the round now." in after
    assert "left out" not in after
    assert "Nobody was added" not in after


def test_an_address_that_failed_is_shown_put_right_and_written_to_again(
    app: Flask, manager: FlaskClient, number: int
) -> None:
    add_list(manager, number, THREE)
    posted(manager, f"/manage/rounds/{number}/send")
    with app.app_context():
        first = db.session.scalars(db.select(Message).order_by(Message.id)).first()
        first.state, first.failure, first.address = "failed", "The mail server refuses this address.", None
        wrong = first.invitation_id
        db.session.commit()
    page = opened(manager, f"/manage/rounds/{number}")
    assert "Ann Lee: The mail server refuses this address." in page
    path = f"/manage/rounds/{number}/invitations/{wrong}"
    assert "ann@example.org" in opened(manager, path)
    assert "Enter an e-mail address, such as" in posted(manager, path, 422, email="ann@")
    posted(manager, path, email="ann.lee@example.org")
    with app.app_context():
        event = db.session.query(AuditEvent).filter_by(action="invitation-corrected").one()
        assert event.details == '{"channel": "email", "round": "invited"}'
    assert "To: ann.lee@example.org" in "".join(send_all(app))
    assert "Did not arrive" not in opened(manager, f"/manage/rounds/{number}")
    assert manager.get(path).status_code == 404, "what has arrived is not to be put right"


def test_in_an_anonymous_round_no_page_says_who_answered(app: Flask, manager: FlaskClient, number: int) -> None:
    invite_three(app, manager, number)
    before = [opened(manager, f"/manage/rounds/{number}{path}") for path in ("", "/send", "/upload")]
    answer(app, number, 0)
    after = [opened(manager, f"/manage/rounds/{number}{path}") for path in ("", "/send", "/upload")]
    changed = [line for old, new in zip(before, after, strict=True) for line in set(new.split("\n")) - set(old.split("\n"))]
    assert all("Ann" not in line for line in changed)


@pytest.mark.parametrize("anonymous", [True, False])
def test_contact_details_are_erased_when_the_round_is_over(
    app: Flask, manager: FlaskClient, number: int, anonymous: bool
) -> None:
    add_person(app, "c1", name="Ann Lee", email="ann@example.org", address="1 High St")
    posted(manager, f"/manage/rounds/{number}/people", all="yes")
    with app.app_context():
        db.session.execute(db.update(Round).values(anonymous=anonymous, closes_on=date(2026, 5, 14)))
        db.session.commit()
        assert forget_contacts() == 0, "those who began may still send"
        app.config["TODAY"] = date(2026, 5, 16)
        assert forget_contacts() == 1
        assert forget_contacts() == 0
    (one,) = invitations(app)
    assert (one.email, one.phone, one.address) == (None, None, None)
    assert (one.name, one.person) == ((None, None) if anonymous else ("Ann Lee", "c1"))


def test_a_year_later_nothing_leads_from_an_anonymous_round_to_anyone(
    app: Flask, manager: FlaskClient, number: int
) -> None:
    invite_three(app, manager, number)
    app.config["TODAY"] = date(2027, 8, 1)
    with app.app_context():
        forget_contacts()
        assert db.session.query(InvitationToken).count() == 0
        assert db.session.query(Asked).count() == 0
    assert {one.contact_hash for one in invitations(app)} == {None}


def test_in_a_named_round_the_link_of_a_reminder_leads_to_the_answers_begun_with_the_first(
    app: Flask, manager: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = add_round(app, "named", anonymous=False)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    add_list(manager, number, "name,email\nAnn Lee,ann@example.org\n")
    posted(manager, f"/manage/rounds/{number}/send")
    (first,) = set(links(send_all(app)[0]))
    begun = new_client(app).post(first)
    assert begun.status_code == 303
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=22))
    with app.app_context():
        assert remind() == 1
    (second,) = set(links(send_all(app)[1]))
    assert second != first
    page = new_client(app).get(second, follow_redirects=True)
    assert page.status_code == 200
    assert "/a/" in page.request.path
    with app.app_context():
        assert db.session.query(Response).count() == 1
