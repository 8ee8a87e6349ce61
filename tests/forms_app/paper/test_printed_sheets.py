"""What a printed sheet says, in every language and layout: read back from the PDF."""

import io
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from forms_app.app import create_app, library
from forms_app.models.records import Provider
from forms_app.models.responses import Round
from forms_app.paper.printed import Edition, SheetCodes, html_of, print_sheets, print_specimen
from forms_app.paper.routes import way_in_words, ways_of
from forms_app.printing.pdf import FONTS
from tests.support.databases import SECRETS

LANGUAGES = ["en", "en-simple", "pl", "ur", "ar", "bn"]
PICTURES = FONTS.parent / "pictures"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An app with the definitions that are shipped; printing asks no database."""
    return create_app({"HOME": tmp_path_factory.mktemp("home"), "PUBLIC_URL": "https://carers.example", **SECRETS})


def edition(
    app: Flask, survey: str = "carer-short", language: str = "en", layout: str = "standard", **more: Any
) -> Edition:
    values = {
        "slug": "spring",
        "title": "Spring survey",
        "opens_on": date(2026, 5, 1),
        "anonymous": True,
        "open_to_all": True,
    }
    return_to = more.pop("return_to", "")
    round_ = Round(id=1, survey=survey, provider="hub", **values | more)
    with app.app_context():
        asked = library().surveys[survey]
    return Edition(round_, Provider(provider="hub", name="The Carers Hub"), asked, language, layout, return_to)


def printed(app: Flask, sheets: list[SheetCodes] | None = None, **wanted: Any) -> PdfReader:
    with app.test_request_context():
        made = print_sheets(edition(app, **wanted), sheets) if sheets else print_specimen(edition(app, **wanted))
    return PdfReader(io.BytesIO(made))


def text_of(reader: PdfReader) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def page_of(app: Flask, **wanted: Any) -> str:
    with app.test_request_context():
        return re.sub(r"\s+", " ", html_of(edition(app, **wanted), SheetCodes("34679ACD", "AAAA-BBBB-CCCC")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_is_tagged_and_says_its_language_and_title(app: Flask, language: str) -> None:
    made = printed(app, language=language, layout="easy-read" if language == "en-simple" else "standard")
    root = made.trailer["/Root"]
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert made.metadata is not None
    assert made.metadata.title


@pytest.mark.parametrize("language", ["en", "pl", "bn"])
def test_the_words_of_the_survey_are_in_the_file(app: Flask, language: str) -> None:
    text = text_of(printed(app, language=language))
    with app.app_context():
        question = library().surveys["carer-short"].by_key["about.age-band"]
    asked = question.text if isinstance(question.text, str) else question.text[language]
    # Bengali is written in another order than it is drawn: most of its letters are told, not their order.
    found = sum(letter in text for letter in set(asked)) / len(set(asked))
    assert found > 0.8 if language == "bn" else asked in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_of_every_survey_is_in_our_fonts(app: Flask, language: str) -> None:
    known = {letter for path in FONTS.glob("*-400-*.woff2") for letter in TTFont(path).getBestCmap()}
    with app.app_context():
        surveys = list(library().surveys)
    for survey in surveys:
        words = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page_of(app, survey=survey, language=language))
        assert {letter for letter in words if ord(letter) not in known} <= set("\n\t\u200f\u200e"), survey


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_our_own_fonts_are_used_and_they_are_in_the_file(app: Flask, language: str) -> None:
    fonts = {
        str(font["/BaseFont"]): font["/DescendantFonts"][0]["/FontDescriptor"]
        for page in printed(app, language=language).pages
        for font in (reference.get_object() for reference in page["/Resources"]["/Font"].values())
    }
    assert fonts
    assert [name for name in fonts if "Noto" not in name] == []
    assert all("/FontFile2" in of or "/FontFile3" in of for of in fonts.values())


def test_each_sheet_has_its_code_on_every_page_but_the_part_that_is_cut_off(app: Flask) -> None:
    sheets = [SheetCodes("34679ACD", "AAAA-BBBB-CCCC"), SheetCodes("XXXXYYYY", "DDDD-EEEE-FFFF")]
    pages = [page.extract_text() for page in printed(app, sheets).pages]
    half = len(pages) // 2
    assert len(pages) == 2 * half
    assert half % 2 == 0, "the next sheet begins on the front of a leaf"
    for sheet, own in ((sheets[0], pages[:half]), (sheets[1], pages[half:])):
        [slip] = [text for text in own if sheet.receipt in text]
        assert sheet.shown not in slip
        questions = [text for text in own if "www" in text or re.search(r"\b\d\. ", text)]
        assert questions
        assert all(sheet.shown in text for text in questions)
        other = sheets[1] if sheet is sheets[0] else sheets[0]
        assert not any(other.shown in text or other.receipt in text for text in own)


@pytest.mark.parametrize(("language", "anonymous"), [("en", True), ("en", False), ("pl", True), ("ar", True), ("bn", True)])
def test_the_short_survey_is_one_leaf_and_the_part_that_is_cut_off_another(
    app: Flask, language: str, anonymous: bool
) -> None:
    wanted = {"language": language, "anonymous": anonymous, "return_to": "Freepost CARERS\nElmsford"}
    assert len(printed(app, [SheetCodes("34679ACD", "AAAA-BBBB-CCCC")], **wanted).pages) == 4


def test_the_short_survey_in_large_print_is_three_leaves_and_the_part_that_is_cut_off(app: Flask) -> None:
    assert len(printed(app, layout="large", return_to="Freepost CARERS\nElmsford").pages) == 8


def test_routes_are_said_in_words(app: Flask) -> None:
    with app.test_request_context():
        survey = library().surveys["carer"]
        said = {
            key: [way_in_words(survey.by_key[key], way) for way in ways] for key, ways in ways_of(survey).items() if ways
        }
        numbers = {key: number for number, key in enumerate(survey.by_key, 1)}
    assert said["breaks.weekly"] == [f"If you ticked “No” or “I don't know”, go to question {numbers['breaks.requested']}."]
    after = list(survey.by_key).index("breaks.given") + 2
    assert said["breaks.requested"] == [f"If you ticked “No”, go to question {after}."]


def test_safety_is_said_before_the_question_and_help_after_it(app: Flask) -> None:
    for anonymous, words in ((True, "it does not say who you are"), (False, "Your answer is kept with your name")):
        page = page_of(app, anonymous=anonymous)
        assert page.index(words) < page.index("How safe do you feel?") < page.index("0808 2000 247")
        assert ("Please do not write your name on it" in page) == anonymous


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_names_the_councils_own_line_where_its_number_is_known(
    app: Flask, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    number = '<span class="call" dir="ltr">020 7946 0000</span>'
    assert number not in page_of(app, language=language)
    monkeypatch.setitem(app.config, "SAFEGUARDING_NUMBER", "020 7946 0000")
    assert page_of(app, language=language).count(number) == 1


def test_a_sheet_says_who_asks_where_it_goes_and_who_filled_it_in(app: Flask) -> None:
    page = page_of(app, return_to="Freepost CARERS\nElmsford")
    assert "The Carers Hub asks these questions" in page
    assert "Freepost CARERS, Elmsford" in re.sub("<[^>]+>", "", page)
    assert "Who filled this in?" in page
    assert "https://carers.example/receipt" in page
    assert "Give this back to The Carers Hub" in page_of(app)


def test_the_web_address_is_there_where_anyone_may_answer(app: Flask) -> None:
    assert "https://carers.example/s/spring?lang=pl" in page_of(app, language="pl")
    assert "data:image/svg+xml" in page_of(app)
    assert "/s/spring" not in page_of(app, open_to_all=False)


@pytest.mark.parametrize("layout", ["large", "easy-read"])
def test_big_layouts_are_in_eighteen_points(app: Flask, layout: str) -> None:
    sizes: list[float] = []

    def visit(text: str, _cm: Any, matrix: list[float], _font: Any, size: float) -> None:
        if re.search(r"How old are you|age", text):
            sizes.append(size * matrix[3] if matrix[3] else size)

    for page in printed(app, layout=layout).pages:
        page.extract_text(visitor_text=visit)
    assert sizes
    assert min(abs(size) for size in sizes) >= 17.9


def test_easy_read_has_pictures(app: Flask) -> None:
    page = page_of(app, language="en-simple", layout="easy-read")
    pictures = re.findall(r'src="build:pictures/([^"]+)"', page)
    assert len(pictures) >= 8
    assert all((PICTURES / name).is_file() for name in pictures)
    assert "build:pictures" not in page_of(app)


def test_a_process_that_never_prints_does_not_load_the_printer() -> None:
    code = "import forms_app.paper, sys; sys.exit('weasyprint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[3]).returncode == 0
