"""Questions, modules of questions, and the surveys put together from them."""

import hashlib
import json
from functools import cached_property
from typing import Literal

from pydantic import Field

from surveys.model.common import DottedId, Id, Strict, Text

END_OF_MODULE = "end-of-module"


class Option(Strict):
    """One answer that can be picked. `alone`: picking it excludes the others ("None of these")."""

    code: Id
    label: Text
    hint: Text | None = None
    alone: bool = False
    picture: str | None = None
    """Shown beside the answer in languages that have pictures: the name of an OpenMoji icon."""


class Route(Strict):
    """Where to go after a question: to `go_to` (a question of the same module, or `end-of-module`).

    Taken when the answer holds any of `when`, or is in `at_least`–`at_most`; with none of the three, always.
    The first route that fits is taken; without one the next question follows.
    """

    when: list[str] = []
    at_least: float | None = None
    at_most: float | None = None
    go_to: str


class Help(Strict):
    """What is shown at once after an answer that may mean danger (`after`: its codes): text, and numbers to call.

    Where the person is known, or asks to be contacted, a duty worker acts `within_hours`, nights and weekends counted.
    `council_line` is the place, from 0, of the contact that stands for the council's adult safeguarding line: what
    follows its colon gives way to the number, where the service knows it (setting SAFEGUARDING_NUMBER).
    """

    after: list[str]
    title: Text
    text: Text
    contacts: list[Text] = []
    council_line: int | None = Field(default=None, ge=0)
    within_hours: int = Field(default=24, ge=1, le=336)


class Question(Strict):
    """One question, one page. `key` is its identity, which wording does not change.

    `one` and `many` pick from `options` (or the shared list named by `options_from`); `number` takes a whole number
    from `at_least` to `at_most`; `scale` is 0–10 shown as buttons; `text` is free text. `personal` adds "Prefer
    not to say". Every question can be passed over unless `required`.
    """

    key: DottedId
    kind: Literal["one", "many", "number", "scale", "text"]
    text: Text
    hint: Text | None = None
    options: list[Option] = []
    options_from: Id | None = None
    low_label: Text | None = None
    high_label: Text | None = None
    at_least: int = 0
    at_most: int = 10
    unit: Text | None = None
    max_length: int = 2000
    personal: bool = False
    required: bool = False
    picture: str | None = None
    """Shown beside the question in languages that have pictures: the name of an OpenMoji icon."""
    low_picture: str | None = None
    high_picture: str | None = None
    """The same, at the ends of a scale."""
    notice: Text | None = None
    """Shown before the question: who may see the answer and what will happen. `{hours}` is filled from the help."""
    notice_named: Text | None = None
    """Shown in its place where answers are kept with the person's name. Both must be true on paper too."""
    help: Help | None = None
    routes: list[Route] = []
    helper: dict[Id, Literal["self", "with_help", "proxy"]] = {}
    """What each answer says of who filled the survey in, where the question asks that."""
    coded_by_staff: list[Option] = []
    """Themes into which staff sort what was written (source 002, section 3.2)."""

    def codes(self) -> list[str]:
        """The codes that an answer may hold."""
        return [option.code for option in self.options]


class Licence(Strict):
    """Who may use a text, and where that is written."""

    status: Literal["own", "open", "licensed"]
    holder: str
    evidence: str


class Module(Strict):
    """Questions on one theme, reused across surveys: the file `modules/<id>.yaml`."""

    id: Id
    title: Text
    theme: Id
    licence: Licence
    questions: list[Question] = Field(min_length=1)


class ModuleUse(Strict):
    """A module in a survey: all of its questions, or `only` some of them in its own order."""

    module: Id
    only: list[DottedId] = []


class SurveyFile(Strict):
    """A survey as written: the file `surveys/<id>.yaml`."""

    id: Id
    title: Text
    intro: Text
    respondent: Literal["carer", "service_user"]
    minutes: int = Field(ge=1, le=60)
    short_form_of: Id | None = None
    modules: list[ModuleUse] = Field(min_length=1)


class ResolvedModule(Strict):
    """The questions that a survey takes from one module."""

    id: Id
    title: Text
    questions: list[Question]


class Survey(Strict):
    """A survey with its questions in place, ready to be asked. Frozen: its `version` is the hash of all it says."""

    id: Id
    title: Text
    intro: Text
    respondent: Literal["carer", "service_user"]
    minutes: int
    short_form_of: Id | None = None
    modules: list[ResolvedModule]

    @cached_property
    def content(self) -> str:
        """All that the survey says, in every language, as JSON that is always written the same way."""
        return json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)

    @cached_property
    def version(self) -> str:
        """SHA-256 of the survey's content, 64 hex digits."""
        return hashlib.sha256(self.content.encode()).hexdigest()

    @cached_property
    def by_key(self) -> dict[str, Question]:
        """Questions by key, in the order of asking."""
        return {question.key: question for module in self.modules for question in module.questions}


class Instrument(Strict):
    """A published scale: its keys and scoring, and a place for text that a council is licensed to use.

    `items` are question keys; `scoring: sum` adds the items' values, `constant_minus_sum` takes them from
    `constant`; the score is missing if any item is. `values` maps an item's answer code to its number.
    """

    id: Id
    title: str
    licence: Licence
    items: list[DottedId]
    values: dict[str, int] = {}
    scoring: Literal["sum", "constant_minus_sum", "none"] = "sum"
    constant: int = 0
    minimum: float
    maximum: float
    better: Literal["higher", "lower"]
    codes_by_edition: dict[str, str] = {}
