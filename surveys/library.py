"""All definitions of an area, loaded and put together."""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from surveys.marked_yaml import DefinitionError, Document, Finding, merged, read_marked
from surveys.model.codes import Codes
from surveys.model.framework import Framework
from surveys.model.languages import ENGLISH, Language
from surveys.model.survey import Instrument, Module, Survey, SurveyFile
from surveys.parts import join_parts
from surveys.plain_errors import plain_findings
from surveys.resolve import prepare_framework, put_survey_together, with_option_sets
from surveys.translations_files import TranslationFiles

SHIPPED = Path(__file__).parent / "definitions"
Model = TypeVar("Model", bound=BaseModel)
Named = TypeVar("Named", Framework, Module, SurveyFile, Instrument)


@dataclass(frozen=True)
class Library:
    """The definitions of an area by id, and the documents they came from (for the line of a finding)."""

    frameworks: dict[str, Framework]
    modules: dict[str, Module]
    surveys: dict[str, Survey]
    instruments: dict[str, Instrument]
    codes: Codes
    documents: dict[str, Document] = field(default_factory=dict, repr=False)
    languages: dict[str, Language] = field(default_factory=lambda: {ENGLISH.code: ENGLISH})

    def scales(self) -> list[str]:
        """What a score may be on: the one scale that every area has, then the instruments, each once."""
        return list(dict.fromkeys(["wellbeing", *self.instruments]))

    def question_keys(self) -> list[str]:
        """Every question's key, in the order of the modules' files and of asking."""
        return [question.key for module in self.modules.values() for question in module.questions]


@lru_cache(maxsize=4)
def load_library(directory: Path = SHIPPED) -> Library:
    """Load the definitions below `directory`.

    Raises DefinitionError with every finding at once: unknown keys, wrong types, references to nothing.
    """
    if not directory.is_dir():
        raise DefinitionError([Finding(str(directory), 1, "", "there is no such folder of definitions", "missing")])
    library, findings = load_what_can_be(directory)
    if findings:
        raise DefinitionError(findings)
    return library


def load_what_can_be(directory: Path) -> tuple[Library, list[Finding]]:
    """Load the definitions below `directory` as far as they can be, with what is wrong with the rest.

    A file with an error in it is left out of the library.
    """
    findings: list[Finding] = []
    documents: dict[str, Document] = {}
    loader = _Loader(directory, documents, findings)
    codes = loader.load(directory / "codes.yaml", Codes)
    frameworks = loader.load_folder("frameworks", Framework)
    written_modules = loader.load_folder("modules", Module)
    written_surveys = loader.load_folder("surveys", SurveyFile)
    instruments = loader.load_folder("instruments", Instrument)
    translations = TranslationFiles(directory, loader.load, documents, findings)
    codes = translations.merge_codes(codes) if codes else None
    translations.merge_modules(written_modules)
    translations.merge_surveys(written_surveys)
    modules, surveys = {}, {}
    for name, module in written_modules.items():
        modules[name] = with_option_sets(module, codes, documents, findings) if codes else module
    for name, written in written_surveys.items():
        survey = put_survey_together(written, modules, documents, findings)
        if survey is not None:
            surveys[name] = survey
    codes = codes or Codes(lists={}, option_sets={}, age_bands=[])
    return Library(frameworks, modules, surveys, instruments, codes, documents, translations.languages), merged(findings)


@dataclass(frozen=True)
class _Loader:
    """Reads files below `root`, keeping their documents and what is wrong with them."""

    root: Path
    documents: dict[str, Document]
    findings: list[Finding]

    def load_folder(self, folder: str, model: type[Named]) -> dict[str, Named]:
        """The definitions of one folder by id; those with an error in them are left out."""
        made: dict[str, Named] = {}
        for path in sorted((self.root / folder).glob("*.yaml")):
            definition = self.load(path, model)
            if definition is None:
                continue
            if definition.id != path.stem:
                message = f"{definition.id!r} must be the file's own name, {path.stem!r}"
                self.findings.append(self.documents[self.name(path)].finding(("id",), message, "id-not-file"))
            made[path.stem] = definition
        return made

    def load(self, path: Path, model: type[Model]) -> Model | None:
        """The definition in one file, or None where it is missing or has an error in it."""
        name = self.name(path)
        if not path.exists():
            message = "this file is missing; every folder of definitions needs it"
            self.findings.append(Finding(name, 1, "", message, "missing"))
            return None
        try:
            document = read_marked(path, name)
            if model is Framework:
                document = prepare_framework(join_parts(document, path, self.root))
        except DefinitionError as error:
            self.findings.extend(error.findings)
            self.documents[name] = Document(name, None, {})
            return None
        self.documents[name] = document
        try:
            return model.model_validate(document.data)
        except ValidationError as error:
            self.findings.extend(plain_findings(error, document))
            return None

    def name(self, path: Path) -> str:
        """What findings call a file."""
        return path.relative_to(self.root).as_posix()
