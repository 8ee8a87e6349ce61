"""The blueprint of sorting words into themes, and what its forms share."""

from flask import Blueprint, request

from surveys.model.survey import Question

themes_pages = Blueprint("themes", __name__, url_prefix="/manage/themes", template_folder="templates")
ON_A_PAGE = 10
NONE_FITS = ""
"""Kept where someone sorted a text and no theme fitted it."""
NONE_FITS_FIELD = "none-fits"


def ticked_themes(number: int, question: Question) -> set[str] | None:
    """What was ticked for the answer with this number on a page; {NONE_FITS} for "none of these"; None for nothing."""
    given = request.form.getlist(f"theme-{number}")
    ticked = {theme.code for theme in question.coded_by_staff} & set(given)
    return ticked or ({NONE_FITS} if NONE_FITS_FIELD in given else None)


def themes_before(number: int) -> set[str]:
    """The themes that the answer with this number had when its page was shown."""
    before = request.form.get(f"before-{number}", "").split(";")
    return {NONE_FITS if theme == NONE_FITS_FIELD else theme for theme in before if theme}


def sent_texts(questions: dict[str, Question]) -> list[tuple[int, str, str]]:
    """The answers that a page's form names: number on the page, response, question."""
    named = []
    for number in range(1, ON_A_PAGE + 1):
        response, question = request.form.get(f"response-{number}", ""), request.form.get(f"question-{number}", "")
        if response and question in questions and "\0" not in response:
            named.append((number, response, question))
    return named
