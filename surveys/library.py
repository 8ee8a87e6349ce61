"""All definitions of an area, loaded and put together."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from surveys.marked_yaml import DefinitionError, Document, Finding, dotted, read_marked
from surveys.model.codes import Codes
from surveys.model.framework import Framework
from surveys.model.survey import Instrument, Module, Survey, SurveyFile
from surveys.resolve import expand_families, put_survey_together, with_option_sets

SHIPPED = Path(__file__).parent / "definitions"
MODEL_OF_FOLDER: dict[str, type[BaseModel]] = {
    "frameworks": Framework,
    "modules": Module,
    "surveys": SurveyFile,
    "instruments": Instrument,
}
Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Library:
    """The definitions of an area by id, and the documents they came from (for the line of a finding)."""

    frameworks: dict[str, Framework]
    modules: dict[str, Module]
    surveys: dict[str, Survey]
    instruments: dict[str, Instrument]
    codes: Codes
    documents: dict[str, Document] = field(default_factory=dict, repr=False)

    def outcome_exists(self, reference: str) -> bool:
        """Whether `framework:outcome` (or `framework:outcome.statement`) is defined."""
        framework_id, _, outcome = reference.partition(":")
        framework = self.frameworks.get(framework_id)
        return framework is not None and outcome in framework.outcome_ids()

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
    findings: list[Finding] = []
    documents: dict[str, Document] = {}
    loaded: dict[str, dict[str, Any]] = {}
    codes = _load(directory, directory / "codes.yaml", Codes, documents, findings)
    for folder, model in MODEL_OF_FOLDER.items():
        loaded[folder] = {}
        for path in sorted((directory / folder).glob("*.yaml")):
            made = _load(
                directory,
                path,
                model,
                documents,
                findings,
                expand_families if folder == "frameworks" else None,
            )
            if made is None:
                continue
            identity = made.id  # type: ignore[attr-defined]
            if identity != path.stem:
                name = str(path.relative_to(directory))
                message = f"{identity!r} must be the file's own name, {path.stem!r}"
                findings.append(Finding(name, documents[name].line(("id",)), "id", message, "id-not-file"))
            loaded[folder][identity] = made
    if codes is None or findings:
        raise DefinitionError(sorted(findings))
    modules = {name: with_option_sets(module, codes, documents, findings) for name, module in loaded["modules"].items()}
    surveys = {
        name: put_survey_together(survey, modules, documents, findings) for name, survey in loaded["surveys"].items()
    }
    if findings:
        raise DefinitionError(sorted(findings))
    library = Library(
        loaded["frameworks"],
        modules,
        {name: survey for name, survey in surveys.items() if survey is not None},
        loaded["instruments"],
        codes,
        documents,
    )
    return library


def _load(
    root: Path,
    path: Path,
    model: type[Model],
    documents: dict[str, Document],
    findings: list[Finding],
    prepare: Callable[[Document], Document] | None = None,
) -> Model | None:
    name = str(path.relative_to(root))
    if not path.exists():
        findings.append(Finding(name, 1, "", "this file is missing; every folder of definitions needs it", "missing"))
        return None
    try:
        document = read_marked(path, name)
        documents[name] = document = prepare(document) if prepare else document
        return model.model_validate(document.data)
    except DefinitionError as error:
        findings.extend(error.findings)
    except ValidationError as error:
        for problem in error.errors():
            where = tuple(part for part in problem["loc"] if not isinstance(part, str) or not part.startswith("function-"))
            findings.append(Finding(name, document.line(where), dotted(where), _plain(problem)))
    return None


def _plain(problem: Any) -> str:
    if problem["type"] == "extra_forbidden":
        return "this key is not known here; is it misspelt?"
    if problem["type"] == "missing":
        return "this key is missing"
    message = str(problem["msg"]).removeprefix("Value error, ")
    return f"{message} (found {problem['input']!r})" if isinstance(problem["input"], (str, int, float)) else message
