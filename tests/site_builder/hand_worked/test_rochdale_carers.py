"""Source 000 by hand: three providers, nineteen people, one contract year, in `rochdale-carers/`."""

import csv
from datetime import date
from pathlib import Path

from flask import Flask

from forms_app.database import db
from forms_app.models.casework import StatusChange
from forms_app.models.stories import Story
from surveys.library import load_library
from tests.site_builder.hand_worked.runner import (
    HERE,
    by_key,
    differences,
    evidence_rows,
    exact_figures,
    expected_rows,
    import_case,
    shown_differences,
    ways_without_a_value,
)

FRAMEWORK = "rochdale-carers"
AS_OF = date(2024, 5, 1)
TOLD = (("story", date(2023, 4, 3)), ("story", date(2023, 6, 30)), ("quote", date(2023, 5, 1)), ("story", date(2023, 7, 1)))
"""Case studies and quotes written in the app at `elm`. No import file holds them."""
POINTED = (
    ("c05", date(2023, 4, 20), "signposted", "work"),
    ("c05", date(2023, 5, 20), "active", None),
    ("c07", date(2023, 6, 16), "signposted", "health"),
    ("c07", date(2023, 7, 5), "signposted", "money"),
)
"""Whom `oak` pointed elsewhere, when, to what; and that one came back."""


def set_up(app: Flask) -> None:
    """The case in a database, with its corrections and stories."""
    import_case(app, FRAMEWORK, "correction")
    with app.app_context():
        for kind, day in TOLD:
            about = {"title": "A break", "text": "It helped.", "outcomes": "rochdale-carers:wellbeing"}
            db.session.add(Story(provider="elm", kind=kind, written_on=day, **about))
        for person, since, status, reason in POINTED:
            db.session.add(StatusChange(provider="oak", person=person, since=since, status=status, reason=reason))
        db.session.commit()


def test_the_table_has_a_number_for_every_way_of_every_measure() -> None:
    assert ways_without_a_value(load_library().frameworks[FRAMEWORK], expected_rows(FRAMEWORK)) == []


def test_every_figure_is_the_one_worked_out_by_hand(app: Flask) -> None:
    set_up(app)
    with app.app_context():
        assert differences(expected_rows(FRAMEWORK), by_key(exact_figures(FRAMEWORK, AS_OF))) == []


def test_payments_and_what_readers_see_are_those_worked_out_by_hand(app: Flask, tmp_path: Path) -> None:
    set_up(app)
    names = ("contract", "contract_year", "element")
    paid = evidence_rows(app, AS_OF, tmp_path / "evidence", "payments.csv")
    with (HERE / FRAMEWORK / "payments.csv").open(encoding="utf-8", newline="") as stream:
        by_hand = {tuple(row[name] for name in names): (row["worth"], row["state"]) for row in csv.DictReader(stream)}
    assert {tuple(row[name] for name in names): (row["weight_or_amount"], row["state"]) for row in paid} == by_hand
    assert shown_differences(FRAMEWORK, evidence_rows(app, AS_OF, tmp_path / "evidence", "values.csv")) == []
