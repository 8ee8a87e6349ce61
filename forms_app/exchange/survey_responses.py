"""Rows of `responses.csv` as submitted responses with their answers; free text is encrypted on its way in."""

from typing import Any

from sqlalchemy import Connection, and_, delete, insert, or_, select

from forms_app.exchange.kinds import Setting
from forms_app.exchange.layout import Values
from forms_app.exchange.questions import FIXED, answer_in_cell
from forms_app.exchange.store import TableWriter
from forms_app.models.responses import AnswerRow, Response
from forms_app.respond.versions import keep_version
from surveys.answers import Answer
from surveys.model.survey import Survey
from surveys.path import walk

TOGETHER = 400
Content = set[tuple[str, str | None, int | None, str | None]]
"""The rows of one answer: item, code, number, text."""
SKIPPED: Content = {("", None, None, None)}


class ResponsesWriter:
    """Writes responses in batches. Answers to questions that the file has no column for are left alone.

    A question passed over is noted as such where the survey's path leads past it. A response keeps the version of the
    survey that it was first stored with; a new one gets the survey's version of today.
    """

    def __init__(self, connection: Connection, setting: Setting, names: list[str]) -> None:
        self._connection = connection
        self._setting = setting
        self._questions = [name for name in names if name not in FIXED]
        self._plain = [name for name in names if name in FIXED]
        new_only = frozenset({"version"})
        self._responses = TableWriter(connection, Response, ("response",), [*self._plain, "version"], new_only)
        self._batch: list[Values] = []
        self._versions: set[str] = set()
        self._answers_changed = 0

    @property
    def changed(self) -> int:
        return max(self._responses.changed, self._answers_changed)

    def take(self, values: Values) -> None:
        self._batch.append(values)
        if len(self._batch) >= TOGETHER:
            self.finish()

    def finish(self) -> None:
        if not self._batch:
            return
        for values in self._batch:
            survey = self._setting.library.surveys[values["survey"]]
            self._keep_version(survey)
            self._responses.take({name: values[name] for name in self._plain} | {"version": survey.version})
        self._responses.finish()
        self._write_answers()
        self._batch = []

    def _keep_version(self, survey: Survey) -> None:
        if survey.version not in self._versions:
            self._versions.add(survey.version)
            keep_version(self._connection, survey, self._setting.today)

    def _write_answers(self) -> None:
        before = self._on_file([values["response"] for values in self._batch])
        gone: list[tuple[str, str]] = []
        rows: list[dict[str, Any]] = []
        touched: set[str] = set()
        for values in self._batch:
            response = values["response"]
            for question, content in self._content(values).items():
                held = before.get((response, question), set())
                if held == content or (held | content <= SKIPPED and held):
                    continue
                touched.add(response)
                if held:
                    gone.append((response, question))
                rows += [
                    {"response": response, "question": question, "item": item, "code": code, "number": number, "text": text}
                    for item, code, number, text in content
                ]
        self._answers_changed += len(touched)
        for start in range(0, len(gone), TOGETHER):
            some = [
                and_(AnswerRow.response == response, AnswerRow.question == it)
                for response, it in gone[start : start + TOGETHER]
            ]
            self._connection.execute(delete(AnswerRow).where(or_(*some)))
        if rows:
            self._connection.execute(insert(AnswerRow), rows)

    def _content(self, values: Values) -> dict[str, Content]:
        survey = self._setting.library.surveys[values["survey"]]
        answers = {key: answer_in_cell(question, values.get(key)) for key, question in survey.by_key.items()}
        asked = set(walk(survey, answers).asked)
        contents: dict[str, Content] = {}
        for key in self._questions:
            answer = answers.get(key, Answer())
            contents[key] = content_of(answer, several=key in answers and survey.by_key[key].kind == "many")
            if answer.skipped and key in asked:
                contents[key] = SKIPPED
        return contents

    def _on_file(self, responses: list[str]) -> dict[tuple[str, str], Content]:
        held: dict[tuple[str, str], Content] = {}
        columns = (AnswerRow.response, AnswerRow.question, AnswerRow.item, AnswerRow.code, AnswerRow.number, AnswerRow.text)
        found = select(*columns).where(AnswerRow.response.in_(responses), AnswerRow.question.in_(self._questions))
        for response, question, item, code, number, text in self._connection.execute(found):
            held.setdefault((response, question), set()).add((item, code, number, text))
        return held


def content_of(answer: Answer, *, several: bool) -> Content:
    """The rows that hold an answer: one a code, or one number, or one text; none for an answer passed over."""
    if answer.codes:
        return {(code if several else "", code, None, None) for code in answer.codes}
    if answer.number is not None:
        return {("", None, answer.number, None)}
    return {("", None, None, answer.text)} if answer.text else set()
