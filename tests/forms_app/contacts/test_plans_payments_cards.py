"""Emergency plans, wellbeing payments and cards: each is kept, and counted as the contact that the figures look for."""

from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forms_app.database import db
from forms_app.models.casework import CardIssued, EmergencyPlan, WellbeingPayment
from forms_app.models.records import Contact
from tests.forms_app.casework.conftest import add_person, day_fields, filled_in, hidden, rows
from tests.forms_app.casework.test_at_once import send_together
from tests.support.house_rules import check_page, words_of_page
from tests.support.staff import opened

PLAN = "/person/P1/emergency-plan"
MADE = {"plan": "Call the sister.", **day_fields("made_on", 10, 5, 2026)}
PAID = {"amount": "£1,150.50", "spent_on": "breaks", **day_fields("paid_on", 14, 5, 2026)}
CARD = {"kind": "partners_in_care_card", **day_fields("issued_on", 14, 5, 2026)}


def contacts(app: Flask) -> list[tuple[object, ...]]:
    return rows(app, select(Contact.kind, Contact.on).order_by(Contact.on, Contact.kind))


def save_plan(worker: FlaskClient, **fields: str) -> None:
    page, _removal, _rest = opened(worker, PLAN).partition("Recorded by mistake?")
    assert worker.post(PLAN, data=filled_in(page) | fields).status_code == 303


def test_a_plan_made_reviewed_and_registered_is_counted_once_each(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    save_plan(worker, **MADE)
    save_plan(worker, **day_fields("registered_on", 11, 5, 2026))
    save_plan(worker, **day_fields("reviewed_on", 12, 5, 2026))
    save_plan(worker, plan="Call the brother.", **day_fields("reviewed_on", 12, 5, 2026))
    assert contacts(app) == [
        ("emergency_plan", date(2026, 5, 10)),
        ("emergency_registration", date(2026, 5, 11)),
        ("emergency_review", date(2026, 5, 12)),
    ]
    columns = (EmergencyPlan.made_on, EmergencyPlan.registered_on, EmergencyPlan.reviewed_on, EmergencyPlan.plan)
    assert rows(app, select(*columns)) == [(date(2026, 5, 10), date(2026, 5, 11), date(2026, 5, 12), "Call the brother.")]
    assert "made on 10 May 2026, reviewed on 12 May 2026" in words_of_page(opened(worker, "/person/P1"))


def test_a_plan_brought_over_is_there_already(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    with app.app_context():
        whose = {"provider": "north", "person": "P1"}
        db.session.add(Contact(contact="c1", kind="emergency_plan", on=date(2026, 4, 20), **whose))
        db.session.commit()
    assert filled_in(opened(worker, PLAN))["made_on-day"] == "20"
    save_plan(worker, plan="Call the sister.")
    assert contacts(app) == [("emergency_plan", date(2026, 4, 20))]


def test_a_wrong_date_is_moved_and_not_counted_twice(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    save_plan(worker, **MADE)
    save_plan(worker, **day_fields("made_on", 9, 5, 2026))
    assert contacts(app) == [("emergency_plan", date(2026, 5, 9))]


def test_of_two_colleagues_the_second_is_told_and_neithers_words_are_lost(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    first, second = (filled_in(opened(worker, PLAN)) | MADE for _ in range(2))
    worker.post(PLAN, data=first | {"plan": "Call Tom."})
    answer = worker.post(PLAN, data=second | {"plan": "Call Ann."})
    check_page(answer.text)
    assert answer.status_code == 409
    assert "Call Tom." in answer.text
    assert "Call Ann." in answer.text
    assert rows(app, select(EmergencyPlan.plan)) == [("Call Tom.",)]


def test_two_different_plans_at_the_same_moment_leave_one_and_tell_the_other(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    forms = [filled_in(opened(worker, PLAN)) | MADE | {"plan": name} for name in ("Ann", "Tom")]
    assert send_together(app, PLAN, forms) == [303, 409]
    assert contacts(app) == [("emergency_plan", date(2026, 5, 10))]


def test_a_review_taken_back_is_taken_out_of_the_plan(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    save_plan(worker, **MADE, **day_fields("reviewed_on", 12, 5, 2026))
    ((key,),) = rows(app, select(Contact.contact).where(Contact.kind == "emergency_review"))
    assert worker.post(f"/person/P1/contact/{key}/remove", data={"sure": "yes"}).status_code == 303
    assert rows(app, select(EmergencyPlan.reviewed_on)) == [(None,)]


def test_a_plans_words_are_nowhere_in_the_clear(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    save_plan(worker, **MADE)
    with app.app_context():
        assert "sister" not in db.session.connection().exec_driver_sql("SELECT plan FROM emergency_plan").scalar_one()


@pytest.mark.parametrize(
    ("address", "fields", "table", "kind"),
    [
        ("payment", PAID, WellbeingPayment, "wellbeing_payment"),
        ("card", CARD, CardIssued, "partners_in_care_card"),
    ],
)
def test_a_payment_or_a_card_is_saved_once_counted_and_taken_back_whole(
    app: Flask, worker: FlaskClient, address: str, fields: dict[str, str], table: type, kind: str
) -> None:
    add_person(app)
    form = hidden(opened(worker, f"/person/P1/{address}")) | fields
    assert send_together(app, f"/person/P1/{address}", [form] * 3) == [303] * 3
    assert contacts(app) == [(kind, date(2026, 5, 14))]
    assert len(rows(app, select(table))) == 1
    ((key,),) = rows(app, select(Contact.contact))
    opened(worker, f"/person/P1/contact/{key}")
    assert worker.post(f"/person/P1/contact/{key}/remove", data={"sure": "yes"}).status_code == 303
    assert rows(app, select(table)) == []


def test_payments_are_added_up_by_quarter_and_by_what_they_were_spent_on(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    for fields in ({}, {"amount": "20"}, {"amount": "5", "spent_on": ""}):
        worker.post("/person/P1/payment", data=hidden(opened(worker, "/person/P1/payment")) | PAID | fields)
    assert rows(app, select(WellbeingPayment.amount))[0] == (Decimal("1150.50"),)
    words = words_of_page(opened(worker, "/record/payments?quarter=2026-04-01"))
    assert "Breaks and days out 2 £1,170.50 Not known 1 £5.00 All 3 £1,175.50" in words
    assert "No payments were recorded" in opened(worker, "/record/payments?quarter=2026-01-01")


@pytest.mark.parametrize(
    ("address", "wrong", "said"),
    [
        ("payment", PAID | {"amount": ""}, "Enter the amount in pounds"),
        ("payment", PAID | {"amount": "a lot"}, "Amount must be a number up to 100,000"),
        ("payment", PAID | {"amount": "0"}, "Amount must be more than nothing"),
        ("card", CARD | {"kind": "casework"}, "Select which card it was"),
        ("card", CARD | day_fields("issued_on", 16, 5, 2026), "Date issued must be today or earlier"),
        ("emergency-plan", MADE | {"made_on-day": ""}, "Date the plan was made must include a day"),
        (
            "emergency-plan",
            MADE | day_fields("reviewed_on", 9, 5, 2026),
            "Date of the review must be the day the plan was made, or later",
        ),
    ],
)
def test_what_is_wrong_is_said(app: Flask, worker: FlaskClient, address: str, wrong: dict[str, str], said: str) -> None:
    add_person(app)
    answer = worker.post(f"/person/P1/{address}", data=hidden(opened(worker, f"/person/P1/{address}")) | wrong)
    check_page(answer.text)
    assert answer.status_code == 422
    assert said in words_of_page(answer.text)
    assert contacts(app) == []


def test_a_plan_recorded_by_mistake_is_removed_and_no_longer_counted(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    save_plan(worker, **MADE, **day_fields("registered_on", 11, 5, 2026))
    page = opened(worker, PLAN)
    assert worker.post(f"{PLAN}/remove", data=hidden(page)).status_code == 422
    save_plan(worker, plan="Call Tom.")
    answer = worker.post(f"{PLAN}/remove", data=hidden(page) | {"sure": "yes"})
    check_page(answer.text)
    assert answer.status_code == 409
    assert worker.post(f"{PLAN}/remove", data=hidden(opened(worker, PLAN)) | {"sure": "yes"}).status_code == 303
    assert contacts(app) == []
    assert rows(app, select(EmergencyPlan)) == []
