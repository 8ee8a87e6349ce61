"""People are found by name, e-mail address and number, though the database holds none of these in clear."""

import pytest
from flask import Flask
from sqlalchemy import select

from forms_app.casework.marks import mark_people, name_words, people_named, set_marks
from forms_app.database import db
from forms_app.models.casework import PersonMark
from forms_app.models.records import Person
from forms_app.rights.erasing import erase
from tests.forms_app.casework.conftest import add_person, rows
from tests.support.staff import add_provider


def found(app: Flask, words: str, provider: str = "north") -> list[str]:
    with app.app_context():
        return sorted(db.session.scalars(people_named(provider, words)))


def mark_all(app: Flask) -> int:
    with app.app_context():
        return mark_people()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Mrs Zoë O’Neil-Smith", ["zoe", "oneil", "smith"]),
        ("SMITH, Ann", ["smith", "ann"]),
        ("عَائِشَة خان", ["عايشة", "خان"]),
        ("Łucja Nowak", ["lucja", "nowak"]),
        ("Miss", ["miss"]),
        ("- .", []),
        (None, []),
    ],
)
def test_a_name_has_plain_words(name: str | None, words: list[str]) -> None:
    assert name_words(name) == words


def test_all_words_typed_must_match_in_any_order_and_spelling(app: Flask) -> None:
    add_person(app, "P1", name="Zoë Adams", email="zoe@example.org", phone="+447700900123")
    add_person(app, "P2", name="Zoe Brown")
    add_person(app, "P3", name=None)
    assert mark_all(app) == 2
    for words, people in (
        ("zoe", ["P1", "P2"]), ("adams ZOE", ["P1"]), ("Zoe Zoe", ["P1", "P2"]), ("zoe clark", []), ("", []), (" . ", []),
        ("zo", []), ("Zoe@Example.org", ["P1"]), ("07700 900 123", ["P1"]), ("07700 900 124", []), ("P1", []),
    ):  # fmt: skip
        assert found(app, words) == people, words
    assert found(app, "zoe", "south") == []


def test_marks_of_two_providers_never_match(app: Flask) -> None:
    add_provider(app, "south", "South Carers")
    add_person(app, "P1", name="Zoë Adams")
    add_person(app, "P1", name="Zoë Adams", provider="south")
    mark_all(app)
    made = rows(app, select(PersonMark.provider, PersonMark.mark).where(PersonMark.kind != "version"))
    assert len(made) == len({mark for _provider, mark in made}) == 6


def test_marks_follow_the_record(app: Flask) -> None:
    add_person(app, "P1", name="Zoë Adams")
    mark_all(app)
    assert mark_all(app) == 0
    with app.app_context():
        person = db.session.get_one(Person, ("north", "P1"))
        person.name = "Zoë Clark"
        set_marks(person)
        db.session.commit()
    assert (found(app, "adams"), found(app, "clark")) == ([], ["P1"])
    assert mark_all(app) == 0


def test_a_record_that_was_changed_by_an_import_gets_new_marks(app: Flask) -> None:
    add_person(app, "P1", name="Zoë Adams")
    mark_all(app)
    with app.app_context():
        person = db.session.get_one(Person, ("north", "P1"))
        person.name = "Zoë Clark"
        db.session.commit()
    assert mark_all(app) == 1
    assert (found(app, "adams"), found(app, "clark")) == ([], ["P1"])


def test_marks_go_when_someone_is_erased(app: Flask) -> None:
    add_person(app, "P1", name="Zoë Adams")
    add_person(app, "P2", name="Zoë Brown")
    mark_all(app)
    with app.app_context():
        erase("north", "P1")
    assert set(rows(app, select(PersonMark.person))) == {("P2",)}


def test_no_mark_says_a_name(app: Flask) -> None:
    add_person(app, "P1", name="Zoë Adams", email="zoe@example.org")
    mark_all(app)
    assert not any("zoe" in mark or "adams" in mark for (mark,) in rows(app, select(PersonMark.mark)))
