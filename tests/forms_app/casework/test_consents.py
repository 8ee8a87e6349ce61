"""What people agree to is recorded, holds until its last day, and can be taken back; what rests on it follows."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forms_app.casework import consents
from forms_app.casework.consents import consents_in_force, on_withdrawal
from forms_app.database import db
from forms_app.models.audit import AuditEvent
from forms_app.models.casework import Consent
from tests.forms_app.casework.conftest import add_person, day_fields, hidden, rows
from tests.support.house_rules import check_page
from tests.support.staff import opened

PATH = "/person/P1/consent"
GOOD = {"scope": "quote", "form": "signed", "reference": "File 7", **day_fields("given_on", 1, 5, 2026)}


@pytest.fixture
def followed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The scopes of consents withdrawn, as something registered for it saw them."""
    seen: list[str] = []
    monkeypatch.setattr(consents, "_followers", [])
    on_withdrawal(lambda consent: seen.append(consent.scope))
    return seen


def record(worker: FlaskClient, **fields: str) -> dict[str, str]:
    sent = hidden(opened(worker, PATH)) | GOOD | fields
    assert worker.post(PATH, data=sent).status_code == 303
    return sent


def in_force(app: Flask, day: date, scope: str = "quote") -> int:
    with app.app_context():
        return len(consents_in_force("north", "P1", scope, day))


def test_a_consent_is_saved_once_and_shown_with_its_state(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    sent = record(worker, **day_fields("expires_on", 1, 6, 2026))
    assert worker.post(PATH, data=sent).status_code == 303
    assert rows(app, select(Consent.scope, Consent.form, Consent.given_on, Consent.expires_on, Consent.reference)) == [
        ("quote", "signed", date(2026, 5, 1), date(2026, 6, 1), "File 7")
    ]
    page = opened(worker, "/person/P1")
    for words in ("Quote what they said", "Holds until 1 June 2026", "File 7"):
        assert words in page
    days = {date(2026, 4, 30): 0, date(2026, 5, 1): 1, date(2026, 6, 1): 1, date(2026, 6, 2): 0}
    assert {day: in_force(app, day) for day in days} == days
    assert in_force(app, date(2026, 5, 2), "photo") == 0


def test_a_withdrawal_is_final_and_what_rests_on_it_follows(app: Flask, worker: FlaskClient, followed: list[str]) -> None:
    add_person(app)
    record(worker)
    ((number,),) = rows(app, select(Consent.id))
    path = f"{PATH}/{number}/withdraw"
    fields = hidden(opened(worker, path)) | day_fields("withdrawn_on", 10, 5, 2026)
    for _try in range(2):
        assert worker.post(path, data=fields).status_code == 303
    assert followed == ["quote"]
    assert (in_force(app, date(2026, 5, 9)), in_force(app, date(2026, 5, 10))) == (1, 0)
    assert "Withdrawn on 10 May 2026, recorded by Sam Support Worker" in opened(worker, "/person/P1")
    said = rows(app, select(AuditEvent.action, AuditEvent.details).where(AuditEvent.action.startswith("consent-")))
    assert said == [("consent-recorded", '{"scope": "quote"}'), ("consent-withdrawn", '{"scope": "quote"}')]


def test_where_what_follows_fails_nothing_is_withdrawn(app: Flask, worker: FlaskClient, followed: list[str]) -> None:
    add_person(app)
    record(worker)

    def fail(_consent: Consent) -> None:
        raise RuntimeError

    on_withdrawal(fail)
    ((number,),) = rows(app, select(Consent.id))
    with pytest.raises(RuntimeError):
        worker.post(f"{PATH}/{number}/withdraw", data=day_fields("withdrawn_on", 10, 5, 2026))
    with app.app_context():
        db.session.rollback()
    assert rows(app, select(Consent.withdrawn_on)) == [(None,)]


def test_what_is_wrong_is_said(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    for changes, error in (
        ({"scope": ""}, "Select what they agreed to"),
        ({"form": "nod"}, "Select how they agreed"),
        (day_fields("given_on", 16, 5, 2026), "Date agreed must be today or earlier"),
        (day_fields("expires_on", 30, 4, 2026), "Last day must be the date they agreed or later"),
        (day_fields("expires_on", 1, 1, 2101), "Last day must be before the year 2100"),
    ):
        answer = worker.post(PATH, data=GOOD | changes)
        check_page(answer.text)
        assert answer.status_code == 422, changes
        assert error in answer.text
    record(worker)
    ((number,),) = rows(app, select(Consent.id))
    early = worker.post(f"{PATH}/{number}/withdraw", data=day_fields("withdrawn_on", 30, 4, 2026))
    assert "Date withdrawn must be 1 May 2026 or later" in early.text
    add_person(app, "P2")
    assert worker.get(f"/person/P2/consent/{number}/withdraw").status_code == 404
