"""Activities, and who came: both those on the books and others are counted, by the figures of imported rows too."""

from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forms_app.models.casework import Attendance
from forms_app.models.records import Activity, Contact
from tests.forms_app.casework.conftest import add_person, day_fields, filled_in, hidden, rows
from tests.forms_app.casework.test_at_once import send_together
from tests.support.house_rules import check_page, words_of_page
from tests.support.staff import opened

ON = date(2026, 5, 14)
COURSE = {"kind": "training", "title": "Lifting safely", "locality": "hill", "online": "no", "hours": "2.5"}
DAY = day_fields("held_on", 14, 5, 2026)


def record(worker: FlaskClient, **fields: object) -> str:
    """Record a course; the address of its page."""
    form = hidden(opened(worker, "/record/activity")) | COURSE | DAY | fields
    answer = worker.post("/record/activity", data=form)
    assert answer.status_code == 303, answer.text
    return f"/record/activity/{form['activity']}"


def came(app: Flask) -> list[tuple[object, ...]]:
    return rows(app, select(Contact.person, Contact.kind, Contact.on, Contact.online).order_by(Contact.person))


def test_those_ticked_and_the_number_of_others_are_counted_together(app: Flask, worker: FlaskClient) -> None:
    add_person(app, "P1")
    add_person(app, "P2", name="Ben Example")
    record(worker, people=["P1", "P2"], others="5")
    columns = (Activity.kind, Activity.title, Activity.held_on, Activity.locality, Activity.hours, Activity.attendees)
    assert rows(app, select(*columns)) == [("training", "Lifting safely", ON, "hill", Decimal("2.50"), 7)]
    assert came(app) == [("P1", "training", ON, "no"), ("P2", "training", ON, "no")]
    assert "14 May 2026 Lifting safely" in words_of_page(opened(worker, "/person/P1"))


@pytest.mark.parametrize(("kind", "counted_as"), [("drop_in", "activity"), ("peer_support", "peer_support")])
def test_coming_is_counted_as_the_kind_of_contact_that_figures_look_for(
    app: Flask, worker: FlaskClient, kind: str, counted_as: str
) -> None:
    add_person(app)
    record(worker, kind=kind, people="P1")
    assert came(app) == [("P1", counted_as, ON, "no")]


def test_an_activity_sent_four_times_at_once_is_saved_once(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    form = hidden(opened(worker, "/record/activity")) | COURSE | DAY | {"people": "P1"}
    assert send_together(app, "/record/activity", [form] * 4) == [303] * 4
    assert rows(app, select(func.count()).select_from(Activity)) == [(1,)]
    assert rows(app, select(func.count()).select_from(Contact)) == [(1,)]


def test_who_came_can_be_corrected_and_day_and_kind_with_it(app: Flask, worker: FlaskClient) -> None:
    add_person(app, "P1")
    add_person(app, "P2")
    address = record(worker, people=["P1"], others="1")
    page = opened(worker, address)
    changed = COURSE | {"kind": "group", "online": "yes", "people": "P2"} | day_fields("held_on", 13, 5, 2026)
    assert worker.post(address, data=hidden(page) | changed).status_code == 303
    assert came(app) == [("P2", "activity", date(2026, 5, 13), "yes")]
    assert rows(app, select(Activity.attendees)) == [(1,)]
    assert rows(app, select(Attendance.person)) == [("P2",)]


def test_of_two_corrections_the_second_is_told_and_sees_both(app: Flask, worker: FlaskClient) -> None:
    address = record(worker, others="4")
    page = opened(worker, address)
    assert worker.post(address, data=hidden(page) | COURSE | DAY | {"title": "Lifting, again"}).status_code == 303
    answer = worker.post(address, data=hidden(page) | COURSE | DAY | {"title": "Backs"})
    check_page(answer.text)
    assert answer.status_code == 409
    assert "Lifting, again" in answer.text
    assert "Backs" in answer.text
    assert rows(app, select(Activity.title)) == [("Lifting, again",)]


def test_looking_for_people_keeps_what_was_typed_and_saves_nothing(app: Flask, worker: FlaskClient) -> None:
    add_person(app, name="Ada Example")
    form = hidden(opened(worker, "/record/activity")) | COURSE | DAY | {"find": "ada", "go": "find"}
    answer = worker.post("/record/activity", data=form)
    check_page(answer.text)
    assert "Ada Example (P1)" in answer.text
    assert "Lifting safely" in answer.text
    assert rows(app, select(func.count()).select_from(Activity)) == [(0,)]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": ""}, "Select what kind of activity it was"),
        ({"hours": "two"}, "Hours must be a number up to 10,000, such as 12.50"),
        ({"others": "-1"}, "Number of others must be a whole number"),
        ({"kind": "newsletter"}, "Nobody is counted as having come to this kind of activity"),
        (day_fields("held_on", 31, 3, 2026), "P1 was not registered until 1 April 2026"),
    ],
)
def test_what_is_wrong_is_said(app: Flask, worker: FlaskClient, wrong: dict[str, str], said: str) -> None:
    add_person(app)
    answer = worker.post("/record/activity", data=COURSE | DAY | {"people": "P1"} | wrong)
    check_page(answer.text)
    assert answer.status_code == 422
    assert said in words_of_page(answer.text)


def test_an_activity_is_removed_with_who_came(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    address = record(worker, people="P1")
    remove = address.replace("/activity/", "/remove-activity/")
    assert worker.post(remove).status_code == 422
    assert worker.post(remove, data={"sure": "yes"}).status_code == 303
    for table in (Activity, Attendance, Contact):
        assert rows(app, select(func.count()).select_from(table)) == [(0,)]


def test_an_attendance_is_changed_on_its_activitys_page_alone(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    record(worker, people="P1")
    ((key,),) = rows(app, select(Contact.contact))
    page = opened(worker, f"/person/P1/contact/{key}")
    assert "Take them off on the activity’s page" in words_of_page(page)
    assert worker.post(f"/person/P1/contact/{key}/remove", data={"sure": "yes"}).status_code == 400
    assert rows(app, select(func.count()).select_from(Contact)) == [(1,)]


def test_an_activity_is_recorded_again_for_another_day(app: Flask, worker: FlaskClient) -> None:
    add_person(app, "P1")
    page = record(worker, people=["P1"], others="5")
    assert f"/record/activity?like={page.rpartition('/')[2]}" in opened(worker, page)
    again = opened(worker, f"/record/activity?like={page.rpartition('/')[2]}")
    form = filled_in(again)
    assert {name: form.get(name) for name in (*COURSE, "people", "others")} == COURSE | {"people": "P1", "others": "5"}
    assert (form["held_on-day"], form["held_on-month"], form["held_on-year"]) == ("15", "5", "2026")
    assert worker.post("/record/activity", data=form).status_code == 303
    assert [row[2] for row in came(app)] == [ON, date(2026, 5, 15)]
    opened(worker, "/record/activity?like=none%20such", 404)
