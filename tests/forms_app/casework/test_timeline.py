"""Everything on file of a person in one list, the newest first, with filters and pages."""

import re
from datetime import date, datetime
from decimal import Decimal

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from forms_app.database import db
from forms_app.models.accounts import User
from forms_app.models.casework import CardIssued, Consent, Note, StatusChange, WellbeingPayment
from forms_app.models.records import Assessment, Contact, Feedback, Goal, Referral, Review, Score
from forms_app.models.safety import SafetyItem
from tests.forms_app.casework.conftest import add_person
from tests.support.staff import add_provider, opened, signed_in

PATH = "/person/P1/timeline"
WHOSE = {"provider": "north", "person": "P1"}


def april(day: int) -> date:
    return date(2026, 4, day)


def fill(app: Flask) -> None:
    """One thing of each kind, on a day each."""
    add_person(app, name="Ada Carer")
    with app.app_context():
        db.session.add_all([
            Referral(**WHOSE, referral="r", received_on=april(2), source="gp", kind="new", accepted="yes", notes="Tired."),
            StatusChange(**WHOSE, since=april(3), status="signposted", reason="money"),
            Assessment(**WHOSE, assessment="a", kind="carer", started_on=april(4), completed_on=april(5)),
            Goal(**WHOSE, goal="g", outcome="town:health", agreed_on=april(6), words="To sleep."),
            Review(**WHOSE, review="v", reviewed_on=april(7), kind="scheduled"),
            Score(**WHOSE, scale="wellbeing", taken_on=april(8), score=Decimal("6")),
            Contact(**WHOSE, contact="c", on=april(9), kind="casework", minutes=30, notes="Talked."),
            Contact(**WHOSE, contact="p", on=april(10), kind="wellbeing_payment"),
            WellbeingPayment(**WHOSE, once="p", paid_on=april(10), amount=Decimal("150"), spent_on="breaks"),
            Contact(**WHOSE, contact="e", on=april(11), kind="emergency_card"),
            CardIssued(**WHOSE, once="e", issued_on=april(11), kind="emergency_card"),
            Feedback(
                **WHOSE, feedback="f", kind="complaint", received_on=april(12), outcome="upheld",
                recorded_by=db.session.scalar(select(User.id)),
            ),
            Note(**WHOSE, text="A note.", written_at=datetime(2026, 4, 13, 9, 5)),
            Consent(**WHOSE, scope="quote", form="signed", given_on=april(14), withdrawn_on=april(15)),
            SafetyItem(**WHOSE, opened_at=datetime(2026, 4, 16, 9), due_at=datetime(2026, 4, 17, 9), state="open"),
        ])  # fmt: skip
        db.session.commit()


def titles(page: str) -> list[str]:
    """The entries of a timeline, day and title."""
    found = re.findall(r'<li>\s*<h\d class="govuk-heading-s">(.*?)</h\d>', page)
    return [re.sub(r"<[^>]+>", "", one) for one in found]


def test_all_kinds_stand_in_order_each_once(app: Flask, worker: FlaskClient) -> None:
    fill(app)
    assert titles(opened(worker, PATH)) == [
        "15 April 2026 No longer agrees: quote what they said",
        "14 April 2026 Agreed: quote what they said (signed)",
        "13 April 2026 Note, 10:05",
        "12 April 2026 Complaint: upheld",
        "11 April 2026 Emergency card issued",
        "10 April 2026 Wellbeing payment of £150.00 (breaks and days out)",
        "9 April 2026 Casework session, 30 minutes",
        "8 April 2026 Wellbeing score: 6",
        "7 April 2026 Review (scheduled)",
        "6 April 2026 Goal agreed: Health",
        "5 April 2026 Carer&#39;s assessment completed",
        "4 April 2026 Carer&#39;s assessment started",
        "3 April 2026 Status: Pointed to another service, no longer in touch (Help with benefits and money)",
        "2 April 2026 Referral: GP or GP practice",
        "1 April 2026 Registered",
    ]
    page = opened(worker, PATH)
    for words in ("Tired.", "To sleep.", "Talked.", "A note."):
        assert words in page


def test_safety_items_are_for_those_who_act_on_them(app: Flask, worker: FlaskClient) -> None:
    fill(app)
    assert "Safety" not in "".join(titles(opened(worker, PATH)))
    assert len(titles(opened(worker, f"{PATH}?show=safety"))) == 15, "a filter that is not offered shows everything"
    manager = signed_in(app, "provider_manager")
    assert titles(opened(manager, PATH))[0] == "16 April 2026 Safety item, open"
    assert len(titles(opened(manager, f"{PATH}?show=safety"))) == 1


def test_a_colleagues_feedback_stands_there_for_managers_only(app: Flask, worker: FlaskClient) -> None:
    """A complaint may be about the worker who reads the timeline."""
    fill(app)
    with app.app_context():
        db.session.execute(update(Feedback).values(recorded_by=None))
        db.session.commit()
    assert "Complaint" not in "".join(titles(opened(worker, PATH)))
    assert "Complaint" in "".join(titles(opened(signed_in(app, "provider_manager"), PATH)))


def test_times_are_those_of_the_clock_on_the_wall(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    with app.app_context():
        db.session.add(Note(**WHOSE, text="Late.", written_at=datetime(2026, 4, 13, 23, 30)))
        db.session.commit()
    assert titles(opened(worker, f"{PATH}?show=notes")) == ["14 April 2026 Note, 00:30"]
    assert "Tuesday 14 April 2026, 00:30" in opened(worker, "/person/P1")


def test_what_came_just_after_midnight_stands_on_its_day_on_the_wall(app: Flask, worker: FlaskClient) -> None:
    """The tables keep UTC: in summer, the first hour of a day is still the day before there. In winter it is not."""
    add_person(app, registered_on=date(2026, 1, 1))
    with app.app_context():
        due = {"due_at": datetime(2026, 5, 1), "state": "open"}
        for month in (1, 4):
            db.session.add_all([
                Note(**WHOSE, text="Late.", written_at=datetime(2026, month, 13, 23, 30)),
                SafetyItem(**WHOSE, opened_at=datetime(2026, month, 13, 23, 40), **due),
                Consent(**WHOSE, scope="quote", form="signed", given_on=date(2026, month, 13)),
            ])  # fmt: skip
        db.session.commit()
    assert titles(opened(signed_in(app, "provider_manager"), PATH)) == [
        "14 April 2026 Safety item, open",
        "14 April 2026 Note, 00:30",
        "13 April 2026 Agreed: quote what they said (signed)",
        "13 January 2026 Safety item, open",
        "13 January 2026 Agreed: quote what they said (signed)",
        "13 January 2026 Note, 23:30",
        "1 January 2026 Registered",
    ]


def test_each_entry_leads_to_its_record(app: Flask, worker: FlaskClient) -> None:
    fill(app)
    page = opened(worker, PATH)
    links = set(re.findall(r'app-timeline__kind"><a class="govuk-link" href="([^"]+)"', page))
    assert {"/person/P1/contact/c", "/feedback/item/f", "/person/P1/profile", "/person/P1/status"} <= links
    person = opened(worker, "/person/P1")
    for link in links:
        path, _hash, anchor = link.partition("#")
        assert worker.get(path).status_code == 200, link
        assert not anchor or f'id="{anchor}"' in person, link


def test_one_group_at_a_time_and_in_pages(app: Flask, worker: FlaskClient) -> None:
    fill(app)
    assert [one[:12] for one in titles(opened(worker, f"{PATH}?show=support"))] == [
        "11 April 202",
        "10 April 202",
        "9 April 2026",
    ]
    with app.app_context():
        for number in range(60):
            db.session.add(Note(**WHOSE, text=f"Note {number}.", written_at=datetime(2026, 4, 20, 9, number)))
        db.session.commit()
    first, second = (opened(worker, f"{PATH}?show=notes&page={page}") for page in (1, 2))
    assert (len(titles(first)), len(titles(second))) == (50, 11)
    assert "61 entries" in first
    assert len(titles(opened(worker, f"{PATH}?show=notes&page=99"))) == 11


def test_it_is_of_nobody_elses(app: Flask, worker: FlaskClient) -> None:
    fill(app)
    add_provider(app, "south", "South Carers")
    assert signed_in(app, "support_worker", "south").get(PATH).status_code == 404
