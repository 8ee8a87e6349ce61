"""Someone who is erased is found nowhere; everybody else's records, and what was published, are as they were."""

import json
import logging
import sqlite3
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from forms_app.audit_log import read_chain
from forms_app.commands.exchange import export
from forms_app.commands.rights import erase as erase_command
from forms_app.database import Base, db
from forms_app.encryption import EncryptedText
from forms_app.models.accounts import User
from forms_app.models.audit import AuditEvent
from forms_app.models.casework import FormDraft
from forms_app.models.records import Person
from forms_app.models.responses import Invitation
from forms_app.models.rights import Erasure
from forms_app.models.work import Job
from forms_app.rights.erasing import LIST, erase, people_back
from forms_app.rights.holdings import LOG, NOT_OF_PEOPLE, holdings_of, tables_of_people
from site_builder.commands import evidence
from tests.forms_app.rights.planting import plant, prepare

MARK, OTHER = "zebra-gone", "kestrel-kept"


def everything(app: Flask) -> str:
    """Every value of every table, decrypted."""
    with app.app_context():
        return "\n".join(
            f"{table.name}: {tuple(row)!r}"
            for table in Base.metadata.sorted_tables
            for row in db.session.execute(select(table))
        )


def of(mark: str, app: Flask) -> list[str]:
    return sorted(line for line in everything(app).splitlines() if mark in line)


def home_of(app: Flask) -> Path:
    return Path(app.config["HOME"])


def test_every_table_is_said_to_hold_people_or_not() -> None:
    tables = set(Base.metadata.tables)
    assert tables_of_people() | set(NOT_OF_PEOPLE) == tables
    assert tables_of_people() & set(NOT_OF_PEOPLE) == set()


def test_no_table_that_names_people_or_encrypts_words_is_left_out() -> None:
    for table in Base.metadata.tables.values():
        names = "person" in table.c or any(isinstance(column.type, EncryptedText) for column in table.c)
        assert not names or table.name in tables_of_people(), table.name


def test_every_table_of_people_is_gathered(app: Flask) -> None:
    prepare(app)
    plant(app, OTHER)
    plant(app, MARK)
    with app.app_context():
        counts = holdings_of("north", MARK).counts
    assert set(counts) == tables_of_people() - {LOG}
    assert set(counts.values()) == {1}


def test_an_erased_person_is_found_nowhere_and_nobody_else_is_touched(
    app: Flask, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    prepare(app)
    plant(app, OTHER)
    plant(app, MARK)
    others = of(OTHER, app)
    assert len(others) > 30
    folder = home_of(app) / "files" / "exports"
    folder.mkdir(parents=True)
    (folder / "made.zip").write_text(MARK)
    outbox = home_of(app) / "outbox"
    outbox.mkdir()
    (outbox / f"{MARK}.eml").write_text(MARK)
    with app.app_context():
        made = {
            "kind": "results-export",
            "provider": "north",
            "state": "done",
            "made_at": db.session.scalar(select(AuditEvent.at)),
        }
        db.session.add(Job(result="exports/made.zip", **made))
        db.session.commit()
    assert of(MARK, app) != []
    with app.app_context():
        counts = erase("north", MARK)
        db.session.remove()
    assert counts["audit_event"] == 3
    assert of(MARK, app) == []
    assert of(OTHER, app) == others
    assert MARK not in caplog.text
    for path in home_of(app).rglob("*"):
        assert not path.is_file() or MARK.encode() not in path.read_bytes(), path.name
    exported = app.test_cli_runner().invoke(export, [str(tmp_path / "out")])
    assert exported.exit_code == 0, exported.output
    written = b"".join(path.read_bytes() for path in (tmp_path / "out").iterdir())
    assert OTHER.encode() in written
    assert MARK.encode() not in written
    worked_out = app.test_cli_runner().invoke(evidence, ["--as-of", "2026-05-15", "--out", str(tmp_path / "evidence")])
    assert worked_out.exit_code == 0, worked_out.output
    for path in (tmp_path / "evidence").rglob("*"):
        assert not path.is_file() or MARK.encode() not in path.read_bytes(), path.name
    if app.config["DATABASE_URL"].startswith("sqlite"):
        path = Path(app.config["DATABASE_URL"].removeprefix("sqlite:///"))
        for found in path.parent.glob(path.name + "*"):
            assert MARK.encode() not in found.read_bytes(), found.name
        backup = sqlite3.connect(path)
        assert MARK not in "\n".join(backup.iterdump())
        backup.close()
    else:
        with app.app_context():
            for table in Base.metadata.tables:
                rows = db.session.execute(text(f'SELECT t::text FROM "{table}" t')).scalars()
                assert not any(MARK in row for row in rows), table


def test_the_log_still_holds_and_says_that_someone_was_erased(app: Flask) -> None:
    prepare(app)
    plant(app, MARK)
    with app.app_context():
        before = read_chain().events
        counts = erase("north", MARK)
        chain = read_chain()
        assert (chain.events, chain.emptied, chain.announced, chain.holds) == (before + 1, 3, 3, True)
        event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert event is not None
        assert (event.action, event.provider, event.person) == ("person-erased", "north", None)
        row = db.session.scalars(select(Erasure)).one()
        assert json.loads(row.rows) == counts


def test_whoever_cares_for_them_no_longer_names_them(app: Flask) -> None:
    prepare(app)
    plant(app, MARK)
    with app.app_context():
        erase("north", MARK)
        carer = db.session.get_one(Person, ("north", f"of-{len(MARK)}"))
        assert (carer.cares_for, carer.cared_for_name) == (None, None)


def test_what_was_sent_to_another_of_the_same_household_stays(app: Flask) -> None:
    prepare(app)
    plant(app, MARK)
    with app.app_context():
        shared = db.session.scalars(select(Invitation.contact_hash)).one()
        db.session.add(Invitation(id=77, round_id=1, person="spouse", contact_hash=shared))
        db.session.add(Invitation(id=78, round_id=1, person=None, contact_hash=shared))
        db.session.commit()
        erase("north", MARK)
        assert db.session.scalars(select(Invitation.id)).all() == [77]


def test_a_backup_that_is_put_back_is_put_right(app: Flask) -> None:
    prepare(app)
    plant(app, MARK)
    plant(app, OTHER)
    with app.app_context():
        erase("north", MARK)
        db.session.query(Erasure).delete()
        db.session.commit()
    others = of(OTHER, app)
    assert (home_of(app) / LIST).stat().st_mode & 0o077 == 0
    with app.app_context():
        db.session.query(Person).filter_by(person=f"of-{len(MARK)}").delete()
        db.session.commit()
    plant(app, MARK)
    again = app.test_cli_runner().invoke(erase_command, ["--again", "--yes"])
    assert again.output == "Erased 1 again.\n"
    assert of(MARK, app) == []
    assert of(OTHER, app) == others


def test_someone_new_under_the_reference_of_someone_erased_is_not_erased_again(app: Flask) -> None:
    prepare(app)
    plant(app, MARK)
    with app.app_context():
        erase("north", MARK)
        later = date.today() + timedelta(days=1)
        db.session.add(Person(provider="north", person=MARK, role="carer", registered_on=later))
        db.session.commit()
        assert people_back() == []


def test_the_command_says_what_goes_and_asks_first(app: Flask) -> None:
    prepare(app)
    plant(app, MARK)
    runner = app.test_cli_runner()
    named = ["--provider", "north", "--person", MARK]
    refused = runner.invoke(erase_command, named, input="n\n")
    assert refused.exit_code == 1
    assert "review: 1" in refused.output
    assert of(MARK, app) != []
    assert runner.invoke(erase_command, [*named, "--yes"]).exit_code == 0
    assert of(MARK, app) == []
    assert "Nothing is held" in runner.invoke(erase_command, [*named, "--yes"]).output


def test_drafts_about_another_record_with_the_same_key_stay(app: Flask) -> None:
    prepare(app)
    plant(app, MARK)
    with app.app_context():
        user = db.session.scalar(select(User.id))
        kept = {"provider": "north", "user_id": user, "typed": "x", "saved_at": datetime(2026, 4, 1)}
        theirs = [("review", MARK), ("review-correction", MARK), ("story", "1"), ("story", f"review-{MARK}")]
        others = [("review", "1"), ("story", MARK), ("activity", MARK)]
        db.session.add_all(FormDraft(form=form, subject=subject, **kept) for form, subject in theirs + others)
        db.session.commit()
        found = {key[1:3] for key in holdings_of("north", MARK).keys["form_draft"]}
    assert found == {*theirs, (MARK, MARK)}
