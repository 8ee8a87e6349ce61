"""A row about one person in every table that can hold one, made from the tables themselves, so that new ones are too."""

import hashlib
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import Flask
from sqlalchemy import Boolean, Column, Date, DateTime, Integer, Numeric, String, Table, insert, select

from forms_app.audit_log import record
from forms_app.database import Base, db
from forms_app.encryption import EncryptedText
from forms_app.keyed_hash import keyed_hash
from forms_app.messages.addresses import clean_email
from forms_app.models.accounts import User
from forms_app.models.casework import ReviewSample
from forms_app.models.records import Activity, Contract, Person, Provider
from forms_app.models.responses import Round
from forms_app.respond.versions import freeze
from forms_app.rights.holdings import LOG, tables_of_people
from surveys.library import load_library
from tests.support.staff import add_staff

DAY = date(2026, 4, 1)
Row = dict[str, Any]


def prepare(app: Flask) -> None:
    """A provider with a member of staff, a contract, a round with names, an activity."""
    with app.app_context():
        db.session.add(Provider(provider="north", name="North Carers"))
        db.session.commit()
    add_staff(app, "provider_manager")
    with app.app_context():
        held = {"provider": "north", "starts_on": date(2025, 4, 1)}
        db.session.add(Contract(contract="c", framework="rochdale-carers", **held))
        whose = {"survey": "carer-short", "provider": "north", "anonymous": False}
        db.session.add(Round(id=1, slug="named", title="Named", opens_on=DAY, **whose))
        db.session.add(Activity(provider="north", activity="a1", kind="drop_in", held_on=DAY))
        period = {"period_start": DAY, "period_end": date(2026, 6, 30), "drawn_at": datetime(2026, 4, 1)}
        drawn = {"clock": "sample", "share": Decimal(20), "seed": "1", "population": 5}
        db.session.add(ReviewSample(provider="north", framework="dorset-home-care", **drawn, **period))
        freeze(load_library().surveys["carer-short"])
        db.session.commit()


def plant(app: Flask, mark: str) -> None:
    """A row of the person whose every word holds `mark`, in every table of people; and events that name them."""
    with app.test_request_context():
        planted: dict[str, Row] = {}
        for table in Base.metadata.sorted_tables:
            if table.name in tables_of_people() and table.name != LOG:
                planted[table.name] = _row(table, mark, planted)
                made = db.session.execute(insert(table).values(planted[table.name]))
                for column, value in zip(table.primary_key.columns, made.inserted_primary_key or (), strict=True):
                    planted[table.name][column.name] = value
        invitation = Base.metadata.tables["invitation"]
        tied = {"response": planted["response"]["response"], "contact_hash": keyed_hash(email_of(mark), "contact")}
        db.session.execute(invitation.update().where(invitation.c.name == planted["invitation"]["name"]).values(**tied))
        db.session.execute(invitation.update().where(invitation.c.id == planted["invitation"]["id"]).values(**tied))
        db.session.add(Person(provider="north", person=f"of-{len(mark)}", role="carer", registered_on=DAY,
                              cares_for=mark, cared_for_name=mark))  # fmt: skip
        record("person-seen", provider="north", person=mark)
        record("review-recorded", provider="north", person=mark, review=mark, goals=1)
        record("text-coded", provider="north", response=mark, question="q", themes="t")
        record("person-seen", provider="north", person="someone else")
        db.session.commit()


def email_of(mark: str) -> str:
    """The address of the person marked so."""
    return str(clean_email(f"{mark}@home.example"))


def _row(table: Table, mark: str, planted: dict[str, Row]) -> Row:
    row = {column.name: _value(column, table, mark) for column in table.c if not _numbered(column, table)}
    for key in table.foreign_keys:
        target = key.column.table.name
        if target in planted:
            row[key.parent.name] = planted[target][key.column.name]
        elif target == "user":
            row[key.parent.name] = db.session.scalar(select(User.id))
        elif target in ("provider", "activity", "survey_version", "round", "review_sample"):
            row[key.parent.name] = db.session.scalar(select(key.column))
        elif target in ("staff_invitation", "sampling_review"):
            row[key.parent.name] = None
    row |= {"email": email_of(mark)} if "email" in row else {}
    if table.name == "asked":
        row["who"] = keyed_hash(f"north\n{mark}", "asked person")
    if table.name == "stopped_contact":
        row["contact_hash"] = keyed_hash(email_of(mark), "contact")
    if table.name == "answer":
        row["number"] = None
    if table.name in ("invitation", "response"):
        row.pop("response" if table.name == "invitation" else "replaces")
    return row


def _numbered(column: Column[Any], table: Table) -> bool:
    return column.primary_key and isinstance(column.type, Integer) and len(table.primary_key.columns) == 1


def _value(column: Column[Any], table: Table, mark: str) -> Any:
    if column.name == "provider":
        return "north"
    if column.name.endswith("_hash") or column.name in ("once", "secret_hash"):
        return hashlib.sha256(f"{table.name} {column.name} {mark}".encode()).hexdigest()
    if isinstance(column.type, EncryptedText):
        return mark
    if isinstance(column.type, String):
        return mark[: column.type.length]
    for kind, value in (
        (DateTime, datetime(2026, 4, 1)), (Date, DAY), (Boolean, True), (Numeric, Decimal(1)), (Integer, 1)
    ):  # fmt: skip
        if isinstance(column.type, kind):
            return value
    return mark
