"""Who is on duty, from which day; and the days that nobody covers."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.database import db
from forms_app.models.accounts import User
from forms_app.models.audit import AuditEvent
from forms_app.models.responses import Round
from forms_app.models.safety import DutyPeriod
from forms_app.safety import contact_request
from forms_app.safety.duty import gaps, on_duty
from tests.forms_app.safety.conftest import DUTY, items, put_on_duty, user_id
from tests.support.house_rules import check_page
from tests.support.staff import add_provider, add_staff, new_client, opened, sign_in, signed_in

SECOND = "second@hub.example"
TODAY = date(2026, 5, 15)


@pytest.fixture
def second(app: Flask) -> str:
    """A second duty worker; the address."""
    return add_staff(app, "duty_worker", "hub", SECOND)


@pytest.fixture
def empty(app: Flask) -> None:
    """No one on the rota."""
    with app.app_context():
        db.session.execute(db.text("DELETE FROM duty_period"))
        db.session.commit()


@pytest.fixture
def manager(app: Flask) -> FlaskClient:
    """The provider's manager, signed in."""
    return signed_in(app, "provider_manager", "hub")


def add(client: FlaskClient, user: int, first: str, last: str = "") -> tuple[int, str]:
    """Send the form of the rota; days as 2026-05-20."""
    typed = {"user": str(user)}
    for name, day in (("starts_on", first), ("ends_on", last)):
        parts = day.split("-") if day else ("", "", "")
        typed |= dict(zip((f"{name}-year", f"{name}-month", f"{name}-day"), parts, strict=True))
    answer = client.post("/safety/duty", data=typed)
    return answer.status_code, answer.text


def test_someone_is_on_duty_until_the_day_before_the_next(app: Flask, second: str) -> None:
    with app.app_context():
        put_on_duty(SECOND, date(2026, 5, 20))
        assert [on_duty("hub", day).email for day in (date(2026, 5, 19), date(2026, 5, 20))] == [DUTY, SECOND]


def test_a_period_that_has_ended_does_not_bring_back_the_one_before(app: Flask, second: str) -> None:
    with app.app_context():
        put_on_duty(SECOND, date(2026, 5, 10), date(2026, 5, 12))
        assert on_duty("hub", date(2026, 5, 12)).email == SECOND
        assert on_duty("hub", date(2026, 5, 13)) is None


@pytest.mark.parametrize("change", ["disabled", "moved", "role"])
def test_someone_who_may_no_longer_act_is_not_on_duty(app: Flask, change: str) -> None:
    add_provider(app, "other", "Others")
    with app.app_context():
        user = db.session.query(User).filter_by(email=DUTY).one()
        if change == "disabled":
            user.active = False
        elif change == "moved":
            user.provider = "other"
        else:
            user.roles = []
        db.session.commit()
        assert on_duty("hub", TODAY) is None
        assert gaps("hub", TODAY) == [(TODAY, date(2026, 7, 9))]


def test_gaps_are_whole_stretches_of_days(app: Flask, second: str) -> None:
    with app.app_context():
        put_on_duty(SECOND, date(2026, 5, 17), date(2026, 5, 20))
        put_on_duty(DUTY, date(2026, 5, 23), date(2026, 6, 1))
        put_on_duty(SECOND, date(2026, 6, 3))
        found = gaps("hub", TODAY)
    assert found == [(date(2026, 5, 21), date(2026, 5, 22)), (date(2026, 6, 2), date(2026, 6, 2))]


def test_a_manager_puts_someone_on_duty(app: Flask, manager: FlaskClient, second: str) -> None:
    assert add(manager, user_id(app, SECOND), "2026-05-20", "2026-05-27")[0] == 303
    page = opened(manager, "/safety/duty")
    assert "20 May 2026 to 27 May 2026" in page
    assert "Days that nobody covers" in page
    assert "28 May 2026 to 9 July 2026" in page
    with app.app_context():
        assert db.session.query(AuditEvent).filter_by(action="duty-set").count() == 1


def test_the_same_entry_sent_twice_stands_once(app: Flask, manager: FlaskClient, second: str) -> None:
    for _ in range(2):
        add(manager, user_id(app, SECOND), "2026-05-20")
    with app.app_context():
        assert db.session.query(DutyPeriod).count() == 2


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-05-14", "", "The first day must be today or later"),
        ("2026-05-20", "2026-05-19", "The last day must not be before the first"),
        ("", "", "Enter the first day"),
    ],
)
def test_days_that_make_no_sense_are_said(app: Flask, manager: FlaskClient, first: str, last: str, said: str) -> None:
    status, page = add(manager, user_id(app, DUTY), first, last)
    check_page(page)
    assert (status, said in page) == (422, True)


def test_only_people_who_may_act_can_be_on_duty(app: Flask, manager: FlaskClient) -> None:
    worker = user_id(app, add_staff(app, "support_worker", "hub"))
    assert add(manager, worker, "2026-05-20")[0] == 422


def test_a_duty_worker_sees_the_rota_and_does_not_change_it(app: Flask) -> None:
    client = new_client(app)
    sign_in(client, DUTY)
    assert "A manager changes the rota." in opened(client, "/safety/duty")
    assert add(client, user_id(app, DUTY), "2026-05-20")[0] == 403


def test_only_what_has_not_begun_is_taken_off(app: Flask, manager: FlaskClient, second: str) -> None:
    add(manager, user_id(app, SECOND), "2026-05-20")
    assert manager.post("/safety/duty/1/remove").status_code == 409
    assert manager.post("/safety/duty/2/remove").status_code == 303
    assert manager.post("/safety/duty/2/remove").status_code == 404
    assert "20 May 2026" not in opened(manager, "/safety/duty")


def test_without_a_duty_worker_the_page_names_the_managers(empty: None, manager: FlaskClient) -> None:
    page = opened(manager, "/safety")
    assert "Nobody is on duty today. Until someone is, the managers are reminded: Sam Provider Manager." in page
    assert "it has 1 gap in the next eight weeks" in page


def test_items_that_nobody_has_go_to_whoever_comes_on_duty_today(app: Flask, empty: None, manager: FlaskClient) -> None:
    with app.app_context():
        contact_request(db.session.query(Round).first(), once="x", name="Ada", how="07700 900123")
        db.session.commit()
    assert items(app)[0].assigned_to is None
    add(manager, user_id(app, DUTY), "2026-05-16")
    assert items(app)[0].assigned_to is None
    add(manager, user_id(app, DUTY), "2026-05-15")
    assert items(app)[0].assigned_to == user_id(app, DUTY)
