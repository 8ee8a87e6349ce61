"""Referrals are recorded with a registration, later, or as declined; each counts once."""

from datetime import date

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forms_app.casework.references import next_reference
from forms_app.models.audit import AuditEvent
from forms_app.models.records import Person, Referral
from tests.forms_app.casework.conftest import add_person, day_fields, hidden, rows
from tests.support.house_rules import check_page
from tests.support.staff import opened

ALL = select(
    Referral.person, Referral.received_on, Referral.source, Referral.kind, Referral.accepted, Referral.declined_reason,
    Referral.locality,
)  # fmt: skip


def test_a_person_is_registered_with_their_referral_at_once(app: Flask, worker: FlaskClient) -> None:
    fields = hidden(opened(worker, "/people/new")) | {"role": "carer", "source": "gp", "locality": "dale"}
    fields |= day_fields("registered_on", 14, 5, 2026)
    for _try in range(2):
        assert worker.post("/people/new", data=fields).status_code == 303
    assert rows(app, select(Person.person)) == [("NO-0001",)]
    assert rows(app, ALL) == [("NO-0001", date(2026, 5, 14), "gp", "new", "yes", None, "dale")]
    assert "GP or GP practice, new referral. Accepted" in opened(worker, "/person/NO-0001")


def test_half_a_referral_is_sent_back(app: Flask, worker: FlaskClient) -> None:
    fields = {"role": "carer", "notes": "words"} | day_fields("registered_on", 14, 5, 2026)
    answer = worker.post("/people/new", data=fields)
    assert answer.status_code == 422
    assert "Select where the referral came from" in answer.text
    assert rows(app, select(Person.person)) == []


def test_someone_on_the_books_is_referred_again(app: Flask, worker: FlaskClient) -> None:
    add_person(app, locality="hill")
    page = opened(worker, "/person/P1/referral")
    fields = hidden(page) | {"source": "gp", "kind": "re_referral", "accepted": "no", "declined_reason": "no_capacity"}
    fields |= day_fields("received_on", 14, 5, 2026)
    for _try in range(2):
        assert worker.post("/person/P1/referral", data=fields).status_code == 303
    assert rows(app, ALL) == [("P1", date(2026, 5, 14), "gp", "re_referral", "no", "no_capacity", "hill")]
    assert "Declined: No capacity" in opened(worker, "/person/P1")
    assert len(rows(app, select(AuditEvent.id).where(AuditEvent.action == "referral-recorded"))) == 1


def test_a_declined_referral_registers_nobody(app: Flask, worker: FlaskClient) -> None:
    page = opened(worker, "/people/referral")
    fields = hidden(page) | {"source": "hospital", "kind": "new", "declined_reason": "out_of_area", "locality": "dale"}
    fields |= day_fields("received_on", 14, 5, 2026)
    for _try in range(2):
        assert worker.post("/people/referral", data=fields).status_code == 303
    assert rows(app, ALL) == [(None, date(2026, 5, 14), "hospital", "new", "no", "out_of_area", "dale")]
    assert rows(app, select(Person.person)) == []


def test_what_is_wrong_is_said(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    good = {"source": "gp", "accepted": "yes", **day_fields("received_on", 14, 5, 2026)}
    for path, changes, error in (
        ("/person/P1/referral", {"source": ""}, "Select where the referral came from"),
        ("/person/P1/referral", {"accepted": ""}, "Select whether the referral was accepted"),
        ("/person/P1/referral", {"accepted": "no"}, "Select why it was declined"),
        ("/person/P1/referral", {"declined_reason": "other"}, "Leave this empty for a referral that was accepted"),
        ("/person/P1/referral", day_fields("received_on", 16, 5, 2026), "must be today or earlier"),
        ("/people/referral", {}, "Select why it was declined"),
        ("/people/referral", {"declined_reason": "other", "notes": "x" * 4001}, "Use 4000 characters or fewer"),
    ):
        answer = worker.post(path, data=good | changes)
        check_page(answer.text)
        assert answer.status_code == 422, (path, changes)
        assert error in answer.text
    assert rows(app, select(Referral.referral)) == []


def test_the_next_reference_follows_the_providers_own(app: Flask) -> None:
    with app.app_context():
        assert next_reference("north") == "NO-0001"
        assert next_reference("tower-hamlets-carers") == "THC-0001"
    for reference in ("NC-0098", "NC-0099", "NC-0017-B", "x", "77"):
        add_person(app, reference)
    with app.app_context():
        assert next_reference("north") == "NC-0100"
