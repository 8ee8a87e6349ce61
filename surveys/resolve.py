"""Putting definitions together: families of measures written out, shared options filled in, surveys assembled."""

import re
from dataclasses import replace
from typing import Any

from surveys.marked_yaml import DefinitionError, Document, FieldPath, Finding
from surveys.model.codes import Codes
from surveys.model.survey import Module, Option, Question, ResolvedModule, Survey, SurveyFile

PREFER_NOT_TO_SAY = "prefer-not-to-say"
_TO_FILL = re.compile(r"\{(\w*)\}")


def prepare_framework(document: Document) -> Document:
    """Write out what a framework says once for many: families of measures, fields repeated by locality."""
    if not isinstance(document.data, dict):
        return document
    return expand_fields(expand_families(document))


def expand_families(document: Document) -> Document:
    """Write out a framework's families: each template's measures once for each outcome or statement.

    A made measure's origin is its template, so that a finding points at what was written.
    Raises DefinitionError for a `{word}` that nothing can fill.
    """
    data, findings = document.data, []
    measures = list(data.get("measures") or []) if isinstance(data.get("measures") or [], list) else []
    origins = dict(document.origins)
    for number, family in enumerate(_mappings(data.get("families"))):
        subjects = _subjects(data, family)
        for name in set(family.get("only") or []) - {subject["id"] for subject in subjects}:
            path: FieldPath = ("families", number, "only")
            findings.append(document.finding(path, f"there is no {name!r} among the {family.get('for_each')}"))
        for place, template in enumerate(_mappings(family.get("measures"))):
            written: FieldPath = ("families", number, "measures", place)
            for subject in subjects:
                missing: set[str] = set()
                made = _fill(template, subject, missing)
                origins["measures", len(measures)] = written
                measures.append(made)
                findings += [
                    document.finding(written, _why_unfilled(word, subject), "not-filled-in") for word in sorted(missing)
                ]
    if findings:
        raise DefinitionError(findings)
    return replace(document, data={**data, "measures": measures} if measures else data, origins=origins)


def _why_unfilled(word: str, subject: dict[str, str]) -> str:
    if word == "question":
        return f"{{question}} can't be filled in: {subject['id']!r} names no survey question"
    return f"{{{word}}} can't be filled in; use {{id}}, {{title}} or {{question}}"


def _mappings(given: Any) -> list[dict[str, Any]]:
    """The list, with an empty mapping for what is not one: the model reports those."""
    return [item if isinstance(item, dict) else {} for item in given] if isinstance(given, list) else []


def _subjects(data: dict[str, Any], family: dict[str, Any]) -> list[dict[str, str]]:
    subjects = []
    for outcome in _mappings(data.get("outcomes")):
        if family.get("for_each") == "outcomes":
            found = [(outcome.get("id"), outcome.get("title"), outcome)]
        else:
            found = [
                (f"{outcome.get('id')}.{statement.get('id')}", statement.get("text"), statement)
                for statement in _mappings(outcome.get("statements"))
            ]
        for identity, title, item in found:
            if not family.get("only") or identity in family["only"]:
                subject = {"id": str(identity), "title": str(title)}
                subjects.append(subject | ({"question": str(item["question"])} if item.get("question") else {}))
    return subjects


def _fill(template: Any, subject: dict[str, str], missing: set[str]) -> Any:
    if isinstance(template, str):

        def filled(found: re.Match[str]) -> str:
            if found[1] not in subject:
                missing.add(found[1])
            return subject.get(found[1], found[0])

        return _TO_FILL.sub(filled, template)
    if isinstance(template, list):
        return [_fill(item, subject, missing) for item in template]
    if isinstance(template, dict):
        return {_fill(key, subject, missing): _fill(value, subject, missing) for key, value in template.items()}
    return template


def expand_fields(document: Document) -> Document:
    """Write out return fields that are asked for each locality (`by: localities`): `field.code`, one for each."""
    data, origins = document.data, dict(document.origins)
    localities = [place for place in _mappings(data.get("localities")) if place.get("code")]
    forms = [dict(form) if isinstance(form, dict) else form for form in data.get("forms") or []]
    for number, form in enumerate(_mappings(forms)):
        sections = [dict(section) if isinstance(section, dict) else section for section in form.get("sections") or []]
        for place, section in enumerate(_mappings(sections)):
            fields: list[Any] = []
            path: FieldPath = ("forms", number, "sections", place, "fields")
            for position, written in enumerate(section.get("fields") or []):
                repeated = isinstance(written, dict) and written.get("by") == "localities" and localities
                for made in _by_locality(written, localities) if repeated else [written]:
                    origins[(*path, len(fields))] = (*path, position)
                    fields.append(made)
            section["fields"] = fields
        form["sections"] = sections
    return replace(document, data={**data, "forms": forms}, origins=origins) if forms else document


def _by_locality(written: dict[str, Any], localities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    once = {key: value for key, value in written.items() if key != "by"}
    return [
        {**once, "id": f"{once.get('id')}.{place['code']}", "label": f"{once.get('label')}: {place.get('label')}"}
        for place in localities
    ]


def with_option_sets(module: Module, codes: Codes, documents: dict[str, Document], findings: list[Finding]) -> Module:
    """Fill in shared options and "Prefer not to say"; report an option set that is not defined."""
    file = f"modules/{module.id}.yaml"
    questions = []
    for number, question in enumerate(module.questions):
        options = list(question.options)
        if question.options_from:
            if question.options_from not in codes.option_sets:
                message = f"codes.yaml has no option set {question.options_from!r}"
                path: FieldPath = ("questions", number, "options_from")
                findings.append(documents[file].finding(path, message, "no-such-options"))
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
        if module is None and f"modules/{use.module}.yaml" in documents:
            return None
        if module is None:
            message = f"there is no module {use.module!r}"
            findings.append(documents[file].finding((*path, "module"), message, "no-such-module"))
            continue
        by_key = {question.key: question for question in module.questions}
        for place, key in enumerate(use.only):
            if key not in by_key:
                message = f"module {module.id!r} has no question {key!r}"
                findings.append(documents[file].finding((*path, "only", place), message, "no-such-question"))
        questions = [by_key[key] for key in use.only if key in by_key] if use.only else module.questions
        resolved.append(ResolvedModule(id=module.id, title=module.title, questions=questions))
    if len(findings) > before:
        return None
    fields = written.model_dump(exclude={"modules"})
    return Survey(**fields, modules=resolved)
