"""From an upload to records and back: what an import writes, once, and what an undo leaves."""

from datetime import date

from flask import Flask
from flask.testing import FlaskClient

from forms_app.database import db
from forms_app.models.audit import AuditEvent
from forms_app.models.records import Contact, Goal, Person
from tests.forms_app.bringing.conftest import bring, bring_in, confirm, kept, page, records, turn_in
from tests.forms_app.exchange.small_area import GOOD

PEOPLE = (
    "provider,person,role,registered_on,birth_year,locality\np1,A1,carer,2025-04-02,1970,north\np1,A2,carer,2025-04-03,,\n"
)
GOALS = "provider,goal,person,outcome,agreed_on,baseline\np1,g1,A1,area:home,2025-04-20,2\n"


def test_all_fifteen_files_come_in_and_go_back_out(app: Flask, council: FlaskClient) -> None:
    before = records(app)
    number = bring(council, dict(GOOD))
    assert "Nothing is wrong" in page(council, f"/bring/{number}")
    confirm(council, number)
    assert len(records(app)["person"]) == 3
    assert len(records(app)["answer"]) > 3
    confirm(council, number, "undo")
    assert kept(app, number)[0] == "undone"
    assert records(app) == before


def test_changed_rows_of_all_files_become_what_they_were(app: Flask, council: FlaskClient) -> None:
    bring_in(council, dict(GOOD))
    before = records(app)
    changed = {
        name: text.replace("2025-07-2", "2025-08-2")
        .replace("north", "south")
        .replace(",40", ",41")
        .replace("A1,casework", "Ä2,casework")
        for name, text in GOOD.items()
    }
    changed["responses.csv"] = GOOD["responses.csv"].replace("day;night", "day").replace("would", "should")
    number = bring_in(council, changed)
    assert records(app) != before
    confirm(council, number, "undo")
    assert records(app) == before


def test_the_page_says_first_what_will_happen(app: Flask, manager: FlaskClient) -> None:
    bring_in(manager, {"people.csv": PEOPLE})
    more = PEOPLE.replace("north", "south") + "p1,A3,carer,2025-05-01,,\n"
    number = bring(manager, {"people.csv": more})
    assert kept(app, number)[1].files[0].counts == [1, 1, 1]
    with app.app_context():
        assert db.session.get_one(Person, ("p1", "A1")).locality == "north"


def test_a_known_reference_with_another_year_of_birth_is_named(app: Flask, manager: FlaskClient) -> None:
    bring_in(manager, {"people.csv": PEOPLE})
    number = bring(manager, {"people.csv": PEOPLE.replace("1970", "1990")})
    assert "may be someone else" in page(manager, f"/bring/{number}")
    assert kept(app, number)[1].alike == ["A1"]


def test_sent_twice_an_import_is_made_once(app: Flask, manager: FlaskClient) -> None:
    number = bring(manager, {"people.csv": PEOPLE})
    turn = turn_in(page(manager, f"/bring/{number}"))
    for _time in range(2):
        assert "Imported" in manager.post(f"/bring/{number}/import", data={"turn": turn}, follow_redirects=True).text
    with app.app_context():
        assert db.session.query(AuditEvent).filter_by(action="import-made").count() == 1


def test_an_import_changed_in_another_tab_is_shown_again_first(app: Flask, manager: FlaskClient) -> None:
    number = bring(manager, {"people.csv": PEOPLE})
    answer = manager.post(f"/bring/{number}/import", data={"turn": "0"})
    assert answer.status_code == 409
    assert "another tab" in answer.text
    assert kept(app, number)[0] == "checked"


def test_what_was_changed_since_is_left_and_named(app: Flask, manager: FlaskClient) -> None:
    number = bring_in(manager, {"people.csv": PEOPLE, "goals.csv": GOALS})
    with app.app_context():
        db.session.get_one(Person, ("p1", "A1")).status = "closed"
        db.session.commit()
    html = page(manager, f"/bring/{number}/undo")
    assert "it was changed since" in html
    confirm(manager, number, "undo")
    with app.app_context():
        assert db.session.get(Person, ("p1", "A2")) is None
        assert db.session.get_one(Person, ("p1", "A1")).status == "closed"
        assert db.session.get(Goal, ("p1", "g1")) is not None, "half of a record is not taken out"
    left = kept(app, number)[1].left
    assert sorted((kind, row) for kind, row, _why in left) == [("goals.csv", "g1"), ("people.csv", "A1")]


def test_a_new_person_with_newer_records_is_left(app: Flask, manager: FlaskClient) -> None:
    number = bring_in(manager, {"people.csv": PEOPLE})
    with app.app_context():
        db.session.add(Contact(provider="p1", contact="c1", person="A2", on=date(2026, 5, 1), kind="casework"))
        db.session.commit()
    confirm(manager, number, "undo")
    with app.app_context():
        assert db.session.get(Person, ("p1", "A1")) is None
        assert db.session.get(Person, ("p1", "A2")) is not None
        assert db.session.get(Contact, ("p1", "c1")) is not None


def test_undone_twice_is_undone_once(app: Flask, manager: FlaskClient) -> None:
    number = bring_in(manager, {"people.csv": PEOPLE})
    turn = turn_in(page(manager, f"/bring/{number}/undo"))
    manager.post(f"/bring/{number}/undo", data={"turn": turn})
    bring_in(manager, {"people.csv": PEOPLE})
    manager.post(f"/bring/{number}/undo", data={"turn": turn})
    with app.app_context():
        assert db.session.get(Person, ("p1", "A1")) is not None


def test_the_files_are_not_kept_once_they_are_imported(app: Flask, manager: FlaskClient) -> None:
    number = bring_in(manager, {"people.csv": PEOPLE})
    assert kept(app, number)[1].files[0].rows == []
