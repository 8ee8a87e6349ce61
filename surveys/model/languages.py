"""Languages that surveys are shown in, and the files in which translators write."""

from typing import Literal

from pydantic import Field

from surveys.model.common import DottedId, Id, Strict

PictureName = str
"""The name of an OpenMoji picture, such as `locked`."""


class Language(Strict):
    """One language. `code` is its HTML `lang` and its key in texts; `name` is what its speakers call it.

    `locale` has the rules for plurals and dates. A language with a `base` is that one said in another way (easy read is
    English in short sentences), and `pictures` shows a picture beside each question and answer.
    """

    code: Id
    name: str = Field(min_length=1)
    direction: Literal["ltr", "rtl"] = "ltr"
    locale: Id
    base: Id | None = None
    pictures: bool = False


ENGLISH = Language(code="en", name="English", locale="en")


class LanguagesFile(Strict):
    """The file `languages.yaml`."""

    languages: list[Language] = Field(min_length=1)


class OptionTranslation(Strict):
    """The words for one answer; `picture` is for languages that have pictures."""

    label: str | None = None
    hint: str | None = None
    picture: PictureName | None = None


class HelpTranslation(Strict):
    """What is shown after an answer that may mean danger. `contacts` has one line for each English one, in its order."""

    title: str | None = None
    text: str | None = None
    contacts: list[str] = []


class QuestionTranslation(Strict):
    """The words of one question. `options` are the question's own; those it shares are in `codes.yaml`."""

    text: str | None = None
    hint: str | None = None
    notice: str | None = None
    notice_named: str | None = None
    low_label: str | None = None
    high_label: str | None = None
    unit: str | None = None
    picture: PictureName | None = None
    low_picture: PictureName | None = None
    high_picture: PictureName | None = None
    help: HelpTranslation | None = None
    options: dict[Id, str | OptionTranslation] = {}


class ModuleTranslation(Strict):
    """The file `translations/<code>/modules/<module>.yaml`."""

    title: str | None = None
    questions: dict[DottedId, QuestionTranslation] = {}


class SurveyTranslation(Strict):
    """The file `translations/<code>/surveys/<survey>.yaml`."""

    title: str | None = None
    intro: str | None = None


class CodesTranslation(Strict):
    """The file `translations/<code>/codes.yaml`: the answers that several questions share."""

    option_sets: dict[Id, dict[Id, str | OptionTranslation]] = {}
