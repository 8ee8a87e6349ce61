"""The audit log is a chain: what was written can't be changed or taken out unnoticed."""

import pytest
from flask import Flask
from sqlalchemy import delete, update

from forms_app.audit_log import empty_event, read_chain, record
from forms_app.database import db
from forms_app.models.audit import AuditEvent


def write_three() -> list[int]:
    """Three events; their ids."""
    for person in ("c1", "c2", "c3"):
        record("person-seen", provider="north", person=person)
    db.session.commit()
    return list(db.session.scalars(db.select(AuditEvent.id).order_by(AuditEvent.id)))


def test_a_log_that_nobody_touched_holds(app: Flask) -> None:
    with app.test_request_context():
        write_three()
        assert read_chain().broken is None


def test_an_event_that_was_changed_is_found(app: Flask) -> None:
    with app.test_request_context():
        _first, second, _third = write_three()
        db.session.execute(update(AuditEvent).where(AuditEvent.id == second).values(person="someone else"))
        db.session.commit()
        assert read_chain().broken == second


def test_the_event_after_one_that_was_taken_out_is_found(app: Flask) -> None:
    with app.test_request_context():
        _first, second, third = write_three()
        db.session.execute(delete(AuditEvent).where(AuditEvent.id == second))
        db.session.commit()
        assert read_chain().broken == third


def test_an_event_takes_exactly_the_details_it_declares(app: Flask) -> None:
    with app.test_request_context():
        for details in ({}, {"review": "r", "goals": 1, "words": "what was typed"}):
            with pytest.raises(ValueError, match="review-recorded takes exactly"):
                record("review-recorded", provider="north", **details)


def test_emptying_events_leaves_the_chain_whole_and_is_told_from_an_erasure_in_the_log(app: Flask) -> None:
    with app.test_request_context():
        _first, second, _third = write_three()
        empty_event(db.session.get_one(AuditEvent, second))
        db.session.commit()
        assert (read_chain().broken, read_chain().emptied, read_chain().holds) == (None, 1, False)
        record("person-erased", provider="north", rows=3, events=1)
        db.session.commit()
        assert read_chain().holds


def test_an_emptied_event_cannot_be_given_to_someone_else(app: Flask) -> None:
    with app.test_request_context():
        first, second, _third = write_three()
        for which in (first, second):
            empty_event(db.session.get_one(AuditEvent, which))
        db.session.commit()
        db.session.execute(update(AuditEvent).where(AuditEvent.id == second).values(details='{"count": 1}'))
        db.session.commit()
        assert read_chain().broken == second
