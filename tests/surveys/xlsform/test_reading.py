"""Forms written for KoboToolbox and ODK: what is carried over, and that everything else is told."""

import io
import time
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from surveys.answers import Answer
from surveys.model.survey import Survey
from surveys.path import walk
from surveys.xlsform import Line, NotAForm, ReadForm, read_form, read_sheets
from surveys.xlsform.types_in import read_constraint

THEIRS = Path(__file__).parent / "forms_like_theirs"
HOUSEHOLD, SERVICE, POLISH = ((THEIRS / f"{name}.md").read_text() for name in ("household", "service", "polish"))
"""Forms as people write them for KoboToolbox and ODK, as pyxform reads them from Markdown."""


def read(form: str) -> ReadForm:
    """A form written in Markdown."""
    return read_form(read_sheets(form.encode(), "form.md"), "form")


def told(found: ReadForm, name: str) -> list[Line]:
    """What the report says of the rows of this name, but that they are kept."""
    return [line for line in found.lines if line.name == name and line.state != "kept"]


def asked(survey: Survey, **answers: Answer) -> list[str]:
    """The names of the questions on a path; those not answered are passed over."""
    given = {key: answers.get(key.rpartition(".")[2], Answer(text="…")) for key in survey.by_key}
    return [key.rpartition(".")[2] for key in walk(survey, given).asked]


def test_questions_keep_their_kind_range_and_whether_they_are_required() -> None:
    by_key = read(HOUSEHOLD).survey.by_key
    age = by_key["household_1.age"]
    assert (age.kind, age.at_least, age.at_most, age.required, age.hint) == ("number", 16, 109, True, "In whole years")
    assert by_key["household_1.rating"].kind == "scale"
    assert by_key["household_1.when"].kind == "text"
    assert by_key["household_1.tasks"].codes() == ["shopping", "washing", "other"]


def test_a_question_s_condition_becomes_the_way_on_from_the_one_before() -> None:
    survey = read(HOUSEHOLD).survey
    yes, no, other = Answer(codes=("yes",)), Answer(codes=("no",)), Answer(codes=("other",))
    assert "tasks" not in asked(survey, carer=no)
    assert "hours" not in asked(survey, carer=no)
    assert "tasks-other" in asked(survey, carer=yes, tasks=other)
    assert "tasks-other" not in asked(survey, carer=yes, tasks=Answer(codes=("shopping",)))
    assert "hours" in asked(survey, carer=yes)


def test_a_question_passed_over_goes_the_way_that_the_form_says() -> None:
    survey = read(SERVICE).survey
    assert "break_" not in asked(survey, why=Answer())
    assert "break_" in asked(survey, why=Answer(codes=("break", "money")))
    assert "break_" not in asked(survey, why=Answer(codes=("break", "none")))


@pytest.mark.parametrize(
    ("name", "state", "words"),
    [
        ("start", "left", "recorded without asking"),
        ("hello", "changed", "introduction"),
        ("about", "changed", "appearance"),
        ("hours", "changed", "Whole numbers only"),
        ("hours", "changed", "default"),
        ("carer", "changed", "appearance"),
        ("tasks", "changed", "or_other"),
        ("old", "left", "worked out by the form"),
        ("visits", "changed", "asked once"),
        ("when", "changed", "asked as text"),
        ("place", "left", "Where someone is"),
        ("tired", "changed", "asked of everyone"),
        ("bye", "left", "Goodbye"),
        ("_washing", "changed", "'washing'"),
        ("_washing", "left", "image"),
        ("spare", "left", "No question uses"),
        ("style", "left", "no use"),
    ],
)
def test_the_report_tells_of(name: str, state: str, words: str) -> None:
    lines = told(read(HOUSEHOLD), name)
    assert any(line.state == state and words in line.why for line in lines), lines


def test_every_row_of_the_form_is_in_the_report() -> None:
    for form in (HOUSEHOLD, SERVICE, POLISH):
        sheets = read_sheets(form.encode(), "form.md")
        lines = {(line.sheet, line.row) for line in read(form).lines}
        assert {("survey", number) for number, _row in sheets.survey} <= lines
        assert {("choices", number) for number, _row in sheets.choices} <= lines


def test_a_filter_of_answers_is_told_and_all_answers_are_offered() -> None:
    found = read(SERVICE)
    assert found.survey.by_key["service.town"].codes() == ["1", "2"]
    assert any("filter" in line.why for line in told(found, "town"))
    assert any("area" in line.why for line in found.lines if line.sheet == "choices" and line.state == "left")


def test_texts_stand_in_each_language() -> None:
    question = read(SERVICE).survey.by_key["service.area"]
    assert question.text == {"en": "Which area?", "pl": "Który obszar?"}
    assert question.options[0].label == {"en": "North", "pl": "Północ"}


def test_a_form_without_english_says_so_and_keeps_its_own_words() -> None:
    found = read(POLISH)
    assert found.survey.by_key["form.q1"].text == {"en": "Czy pan jest?", "pl": "Czy pan jest?"}
    assert any("no English" in line.why for line in told(found, "q1"))
    assert [module.title for module in found.survey.modules] == [
        {"en": "Pierwsza", "pl": "Pierwsza"},
        {"en": "Druga", "pl": "Druga"},
    ]


def test_groups_that_depend_on_each_other_become_one_part() -> None:
    form = POLISH.replace("| label::Polski (pl) |", "| label::Polski (pl) | relevant |", 1)
    form = form.replace("| Dlaczego? |", "| Dlaczego? | ${q1} = 'tak' |")
    found = read(form)
    assert [len(module.questions) for module in found.survey.modules] == [2]
    assert asked(found.survey, q1=Answer(codes=("nie",))) == ["q1"]
    assert any("one part" in line.why for line in told(found, "b"))


def test_a_condition_on_something_further_back_is_given_up_and_told() -> None:
    form = SERVICE.replace("${town} != ''", "${area} = 'north'")
    found = read(form)
    assert "again" in asked(found.survey, area=Answer(codes=("south",)))
    assert any("asked of everyone" in line.why and "north" in line.why for line in told(found, "again"))


def workbook(*rows: list[str]) -> bytes:
    """A workbook with one sheet `survey`."""
    book = Workbook()
    book.active.title = "survey"
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def huge() -> bytes:
    """A packed file that unpacks to far more than a form."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (65 * 1024 * 1024))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"x", "form.doc", "ends in .xlsx"),
        (b"not a workbook", "form.xlsx", "damaged"),
        (b"\xff\xfe\x00", "form.csv", "UTF-8"),
        (workbook(["a", "b"], ["1", "2"]), "form.xlsx", "not an XLSForm"),
        (huge(), "form.xlsx", "too big"),
    ],
    ids=["another kind", "damaged", "encoding", "no type", "bomb"],
)
def test_a_file_that_is_no_form_is_refused_in_words(content: bytes, name: str, words: str) -> None:
    with pytest.raises(NotAForm, match=words):
        read_sheets(content, name)


def test_a_form_with_nothing_to_ask_is_refused() -> None:
    sheets = read_sheets(workbook(["type", "name", "label"], ["geopoint", "here", "Where?"]), "form.xlsx")
    with pytest.raises(NotAForm, match="no question"):
        read_form(sheets)


def test_a_csv_file_is_read_like_a_workbook() -> None:
    form = '"survey",,,\n,"type","name","label"\n,"text","why","Why?"\n'
    found = read_form(read_sheets(form.encode(), "form.csv"), "form")
    assert found.survey.by_key["form.why"].text == "Why?"


def test_a_name_given_twice_does_not_lose_a_question() -> None:
    rows = (["type", "name", "label"], ["text", "why", "Why?"], ["text", "why", "Why again?"])
    found = read_form(read_sheets(workbook(*rows), "form.xlsx"), "form")
    assert list(found.survey.by_key) == ["form.why", "form.why-2"]
    assert told(found, "why")


def test_our_own_columns_written_wrongly_are_told_and_do_no_harm() -> None:
    rows = (["type", "name", "label", "carer_outcomes_key", "carer_outcomes_helper"], ["text", "why", "Why?", "a b", "x=y"])
    found = read_form(read_sheets(workbook(*rows), "form.xlsx"), "form")
    assert list(found.survey.by_key) == ["form.why"]
    assert told(found, "why")


@pytest.mark.parametrize(
    ("constraint", "highest"),
    [(f". <= 5{' ' * 30_000}", 5), (f". <= 5{' ' * 30_000}x", None), (f". <= {'9' * 400}", None), (". <= 5 " * 400, None)],
)
def test_a_constraint_made_to_take_long_or_too_far_is_soon_read(constraint: str, highest: int | None) -> None:
    started = time.process_time()
    assert read_constraint(constraint).at_most == highest
    assert time.process_time() - started < 0.05
