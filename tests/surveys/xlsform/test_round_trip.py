"""A survey written as an XLSForm and read again is the same survey; pyxform itself takes what is written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert

from surveys.answers import Answer
from surveys.editing.steps import altered
from surveys.library import load_library
from surveys.model.survey import Help, Option, Question, ResolvedModule, Route, Survey
from surveys.path import walk
from surveys.xlsform import read_form, read_sheets, write_form
from surveys.xlsform.writing import form_sheets

LANGUAGES = {"en": "English", "pl": "Polski", "ur": "اردو"}
WORDS = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Cn")), min_size=1, max_size=12
).map(lambda words: words.replace("${", "$").replace("&", "+"))
TEXTS = st.one_of(
    WORDS, st.fixed_dictionaries({"en": WORDS, "pl": WORDS}), st.fixed_dictionaries({"en": WORDS, "ur": WORDS})
)
CODES = st.lists(
    st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,8}", fullmatch=True), min_size=2, max_size=4, unique_by=str.lower
)


@st.composite
def options(draw: st.DrawFn, alone: bool = False) -> list[Option]:
    """A list of answers, the last of which may stand alone."""
    codes = draw(CODES)
    made = [Option(code=code, label=draw(TEXTS), hint=draw(st.none() | TEXTS)) for code in codes]
    return [*made[:-1], made[-1].model_copy(update={"alone": alone and draw(st.booleans())})]


@st.composite
def questions(draw: st.DrawFn, key: str) -> Question:
    """A question of any kind, without routes."""
    kind = draw(st.sampled_from(["one", "many", "number", "scale", "text"]))
    values: dict[str, object] = {"key": key, "kind": kind, "text": draw(TEXTS), "hint": draw(st.none() | TEXTS)}
    values |= {"required": draw(st.booleans()), "personal": draw(st.booleans()), "notice": draw(st.none() | TEXTS)}
    if kind in ("one", "many"):
        values["options"] = draw(options(alone=kind == "many"))
        if draw(st.booleans()):
            after = [values["options"][0].code]  # type: ignore[index]
            values["help"] = Help(
                after=after, title=draw(TEXTS), text=draw(TEXTS), contacts=draw(st.lists(TEXTS, max_size=2))
            )
    if kind == "number":
        low = draw(st.integers(-20, 20))
        values |= {"at_least": low, "at_most": low + draw(st.integers(1, 50)), "unit": draw(st.none() | TEXTS)}
    if kind == "scale":
        values |= {"low_label": draw(st.none() | TEXTS), "high_label": draw(st.none() | TEXTS)}
    if kind == "text":
        values |= {"max_length": draw(st.integers(1, 5000)), "coded_by_staff": draw(st.just([]) | options())}
    return Question.model_validate(values)


@st.composite
def with_routes(draw: st.DrawFn, asked: list[Question]) -> list[Question]:
    """The questions with routes that lead on, to any later one or out of the module."""
    made = []
    for place, question in enumerate(asked):
        targets = [*(other.key for other in asked[place + 1 :]), "end-of-module"]
        routes = []
        for _number in range(draw(st.integers(0, 2))):
            values: dict[str, object] = {"go_to": draw(st.sampled_from(targets))}
            if question.options and question.kind != "text":
                values["when"] = draw(st.lists(st.sampled_from(question.codes()), max_size=2, unique=True))
            elif question.kind in ("number", "scale"):
                values["at_least"] = draw(st.none() | st.integers(question.at_least, question.at_most).map(float))
                values["at_most"] = draw(st.none() | st.integers(question.at_least, question.at_most).map(float))
            routes.append(Route.model_validate(values))
        made.append(question.model_copy(update={"routes": routes}))
    return made


@st.composite
def surveys(draw: st.DrawFn) -> Survey:
    """A survey of one or two modules of one to five questions."""
    modules = []
    for number in range(draw(st.integers(1, 2))):
        keys = [f"m{number}.q-{place}" for place in range(draw(st.integers(1, 5)))]
        asked = draw(with_routes([draw(questions(key)) for key in keys]))
        modules.append(ResolvedModule(id=f"m{number}", title=draw(TEXTS), questions=asked))
    values = {"id": "random", "title": draw(TEXTS), "intro": draw(TEXTS), "minutes": draw(st.integers(1, 60))}
    return Survey.model_validate({**values, "respondent": "carer", "modules": modules})


@st.composite
def answers_to(draw: st.DrawFn, survey: Survey) -> dict[str, Answer]:
    """An answer to every question; one that may be passed over may be."""
    found = {}
    for key, question in survey.by_key.items():
        if question.kind == "one":
            answer = Answer(codes=(draw(st.sampled_from(question.codes())),))
        elif question.kind == "many":
            answer = Answer(codes=tuple(draw(st.sets(st.sampled_from(question.codes()), min_size=1))))
        elif question.kind == "text":
            answer = Answer(text="words")
        else:
            answer = Answer(number=draw(st.integers(question.at_least, question.at_most)))
        found[key] = Answer() if not question.required and draw(st.booleans()) else answer
    return found


def again(survey: Survey) -> Survey:
    """The survey written, taken by pyxform, and read."""
    written = write_form(survey, LANGUAGES)
    convert(written, validate=False, file_type=".xlsx", warnings=[])
    return read_form(read_sheets(written, "form.xlsx")).survey


def without_routes(survey: Survey) -> Survey:
    """The survey with every route taken out, for comparing all the rest."""
    modules = [
        module.model_copy(update={"questions": [one.model_copy(update={"routes": []}) for one in module.questions]})
        for module in survey.modules
    ]
    return altered(survey, modules=modules)


@pytest.mark.parametrize("name", load_library().surveys)
def test_each_shipped_survey_comes_back_as_it_was(name: str) -> None:
    survey = load_library().surveys[name]
    written = write_form(survey, LANGUAGES)
    convert(written, validate=False, file_type=".xlsx", warnings=[])
    read = read_form(read_sheets(written, "form.xlsx"))
    assert read.survey == survey
    assert [line for line in read.lines if line.state != "kept"] == []


@settings(max_examples=60)
@given(st.data())
def test_any_survey_comes_back_with_its_keys_codes_texts_ranges_and_the_same_ways_through(data: st.DataObject) -> None:
    survey = data.draw(surveys())
    found = again(survey)
    assert without_routes(found) == without_routes(survey)
    for _number in range(3):
        answers = data.draw(answers_to(survey))
        assert walk(found, answers) == walk(survey, answers)


def test_a_form_says_what_it_cannot_say() -> None:
    notes = form_sheets(load_library().surveys["carer"], LANGUAGES).notes
    assert {"safe.feel", "wellbeing.happy", "carer"} <= {note["about"] for note in notes}


@pytest.mark.parametrize(
    ("model", "known"),
    [
        (Survey, {"id", "title", "intro", "respondent", "minutes", "short_form_of", "modules"}),
        (ResolvedModule, {"id", "title", "questions"}),
        (
            Question,
            {
                "key", "kind", "text", "hint", "options", "options_from", "low_label", "high_label",  "at_least", "at_most",
                "unit", "max_length", "personal", "required", "picture", "notice", "notice_named", "help", "routes",
                "coded_by_staff", "helper", "low_picture", "high_picture",
            },
        ),
        (Option, {"code", "label", "hint", "alone", "picture"}),
        (Help, {"after", "title", "text", "contacts", "council_line", "within_hours"}),
        (Route, {"when", "at_least", "at_most", "go_to"}),
    ],
)  # fmt: skip
def test_the_writer_knows_every_field_of(model: type, known: set[str]) -> None:
    """A field added to the model has to be written and read, or named in the notes, before it is added here."""
    assert set(model.model_fields) == known  # type: ignore[attr-defined]
