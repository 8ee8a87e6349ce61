"""Only what was filed and decided by the day that counts is read."""

from datetime import date

from flask import Flask

from forms_app.app import library
from forms_app.database import db
from forms_app.models.filing import FiledReturn, PaymentDecision, ReturnValue
from forms_app.models.records import Contract, Provider
from site_builder.figures.filed import read_filed

START = date(2025, 4, 1)


def file(version: int, filed_on: date | None, value: str, start: date = START) -> None:
    filed = FiledReturn(
        provider="p", framework="six-kpis", form="kpi6", period_start=start, version=version, filed_on=filed_on
    )
    filed.values.append(ReturnValue(field="A", value=value))
    db.session.add(filed)


def test_a_correction_filed_later_does_not_count_yet(app: Flask) -> None:
    with app.app_context():
        db.session.add(Provider(provider="p", name="P"))
        db.session.flush()
        file(1, date(2025, 7, 20), "3")
        file(2, date(2025, 9, 1), "4")
        file(1, None, "5", start=date(2025, 10, 1))
        db.session.flush()
        framework = library().frameworks["six-kpis"]
        key = ("p", "kpi6", START, "A")
        assert read_filed(db.session(), framework, date(2025, 7, 19)).values == {}
        assert read_filed(db.session(), framework, date(2025, 8, 31)).values == {key: "3"}
        later = read_filed(db.session(), framework, date(2025, 10, 1))
        assert later.values == {key: "4", ("p", "kpi6", date(2025, 10, 1), "A"): "5"}
        assert later.received["p", "kpi6", START] == date(2025, 7, 20)
        db.session.rollback()


def test_a_decision_made_later_does_not_count_yet(app: Flask) -> None:
    with app.app_context():
        db.session.add(Provider(provider="p", name="P"))
        db.session.flush()
        db.session.add(Contract(contract="c", framework="birmingham-hub", provider="p", starts_on=START))
        db.session.flush()
        decided = {"contract": "c", "contract_year": 1, "element": "pbo2", "reason": "Seen.", "met": True}
        db.session.add(PaymentDecision(decided_on=date(2026, 5, 1), **decided))
        db.session.flush()
        framework = library().frameworks["birmingham-hub"]
        assert read_filed(db.session(), framework, date(2026, 4, 30)).decisions == {}
        assert ("c", 1, "pbo2") in read_filed(db.session(), framework, date(2026, 5, 1)).decisions
        db.session.rollback()
