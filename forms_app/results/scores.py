"""Scores of instruments: worked out and counted in the database, as `surveys.scoring` does for one person."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, select

from forms_app.models.responses import AnswerRow, Response
from forms_app.results.counting import Database
from forms_app.results.numbers import Numbers
from forms_app.results.selection import Selection
from forms_app.results.series import Series
from surveys.library import Library
from surveys.model.survey import Instrument


@dataclass(frozen=True)
class ScoreFigures:
    """The scores of one instrument. `incomplete`: people who answered some of its items but not all."""

    instrument: Instrument
    numbers: Numbers
    incomplete: int


def scores_of(database: Database, selection: Selection, library: Library, series: list[Series]) -> list[ScoreFigures]:
    """The scores of each instrument whose items the survey asks, all of them, and that has a way to be scored."""
    asked = {one.question.key for one in series}
    scored = [
        one for one in library.instruments.values() if one.items and one.scoring != "none" and asked >= set(one.items)
    ]
    return [_score(database, selection, instrument) for instrument in scored]


def _score(database: Database, selection: Selection, instrument: Instrument) -> ScoreFigures:
    """From the responses to the answers of the items by the primary key."""
    value = _value(instrument)
    total = instrument.constant - func.sum(value) if instrument.scoring == "constant_minus_sum" else func.sum(value)
    whole = func.count(AnswerRow.question.distinct()) == len(set(instrument.items))
    each = (
        select(case((whole, total)).label("score"))
        .join(Response, Response.response == AnswerRow.response)
        .where(*selection.sent(), AnswerRow.question.in_(instrument.items), value.is_not(None))
        .group_by(AnswerRow.response)
        .subquery()
    )
    counted: Counter[int | None] = Counter()
    for score, people in database.execute(select(each.c.score, func.count()).group_by(each.c.score)):
        counted[None if score is None else int(score)] += people
    incomplete = counted.pop(None, 0)
    return ScoreFigures(
        instrument, Numbers({n: counted[n] for n in sorted(n for n in counted if n is not None)}), incomplete
    )


def _value(instrument: Instrument) -> ColumnElement[int | None]:
    if not instrument.values:
        return AnswerRow.number.expression
    return func.coalesce(AnswerRow.number, case(instrument.values, value=AnswerRow.code))
