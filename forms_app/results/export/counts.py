"""How often each value must stand in each column, from what the database counted: what the files are checked against."""

from collections import Counter

from sqlalchemy import func, select

from forms_app.models.responses import Response, Round
from forms_app.results.counting import Database
from forms_app.results.export.layout import (
    FACT,
    GIVEN,
    NOT_ASKED,
    NOT_SORTED,
    NUMBER,
    ONE,
    PASSED_OVER,
    REFUSED,
    ROW,
    SEVERAL,
    THEME,
    WORDS,
    Column,
)
from forms_app.results.selection import Selection

FILLED = "(filled)"
"""Counted where what a column holds is not to be told: words, days, row numbers."""
ColumnCounts = dict[str, dict[str, int]]
COUNTED_FACTS = {
    "channel": Response.channel, "language": Response.language, "helper": Response.helper, "provider": Response.provider,
    "round": Round.slug,
}  # fmt: skip


def expected_counts(database: Database, selection: Selection, columns: list[Column], total: int) -> ColumnCounts:
    """By column: how often each value stands there; empty cells are not counted."""
    return {column.name: _without_nought(_counts(database, selection, column, total)) for column in columns}


def _without_nought(counts: dict[str, int]) -> dict[str, int]:
    return {value: count for value, count in sorted(counts.items()) if count}


def _counts(database: Database, selection: Selection, column: Column, total: int) -> dict[str, int]:
    if column.kind == FACT and column.name in COUNTED_FACTS:
        return _fact_counts(database, selection, column.name)
    if column.kind in (ROW, FACT) or column.figures is None:
        return {FILLED: total}
    one = column.figures
    if column.kind == WORDS:
        return {FILLED: one.answered}
    asked = one.answered + one.passed_over + one.refused
    counts = Counter({PASSED_OVER: one.passed_over, REFUSED: one.refused, NOT_ASKED: total - asked})
    if column.kind in (ONE, NUMBER):
        counts.update(one.picked)
        counts.update({str(number): times for number, times in one.numbers.counted.items()})
    elif column.kind == SEVERAL:
        counts.update({"1": one.picked[column.code], "0": one.answered - one.picked[column.code]})
    elif column.kind == GIVEN:
        counts["1"] = one.answered
    elif column.kind == THEME:
        yes = one.themes[column.code]
        counts.update({"1": yes, "0": one.sorted_texts - yes, NOT_SORTED: one.answered - one.sorted_texts})
    return dict(counts)


def _fact_counts(database: Database, selection: Selection, name: str) -> dict[str, int]:
    """Counted by the database. Served by the same index as the selection."""
    column = COUNTED_FACTS[name]
    query = select(column, func.count()).select_from(Response).outerjoin(Round, Round.id == Response.round_id)
    found = database.execute(query.where(*selection.sent(), column.is_not(None)).group_by(column))
    return {str(row[0]): row[1] for row in found}
