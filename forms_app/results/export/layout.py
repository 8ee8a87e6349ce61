"""What the files hold: their columns, the same in CSV and SPSS, with every value and every kind of missing answer.

In CSV a missing answer is words in brackets, which no code can be; in SPSS it is a number below all others, declared as
missing and labelled.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from forms_app.results.export.names import spss_names
from forms_app.results.figures import QuestionFigures
from surveys.model.common import say
from surveys.model.survey import Question
from surveys.resolve import PREFER_NOT_TO_SAY

NOT_ASKED, REFUSED, PASSED_OVER, NOT_SORTED = "(not asked)", "(prefer not to say)", "(passed over)", "(not sorted)"
MISSING = {
    PASSED_OVER: "Passed over", REFUSED: "Prefer not to say", NOT_ASKED: "Not asked: other answers led past it",
    NOT_SORTED: "Not sorted into themes yet",
}  # fmt: skip
LOWEST = -99
ONE, SEVERAL, NUMBER, GIVEN, WORDS, THEME = "one", "several", "number", "given", "words", "theme"
ROW, FACT = "row", "fact"


@dataclass(frozen=True)
class Value:
    """One value of a column: as CSV and as SPSS hold it, what it stands for, and whether it is a missing answer."""

    cell: str
    number: int
    label: str
    missing: bool = False


@dataclass(frozen=True)
class Column:
    """One column. `kind` says how its cells are made; `code` is the answer or theme that noughts and ones are about."""

    name: str
    spss: str
    label: str
    kind: str
    figures: QuestionFigures | None = None
    code: str = ""
    values: tuple[Value, ...] = ()
    measure: str = "nominal"

    @property
    def text(self) -> bool:
        """Whether its cells are words, in SPSS too."""
        return self.kind == WORDS or (self.kind == FACT and not self.values)


@dataclass
class _Columns:
    """Columns as they are collected, before they have names in SPSS."""

    language: str
    words: bool
    made: list[Column] = field(default_factory=list)

    def add(self, name: str, label: str, kind: str, **more: object) -> None:
        self.made.append(Column(name, "", label, kind, **more))  # type: ignore[arg-type]

    def question(self, one: QuestionFigures) -> None:
        question, name = one.series.question, one.series.name
        label = say(question.text, self.language)
        if question.kind == "text":
            self._text(one, name, label)
            return
        labels = {option.code: say(option.label, self.language) for option in one.series.options}
        coded = [(code, labels.get(code, code)) for code, _label in ((share.code, share.label) for share in one.shares)]
        if question.kind == "many":
            for code, words in coded:
                values = (*NO_YES, *_missing(question))
                self.add(f"{name}:{code}", f"{words} – {label}", SEVERAL, figures=one, code=code, values=values)
        elif question.kind == "one":
            values = tuple(Value(code, place, words) for place, (code, words) in enumerate(coded, start=1))
            self.add(name, label, ONE, figures=one, values=(*values, *_missing(question)))
        else:
            missing = _missing(question)
            lowest = max(value.number for value in missing)
            others = tuple(Value(code, lowest + place, words, True) for place, (code, words) in enumerate(coded, start=1))
            self.add(name, label, NUMBER, figures=one, values=(*others, *missing), measure="scale")

    def _text(self, one: QuestionFigures, name: str, label: str) -> None:
        missing = _missing(one.series.question)
        wrote = Value("1", 1, "Wrote something")
        self.add(f"{name}:given", f"Wrote something – {label}", GIVEN, figures=one, values=(wrote, *missing))
        themes = {theme.code: say(theme.label, self.language) for theme in one.series.question.coded_by_staff}
        for share in one.theme_shares:
            values = (*NO_YES, *_missing(one.series.question, NOT_SORTED))
            title = f"Theme: {themes.get(share.code, share.label)} – {label}"
            self.add(f"{name}:theme:{share.code}", title, THEME, figures=one, code=share.code, values=values)
        if self.words:
            self.add(f"{name}:words", label, WORDS, figures=one)


NO_YES = (Value("0", 0, "No"), Value("1", 1, "Yes"))


def layout_of(questions: Iterable[QuestionFigures], facts: Iterable[Column], *, language: str, words: bool) -> list[Column]:
    """The columns: first the facts of each response, then the questions in the order of asking.

    Labels are in `language`, in English where it has none. People's words are left out unless `words`.
    """
    columns = _Columns(language, words, list(facts))
    for one in questions:
        columns.question(one)
    names = spss_names(column.name for column in columns.made)
    return [
        Column(one.name, spss, one.label, one.kind, one.figures, one.code, one.values, one.measure)
        for one, spss in zip(columns.made, names, strict=True)
    ]


def fact(name: str, label: str, values: dict[str, str] | None = None) -> Column:
    """A column about the response itself; `values` are its labels by code, where it has a few."""
    numbered = enumerate((values or {}).items(), start=1)
    return Column(name, "", label, FACT, values=tuple(Value(code, place, words) for place, (code, words) in numbered))


def _missing(question: Question, *more: str) -> tuple[Value, ...]:
    """The kinds of missing answer that the question can have, numbered from LOWEST up, or lower where it asks so low."""
    lowest = LOWEST
    while question.kind in ("number", "scale") and question.at_least <= lowest + 20:
        lowest = lowest * 10 - 9
    refused = [REFUSED] if PREFER_NOT_TO_SAY in question.codes() else []
    kinds = {PASSED_OVER: lowest, REFUSED: lowest + 1, NOT_ASKED: lowest + 2, NOT_SORTED: lowest + 3}
    return tuple(Value(kind, kinds[kind], MISSING[kind], True) for kind in (PASSED_OVER, *refused, NOT_ASKED, *more))
