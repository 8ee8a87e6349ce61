"""Means of an instrument's scores, from the answers to its items."""

from datetime import date
from fractions import Fraction

from flask import Flask

from forms_app.database import db
from forms_app.models.records import Contract, Provider
from forms_app.models.responses import AnswerRow, Response
from site_builder.figures.answers import AnswerCounter
from site_builder.figures.slots import SlotTable, contracts_of, slots_of
from surveys.library import load_library

SCALE = "users-quality-of-life"
ITEMS = load_library().instruments[SCALE].items


def respond(name: str, codes: list[str]) -> None:
    """One response of May 2026: a code to each item, "" for one passed over; items beyond the codes are not asked."""
    day = date(2026, 5, 4)
    db.session.add(Response(response=name, survey="service-user", provider="north", started_on=day, submitted_on=day))
    db.session.flush()
    for item, code in zip(ITEMS, codes, strict=False):
        db.session.add(AnswerRow(response=name, question=item, item="", code=code or None))


def test_only_whole_sets_of_answers_are_scored(app: Flask) -> None:
    """The best on all eight items is 32 less 8: 24. Two on each is 32 less 16: 16."""
    library = load_library()
    with app.app_context():
        db.session.add(Provider(provider="north", name="North Care"))
        db.session.flush()
        key = {"contract": "c", "provider": "north", "framework": "six-kpis"}
        db.session.add(Contract(**key, starts_on=date(2026, 4, 1)))
        respond("best", ["1"] * 8)
        respond("middling", ["2"] * 8)
        respond("one passed over", [*["1"] * 7, ""])
        respond("one refused", [*["1"] * 7, "prefer_not_to_say"])
        respond("one not asked", ["1"] * 7)
        db.session.commit()
        slots = slots_of(contracts_of(db.session, "six-kpis"), "quarter", date(2026, 6, 30))
        counter = AnswerCounter(db.session, library, library.frameworks["six-kpis"], SlotTable(db.session))
        moments = counter.moments(SCALE, slots)
        db.session.rollback()
    assert list(moments) == [0]
    assert (moments[0].count, moments[0].mean) == (2, Fraction(20))
