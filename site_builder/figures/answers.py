"""Quantities and means from survey answers, counted in the database."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from forms_app.models.responses import AnswerRow, Response, TextTheme
from site_builder.figures.means import Moments
from site_builder.figures.records import Counts
from site_builder.figures.slots import Slot, SlotTable
from surveys.answers import Answer
from surveys.library import Library
from surveys.model.framework import Framework
from surveys.model.source import FromSurvey
from surveys.scoring import score

AnySelect = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class AnswerCounter:
    """Counts the answers of the kind of people that one framework serves."""

    session: Session
    library: Library
    framework: Framework
    slot_table: SlotTable

    def count(self, source: FromSurvey, slots: list[Slot]) -> Counts:
        """People who gave one of the answers asked for, in each slot in which anyone answered a survey at all."""
        coded_by_staff = bool(self._question_themes(source.question)) and source.codes is not None
        counts: Counts = dict.fromkeys(((number, "all") for number in self._answered(slots)), Fraction(0))
        rows: Any = TextTheme if coded_by_staff else AnswerRow
        chosen = [TextTheme.theme.in_(source.codes or [])] if coded_by_staff else self._chosen(source)
        table = self.slot_table.of(slots)
        statement: AnySelect = (
            select(table.c.slot, func.count(Response.response.distinct()))
            .select_from(table)
            .join(Response, self._in_window(table))
            .join(rows, rows.response == Response.response)
            .where(rows.question == source.question, *chosen)
            .group_by(table.c.slot)
        )
        for number, count in self._rows(statement):
            counts[number, "all"] = Fraction(count)
        return counts

    def moments(self, question: str, slots: list[Slot]) -> dict[int, Moments]:
        """How many numbers were given to a question in each slot, their sum, and the sum of their squares."""
        if question in self.library.instruments:
            return self._scored(question, slots)
        found: dict[int, Moments] = {}
        table = self.slot_table.of(slots)
        number = AnswerRow.number
        statement: AnySelect = (
            select(table.c.slot, func.count(number), func.sum(number), func.sum(number * number))
            .select_from(table)
            .join(Response, self._in_window(table))
            .join(AnswerRow, AnswerRow.response == Response.response)
            .where(AnswerRow.question == question, number.is_not(None))
            .group_by(table.c.slot)
        )
        for slot, count, total, squares in self._rows(statement):
            found[slot] = Moments(count, Fraction(total), Fraction(squares))
        return found

    def _scored(self, instrument_id: str, slots: list[Slot]) -> dict[int, Moments]:
        """Scores of an instrument: only responses in which every item was answered."""
        instrument = self.library.instruments[instrument_id]
        given: dict[int, dict[str, dict[str, Answer]]] = defaultdict(lambda: defaultdict(dict))
        table = self.slot_table.of(slots)
        statement: AnySelect = (
            select(table.c.slot, Response.response, AnswerRow.question, AnswerRow.code, AnswerRow.number)
            .select_from(table)
            .join(Response, self._in_window(table))
            .join(AnswerRow, AnswerRow.response == Response.response)
            .where(AnswerRow.question.in_(instrument.items))
        )
        for slot, response, question, code, number in self._rows(statement):
            given[slot][response][question] = Answer((code,) if code else (), number)
        moments: dict[int, Moments] = {}
        for slot, responses in given.items():
            scores = [score(instrument, answers) for answers in responses.values()]
            moments[slot] = Moments.of(Fraction(one) for one in scores if one is not None)
        return moments

    def _rows(self, statement: AnySelect) -> Iterator[Any]:
        yield from self.session.execute(statement)

    def _answered(self, slots: list[Slot]) -> set[int]:
        numbers: set[int] = set()
        table = self.slot_table.of(slots)
        statement = select(table.c.slot).join(Response, self._in_window(table)).distinct()
        numbers.update(self.session.scalars(statement))
        return numbers

    def _question_themes(self, key: str) -> list[str]:
        for module in self.library.modules.values():
            for question in module.questions:
                if question.key == key:
                    return [option.code for option in question.coded_by_staff]
        return []

    def _surveys(self) -> list[str]:
        return [survey.id for survey in self.library.surveys.values() if survey.respondent == self.framework.serves]

    def _in_window(self, table: Any) -> ColumnElement[bool]:
        return and_(
            Response.provider == table.c.provider,
            Response.submitted_on >= table.c.from_day,
            Response.submitted_on <= table.c.to_day,
            Response.survey.in_(self._surveys()),
        )

    @staticmethod
    def _chosen(source: FromSurvey) -> list[ColumnElement[bool]]:
        if source.codes is not None:
            return [AnswerRow.code.in_(source.codes)]
        if source.at_least is not None or source.at_most is not None:
            low = [AnswerRow.number >= source.at_least] if source.at_least is not None else []
            high = [AnswerRow.number <= source.at_most] if source.at_most is not None else []
            return [*low, *high]
        answered = or_(AnswerRow.code.is_not(None), AnswerRow.number.is_not(None), AnswerRow.text.is_not(None))
        return [answered, or_(AnswerRow.code.is_(None), AnswerRow.code.not_in(source.leave_out))]
