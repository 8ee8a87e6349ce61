"""Finding the translators' files below a folder of definitions, and merging them in."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from surveys.marked_yaml import Document, Finding
from surveys.model.codes import Codes
from surveys.model.languages import (
    ENGLISH,
    CodesTranslation,
    Language,
    LanguagesFile,
    ModuleTranslation,
    SurveyTranslation,
)
from surveys.model.survey import Module, SurveyFile
from surveys.translations import Translator

FOLDER = "translations"
FINGERPRINTS = "english.yaml"
"""Beside the translations: which English each was made from. It is read by the check alone."""


class TranslationFiles:
    """The languages below `root`, and the files of each.

    `load` reads one file into a model (None where it has an error in it), `documents` and `findings` are the loader's.
    """

    def __init__(
        self,
        root: Path,
        load: Callable[[Path, type[Any]], Any],
        documents: dict[str, Document],
        findings: list[Finding],
    ) -> None:
        self.root, self.load, self.documents, self.findings = root, load, documents, findings
        self.languages = self._languages()

    def merge_codes(self, codes: Codes) -> Codes:
        """The codes with their shared answers in every language."""
        for code, language in self.languages.items():
            path = self.root / FOLDER / code / "codes.yaml"
            if path.exists() and (given := self.load(path, CodesTranslation)):
                codes = self._translator(language, path).codes(codes, given)
        return codes

    def merge_modules(self, modules: dict[str, Module]) -> None:
        """Put every language's texts into `modules`."""
        for language, path in self._files("modules"):
            if path.stem in modules and (given := self.load(path, ModuleTranslation)):
                modules[path.stem] = self._translator(language, path).module(modules[path.stem], given)

    def merge_surveys(self, surveys: dict[str, SurveyFile]) -> None:
        """Put every language's titles and introductions into `surveys`."""
        for language, path in self._files("surveys"):
            if path.stem in surveys and (given := self.load(path, SurveyTranslation)):
                surveys[path.stem] = self._translator(language, path).survey(surveys[path.stem], given)

    def _languages(self) -> dict[str, Language]:
        path = self.root / "languages.yaml"
        file: LanguagesFile | None = self.load(path, LanguagesFile) if path.exists() else LanguagesFile(languages=[ENGLISH])
        languages = {language.code: language for language in file.languages} if file else {ENGLISH.code: ENGLISH}
        if file and path.exists():
            self._check_languages(file, self.documents[path.name])
        for folder in sorted((self.root / FOLDER).glob("*/")):
            if folder.name not in languages:
                message = f"languages.yaml has no language {folder.name!r}"
                self.findings.append(Finding(f"{FOLDER}/{folder.name}", 1, "", message, "no-such-language"))
            self._refuse_strangers(folder)
        return {ENGLISH.code: ENGLISH} | languages

    def _check_languages(self, file: LanguagesFile, document: Document) -> None:
        codes = [language.code for language in file.languages]
        if codes[0] != ENGLISH.code:
            message = "English (en) must come first: it is what every definition is written in"
            self.findings.append(document.finding(("languages", 0, "code"), message, "no-english"))
        for number, language in enumerate(file.languages):
            if language.code in codes[:number]:
                message = f"{language.code!r} stands here twice"
                self.findings.append(document.finding(("languages", number, "code"), message, "repeated-id"))
            if language.base is not None and language.base not in codes:
                message = f"there is no language {language.base!r} here"
                self.findings.append(document.finding(("languages", number, "base"), message, "no-such-language"))

    def _refuse_strangers(self, folder: Path) -> None:
        """A file that nothing reads is a translation that nobody sees."""
        for path in sorted(folder.rglob("*.y*ml")):
            within = path.relative_to(folder)
            known = within.as_posix() in ("codes.yaml", FINGERPRINTS)
            of = within.parts[0] if len(within.parts) == 2 and path.suffix == ".yaml" else ""
            if known or (of in ("modules", "surveys") and (self.root / of / path.name).exists()):
                continue
            message = f"translates nothing: there is no {of}/{path.name}" if of else "no file of this name is read here"
            name = path.relative_to(self.root).as_posix()
            self.findings.append(Finding(name, 1, "", message, "no-such-definition"))

    def _files(self, kind: str) -> Iterator[tuple[Language, Path]]:
        for code, language in self.languages.items():
            for path in sorted((self.root / FOLDER / code / kind).glob("*.yaml")):
                yield language, path

    def _translator(self, language: Language, path: Path) -> Translator:
        return Translator(language, self.documents[path.relative_to(self.root).as_posix()], self.findings)
