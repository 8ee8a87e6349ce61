"""What is kept for how long: each rule takes what is older, keeps what is not, and says what it did."""

import os
import time
from datetime import date, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from forms_app import audit_log
from forms_app.app import library
from forms_app.casework.tracks import CLOSED
from forms_app.database import db
from forms_app.models.accounts import PasswordReset, User
from forms_app.models.casework import Attendance, FormDraft, Note, StatusChange
from forms_app.models.records import Activity, Assessment, Contact, Feedback, Person
from forms_app.models.rights import GuidedImport, RetentionRun
from forms_app.models.safety import SafetyItem
from forms_app.models.work import Message
from forms_app.rights.retention import RULES, run_retention
from tests.support.staff import add_provider, add_staff, opened, signed_in

NORTH = {"provider": "north"}


def runs(app: Flask) -> dict[str, int]:
    """Run the rules; what each removed."""
    with app.app_context():
        run_retention()
        return {run.rule: run.removed for run in db.session.scalars(select(RetentionRun).order_by(RetentionRun.id))}


@pytest.fixture(autouse=True)
def provider(app: Flask) -> None:
    add_provider(app)
    add_staff(app)


def test_people_closed_for_eight_years_are_erased_and_others_stay(app: Flask) -> None:
    with app.app_context():
        for name, status, closed_on in (
            ("old", "closed", date(2018, 5, 14)), ("just", "closed", date(2018, 5, 15)),
            ("active", "active", date(2010, 1, 1)),
            ("unsafe", "closed", date(2010, 1, 1)), ("complained", "closed", date(2010, 1, 1)),
        ):  # fmt: skip
            db.session.add(
                Person(
                    person=name, role="carer", registered_on=date(2009, 1, 1), status=status, closed_on=closed_on, **NORTH
                )
            )
        clock = {"opened_at": datetime(2026, 4, 10), "due_at": datetime(2026, 4, 11)}
        db.session.add(SafetyItem(person="unsafe", **clock, **NORTH))
        open_one = {"feedback": "f", "kind": "complaint", "received_on": date(2026, 4, 1)}
        db.session.add(Feedback(person="complained", **open_one, **NORTH))
        db.session.commit()
    assert runs(app) == {"closed-people": 1}
    with app.app_context():
        left = db.session.scalars(select(Person.person).order_by(Person.person)).all()
        assert left == ["active", "complained", "just", "unsafe"]


def test_people_pointed_elsewhere_eight_years_ago_are_erased_too(app: Flask) -> None:
    """The day that counts is that of their last change of status; they have no day of closing."""
    with app.app_context():
        for name, status, changes in (
            ("old", "signposted", [(date(2017, 1, 1), "active"), (date(2018, 5, 14), "signposted")]),
            ("just", "signposted", [(date(2018, 5, 15), "signposted")]),
            ("again", "signposted", [(date(2010, 1, 1), "signposted"), (date(2026, 1, 1), "signposted")]),
            ("back", "active", [(date(2010, 1, 1), "signposted"), (date(2011, 1, 1), "active")]),
        ):
            db.session.add(Person(person=name, role="carer", registered_on=date(2009, 1, 1), status=status, **NORTH))
            db.session.flush()
            for since, became in changes:
                db.session.add(StatusChange(person=name, since=since, status=became, **NORTH))
        db.session.commit()
    assert runs(app) == {"closed-people": 1}
    with app.app_context():
        left = db.session.scalars(select(Person.person).order_by(Person.person)).all()
        assert left == ["again", "back", "just"]


@pytest.mark.parametrize("status", CLOSED)
def test_someone_brought_over_without_a_day_of_ending_is_erased_eight_years_after_the_last_day_on_record(
    app: Flask, status: str
) -> None:
    long_ago, just = date(2018, 5, 14), date(2018, 5, 15)
    whose = {name: {"person": name, **NORTH} for name in ("old", "new", "seen", "came", "noted", "changed", "active")}
    with app.app_context():
        for name in whose:
            known = {
                "registered_on": just if name == "new" else long_ago,
                "status": "active" if name == "active" else status,
            }
            db.session.add(Person(role="carer", **known, **whose[name]))
        db.session.add(Activity(activity="walk", held_on=just, kind="group", **NORTH))
        db.session.flush()
        db.session.add(Assessment(assessment="a", kind="carer", started_on=long_ago, **whose["old"]))
        db.session.add(Contact(contact="c", on=just, kind="casework", **whose["seen"]))
        db.session.add(Attendance(activity="walk", **whose["came"]))
        db.session.add(Note(text="x", written_at=datetime(2018, 5, 15), **whose["noted"]))
        db.session.add(StatusChange(since=just, status="active", **whose["changed"]))
        audit_log.record("person-seen", provider="north", person="old")
        db.session.commit()
    assert runs(app) == {"closed-people": 1}
    with app.app_context():
        assert set(db.session.scalars(select(Person.person))) == set(whose) - {"old"}


def test_the_statuses_of_those_whose_support_is_over_are_codes_of_the_list(app: Flask) -> None:
    with app.app_context():
        assert set(CLOSED) == set(library().codes.codes("status")) - {"active", "non_engaging"}


def test_drafts_imports_and_links_go_after_thirty_days(app: Flask) -> None:
    with app.app_context():
        user = db.session.scalars(select(User.id)).one()
        for subject, day in (("old", datetime(2026, 4, 14)), ("new", datetime(2026, 4, 15))):
            db.session.add(FormDraft(form="review", subject=subject, user_id=user, typed="x", saved_at=day, **NORTH))
            db.session.add(GuidedImport(state="checked", content=subject, made_at=day, changed_at=day, **NORTH))
            db.session.add(PasswordReset(token_hash=subject, user_id=user, made_at=day, expires_at=day))
        db.session.commit()
    assert runs(app) == {"drafts": 1, "imports": 1, "links": 1}
    with app.app_context():
        assert db.session.scalars(select(FormDraft.subject)).all() == ["new"]
        assert [one.content for one in db.session.scalars(select(GuidedImport))] == ["new"]


def test_closed_safety_items_and_sent_messages_lose_how_to_reach_people(app: Flask) -> None:
    with app.app_context():
        for number, (state, closed_at) in enumerate(
            (("closed", datetime(2025, 5, 14)), ("closed", datetime(2026, 5, 14)), ("open", None)), 1
        ):
            clock = {"opened_at": datetime(2025, 4, 10), "due_at": datetime(2025, 4, 11), "closed_at": closed_at}
            db.session.add(SafetyItem(id=number, state=state, contact_name="Ann", contact_how="call", **clock, **NORTH))
        for number, (state, day) in enumerate(
            (("sent", datetime(2026, 4, 1)), ("sent", datetime(2026, 5, 1)), ("waiting", datetime(2026, 4, 1))), 1
        ):
            about = {"kind": "invitation", "channel": "email", "reference": str(number), "address": "a@b.example"}
            db.session.add(Message(id=number, state=state, not_before=day, **about))
        db.session.commit()
    assert runs(app) == {"safety-contacts": 1, "addresses": 1}
    with app.app_context():
        items = db.session.execute(select(SafetyItem.contact_name, SafetyItem.contact_how).order_by(SafetyItem.id)).all()
        assert [tuple(one) for one in items] == [(None, None), ("Ann", "call"), ("Ann", "call")]
        kept = db.session.scalars(select(Message.address).order_by(Message.id)).all()
        assert kept == [None, "a@b.example", "a@b.example"]


def test_files_made_for_staff_are_deleted_after_a_week(app: Flask) -> None:
    folder = Path(app.config["HOME"]) / "files" / "exports"
    folder.mkdir(parents=True)
    for name, days in (("old.zip", 8), ("new.zip", 6)):
        (folder / name).write_text("x")
        os.utime(folder / name, (time.time() - days * 86400,) * 2)
    assert runs(app) == {"files": 1}
    assert [path.name for path in folder.iterdir()] == ["new.zip"]


def test_nothing_is_noted_where_nothing_was_removed(app: Flask) -> None:
    assert runs(app) == {}


def test_administrators_of_the_council_read_what_the_rules_did_and_managers_read_the_rules(app: Flask) -> None:
    with app.app_context():
        db.session.add(
            RetentionRun(rule="drafts", ran_on=date(2026, 5, 14), removed=3, words="Older than 14 April 2026: 3.")
        )
        db.session.commit()
    all_of_it = opened(signed_in(app, "administrator", None), "/rights/retention")
    assert "Older than 14 April 2026: 3." in all_of_it
    rules = opened(signed_in(app, "provider_manager"), "/rights/retention")
    assert "after 8 years" in rules
    assert "What they did" not in rules
    for rule in RULES:
        assert str(rule.what) in rules
