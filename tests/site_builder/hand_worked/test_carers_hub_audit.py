"""Source 002 by hand: three providers, six people, one year and the series published before it, in `carers-hub-audit/`."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from forms_app.database import db
from forms_app.models.responses import TextTheme
from surveys.library import load_library
from tests.site_builder.hand_worked.runner import (
    by_key,
    differences,
    evidence_rows,
    exact_figures,
    expected_rows,
    import_case,
    shown_differences,
    ways_without_a_value,
)

FRAMEWORK = "carers-hub-audit"
AS_OF = date(2026, 5, 15)
THEMES = {
    "m1": ("emotional", "practical", "breaks"),
    "m2": ("little-or-none",),
    "m3": ("mixed", "information"),
    "m4": ("breaks", "money", "other"),
}
"""How staff sorted the answers to the open question; they have not come to m5's yet."""


@pytest.fixture
def case(app: Flask) -> Flask:
    """The case in a database, with the open answers sorted into themes."""
    import_case(app, FRAMEWORK, "correction")
    with app.app_context():
        for response, themes in THEMES.items():
            for theme in themes:
                db.session.add(TextTheme(response=response, question="one-thing.difference", theme=theme))
        db.session.commit()
    return app


def test_the_table_has_a_number_for_every_way_of_every_measure() -> None:
    assert ways_without_a_value(load_library().frameworks[FRAMEWORK], expected_rows(FRAMEWORK)) == []


def test_every_figure_is_the_one_worked_out_by_hand(case: Flask) -> None:
    with case.app_context():
        assert differences(expected_rows(FRAMEWORK), by_key(exact_figures(FRAMEWORK, AS_OF))) == []


@pytest.mark.parametrize(("as_of", "late"), [(date(2026, 6, 28), False), (date(2026, 6, 29), True)])
def test_an_audit_not_filed_is_missing_only_once_its_day_has_passed(case: Flask, as_of: date, late: bool) -> None:
    with case.app_context():
        figures = by_key(exact_figures(FRAMEWORK, as_of))
    missing = figures.get(("s4.housing", "return", "oak-audit", "year", "2025-04-01", "none", "all"))
    assert (missing is not None and not missing.available) == late


def test_readers_see_what_the_rules_leave_of_the_figures(case: Flask, tmp_path: Path) -> None:
    rows = evidence_rows(case, AS_OF, tmp_path / "evidence", "values.csv")
    assert shown_differences(FRAMEWORK, rows) == []
    assert evidence_rows(case, AS_OF, tmp_path / "evidence", "payments.csv") == []
