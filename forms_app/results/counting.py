"""Counting answers in the database: every query groups there, and brings back one row a figure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import and_, func, select

from forms_app.models.responses import AnswerRow, Response, TextTheme
from forms_app.results.selection import Selection
from forms_app.results.series import version_of_no_version
from surveys.resolve import PREFER_NOT_TO_SAY

Given = tuple[str | None, int | None, bool]
"""What was given: a code, or a number, or whether words were written. All empty: passed over."""
PASSED_OVER: Given = (None, None, False)
REFUSED: Given = (PREFER_NOT_TO_SAY, None, False)


class Database(Protocol):
    """What asks the database: a session, or a connection that sees it as it is at one moment."""

    def execute(self, statement: Any, /) -> Any:
        """The rows of a statement."""


@dataclass
class Counts:
    """Responses by version; what was given to each question of each version; who picked anything where several may be."""

    sent: Counter[str] = field(default_factory=Counter)
    given: dict[tuple[str, str], Counter[Given]] = field(default_factory=dict)
    people: Counter[tuple[str, str]] = field(default_factory=Counter)
    themes: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    sorted_texts: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """How many responses were sent."""
        return sum(self.sent.values())


def count_answers(database: Database, selection: Selection, several: Iterable[str]) -> Counts:
    """Count a selection's answers; `several` are the questions at which more than one answer may be picked.

    From the responses (ix_response_submitted or ix_response_round_id) to their answers by the primary key.
    """
    counts = Counts()
    version = _version(selection)
    chosen = selection.sent()
    counts.sent.update(
        {row[0]: row[1] for row in database.execute(select(version, func.count()).where(*chosen).group_by(version))}
    )
    written = AnswerRow.text.is_not(None)
    columns = (version, AnswerRow.question, AnswerRow.code, AnswerRow.number, written)
    query: Any = select(*columns, func.count()).join(AnswerRow, AnswerRow.response == Response.response)
    for one, question, code, number, text, count in database.execute(query.where(*chosen).group_by(*columns)):
        counts.given.setdefault((one, question), Counter())[code, number, bool(text)] += count
    _count_people(database, selection, counts, list(several))
    _count_themes(database, selection, counts)
    return counts


def _count_people(database: Database, selection: Selection, counts: Counts, several: list[str]) -> None:
    """How many people picked at least one answer, where several may be picked. Served as above."""
    version = _version(selection)
    query = (
        select(version, AnswerRow.question, func.count(AnswerRow.response.distinct()))
        .join(AnswerRow, AnswerRow.response == Response.response)
        .where(*selection.sent(), AnswerRow.question.in_(several))
        .where(AnswerRow.code.is_not(None), AnswerRow.code != PREFER_NOT_TO_SAY)
        .group_by(version, AnswerRow.question)
    )
    for one, question, people in database.execute(query):
        counts.people[one, question] = people


def _count_themes(database: Database, selection: Selection, counts: Counts) -> None:
    """How many texts were sorted, and how many speak of each theme. Served by the primary keys of themes and answers."""
    version = _version(selection)
    base: Any = select(version, TextTheme.question).join(TextTheme, TextTheme.response == Response.response)
    words = and_(AnswerRow.response == TextTheme.response, AnswerRow.question == TextTheme.question)
    base = base.join(AnswerRow, words).where(*selection.sent(), AnswerRow.text.is_not(None))
    by_theme = base.add_columns(TextTheme.theme, func.count()).group_by(version, TextTheme.question, TextTheme.theme)
    for one, question, theme, count in database.execute(by_theme):
        counts.themes.setdefault((one, question), Counter())[theme] = count
    texts = base.add_columns(func.count(TextTheme.response.distinct())).group_by(version, TextTheme.question)
    for one, question, count in database.execute(texts):
        counts.sorted_texts[one, question] = count


def _version(selection: Selection) -> Any:
    return func.coalesce(Response.version, version_of_no_version(selection.survey) or "")
