"""A results page as a table: one row a figure, for spreadsheets."""

import csv
import io
from collections.abc import Iterator

from flask import Response, abort, make_response, request

from forms_app.accounts import staff_only
from forms_app.database import db, read_only_request
from forms_app.results.blueprint import READERS, results
from forms_app.results.figures import QuestionFigures, Share
from forms_app.results.numbers import Numbers
from forms_app.results.pages import selection_of_round, selection_of_survey
from forms_app.results.reach import Reach, reach, round_in_reach
from forms_app.results.report import Report, report_on
from forms_app.results.safe_cells import safe_cell
from forms_app.results.selection import Selection, narrowed_by
from forms_app.results.subtracting import why_hidden
from surveys.model.common import say

COLUMNS = ("question", "wording", "figure", "answer", "label", "value", "base", "percent", "low", "high")
Row = tuple[object, ...]


@results.get("/rounds/<int:number>/table.csv")
@staff_only(*READERS)
def table_of_round(number: int) -> Response:
    """A round's figures as a file."""
    read_only_request()
    seen = reach()
    found = round_in_reach(number, seen)
    return _file(selection_of_round(found), seen, f"results-{found.slug}")


@results.get("/surveys/<survey>/table.csv")
@staff_only(*READERS)
def table_of_survey(survey: str) -> Response:
    """A survey's figures as a file."""
    read_only_request()
    seen = reach()
    return _file(selection_of_survey(survey, seen), seen, f"results-{survey}")


def _file(whole: Selection, seen: Reach, name: str) -> Response:
    selection, problems = narrowed_by(whole, request.args)
    if problems:
        abort(400, problems[0]["text"])
    hidden = why_hidden(db.session, seen, whole, selection)
    if hidden:
        abort(403, hidden)
    report = report_on(db.session, selection)
    text = io.StringIO()
    written = csv.writer(text)
    written.writerow(COLUMNS)
    written.writerows([safe_cell(cell) if isinstance(cell, str) else cell for cell in row] for row in rows_of(report))
    answer = make_response(text.getvalue().encode("utf-8-sig"))
    answer.content_type = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def rows_of(report: Report) -> Iterator[Row]:
    """Every figure of a report. Shares and their intervals are from 0 to 100."""
    yield ("", "", "sent", "", "", report.sent, "", "", "", "")
    for one in report.questions:
        yield from _question_rows(one)
    for scored in report.scores:
        yield from _number_rows((scored.instrument.id, scored.instrument.title), scored.numbers)


def _question_rows(one: QuestionFigures) -> Iterator[Row]:
    start = (one.series.name, say(one.series.question.text))
    asked = one.answered + one.passed_over + one.refused
    for figure, count in (
        ("answered", one.answered), ("passed-over", one.passed_over), ("prefer-not-to-say", one.refused)
    ):  # fmt: skip
        yield (*start, figure, "", "", count, asked, "", "", "")
    yield (*start, "not-asked", "", "", one.not_asked, "", "", "", "")
    yield from (_share_row(start, "share", share) for share in one.shares)
    yield from _number_rows(start, one.numbers)
    if one.sorted_texts:
        yield from (_share_row(start, "theme", share) for share in one.theme_shares)


def _share_row(start: tuple[str, str], figure: str, share: Share) -> Row:
    low, high = share.interval or (None, None)
    ends = ("", "", "") if low is None or high is None else tuple(round(n, 2) for n in (share.percent, low, high))
    return (*start, figure, share.code, share.label, share.count, share.base, *ends)


def _number_rows(start: tuple[str, str], numbers: Numbers) -> Iterator[Row]:
    if numbers.mean is None:
        return
    low, high = numbers.interval or ("", "")
    ends = [round(end, 4) if isinstance(end, float) else "" for end in (low, high)]
    yield (*start, "mean", "", "", round(numbers.mean, 4), numbers.base, "", *ends)
    first, third = numbers.quartiles or (None, None)
    for figure, value in (("first-quartile", first), ("median", numbers.median), ("third-quartile", third)):
        yield (*start, figure, "", "", value, numbers.base, "", "", "")
    for number, count in numbers.counted.items():
        share = Share(str(number), str(number), count, numbers.base)
        yield (*start, "number", number, "", count, numbers.base, round(share.percent, 2), "", "")
