"""How a round of invitations stands: who will be reminded, and in rounds with names who has answered."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.database import db
from forms_app.invitations.reach import reach_of_invitation
from forms_app.models.audit import AuditEvent
from forms_app.models.responses import Invitation, StoppedContact
from forms_app.models.work import Message
from forms_app.rounds import invited
from tests.forms_app.rounds.conftest import add_list, add_round, posted, send_all
from tests.support.house_rules import check_page
from tests.support.staff import opened, signed_in

THREE = (
    "name,email,phone,address\nAnn Lee,ann@example.org,07700 900111,\nJan Nowak,,07700 900123,\nAmina,amina@example.org,,\n"
)


def invite(app: Flask, manager: FlaskClient, anonymous: bool) -> int:
    """A round to which three people were written."""
    number = add_round(app, anonymous=anonymous, remind_after_days=7)
    add_list(manager, number, THREE)
    posted(manager, f"/manage/rounds/{number}/send")
    send_all(app)
    return number


def to_remind(manager: FlaskClient, number: int) -> str:
    """What the page says of reminders to come."""
    page = opened(manager, f"/manage/rounds/{number}")
    _head, _words, after = page.partition("To be reminded if they do not answer")
    return after.split('<dd class="govuk-summary-list__value">')[1].split("<")[0].strip() if after else ""


def test_only_those_are_counted_who_will_be_reminded(app: Flask, manager: FlaskClient) -> None:
    number = invite(app, manager, anonymous=True)
    assert to_remind(manager, number) == "3"
    with app.app_context():
        ann, jan, _amina = db.session.query(Invitation).order_by(Invitation.id)
        other_way = reach_of_invitation(ann).contact_hashes() - {ann.contact_hash}
        db.session.add(StoppedContact(contact_hash=other_way.pop(), stopped_on=date(2026, 5, 15)))
        jan.channel, jan.address = "letter", "1 High Street"
        db.session.commit()
    assert to_remind(manager, number) == "1"


def answered_and_failed(app: Flask) -> None:
    """The first has answered; the last one's message failed."""
    with app.app_context():
        first, *_others = db.session.query(Invitation).order_by(Invitation.id)
        first.state = "sent"
        *_sent, last = db.session.query(Message).order_by(Message.id)
        last.state, last.failure = "failed", "The mail server refuses this address."
        db.session.commit()


def test_a_round_with_names_says_who_has_answered_and_whose_message_failed(
    app: Flask, manager: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = invite(app, manager, anonymous=False)
    answered_and_failed(app)
    page = opened(manager, f"/manage/rounds/{number}")
    check_page(page)
    listed = page.partition('id="invited"')[2].partition("</ul>")[0]
    assert "Ann Lee</span>: Answered</li>" in listed
    assert "Jan Nowak</span>: Not answered</li>" in listed
    assert "Amina</span>: Not answered. The last message did not arrive: The mail server refuses" in listed
    with app.app_context():
        assert db.session.query(AuditEvent).filter_by(action="people-listed").count()
    monkeypatch.setattr(invited, "ON_A_PAGE", 2)
    assert "Amina</span>:" not in opened(manager, f"/manage/rounds/{number}")
    assert "Amina</span>:" in opened(manager, f"/manage/rounds/{number}?page=2")


def test_neither_an_anonymous_round_nor_another_reader_is_told_who_has_answered(app: Flask, manager: FlaskClient) -> None:
    number = invite(app, manager, anonymous=True)
    answered_and_failed(app)
    assert "Who has answered" not in opened(manager, f"/manage/rounds/{number}")
    named = add_round(app, "named", anonymous=False)
    add_list(manager, named, "name,email\nBo,bo@example.org\n")
    assert "Who has answered" in opened(manager, f"/manage/rounds/{named}")
    page = opened(signed_in(app, "commissioner", None), f"/manage/rounds/{named}")
    assert "Who has answered" not in page
    assert "Bo<" not in page
