"""The HTML of printed sheets, made from the same definition as the pages."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import segno
from flask import current_app
from markupsafe import Markup, escape

from forms_app.models.records import Provider
from forms_app.models.responses import Round
from forms_app.paper.codes import in_print
from forms_app.paper.routes import numbers_of, way_in_words, ways_of
from forms_app.printing import copies_of
from forms_app.respond.rounds import public_address
from forms_app.respond.wording import PHONE_NUMBER
from forms_app.safety.notices import contacts_of, notice_text
from forms_app.translations.speaking import InEnglish, known_languages, say, speaking
from surveys.model.languages import ENGLISH, Language
from surveys.model.survey import Option, Question, Survey

STANDARD, LARGE, EASY = "standard", "large", "easy-read"
LAYOUTS = (STANDARD, LARGE, EASY)
LINES = {STANDARD: 3, LARGE: 6, EASY: 6}
"""Lines to write on below a question in free text."""
ROOM_FOR_THREE, ROOM_FOR_TWO = 26, 42
"""Longest answers, in characters, of which three or two fit beside one another."""
PICTURES = Path(__file__).parents[1] / "static" / "build" / "pictures"


@dataclass(frozen=True)
class SheetCodes:
    """What makes one printed sheet differ from the next: its own code, and the receipt code its reader keeps."""

    code: str
    receipt: str

    @property
    def shown(self) -> str:
        """The sheet's code as it is printed."""
        return in_print(self.code)


@dataclass(frozen=True)
class Edition:
    """What all sheets of one printing share. `return_to`: where to send a sheet, or "" for the provider by hand."""

    round: Round
    provider: Provider
    survey: Survey
    language: str
    layout: str
    return_to: str = ""

    @property
    def spoken(self) -> Language:
        """The language, with its direction. English where the code is not one of ours."""
        return known_languages().get(self.language, ENGLISH)


SAMPLE = SheetCodes("MMMMMMMM", "MMMM-MMMM-MMMM")
"""Stands on the page that is laid out, in the place of each sheet's own."""


def print_sheets(edition: Edition, sheets: list[SheetCodes]) -> bytes:
    """One PDF with all `sheets`, one after another, each beginning on the front of a leaf. Raises NoPrinter."""
    marks = [{SAMPLE.shown: sheet.shown, SAMPLE.receipt: sheet.receipt} for sheet in sheets]
    return copies_of(html_of(edition, SAMPLE), marks, language=edition.language)


def print_specimen(edition: Edition) -> bytes:
    """A PDF to look at: it has no code, so it can't be typed in. Raises NoPrinter."""
    return copies_of(html_of(edition, None), [{}], language=edition.language)


def html_of(edition: Edition, sheet: SheetCodes | None) -> str:
    """A sheet as an HTML page; a specimen where it has no codes."""
    page = current_app.jinja_env.get_template("paper/print/sheet.html")
    with speaking(edition.language):
        return page.render(
            edition=edition,
            sheet=sheet,
            parts=parts_of(edition),
            lines=range(LINES[edition.layout]),
            qr=_qr(edition),
            web_address=_web_address(edition),
            receipt_address=f"{current_app.config['PUBLIC_URL'].rstrip('/')}/receipt",
            unbroken=unbroken,
            picture=picture_address if edition.spoken.pictures else _no_picture,
        )


def parts_of(edition: Edition) -> list[dict[str, Any]]:
    """The survey's modules with their questions, each with its number, its answers and where they lead."""
    ways, numbers = ways_of(edition.survey), numbers_of(edition.survey)
    return [
        {
            "title": module.title,
            "questions": [
                {
                    "asked": question,
                    "number": numbers[question.key],
                    "notice": notice_text(question, anonymous=edition.round.anonymous),
                    "contacts": contacts_of(question.help) if question.help else [],
                    "options": ordered_options(question),
                    "across": _across(edition, question),
                    "ways": [way_in_words(question, way) for way in ways[question.key]],
                }
                for question in module.questions
            ],
        }
        for module in edition.survey.modules
    ]


def ordered_options(question: Question) -> list[Option]:
    """Options in the order of the page: those that stand alone come last."""
    return [*(one for one in question.options if not one.alone), *(one for one in question.options if one.alone)]


def _across(edition: Edition, question: Question) -> str:
    """How many answers stand side by side: one in the big layouts, else as many as their words leave room for."""
    if edition.layout != STANDARD or any(option.hint for option in question.options) or len(question.options) < 3:
        return "one"
    longest = max(len(say(option.label)) for option in question.options)
    return "three" if longest <= ROOM_FOR_THREE else "two" if longest <= ROOM_FOR_TWO else "one"


def picture_address(name: str | None) -> str:
    """The address of a picture for the printer, or "" where there is none of that name."""
    return f"build:pictures/{name}.svg" if name and (PICTURES / f"{name}.svg").is_file() else ""


def unbroken(contact: str) -> Markup:
    """A line of help with its phone numbers left to right and on one line, in every script."""
    number = Markup('<span class="call" dir="ltr">{}</span>')
    made, after = Markup(), 0
    for found in PHONE_NUMBER.finditer(contact):
        made += escape(contact[after : found.start()]) + number.format(found[0])
        after = found.end()
    if isinstance(contact, InEnglish):
        return Markup('<span lang="en" dir="ltr">{}</span>').format(made + escape(contact[after:]))
    return made + escape(contact[after:])


def _no_picture(_name: str | None) -> str:
    return ""


def _web_address(edition: Edition) -> str:
    """Where the same survey is answered online; "" where only personal links open it."""
    if not edition.round.open_to_all:
        return ""
    address = public_address(edition.round)
    return address if edition.language == "en" else f"{address}?lang={edition.language}"


def _qr(edition: Edition) -> str:
    address = _web_address(edition)
    return str(segno.make(address, error="m", micro=False).svg_data_uri(scale=4, border=0)) if address else ""
