"""The rows: one a response, in an order of chance, read a thousand at a time so that memory stays flat."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, case, func, literal, select

from forms_app.database import db, only_reading
from forms_app.models.responses import AnswerRow, Response, Round, TextTheme
from forms_app.results.export.layout import (
    FACT,
    GIVEN,
    NOT_ASKED,
    NOT_SORTED,
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
from forms_app.results.series import version_of_no_version
from surveys.resolve import PREFER_NOT_TO_SAY

TOGETHER = 1_000
Given = tuple[str | None, int | None, str | None]
Cell = str | int


@contextmanager
def snapshot() -> Iterator[Connection]:
    """The database as it is at one moment, so that rows and counts are of the same responses. It holds up no writer."""
    level = "REPEATABLE READ" if db.engine.dialect.name == "postgresql" else None
    with only_reading(), db.engine.connect() as connection:
        yield connection.execution_options(isolation_level=level) if level else connection


def rows_of(connection: Connection, selection: Selection, columns: Sequence[Column]) -> Iterator[list[Cell]]:
    """Each response's cells. Row numbers and order say nothing of who came when: both are made anew for each file."""
    found = list(connection.scalars(select(Response.response).where(*selection.sent())))
    secrets.SystemRandom().shuffle(found)
    words = any(column.kind == WORDS for column in columns)
    number = 0
    for start in range(0, len(found), TOGETHER):
        some = found[start : start + TOGETHER]
        facts, given, themes = (
            _facts(connection, selection, some),
            _given(connection, some, words),
            _themes(connection, some),
        )
        for response in some:
            number += 1
            its_facts = facts[response] | {"row": number}
            version = its_facts["survey_version"]
            yield [
                _cell(column, its_facts, version, given.get(response, {}), themes.get(response, {})) for column in columns
            ]


def _facts(connection: Connection, selection: Selection, some: list[str]) -> dict[str, dict[str, Any]]:
    """What is known of each response besides its answers. Served by the primary key."""
    version = func.coalesce(Response.version, version_of_no_version(selection.survey) or "")
    columns = (Response.response, version, Response.channel, Response.language, Response.helper, Response.provider)
    query = select(*columns, Response.submitted_on, Round.slug).outerjoin(Round, Round.id == Response.round_id)
    facts = {}
    for row in connection.execute(query.where(Response.response.in_(some))):
        facts[row[0]] = {
            "response": row[0],
            "survey_version": row[1],
            "channel": row[2],
            "language": row[3],
            "helper": row[4],
            "provider": row[5],
            "month": f"{row[6]:%Y-%m}",
            "sent_on": f"{row[6]:%Y-%m-%d}",
            "round": row[7],
        }
    return facts


def _given(connection: Connection, some: list[str], words: bool) -> dict[str, dict[str, list[Given]]]:
    """The answers of each response by question; people's words are read only where `words`. Served by the primary key."""
    given: dict[str, dict[str, list[Given]]] = {}
    text: Any = AnswerRow.text if words else case((AnswerRow.text.is_not(None), literal("written")))
    columns = (AnswerRow.response, AnswerRow.question, AnswerRow.code, AnswerRow.number, text)
    query: Any = select(*columns).where(AnswerRow.response.in_(some))
    found: Any = connection.execute(query)
    for response, question, code, number, told in found:
        given.setdefault(response, {}).setdefault(question, []).append((code, number, told))
    return given


def _themes(connection: Connection, some: list[str]) -> dict[str, dict[str, set[str]]]:
    """The themes of each response's texts by question. Served by the primary key of themes."""
    themes: dict[str, dict[str, set[str]]] = {}
    columns = (TextTheme.response, TextTheme.question, TextTheme.theme)
    for response, question, theme in connection.execute(select(*columns).where(TextTheme.response.in_(some))):
        themes.setdefault(response, {}).setdefault(question, set()).add(theme)
    return themes


def _cell(
    column: Column, facts: dict[str, Any], version: str, given: dict[str, list[Given]], themes: dict[str, set[str]]
) -> Cell:
    if column.kind in (ROW, FACT):
        found: Cell | None = facts[column.name]
        return "" if found is None else found
    assert column.figures is not None
    series = column.figures.series
    answers = given.get(series.question.key) if version in series.versions else None
    missing = _missing(answers)
    if column.kind == WORDS:
        return answers[0][2] or "" if answers and not missing else ""
    if missing or not answers:
        return missing or NOT_ASKED
    code, number, _text = answers[0]
    if column.kind == SEVERAL:
        return int(any(one[0] == column.code for one in answers))
    if column.kind == GIVEN:
        return 1
    if column.kind == THEME:
        chosen = themes.get(series.question.key)
        return NOT_SORTED if chosen is None else int(column.code in chosen)
    return (code or "") if column.kind == ONE or number is None else number


def _missing(answers: list[Given] | None) -> str:
    """Which kind of missing answer it is, or "" for an answer."""
    if not answers:
        return NOT_ASKED
    if answers[0][0] == PREFER_NOT_TO_SAY:
        return REFUSED
    return PASSED_OVER if all(code is None and number is None and text is None for code, number, text in answers) else ""
