"""Whoever is erased is found in no import, and does not come back with an undo; what is of others stays."""

from flask import Flask
from flask.testing import FlaskClient

from forms_app.database import db
from forms_app.models.records import Person
from forms_app.models.rights import GuidedImport
from forms_app.rights.erasing import erase
from forms_app.rights.giving import everything_of
from tests.forms_app.bringing.conftest import bring, bring_in, confirm, kept, page, records

HEAD = "provider,person,role,registered_on,locality\n"
PEOPLE = HEAD + 'p1,A1,carer,2025-04-02,north\np1,"B""2",carer,2025-04-03,north\n'
OTHERS = "provider,contact,person,on,kind,minutes\np1,t1,A1,2025-05-01,casework,45\np1,t2,C3,2025-05-02,casework,30\n"


def held(app: Flask) -> str:
    """All that imports hold."""
    with app.app_context():
        return "\n".join(f"{row.content} {row.undo}" for row in db.session.query(GuidedImport))


def test_someone_erased_does_not_come_back_with_an_undo(app: Flask, manager: FlaskClient) -> None:
    bring_in(manager, {"people.csv": PEOPLE})
    before = records(app)["person"]
    number = bring_in(manager, {"people.csv": PEOPLE.replace("north", "south") + "p1,C3,carer,2025-04-04,\n"})
    assert "A1" in held(app)
    with app.app_context():
        erase("p1", "A1")
    assert "A1" not in held(app)
    confirm(manager, number, "undo")
    assert kept(app, number)[1].undone == 2
    assert records(app)["person"] == [row for row in before if row[1] != "A1"]


def test_someone_erased_leaves_files_that_are_not_imported_yet(app: Flask, manager: FlaskClient) -> None:
    bring_in(manager, {"people.csv": PEOPLE + "p1,C3,carer,2025-04-04,\n"})
    number = bring(manager, {"contacts.csv": OTHERS})
    with app.app_context():
        erase("p1", "A1")
    page(manager, f"/bring/{number}")
    state, brought = kept(app, number)
    assert (state, [cells[1] for _row, cells in brought.files[0].rows]) == ("checked", ["t2"])


def test_references_with_quotes_are_found(app: Flask, manager: FlaskClient) -> None:
    bring_in(manager, {"people.csv": PEOPLE})
    with app.app_context():
        erase("p1", 'B"2')
    assert 'B\\"2' not in held(app)
    assert "A1" in held(app)


def test_the_councils_files_are_looked_through_and_people_of_others_stay(
    app: Flask, council: FlaskClient, manager: FlaskClient
) -> None:
    bring_in(manager, {"people.csv": PEOPLE})
    number = bring(council, {"people.csv": HEAD + "p1,A1,carer,2025-04-02,\np2,A1,carer,2025-04-03,\n"})
    with app.app_context():
        erase("p1", "A1")
    assert [cells[:2] for _row, cells in kept(app, number)[1].files[0].rows] == [["p2", "A1"]]


def test_a_copy_for_one_person_holds_no_row_of_another(app: Flask, manager: FlaskClient) -> None:
    bring_in(manager, {"people.csv": PEOPLE + "p1,C3,carer,2025-04-04,\n"})
    bring(manager, {"contacts.csv": OTHERS})
    with app.test_request_context():
        given = str(everything_of("p1", "A1").as_json())
    assert "t1" in given
    assert "t2" not in given
    assert "C3" not in given


def test_a_name_in_a_column_that_is_left_out_is_found(app: Flask, manager: FlaskClient) -> None:
    bring_in(manager, {"people.csv": PEOPLE})
    with app.app_context():
        db.session.get_one(Person, ("p1", "A1")).name = "Zoë Example"
        db.session.commit()
    bring(manager, {"people.csv": "person,role,registered_on,Full name\nX9,carer,2025-04-02,ZOË EXAMPLE\n"})
    with app.app_context():
        erase("p1", "A1")
    assert "X9" not in held(app)
