"""Merging the translators' files into the definitions: each text then has a version for each language."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from surveys.marked_yaml import Document, FieldPath, Finding
from surveys.model.codes import Codes
from surveys.model.common import Text
from surveys.model.languages import (
    CodesTranslation,
    HelpTranslation,
    Language,
    ModuleTranslation,
    OptionTranslation,
    QuestionTranslation,
    SurveyTranslation,
)
from surveys.model.survey import Help, Module, Option, Question, SurveyFile

WORDS_OF_A_QUESTION = ("text", "hint", "notice", "notice_named", "low_label", "high_label", "unit")
PICTURES_OF_A_QUESTION = ("picture", "low_picture", "high_picture")
_OF_HELP = ("title", "text")
_TO_FILL = re.compile(r"\{\w*\}")


@dataclass
class Translator:
    """Puts one file's texts into what it translates; `findings` takes what does not fit, with file, line and field."""

    language: Language
    document: Document
    findings: list[Finding] = field(default_factory=list)

    def module(self, module: Module, given: ModuleTranslation) -> Module:
        """The module with its questions in this language too."""
        by_key = {question.key: question for question in module.questions}
        self._refuse_unknown(("questions",), given.questions, by_key, "no-such-question", f"{module.id!r} has no question")
        questions = [
            self._question(question, given.questions[question.key]) if question.key in given.questions else question
            for question in module.questions
        ]
        return module.model_copy(
            update={"title": self._words(module.title, given.title, ("title",)), "questions": questions}
        )

    def survey(self, survey: SurveyFile, given: SurveyTranslation) -> SurveyFile:
        """The survey with its title and introduction in this language too."""
        title = self._words(survey.title, given.title, ("title",))
        return survey.model_copy(update={"title": title, "intro": self._words(survey.intro, given.intro, ("intro",))})

    def codes(self, codes: Codes, given: CodesTranslation) -> Codes:
        """The codes with their shared answers in this language too."""
        self._refuse_unknown(
            ("option_sets",), given.option_sets, codes.option_sets, "no-such-options", "codes.yaml has no option set"
        )
        sets = {
            name: self._options(options, given.option_sets[name], ("option_sets", name), f"{name!r} has no answer")
            if name in given.option_sets
            else options
            for name, options in codes.option_sets.items()
        }
        return codes.model_copy(update={"option_sets": sets})

    def _question(self, question: Question, given: QuestionTranslation) -> Question:
        path: FieldPath = ("questions", question.key)
        update: dict[str, object] = {
            name: self._words(getattr(question, name), getattr(given, name), (*path, name)) for name in WORDS_OF_A_QUESTION
        }
        unknown = f"{question.key!r} has no answer of its own"
        if question.options_from:
            unknown += f" (those of {question.options_from!r} are in codes.yaml)"
        update["options"] = self._options(question.options, given.options, (*path, "options"), unknown)
        for name in PICTURES_OF_A_QUESTION:
            if picture := getattr(given, name):
                update[name] = self._picture(picture, (*path, name))
        if given.help:
            update["help"] = self._help(question, given.help, (*path, "help"))
        return question.model_copy(update=update)

    def _help(self, question: Question, given: HelpTranslation, path: FieldPath) -> Help | None:
        if question.help is None:
            self._find(path, f"{question.key!r} has no help", "nothing-to-translate")
            return None
        contacts = question.help.contacts
        if given.contacts and len(given.contacts) != len(contacts):
            message = f"has {len(given.contacts)} contacts, and the English has {len(contacts)}; each needs its own line"
            self._find((*path, "contacts"), message, "wrong-number")
        elif given.contacts:
            contacts = [
                self._words(english, words, (*path, "contacts", place)) or english
                for place, (english, words) in enumerate(zip(contacts, given.contacts, strict=True))
            ]
        update = {name: self._words(getattr(question.help, name), getattr(given, name), (*path, name)) for name in _OF_HELP}
        return question.help.model_copy(update={**update, "contacts": contacts})

    def _options(
        self, options: list[Option], given: Mapping[str, str | OptionTranslation], path: FieldPath, unknown: str
    ) -> list[Option]:
        self._refuse_unknown(path, given, [option.code for option in options], "no-such-code", unknown)
        made = []
        for option in options:
            words = given.get(option.code)
            here = (*path, option.code)
            if isinstance(words, str):
                option = option.model_copy(update={"label": self._words(option.label, words, here)})
            elif words is not None:
                update: dict[str, object] = {
                    "label": self._words(option.label, words.label, (*here, "label")),
                    "hint": self._words(option.hint, words.hint, (*here, "hint")),
                }
                if words.picture:
                    update["picture"] = self._picture(words.picture, (*here, "picture"))
                option = option.model_copy(update=update)
            made.append(option)
        return made

    def _words(self, english: Text | None, words: str | None, path: FieldPath) -> Text | None:
        if words is None or not words.strip():
            return english
        if english is None:
            self._find(path, "the English has no such text, so there is nothing to translate", "nothing-to-translate")
            return None
        before = {"en": english} if isinstance(english, str) else english
        for unfilled in sorted(set(_TO_FILL.findall(words)) - set(_TO_FILL.findall(before["en"]))):
            self._find(path, f"nothing fills {unfilled} here: the English has no such place", "not-filled-in")
        if self.language.code in before:
            self._find(path, f"the definition itself says this in {self.language.code!r} already", "said-twice")
        return {**before, self.language.code: words.strip()}

    def _picture(self, name: str, path: FieldPath) -> str | None:
        if not self.language.pictures:
            self._find(path, f"languages.yaml does not say that {self.language.code!r} has pictures", "no-pictures")
        return name

    def _refuse_unknown(self, path: FieldPath, given: Iterable[str], known: Iterable[str], code: str, message: str) -> None:
        names = list(known)
        for name in given:
            if name not in names:
                near = difflib.get_close_matches(name, names, n=1)
                self._find((*path, name), f"{message} {name!r}{f'; perhaps {near[0]!r}' if near else ''}", code)

    def _find(self, path: FieldPath, message: str, code: str) -> None:
        self.findings.append(self.document.finding(path, message, code))
