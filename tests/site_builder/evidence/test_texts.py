"""Only texts whose consent is in force on the day of publishing, and that many share, leave the privacy wall."""

from datetime import date

import pytest
from flask import Flask

from forms_app.app import library
from forms_app.database import db
from forms_app.models.casework import Consent
from forms_app.models.records import Contract, Person
from forms_app.models.stories import ChangeMade, Story
from site_builder.evidence.texts import change_rows, quote_rows, weigh_texts
from tests.support.staff import add_provider, add_staff

AS_OF = date(2026, 3, 31)
"""A day before the tests' own, 15 May 2026."""
GOOD = {
    "approved_on": date(2026, 1, 10), "consent_on": date(2026, 1, 5), "consent_until": date(2026, 5, 15),
    "withdrawn_on": date(2026, 5, 16), "consent_reference": "C-1", "consent_scope": "website;first_name",
    "attributes": '{"gender": "female", "role": "carer"}',
}  # fmt: skip


def add_people(app: Flask, women: int = 10) -> None:
    """Two providers under one framework, the second with all of the women but one."""
    for provider in ("north", "south"):
        add_provider(app, provider)
    assert add_staff(app, "support_worker") != add_staff(app, "provider_manager")
    with app.app_context():
        for provider in ("north", "south"):
            named = {"contract": provider, "provider": provider}
            db.session.add(Contract(framework="rochdale-carers", starts_on=date(2025, 4, 1), **named))
        for number in range(women + 1):
            # One man, who does not count.
            known = {"gender": "female" if number else "male", "carer_groups": "young_adult;working", "birth_year": 1961}
            whose = {"provider": "south" if number > 1 else "north", "person": f"P{number}"}
            db.session.add(Person(role="carer", registered_on=date(2025, 1, 1), **known, **whose))
        db.session.commit()


def weighed(app: Flask, **different: object) -> tuple[int, list[object]]:
    """How many texts are shown, and why others are left out, where one is good but for what is `different`."""
    with app.app_context():
        values = {"written_by": 1, "approved_by": 2, "written_on": date(2026, 1, 5), **GOOD, **different}
        db.session.add(Story(provider="north", title="t", text="x", outcomes="rochdale-carers:partners", **values))
        db.session.flush()
        found = weigh_texts(db.session(), library(), AS_OF)
        db.session.rollback()
    return len(found.shown), [row["because"] for row in found.left_out]


def test_a_text_with_all_it_needs_is_published(app: Flask) -> None:
    add_people(app)
    assert weighed(app) == (1, [])


@pytest.mark.parametrize(
    ("different", "why"),
    [
        ({"withdrawn_on": date(2026, 4, 10)}, []),
        ({"approved_on": date(2026, 4, 1)}, []),
        ({"approved_on": None}, []),
        ({"approved_by": 1}, []),
        ({"consent_until": date(2026, 5, 14)}, ["consent has run out"]),
        ({"consent_on": date(2026, 4, 1)}, ["no consent on file"]),
        ({"consent_reference": None}, ["no consent on file"]),
        ({"consent_scope": "printed;training;press"}, ["consent does not reach the website"]),
        ({"consent_scope": None}, ["consent does not reach the website"]),
        ({"attributes": None}, ["too few alike"]),
        ({"attributes": '{"gender": "male"}'}, ["too few alike"]),
    ],
    ids=lambda one: " ".join(one),
)
def test_a_text_is_kept_back_by(app: Flask, different: dict[str, object], why: list[str]) -> None:
    add_people(app)
    assert weighed(app, **different) == (0, why)


def test_those_alike_are_counted_anew_at_each_publication(app: Flask) -> None:
    add_people(app)
    assert weighed(app)[0] == 1
    with app.app_context():
        db.session.get_one(Person, ("south", "P5")).status = "closed"
        db.session.commit()
    assert weighed(app) == (0, ["too few alike"])


@pytest.mark.parametrize(
    ("attributes", "shown"),
    [
        ('{"carer_groups": "working"}', 1),
        ('{"carer_groups": "working;young_adult", "age_group": "65_and_over"}', 1),
        ('{"carer_groups": "young"}', 0),
        ('{"age_group": "45_64"}', 0),
        ('{"locality": "heywood"}', 0),
        ('{"no_such_thing": "x"}', 0),
    ],
)
def test_those_alike_share_every_attribute(app: Flask, attributes: str, shown: int) -> None:
    add_people(app)
    assert weighed(app, attributes=attributes)[0] == shown


@pytest.mark.parametrize(
    ("consent", "why"),
    [
        ({}, []),
        ({"withdrawn_on": date(2026, 5, 15)}, ["consent was withdrawn"]),
        ({"expires_on": date(2026, 5, 14)}, ["consent has run out"]),
    ],
)
def test_a_text_falls_with_the_consent_on_file_that_it_rests_on(
    app: Flask, consent: dict[str, date], why: list[str]
) -> None:
    add_people(app)
    with app.app_context():
        on_file = {"scope": "publish-story", "form": "signed", "given_on": date(2026, 1, 5)}
        db.session.add(Consent(id=7, provider="north", person="P1", **on_file, **consent))
        db.session.commit()
    assert weighed(app, consent_id=7, person="P1") == (0 if why else 1, why)


@pytest.mark.parametrize(
    ("different", "shown"),
    [
        ({}, [("north", date(2026, 2, 1))]),
        ({"provider": None}, [("all", date(2026, 2, 1))]),
        ({"withdrawn_on": date(2026, 5, 15)}, []),
        ({"approved_on": None}, []),
        ({"approved_on": date(2026, 4, 1)}, []),
        ({"approved_by": 1}, []),
    ],
)
def test_what_was_done_is_published_once_a_second_person_approved_it(
    app: Flask, different: dict[str, object], shown: list[tuple[str, date]]
) -> None:
    add_people(app)
    with app.app_context():
        values = {
            "provider": "north", "framework": "rochdale-carers", "said": "s", "did": "d", "done_on": date(2026, 2, 1),
            "written_by": 1, "written_on": date(2026, 2, 1), "approved_by": 2, "approved_on": date(2026, 2, 3), **different,
        }  # fmt: skip
        db.session.add(ChangeMade(**values))
        db.session.flush()
        assert [(row["provider"], row["when"]) for row in change_rows(db.session(), AS_OF)] == shown
        db.session.rollback()


def test_no_words_are_a_formula_in_a_spreadsheet() -> None:
    quote = Story(kind="quote", text="=HYPERLINK(1)", outcomes="rochdale-carers:partners", consent_reference="@SUM(1)")
    (row,) = quote_rows([quote])
    assert (row["quote"], row["consent"]) == ("'=HYPERLINK(1)", "'@SUM(1)")


def test_neither_is_what_was_said_and_done(app: Flask) -> None:
    add_people(app)
    with app.app_context():
        values = {
            "framework": "rochdale-carers", "said": "+1", "did": "-1", "done_on": date(2026, 2, 1), "written_by": 1,
            "written_on": date(2026, 2, 1), "approved_by": 2, "approved_on": date(2026, 2, 3),
        }  # fmt: skip
        db.session.add(ChangeMade(**values))
        db.session.flush()
        (row,) = change_rows(db.session(), AS_OF)
        db.session.rollback()
    assert (row["said"], row["did"]) == ("'+1", "'-1")
