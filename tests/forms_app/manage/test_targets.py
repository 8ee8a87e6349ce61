from decimal import Decimal

from flask import Flask
from flask.testing import FlaskClient

from forms_app.database import db
from forms_app.models.audit import AuditEvent
from forms_app.models.filing import TargetOverride
from tests.support.house_rules import check_page
from tests.support.staff import opened

PBO1 = "/manage/targets/b1/pbo1/year"


def overrides(app: Flask) -> list[tuple[str, str, Decimal | None, Decimal | None, str]]:
    with app.app_context():
        return [(one.measure, one.interval, one.value, one.stretch, one.reason) for one in db.session.query(TargetOverride)]


def test_a_target_agreed_for_the_contract_takes_the_frameworks_place(app: Flask, commissioner: FlaskClient) -> None:
    assert "85%" in opened(commissioner, "/manage/targets/b1")
    typed = {"seen": "", "value": "80.5%", "stretch": "", "reason": "Short of staff"}
    assert commissioner.post(PBO1, data=typed).status_code == 302
    assert overrides(app) == [("pbo1", "year", Decimal("80.50"), None, "Short of staff")]
    assert "80.5%" in opened(commissioner, "/manage/targets/b1")
    assert 'value="80.5"' in opened(commissioner, PBO1)
    with app.app_context():
        assert db.session.query(AuditEvent).filter_by(action="target-set").count() == 1


def test_a_target_needs_a_number_and_a_reason(app: Flask, commissioner: FlaskClient) -> None:
    for value, words in (("", "Enter a target"), ("lots", "Target must be a number"), ("-3", "Target must be a number")):
        answer = commissioner.post(PBO1, data={"seen": "", "value": value, "reason": ""})
        assert answer.status_code == 422
        check_page(answer.text)
        assert words in answer.text
        assert "Give the reason" in answer.text
    assert overrides(app) == []


def test_a_colleagues_target_is_not_overwritten_unseen(app: Flask, commissioner: FlaskClient) -> None:
    typed = {"seen": "", "value": "80", "reason": "First"}
    commissioner.post(PBO1, data=typed)
    answer = commissioner.post(PBO1, data=typed | {"value": "70", "reason": "Second"})
    assert answer.status_code == 409
    check_page(answer.text)
    assert "because: First" in answer.text
    assert overrides(app)[0][4] == "First"


def test_the_frameworks_target_can_be_taken_again(app: Flask, commissioner: FlaskClient) -> None:
    commissioner.post(PBO1, data={"seen": "", "value": "80", "reason": "First"})
    commissioner.post(PBO1, data={"seen": f"{Decimal('80.00')}|None|2026-05-15|1", "then": "framework"})
    assert overrides(app) == []


def test_a_measure_or_interval_that_the_contract_does_not_have_is_not_found(commissioner: FlaskClient) -> None:
    for path in ("b1/nothing/year", "b1/pbo1/month", "none/pbo1/year"):
        assert commissioner.get(f"/manage/targets/{path}").status_code == 404
