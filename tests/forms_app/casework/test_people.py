from datetime import date

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forms_app.database import db
from forms_app.models.audit import AuditEvent
from forms_app.models.records import Assessment, Contact, Person, Review
from tests.forms_app.casework.conftest import add_person, rows
from tests.support.house_rules import check_page

TODAY = date(2026, 5, 15)


def fill(app: Flask) -> None:
    """One person for each reason to be on the list."""
    add_person(app, "fresh", name="Fran Fresh", locality="hill")
    add_person(app, "late", registered_on=date(2025, 1, 1))
    add_person(app, "reviewed", registered_on=date(2025, 1, 1), carer_groups="young;working")
    add_person(app, "agreed", registered_on=date(2025, 1, 1))
    add_person(app, "assessing", role="service_user")
    add_person(app, "silent", registered_on=date(2025, 1, 1), status="non_engaging")
    add_person(app, "called", registered_on=date(2025, 1, 1), status="non_engaging")
    add_person(app, "gone", registered_on=date(2025, 1, 1), status="closed")
    with app.app_context():
        db.session.add_all(
            [
                Review(provider="north", review="r1", person="reviewed", reviewed_on=date(2026, 5, 1)),
                Review(
                    provider="north",
                    review="r2",
                    person="agreed",
                    reviewed_on=date(2025, 5, 1),
                    next_due_on=date(2026, 5, 30),
                ),
                Review(
                    provider="north",
                    review="r0",
                    person="agreed",
                    reviewed_on=date(2025, 4, 1),
                    next_due_on=date(2025, 5, 1),
                ),
                Assessment(
                    provider="north", assessment="a1", person="assessing", kind="carer", started_on=date(2026, 5, 14)
                ),
                Contact(provider="north", contact="k1", person="called", on=date(2026, 5, 1), kind="wellbeing_call"),
                Contact(provider="north", contact="k2", person="silent", on=date(2026, 5, 1), kind="casework"),
            ]
        )
        db.session.commit()


def listed(html: str) -> list[str]:
    return [part.partition('"')[0] for part in html.split('<a class="govuk-link" href="/person/')[1:]]


def test_my_people_stand_most_pressing_first(app: Flask, worker: FlaskClient) -> None:
    fill(app)
    html = worker.get("/people").text
    check_page(html)
    assert listed(html) == EVERYONE
    assert "Fran Fresh" in html
    assert "Review was due by 1 April 2025 (409 days late)" in html
    assert "Wellbeing call was due by 1 July 2025" in html
    assert "Started on 14 May 2026; it has 28 days." in html


EVERYONE = ["late", "silent", "agreed", "assessing", "fresh", "reviewed", "called", "gone"]


def test_the_list_is_narrowed(app: Flask, worker: FlaskClient) -> None:
    fill(app)
    for query, people in (
        ("show=overdue", ["late", "silent"]),
        ("show=due", ["agreed", "assessing"]),
        ("show=done", ["fresh", "reviewed", "called"]),
        ("show=closed", ["gone"]),
        ("role=service_user", ["assessing"]),
        ("find=ESS", ["assessing"]),
        ("find=%25", []),
        ("find=%00late", ["late"]),
        ("clock=assessment", ["assessing"]),
        ("clock=review", ["late", "agreed", "assessing", "fresh", "reviewed"]),
        ("clock=review&show=done", ["assessing", "fresh", "reviewed"]),
        ("clock=contact.wellbeing_call", ["silent", "called"]),
        ("status=non_engaging", ["silent", "called"]),
        ("group=young", ["reviewed"]),
        ("group=parent", []),
        ("locality=hill", ["fresh"]),
        ("sort=reference&role=carer", ["agreed", "called", "fresh", "gone", "late", "reviewed", "silent"]),
        ("show=nonsense&role=nobody&clock=tick&whose=99&group=x&locality=%27&sort=shoe&page=x", EVERYONE),
    ):
        html = worker.get(f"/people?{query}").text
        check_page(html)
        assert listed(html) == people, query


def test_fifty_people_stand_on_a_page_and_pages_keep_the_filters(app: Flask, worker: FlaskClient) -> None:
    with app.app_context():
        db.session.add_all(
            Person(provider="north", person=f"P{n:03}", role="carer", registered_on=TODAY, status="active")
            for n in range(120)
        )
        db.session.commit()
    html = worker.get("/people?role=carer&page=2").text
    check_page(html)
    assert listed(html) == [f"P{n:03}" for n in range(50, 100)]
    assert 'href="/people?role=carer&amp;whose=all&amp;page=3"' in html
    assert listed(worker.get("/people?page=99").text) == [f"P{n:03}" for n in range(100, 120)]


def test_reading_a_record_is_an_audit_event(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    check_page(worker.get("/person/P1").text)
    worker.get("/people")
    events = rows(
        app, select(AuditEvent.action, AuditEvent.provider, AuditEvent.person, AuditEvent.details).order_by(AuditEvent.id)
    )
    assert events[-2:] == [("person-seen", "north", "P1", "{}"), ("people-listed", "north", None, '{"count": 1}')]


def test_a_reference_brought_over_may_have_any_sign(app: Flask, worker: FlaskClient) -> None:
    add_person(app, "A/7 é#?")
    address = "/person/A/7%20%C3%A9%23%3F"
    assert f'href="{address}"' in worker.get("/people").text
    for page in ("", "/review", "/assessment"):
        assert worker.get(address + page).status_code == 200


def test_what_is_not_there_is_not_found(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    for address in ("/person/nobody", "/person/nobody/review", "/person/%00", "/person/P1/assessment/%00"):
        answer = worker.get(address)
        check_page(answer.text)
        assert answer.status_code == 404, address
