"""The page of one person: what stands on it, who is led where from it, and what it costs."""

from datetime import date, datetime
from decimal import Decimal

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from forms_app.database import db
from forms_app.models.audit import AuditEvent
from forms_app.models.casework import Note
from forms_app.models.records import Contact, Referral, Review, Score
from tests.forms_app.casework.conftest import add_person, rows
from tests.support.house_rules import check_page
from tests.support.staff import opened, signed_in


def queries(app: Flask, worker: FlaskClient, path: str) -> int:
    """How many statements opening a page takes."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    opened(worker, path)
    event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_carers_and_those_they_care_for_lead_to_each_other(app: Flask, worker: FlaskClient) -> None:
    add_person(app, "U1", role="service_user", name="Una Cared")
    add_person(app, "P1", name="Ada Carer", cares_for="U1")
    assert 'href="/person/U1">Una Cared' in opened(worker, "/person/P1")
    page = opened(worker, "/person/U1")
    assert "Cared for by" in page
    assert 'href="/person/P1">Ada Carer' in page


def test_only_managers_are_led_to_the_pages_of_rights(app: Flask, worker: FlaskClient) -> None:
    add_person(app, "P1")
    assert "/rights/" not in opened(worker, "/person/P1")
    manager = signed_in(app, "provider_manager")
    page = opened(manager, "/person/P1")
    for path in ("/rights/north/P1/seen", "/rights/north/P1/held"):
        assert f'href="{path}"' in page
        assert manager.get(path).status_code == 200


def test_every_link_of_the_contents_leads_somewhere(app: Flask, worker: FlaskClient) -> None:
    add_person(app, "P1")
    page = opened(worker, "/person/P1")
    anchors = [part.split('"')[0] for part in page.split('href="#')[1:]]
    assert len(anchors) > 10
    assert all(f'id="{anchor}"' in page for anchor in anchors)


def test_the_page_takes_as_many_queries_for_much_as_for_little(app: Flask, worker: FlaskClient) -> None:
    add_person(app, "P1", name="Ada Carer", email="ada@example.org", birth_year=1961)

    def fill(first: int, last: int) -> None:
        whose = {"provider": "north", "person": "P1"}
        with app.app_context():
            for number in range(first, last):
                day = date(2026, 4, 2 + number)
                db.session.add(Note(**whose, text="words", written_at=datetime(2026, 4, 3, 9)))
                db.session.add(Contact(**whose, contact=f"c{number}", on=day, kind="casework"))
                db.session.add(Score(**whose, scale="wellbeing", taken_on=day, score=Decimal(number % 10)))
                db.session.add(Referral(**whose, referral=f"r{number}", received_on=day, source="gp", kind="new"))
            db.session.commit()

    fill(0, 2)
    few = [queries(app, worker, path) for path in ("/person/P1", "/person/P1/timeline")]
    fill(2, 25)
    assert [queries(app, worker, path) for path in ("/person/P1", "/person/P1/timeline")] == few


def test_opening_the_page_is_an_event(app: Flask, worker: FlaskClient) -> None:
    add_person(app, "P1")
    opened(worker, "/person/P1")
    assert rows(app, select(AuditEvent.person).where(AuditEvent.action == "person-seen")) == [("P1",)]


def test_all_but_the_newest_reviews_and_long_tables_of_scores_are_folded(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    with app.app_context():
        for number in range(1, 6):
            day = date(2026, 4, number)
            db.session.add(Review(provider="north", person="P1", review=f"v{number}", reviewed_on=day))
            db.session.add(
                Score(provider="north", person="P1", scale="wellbeing", taken_on=day, score=Decimal(5), at="review")
            )
        db.session.commit()
    page = opened(worker, "/person/P1")
    check_page(page)
    assert "2 earlier reviews" in page
    assert "All 5 scores: Wellbeing" in page
    shown, _fold, folded = page.partition("2 earlier reviews")
    assert shown.count("Correct this review") == 3
    assert folded.count("Correct this review") == 2
