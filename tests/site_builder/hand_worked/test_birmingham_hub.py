"""Source 001 by hand: three providers, ten carers, one year, in `birmingham-hub/`."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask

from forms_app.database import db
from forms_app.models.casework import WellbeingPayment
from forms_app.models.filing import PaymentDecision
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

FRAMEWORK = "birmingham-hub"
AS_OF = date(2026, 5, 15)
PAID = (
    ("c2", date(2025, 4, 1), "50.25", "breaks"),
    ("c1", date(2025, 5, 5), "120", "breaks"),
    ("c1", date(2025, 5, 6), "200", "equipment"),
    ("c2", date(2025, 5, 10), "10", None),
    ("c1", date(2025, 5, 11), "45", "technology"),
    ("u1", date(2025, 5, 12), "999", "breaks"),
    ("c1", date(2025, 5, 13), "40", "therapy"),
    ("c2", date(2025, 5, 14), "25", "other"),
    ("c5", date(2025, 6, 1), "80.50", "leisure"),
    ("c2", date(2025, 6, 30), "30", "learning"),
    ("c3", date(2025, 6, 30), "15.50", "travel"),
    ("c1", date(2025, 7, 1), "60", "breaks"),
)
"""Wellbeing payments recorded in the app at `hub`: who, when, pounds, what on. No import file holds them."""
YEAR = ("year", "2025-04-01", "none", "all")


@pytest.fixture
def case(app: Flask) -> Flask:
    """The case in a database, with what `hub` paid and what a commissioner decided of it for the first year."""
    import_case(app, FRAMEWORK)
    decided = [
        ("pbo2", True, "Seen at three visits.", date(2026, 4, 20)),
        ("pbo3", True, "Filed in time.", date(2026, 4, 20)),
        ("pbo3", False, "The partners did not agree.", date(2026, 4, 28)),
    ]
    with app.app_context():
        for person, day, pounds, spent_on in PAID:
            paid = {"paid_on": day, "amount": Decimal(pounds), "spent_on": spent_on}
            db.session.add(WellbeingPayment(provider="hub", person=person, **paid))
        for element, met, reason, day in decided:
            db.session.add(
                PaymentDecision(contract="hub-c", contract_year=1, element=element, met=met, reason=reason, decided_on=day)
            )
            db.session.flush()
        db.session.commit()
    return app


def test_the_table_has_a_number_for_every_way_of_every_measure() -> None:
    assert ways_without_a_value(load_library().frameworks[FRAMEWORK], expected_rows(FRAMEWORK)) == []


def test_every_figure_is_the_one_worked_out_by_hand(case: Flask) -> None:
    with case.app_context():
        assert differences(expected_rows(FRAMEWORK), by_key(exact_figures(FRAMEWORK, AS_OF))) == []


@pytest.mark.parametrize(
    ("as_of", "in_time", "started", "provisional"),
    [(date(2026, 4, 27), 3, 5, True), (date(2026, 4, 28), 4, 6, False)],
)
def test_an_assessment_counts_from_its_28th_day(
    case: Flask, as_of: date, in_time: int, started: int, provisional: bool
) -> None:
    with case.app_context():
        figure = by_key(exact_figures(FRAMEWORK, as_of))["pbo1", "records", "hub-c", *YEAR]
        assert (figure.ratio, figure.provisional) == ((in_time, started), provisional)


def test_readers_see_what_the_rules_leave_and_payments_go_by_exact_figures(case: Flask, tmp_path: Path) -> None:
    rows = evidence_rows(case, AS_OF, tmp_path / "evidence", "values.csv")
    assert shown_differences(FRAMEWORK, rows) == []
    payments = evidence_rows(case, AS_OF, tmp_path / "evidence", "payments.csv")
    states = {(row["contract"], row["contract_year"], row["element"]): row["state"] for row in payments}
    first_year = {
        "hub-c": ("lost", "earned", "lost"),
        "annex-c": ("earned", "undecided", "undecided"),
        "link-c": ("earned", "undecided", "undecided"),
    }
    for contract, expected in first_year.items():
        assert tuple(states[contract, "1", element] for element in ("pbo1", "pbo2", "pbo3")) == expected
        assert states[contract, "2", "pbo1"] == "reachable"
    assert {row["weight_or_amount"] for row in payments if row["element"] == "pbo1"} == {
        "20% of 10% of the contract's value"
    }


def test_no_element_is_decided_by_a_figure_that_is_not_final(case: Flask, tmp_path: Path) -> None:
    payments = evidence_rows(case, date(2026, 4, 27), tmp_path / "evidence", "payments.csv")
    states = {(row["contract"], row["element"]): row["state"] for row in payments if row["contract_year"] == "1"}
    assert states["hub-c", "pbo1"] == "undecided"
