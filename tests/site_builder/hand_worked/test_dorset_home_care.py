"""Source 003 by hand: two providers, twelve people, four quarters, in `dorset-home-care/`."""

from datetime import date
from pathlib import Path

from flask import Flask

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

FRAMEWORK = "dorset-home-care"
AS_OF = date(2026, 5, 15)


def test_the_table_has_a_number_for_every_way_of_every_measure() -> None:
    assert ways_without_a_value(load_library().frameworks[FRAMEWORK], expected_rows(FRAMEWORK)) == []


def test_every_figure_is_the_one_worked_out_by_hand(app: Flask) -> None:
    import_case(app, FRAMEWORK, "correction")
    with app.app_context():
        assert differences(expected_rows(FRAMEWORK), by_key(exact_figures(FRAMEWORK, AS_OF))) == []


def test_readers_see_what_the_rules_leave_of_the_figures(app: Flask, tmp_path: Path) -> None:
    import_case(app, FRAMEWORK, "correction")
    rows = evidence_rows(app, AS_OF, tmp_path / "evidence", "values.csv")
    assert shown_differences(FRAMEWORK, rows) == []
