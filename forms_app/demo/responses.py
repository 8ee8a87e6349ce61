"""Survey responses of the past: online, on paper and by telephone, along the surveys' own paths."""

from collections.abc import Iterable
from datetime import date
from random import Random

from forms_app.demo.area import FIRST_DAY, TODAY, Service
from forms_app.demo.chance import day_in, luck_of, pick
from forms_app.demo.opinions import Respondent
from forms_app.demo.rows import Cell, Rows
from surveys.answers import Answer
from surveys.library import Library
from surveys.model.survey import Survey
from surveys.path import answers_that_count
from surveys.periods import Period, periods_from

EACH_QUARTER = {
    "moorside-carers": 74, "hollin-hub": 44, "elm-valley": 28, "larchfield": 27, "brightwater": 17, "copse-end": 4
}  # fmt: skip
"""How many answer in a usual quarter; fewer in the quarter of August or Christmas, more in that of Carers Week."""
BUSY = {4: 1.1, 7: 0.85, 10: 0.95, 1: 1.1}
CARER_SURVEYS = (("carer", 0.6), ("carer-short", 0.27), ("break-feedback", 0.13))
USER_SURVEYS = (("service-user", 0.7), ("service-user-short", 0.3))
CHANNELS = (("web", 0.62), ("paper", 0.29), ("phone", 0.09))
USER_CHANNELS = (("web", 0.24), ("paper", 0.56), ("phone", 0.2))
LANGUAGES = (("en", 0.94), ("ur", 0.04), ("bn", 0.02))


def make_responses(rows: Rows, seed: int, library: Library, services: Iterable[Service]) -> None:
    """Add responses up to the day before today; today's are sent through the forms themselves."""
    for service in services:
        luck = luck_of(seed, f"{service.key} responses")
        for quarter in periods_from(FIRST_DAY, "quarter", TODAY):
            usual = EACH_QUARTER[service.key] * BUSY[quarter.start.month]
            for _ in range(round(luck.gauss(usual, usual * 0.08))):
                _response(rows, luck, library, service, quarter)


def _response(rows: Rows, luck: Random, library: Library, service: Service, quarter: Period) -> None:
    carer = service.role == "carer"
    day = day_in(luck, quarter)
    if day >= TODAY:
        day = date(TODAY.year, TODAY.month, TODAY.day - 1)
    survey = library.surveys[pick(luck, CARER_SURVEYS if carer else USER_SURVEYS)]
    cells: dict[str, Cell] = {
        "response": rows.key("responses", "Q-"), "survey": survey.id, "provider": service.key, "submitted_on": day,
        "channel": pick(luck, CHANNELS if carer else USER_CHANNELS), "language": pick(luck, LANGUAGES),
    }  # fmt: skip
    for key, given in answers_of(survey, Respondent(luck, service.key, day)).items():
        if not given.skipped:
            cells[key] = ";".join(given.codes) or (given.number if given.number is not None else given.text)
    rows.tables["responses"].append(cells)


def answers_of(survey: Survey, respondent: Respondent) -> dict[str, Answer]:
    """Answers of one respondent to every question on their path."""
    whole = {key: respondent.answer(question) for key, question in survey.by_key.items()}
    return answers_that_count(survey, whole)
