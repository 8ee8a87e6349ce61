"""The name of someone who is erased is taken out of what was written about others, and only theirs."""

import json
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import Text, select

from forms_app.casework.marks import set_marks
from forms_app.database import Base, db
from forms_app.encryption import EncryptedText
from forms_app.models.casework import Note, ReviewVersion
from forms_app.models.records import Activity, Person, Review
from forms_app.models.stories import ChangeMade
from forms_app.rights.erasing import erase
from forms_app.rights.mentions import NOT_WORDS, WORDS
from forms_app.rights.retention import run_retention
from tests.forms_app.rights.planting import prepare
from tests.support.staff import add_staff

DAY = date(2026, 4, 1)
NAME = "Zebedee O’Quill-Feather"


def add(app: Flask, person: str, name: str, **columns: object) -> None:
    """Add a carer of `north` with the marks by which they are found."""
    with app.app_context():
        made = Person(provider="north", person=person, name=name, role="carer", registered_on=DAY)
        for column, value in ({"status": "active"} | columns).items():
            setattr(made, column, value)
        db.session.add(made)
        set_marks(made)
        db.session.commit()


def write(app: Flask, words: str) -> None:
    """Write words about someone else in places of every kind."""
    key = {"provider": "north"}
    with app.app_context():
        db.session.add(Review(review="r1", person="other", reviewed_on=DAY, notes=words, **key))
        db.session.flush()
        quoted = '{"notes": ' + json.dumps(words) + "}"
        for row in (
            Note(person="other", text=words, written_at=datetime(2026, 4, 2), once="n1", **key),
            ReviewVersion(review="r1", number=1, content=quoted, reason=words, replaced_at=datetime(2026, 4, 3), **key),
            Activity(activity="tea", kind="drop_in", held_on=DAY, title=words, **key),
            ChangeMade(framework="rochdale-carers", said=words, did="Tea", done_on=DAY, written_on=DAY, **key),
        ):
            db.session.add(row)
        db.session.commit()


def written(app: Flask) -> set[str]:
    with app.app_context():
        found = [
            *db.session.scalars(select(Note.text)),
            *db.session.scalars(select(Activity.title).where(Activity.title.is_not(None))),
        ]
        found += [*db.session.scalars(select(ChangeMade.said)), *db.session.scalars(select(Review.notes))]
        return {words or "" for words in found}


@pytest.fixture(autouse=True)
def others(app: Flask) -> None:
    prepare(app)
    add(app, "other", "Ada Bell")


@pytest.mark.parametrize(
    ("words", "left"),
    [
        (f"Tea with {NAME}.", "Tea with [name erased]."),
        (f"{NAME.upper()}’s sister", "[name erased]’s sister"),
        ("Zebedee\nO’Quill-Feather came", "[name erased] came"),
        ("As agreed with NC-0007, weekly", "As agreed with [name erased], weekly"),
        ("Zebedee came, and NC-00071", "Zebedee came, and NC-00071"),
    ],
)
def test_the_full_name_and_the_reference_are_taken_out(app: Flask, words: str, left: str) -> None:
    add(app, "NC-0007", NAME)
    write(app, words)
    with app.app_context():
        erase("north", "NC-0007")
    assert written(app) == {left}


def test_it_is_taken_out_of_what_a_review_said_before(app: Flask) -> None:
    add(app, "NC-0007", NAME)
    write(app, f"Tea with {NAME}")
    with app.app_context():
        erase("north", "NC-0007")
        assert db.session.scalars(select(ReviewVersion.content)).one() == '{"notes": "Tea with [name erased]"}'


@pytest.mark.parametrize("whose", ["another person", "a member of staff", "one word"])
def test_a_name_that_may_be_somebody_elses_stays(app: Flask, whose: str) -> None:
    name = {"another person": "Ada Bell", "a member of staff": "Sam Support Worker", "one word": "Rose"}[whose]
    add_staff(app)
    add(app, "NC-0007", name)
    write(app, f"Tea with {name}")
    with app.app_context():
        erase("north", "NC-0007")
    assert written(app) == {f"Tea with {name}"}


def test_other_providers_texts_are_left_alone(app: Flask) -> None:
    add(app, "NC-0007", NAME)
    with app.app_context():
        db.session.execute(Base.metadata.tables["provider"].insert().values(provider="south", name="South"))
        db.session.add(Activity(provider="south", activity="tea", kind="drop_in", held_on=DAY, title=NAME))
        db.session.commit()
        erase("north", "NC-0007")
        assert db.session.scalars(select(Activity.title).filter_by(provider="south")).all() == [NAME]


def test_retention_takes_names_out_too(app: Flask) -> None:
    long_ago = app.config["TODAY"] - timedelta(days=365 * 30)
    add(app, "NC-0007", NAME, status="closed", registered_on=long_ago, closed_on=long_ago + timedelta(days=9))
    write(app, f"Tea with {NAME}")
    with app.app_context():
        assert run_retention() > 0
    assert written(app) == {"Tea with [name erased]"}


def test_every_column_of_words_is_looked_through_or_said_why_not() -> None:
    for table in Base.metadata.tables.values():
        if any(isinstance(column.type, EncryptedText | Text) for column in table.c):
            assert table.name in WORDS or table.name in NOT_WORDS, table.name
    for name, columns in WORDS.items():
        assert set(columns) <= set(Base.metadata.tables[name].c.keys()), name
        assert name not in NOT_WORDS
