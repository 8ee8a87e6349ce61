"""In a round with names a sheet says whose it is, counts once for each person, and can be put right."""

from flask import Flask
from flask.testing import FlaskClient

from forms_app.database import db
from forms_app.models.paper import SheetCorrection
from forms_app.models.responses import Invitation
from tests.forms_app.paper.conftest import answers_of, responses_of, send, sheet_of, sheet_row, typed
from tests.support.staff import opened


def named_sheet(app: Flask, worker: FlaskClient, **answers: str) -> str:
    """A sheet of NC-1 that was typed in; returns its code."""
    code = sheet_of(app, "named").code
    send(worker, code, person="NC-1", **{"hours": "20"} | answers)
    return code


def test_the_answers_are_the_persons(app: Flask, worker: FlaskClient) -> None:
    code = named_sheet(app, worker)
    [response] = responses_of(app)
    with app.app_context():
        [invitation] = db.session.query(Invitation)
        assert (invitation.person, invitation.state, invitation.response) == ("NC-1", "sent", response.response)
    row = sheet_row(app, code)
    assert (row.response, str(row.entered_on)) == (response.response, "2026-05-15")
    assert "by Sam Support Worker" in opened(worker, f"/paper/sheets/{code}")


def test_a_second_sheet_of_one_person_does_not_count_and_can_be_set_aside(app: Flask, worker: FlaskClient) -> None:
    named_sheet(app, worker)
    second = sheet_of(app, "named").code
    page = send(worker, second, status=422, person="NC-1", hours="21")
    assert "answers are here already" in page
    send(worker, second, "aside", version="1", person="NC-1", hours="21")
    assert sheet_row(app, second).state == "duplicate"
    assert len(responses_of(app)) == 1


def test_a_reference_of_nobody_is_told(app: Flask, worker: FlaskClient) -> None:
    page = send(worker, sheet_of(app, "named").code, status=422, person="NC-99", hours="21")
    assert "Nobody has this reference" in page
    with app.app_context():
        assert db.session.query(Invitation).count() == 0


def test_a_manager_puts_a_sheet_right_with_a_reason(app: Flask, worker: FlaskClient, manager: FlaskClient) -> None:
    code = named_sheet(app, worker, **{"break": "1", "kind": "1"})
    assert 'value="20"' in opened(manager, f"/paper/sheets/{code}/correct")
    without = manager.post(f"/paper/sheets/{code}/correct", data=typed(hours="30", **{"break": "2"}))
    assert without.status_code == 422
    assert "Say why you change it" in without.text
    fields = typed(hours="30", helper="2", **{"break": "2"}) | {"reason": "Misread a seven"}
    assert manager.post(f"/paper/sheets/{code}/correct", data=fields).status_code == 303
    assert answers_of(app) == {"break": "no", "hours": 30, "happy": None, "safe": None}
    assert responses_of(app)[0].helper == "with_help"
    with app.app_context():
        assert [row.reason for row in db.session.query(SheetCorrection)] == ["Misread a seven"]


def test_only_a_manager_puts_a_sheet_right(app: Flask, worker: FlaskClient) -> None:
    code = named_sheet(app, worker)
    assert worker.get(f"/paper/sheets/{code}/correct").status_code == 403
    assert "A manager can put it right" in opened(worker, f"/paper/sheets/{code}")


def test_a_sheet_of_an_anonymous_round_can_not_be_put_right(app: Flask, worker: FlaskClient, manager: FlaskClient) -> None:
    code = sheet_of(app).code
    send(worker, code, hours="20")
    assert manager.get(f"/paper/sheets/{code}/correct").status_code == 404
    assert manager.post(f"/paper/sheets/{code}/correct", data=typed() | {"reason": "x"}).status_code == 404
