"""Reminders: at once, before the end of the clock, and after it to the managers too; with nothing of the person."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from forms_app.database import db
from forms_app.models.responses import Round
from forms_app.models.safety import SafetyItem
from forms_app.models.work import Message
from forms_app.safety import contact_request, hours, reminders
from forms_app.safety.reminders import remind, reminder
from forms_app.worker import duties
from tests.forms_app.safety.conftest import DUTY, items
from tests.support.staff import add_staff

MANAGER = "provider_manager@hub.example"
OPENED = datetime(2026, 5, 15, 9)


class Clock:
    """A clock that tests move on."""

    def __init__(self) -> None:
        self.now = OPENED

    def at(self, hours_after: float) -> None:
        self.now = OPENED + timedelta(hours=hours_after)


@pytest.fixture
def clock(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The time that reminders go by; an item with 24 hours is opened, and there is a manager."""
    clock = Clock()
    for module in (reminders, hours):
        monkeypatch.setattr(module, "time_now", lambda: clock.now)
    add_staff(app, "provider_manager", "hub", MANAGER)
    with app.app_context():
        round_ = db.session.query(Round).filter_by(slug="spring").one()
        item = contact_request(round_, once="x", name="Ada Example", how="07700 900123", when="Mornings")
        item.opened_at, item.due_at = OPENED, OPENED + timedelta(hours=24)
        db.session.commit()
    return clock


def reminded(app: Flask) -> list[str]:
    """Do the duty; the addresses that were written to, in order."""
    with app.app_context():
        before = db.session.query(Message).count()
        count = remind()
        found = [message.address for message in db.session.query(Message).order_by(Message.id)][before:]
        assert len(found) == count
        return [address or "" for address in found]


def words(app: Flask) -> str:
    """The newest reminder as it would be sent."""
    with app.app_context():
        content = reminder(db.session.query(Message).order_by(Message.id.desc()).first())
        assert content is not None
        return f"{content.subject}\n{content.body}"


def test_the_duty_worker_is_told_at_once_and_only_once(app: Flask, clock: Clock) -> None:
    assert reminded(app) == [DUTY]
    clock.at(1)
    assert reminded(app) == []


def test_again_when_a_quarter_of_the_clock_is_left(app: Flask, clock: Clock) -> None:
    reminded(app)
    clock.at(17.9)
    assert reminded(app) == []
    clock.at(18)
    assert reminded(app) == [DUTY]


def test_an_overdue_item_goes_to_the_managers_too_and_again_each_day(app: Flask, clock: Clock) -> None:
    reminded(app)
    clock.at(24)
    assert reminded(app) == [DUTY, MANAGER]
    clock.at(40)
    assert reminded(app) == []
    clock.at(48)
    assert reminded(app) == [DUTY, MANAGER]


def test_with_nobody_on_duty_the_managers_are_told_at_once(app: Flask, clock: Clock) -> None:
    with app.app_context():
        db.session.execute(db.text("DELETE FROM duty_period"))
        db.session.execute(db.text("UPDATE safety_item SET assigned_to = NULL"))
        db.session.commit()
    assert reminded(app) == [MANAGER]


def test_whoever_has_the_item_is_told_and_not_the_duty_worker(app: Flask, clock: Clock) -> None:
    with app.app_context():
        item = db.session.query(SafetyItem).one()
        item.assigned_to = db.session.scalar(db.text("SELECT id FROM \"user\" WHERE email LIKE 'provider_manager%'"))
        db.session.commit()
    assert reminded(app) == [MANAGER]


def test_a_closed_item_is_not_spoken_of(app: Flask, clock: Clock) -> None:
    reminded(app)
    with app.app_context():
        db.session.query(SafetyItem).one().state = "closed"
        db.session.commit()
        assert reminder(db.session.query(Message).one()) is None
    clock.at(30)
    assert reminded(app) == []


def test_a_reminder_says_when_and_where_and_nothing_of_the_person(app: Flask, clock: Clock) -> None:
    reminded(app)
    said = words(app)
    assert "A safety item is waiting" in said
    assert "Saturday 16 May 2026, 10:00" in said
    assert "/safety" in said
    assert not [word for word in ("Ada", "07700", "Mornings", "Spring", "Hub") if word in said]


def test_a_late_reminder_says_that_it_is_overdue(app: Flask, clock: Clock) -> None:
    clock.at(25)
    reminded(app)
    assert "A safety item is overdue" in words(app)


def test_a_reminder_makes_nobodys_open_page_out_of_date(app: Flask, clock: Clock) -> None:
    before = items(app)[0].version
    reminded(app)
    assert items(app)[0].version == before


def test_the_worker_looks_every_two_minutes() -> None:
    assert [one.every for one in duties() if one.name == "safety-reminders"] == [timedelta(minutes=2)]
