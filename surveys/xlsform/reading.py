"""An XLSForm read into a survey, with a report of every row."""

import math
from dataclasses import dataclass

from surveys.model.survey import Survey
from surveys.xlsform.choices_in import read_choices, report_unused
from surveys.xlsform.columns import Cells, language_code, read_cells
from surveys.xlsform.names import as_id
from surveys.xlsform.parts_in import modules_of
from surveys.xlsform.report import Line, Report
from surveys.xlsform.walking import Walk
from surveys.xlsform.workbook import NotAForm, Sheets

SETTINGS = {"form_title", "form_id", "default_language", "version"}
QUESTIONS_A_MINUTE = 4


@dataclass(frozen=True)
class ReadForm:
    """A form as a survey, and what became of each of its rows."""

    survey: Survey
    lines: list[Line]

    def count(self, state: str) -> int:
        """How many lines are `kept`, `changed` or `left`."""
        return sum(line.state == state for line in self.lines)


def read_form(sheets: Sheets, name: str = "form") -> ReadForm:
    """The survey that a form holds. `name` stands in where the form has no id.

    What a form does not say (who answers, how long it takes) is guessed, to be asked of whoever brings it.
    Raises NotAForm where it holds no question that can be asked.
    """
    report = Report()
    settings = _settings(sheets, report)
    default = language_code(settings.plain.get("default_language", "en"))
    own = settings.own
    survey_id = as_id(own.get("key", ""), "") or as_id(settings.plain.get("form_id", ""), as_id(name, "form"))
    walk = Walk(survey_id, read_choices(sheets.choices, default, report), report)
    for number, row in sheets.survey:
        walk.take(read_cells(number, row, default))
    walk.finish()
    report_unused(walk.lists, report)
    for other in sheets.others:
        if other.lower() not in ("notes", "carer_outcomes"):
            report.add(other, 0, other, "left", "Only the sheets survey, choices and settings are read.")
    if not walk.asked:
        raise NotAForm("The form has no question that can be asked here: " + _first_reason(report))
    title = settings.own_text("title") or settings.plain.get("form_title") or survey_id
    modules = modules_of(walk, title)
    asked = sum(len(module.questions) for module in modules)
    minutes = own.get("minutes", "")
    survey = Survey(
        id=survey_id,
        title=title,
        intro=walk.intro or "",
        respondent="service_user" if own.get("respondent") == "service_user" else "carer",
        minutes=min(60, int(minutes)) if minutes.isdecimal() and int(minutes) else math.ceil(asked / QUESTIONS_A_MINUTE),
        short_form_of=as_id(own.get("short_form_of", ""), "") or None,
        modules=modules,
    )
    return ReadForm(survey, report.settled())


def _settings(sheets: Sheets, report: Report) -> Cells:
    cells = read_cells(2, sheets.settings, "en")
    for column in sorted(cells.plain.keys() - SETTINGS):
        report.add("settings", 2, column, "left", f"The setting “{column}” has no use here: {cells.plain[column]}")
    if "version" in cells.plain and "key" not in cells.own:
        report.add("settings", 2, "version", "changed", "Editions are numbered here as they are published.")
    return cells


def _first_reason(report: Report) -> str:
    reasons = [
        f"row {line.row}, {line.why}" for line in report.settled() if line.state == "left" and line.sheet == "survey"
    ]
    return reasons[0] if reasons else "the sheet “survey” is empty."
