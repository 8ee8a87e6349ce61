import json
import re

from flask import Flask
from flask.testing import FlaskClient

from forms_app.database import db
from forms_app.models.audit import AuditEvent
from forms_app.models.filing import PaymentDecision
from tests.support.house_rules import check_page
from tests.support.staff import opened, signed_in

PBO2 = "/manage/decisions/b1/1/pbo2"


def seen(html: str) -> str:
    found = re.search(r'name="seen" value="([^"]*)"', html)
    assert found
    return found[1]


def decided(app: Flask) -> list[tuple[bool, str]]:
    with app.app_context():
        return [(one.met, one.reason) for one in db.session.query(PaymentDecision).order_by(PaymentDecision.id)]


def test_the_home_page_counts_returns_and_lists_what_is_to_be_decided(commissioner: FlaskClient) -> None:
    page = opened(commissioner, "/manage")
    assert "1 received" in page
    assert "4 late" in page
    assert PBO2 in page
    assert "/manage/decisions/b1/2/pbo3" in page
    assert "pbo1" not in page


def test_the_newest_evidence_stands_beside_the_decision(commissioner: FlaskClient) -> None:
    page = opened(commissioner, PBO2)
    assert "Three pathway meetings &amp; &lt;notes&gt;" in page
    assert "Old words" not in page
    assert "£6,000.00 (30% of the 10%" in page
    assert "no evidence" in opened(commissioner, "/manage/decisions/b1/1/pbo3")


def test_a_decision_needs_a_reason_and_keeps_what_was_picked(app: Flask, commissioner: FlaskClient) -> None:
    answer = commissioner.post(PBO2, data={"seen": "", "met": "yes", "reason": " "})
    assert answer.status_code == 422
    check_page(answer.text)
    assert "Give the reason for the decision" in answer.text
    assert 'value="yes" checked' in answer.text
    assert decided(app) == []


def test_the_newest_decision_counts_and_the_first_stays(app: Flask, commissioner: FlaskClient) -> None:
    commissioner.post(PBO2, data={"seen": "", "met": "yes", "reason": "Well shown"})
    page = opened(commissioner, PBO2)
    commissioner.post(PBO2, data={"seen": seen(page), "met": "no", "reason": "On a second look"})
    assert decided(app) == [(True, "Well shown"), (False, "On a second look")]
    assert re.search(r"Not met</strong> 15 May 2026, Sam Commissioner <strong>\(counts\)", opened(commissioner, PBO2))
    assert "Payments decided" in opened(commissioner, "/manage")
    with app.app_context():
        event = db.session.query(AuditEvent).filter_by(action="payment-decided").first()
        assert event is not None
        assert json.loads(event.details) == {"contract": "b1", "contract_year": 1, "element": "pbo2", "met": True}


def test_sent_twice_a_decision_is_made_once_and_a_colleagues_is_shown_first(app: Flask, commissioner: FlaskClient) -> None:
    typed = {"seen": "", "met": "yes", "reason": "Well shown"}
    assert commissioner.post(PBO2, data=typed).status_code == 302
    assert commissioner.post(PBO2, data=typed).status_code == 302
    answer = commissioner.post(PBO2, data=typed | {"met": "no"})
    assert answer.status_code == 409
    check_page(answer.text)
    assert decided(app) == [(True, "Well shown")]


def test_elements_that_are_not_decided_and_years_to_come_are_not_found(commissioner: FlaskClient) -> None:
    for path in ("b1/1/pbo1", "b1/3/pbo2", "b1/0/pbo2", "none/1/pbo2"):
        assert commissioner.get(f"/manage/decisions/{path}").status_code == 404


def test_only_a_commissioner_manages(app: Flask) -> None:
    manager = signed_in(app, "provider_manager")
    for path in ("/manage", PBO2, "/manage/targets/b1", "/manage/targets/b1/kpi1/year"):
        assert manager.get(path).status_code == 403
