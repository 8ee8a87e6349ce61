"""Putting definitions together: families of measures written out, shared options filled in, surveys assembled."""

from typing import Any

from surveys.marked_yaml import DefinitionError, Document, FieldPath, Finding, dotted
from surveys.model.codes import Codes
from surveys.model.survey import Module, Option, Question, ResolvedModule, Survey, SurveyFile

PREFER_NOT_TO_SAY = "prefer-not-to-say"


def expand_families(document: Document) -> Document:
    """Write out a framework's families: each template's measures once for each outcome or statement.

    The lines of a made measure are its template's, so that a finding points at what was written.
    """
    data = document.data
    if not isinstance(data, dict) or not isinstance(data.get("families"), list):
        return document
    measures = list(data.get("measures") or [])
    lines = dict(document.lines)
    for number, family in enumerate(data["families"]):
        if not isinstance(family, dict) or not isinstance(family.get("measures"), list):
            continue
        for subject in _subjects(data, family):
            for place, template in enumerate(family["measures"]):
                old: FieldPath = ("families", number, "measures", place)
                new: FieldPath = ("measures", len(measures))
                try:
                    measures.append(_fill(template, subject))
                except (KeyError, ValueError, IndexError) as error:
                    message = f"{{{error}}} can't be filled in; use {{id}}, {{title}} or {{question}}"
                    raise DefinitionError([Finding(document.file, document.line(old), dotted(old), message)]) from None
                lines.update({(*new, *path[4:]): line for path, line in document.lines.items() if path[:4] == old})
    return Document(document.file, {**data, "measures": measures}, lines)


def _subjects(data: dict[str, Any], family: dict[str, Any]) -> list[dict[str, str]]:
    subjects = []
    for outcome in data.get("outcomes") or []:
        if family.get("for_each") == "outcomes":
            found = [(outcome.get("id"), outcome.get("title"), outcome)]
        else:
            found = [
                (f"{outcome.get('id')}.{statement.get('id')}", statement.get("text"), statement)
                for statement in outcome.get("statements") or []
            ]
        subjects += [
            {"id": str(identity), "title": str(title), "question": str(item.get("question"))}
            for identity, title, item in found
            if not family.get("only") or identity in family["only"]
        ]
    return subjects


def _fill(template: Any, subject: dict[str, str]) -> Any:
    if isinstance(template, str):
        return template.format(**subject) if "{" in template else template
    if isinstance(template, list):
        return [_fill(item, subject) for item in template]
    if isinstance(template, dict):
        return {_fill(key, subject): _fill(value, subject) for key, value in template.items()}
    return template


def with_option_sets(module: Module, codes: Codes, documents: dict[str, Document], findings: list[Finding]) -> Module:
    """Fill in shared options and "Prefer not to say"; report an option set that is not defined."""
    file = f"modules/{module.id}.yaml"
    questions = []
    for number, question in enumerate(module.questions):
        options = list(question.options)
        if question.options_from:
            if question.options_from not in codes.option_sets:
                path: FieldPath = ("questions", number, "options_from")
                message = f"codes.yaml has no option set {question.options_from!r}"
                findings.append(Finding(file, documents[file].line(path), dotted(path), message, "no-such-options"))
                continue
            options += codes.option_sets[question.options_from]
        questions.append(question.model_copy(update={"options": _with_refusal(question, options, codes)}))
    return module.model_copy(update={"questions": questions})


def _with_refusal(question: Question, options: list[Option], codes: Codes) -> list[Option]:
    if not question.personal or question.kind == "text" or any(o.code == PREFER_NOT_TO_SAY for o in options):
        return options
    refusals = codes.option_sets.get(PREFER_NOT_TO_SAY)
    return options + (refusals or [Option(code=PREFER_NOT_TO_SAY, label="Prefer not to say", alone=True)])


def put_survey_together(
    written: SurveyFile, modules: dict[str, Module], documents: dict[str, Document], findings: list[Finding]
) -> Survey | None:
    """Take the questions of a survey from its modules; report modules and questions that are not there."""
    file, resolved, before = f"surveys/{written.id}.yaml", [], len(findings)
    for number, use in enumerate(written.modules):
        path: FieldPath = ("modules", number)
        module = modules.get(use.module)
        if module is None:
            message = f"there is no module {use.module!r}"
            findings.append(Finding(file, documents[file].line((*path, "module")), dotted(path), message, "no-such-module"))
            continue
        by_key = {question.key: question for question in module.questions}
        for key in use.only:
            if key not in by_key:
                message = f"module {module.id!r} has no question {key!r}"
                findings.append(
                    Finding(file, documents[file].line((*path, "only")), dotted(path), message, "no-such-question")
                )
        questions = [by_key[key] for key in use.only if key in by_key] if use.only else module.questions
        resolved.append(ResolvedModule(id=module.id, title=module.title, questions=questions))
    if len(findings) > before:
        return None
    fields = written.model_dump(exclude={"modules"})
    return Survey(**fields, modules=resolved)
