"""A survey written as an XLSForm."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from surveys.model.common import Text, in_each, say
from surveys.model.survey import Option, Question, ResolvedModule, Survey
from surveys.xlsform.columns import codes_in, language_title, titled
from surveys.xlsform.conditions import Condition, Test
from surveys.xlsform.names import PREFIX, Names
from surveys.xlsform.routes_out import any_of, asked_when, in_writing
from surveys.xlsform.shown import MISSING, joined_hint, option_label
from surveys.xlsform.workbook import Row, write_workbook

SURVEY_COLUMNS = ("type", "name", "required", "relevant", "constraint", "parameters")


@dataclass
class FormSheets:
    """The sheets as they are filled: rows by column title, and the notes on what the format cannot say."""

    languages: Mapping[str, str]
    codes: list[str]
    survey: list[Row] = field(default_factory=list)
    choices: list[Row] = field(default_factory=list)
    settings: Row = field(default_factory=dict)
    notes: list[Row] = field(default_factory=list)
    lists: dict[str, str] = field(default_factory=dict)
    names: Names = field(default_factory=Names)
    list_names: Names = field(default_factory=Names)

    def note(self, about: str, words: str) -> None:
        """Say what could not be said in the form."""
        self.notes.append({"about": about, "note": words})

    def spread(self, column: str, text: Text | None) -> Row:
        """A text as the cells of its languages."""
        return {titled(column, code, self.languages): _safe(words) for code, words in in_each(text).items()}


def write_form(survey: Survey, languages: Mapping[str, str] | None = None) -> bytes:
    """A survey as a workbook with the sheets survey, choices, settings and notes. `languages`: their names by code."""
    sheets = form_sheets(survey, languages or {})
    filled = {"survey": sheets.survey, "choices": sheets.choices, "settings": [sheets.settings], "notes": sheets.notes}
    return write_workbook(filled, {name: _columns(name, rows) for name, rows in filled.items()})


def form_sheets(survey: Survey, languages: Mapping[str, str]) -> FormSheets:
    """The rows of each sheet."""
    sheets = FormSheets({"en": "English", **languages}, codes_in(_all_texts(survey)))
    sheets.survey.append(_note(sheets, sheets.names.name_for("introduction"), "intro", survey.intro))
    for module in survey.modules:
        _write_module(sheets, module)
    sheets.settings = _settings(sheets, survey)
    _general_notes(sheets, survey)
    return sheets


def _write_module(sheets: FormSheets, module: ResolvedModule) -> None:
    group = sheets.names.name_for(module.id)
    sheets.survey.append(
        {"type": "begin_group", "name": group, **sheets.spread("label", module.title), f"{PREFIX}key": module.id}
    )
    names = {question.key: sheets.names.name_for(question.key) for question in module.questions}
    for question, condition in zip(module.questions, asked_when(module.questions, names), strict=True):
        relevant = {"relevant": in_writing(condition)}
        name = names[question.key]
        if question.notice:
            notice = sheets.names.name_for(name, "_notice")
            sheets.survey.append(_note(sheets, notice, "notice", question.notice) | relevant)
        sheets.survey.append(_question(sheets, question, name) | relevant)
        if question.help:
            sheets.survey.append(_help(sheets, question, name))
    sheets.survey.append({"type": "end_group"})


def _question(sheets: FormSheets, question: Question, name: str) -> Row:
    row: Row = {"name": name, "required": "yes" if question.required else "", f"{PREFIX}key": question.key}
    row |= sheets.spread("label", question.text) | sheets.spread("hint", joined_hint(question))
    if question.kind in ("one", "many"):
        row["type"] = f"{'select_one' if question.kind == 'one' else 'select_multiple'} {_list(sheets, question, name)}"
        row["constraint"] = _alone(question) if question.kind == "many" else ""
    elif question.kind == "number":
        row |= {"type": "integer", "constraint": f". >= {question.at_least} and . <= {question.at_most}"}
    elif question.kind == "scale":
        row |= {"type": "range", "parameters": f"start={question.at_least} end={question.at_most} step=1"}
    else:
        row |= {"type": "text", "constraint": f"string-length(.) <= {question.max_length}"}
    if question.kind not in ("one", "many") and question.options:
        row[f"{PREFIX}options"] = _list(sheets, question, name)
        offered = ", ".join(say(option.label) for option in question.options)
        sheets.note(question.key, f"A number or a text can’t be answered with a choice, so this is not offered: {offered}.")
    if question.notice_named:
        sheets.note(question.key, "Where people are named, another notice is shown here. The form shows one only.")
    if question.coded_by_staff:
        row[f"{PREFIX}themes"] = _add_list(sheets, question.coded_by_staff, f"{name}_themes")
        sheets.note(question.key, "Staff sort these answers into themes here. The form only lists the themes.")
    row[f"{PREFIX}personal"] = "yes" if question.personal else ""
    row[f"{PREFIX}helper"] = " ".join(f"{code}={said}" for code, said in question.helper.items())
    row[f"{PREFIX}options_from"] = question.options_from or ""
    row[f"{PREFIX}picture"] = question.picture or ""
    row[f"{PREFIX}picture_low"] = question.low_picture or ""
    row[f"{PREFIX}picture_high"] = question.high_picture or ""
    for column, text in (
        ("unit", question.unit),
        ("low", question.low_label),
        ("high", question.high_label),
        ("named", question.notice_named),
    ):
        row |= {f"{PREFIX}{column}_{code}": _safe(words) for code, words in in_each(text).items()}
    return row


def _help(sheets: FormSheets, question: Question, name: str) -> Row:
    assert question.help is not None
    shown = any_of([_picked(name, code) for code in question.help.after])
    row = _note(sheets, sheets.names.name_for(name, "_help"), "help", question.help.title)
    row[f"{PREFIX}hours"] = str(question.help.within_hours)
    row[f"{PREFIX}council_line"] = "" if question.help.council_line is None else str(question.help.council_line)
    contacts = {
        code: "\n".join(in_each(contact).get(code) or MISSING for contact in question.help.contacts)
        for code in codes_in(question.help.contacts)
    }
    sheets.note(
        question.key,
        "Help after an answer stands below the question. Here it is a page of its own, with a way to leave at once, "
        "and someone on duty is told.",
    )
    return (
        row
        | {"relevant": in_writing(shown)}
        | sheets.spread("hint", question.help.text)
        | (sheets.spread("guidance_hint", contacts) if question.help.contacts else {})
    )


def _picked(name: str, code: str) -> Condition:
    return Test(name, "selected", code)


def _note(sheets: FormSheets, name: str, part: str, text: Text) -> Row:
    return {"type": "note", "name": name, f"{PREFIX}part": part, **sheets.spread("label", text)}


def _alone(question: Question) -> str:
    """Whoever picks an answer that stands alone picks no other."""
    alone = [option.code for option in question.options if option.alone]
    each = [f"(not(selected(., '{code}')) or count-selected(.) = 1)" for code in alone]
    return " and ".join(each)


def _list(sheets: FormSheets, question: Question, name: str) -> str:
    return _add_list(sheets, question.options, question.options_from or f"{name}_options")


def _add_list(sheets: FormSheets, options: list[Option], wanted: str) -> str:
    found = sheets.lists.get(key := json.dumps([option.model_dump(mode="json") for option in options]))
    if found is not None:
        return found
    name = sheets.lists[key] = sheets.list_names.name_for(wanted)
    for option in options:
        row: Row = {"list_name": name, "name": option.code, **sheets.spread("label", option_label(option))}
        row |= {f"{PREFIX}alone": "yes" if option.alone else "", f"{PREFIX}picture": option.picture or ""}
        row |= {f"{PREFIX}hint_{code}": _safe(words) for code, words in in_each(option.hint).items()}
        sheets.choices.append(row)
    return name


def _settings(sheets: FormSheets, survey: Survey) -> Row:
    return {
        "form_title": _safe(say(survey.title)),
        "form_id": Names().name_for(survey.id),
        "version": survey.version[:12],
        "default_language": language_title("en", sheets.languages),
        f"{PREFIX}key": survey.id,
        f"{PREFIX}respondent": survey.respondent,
        f"{PREFIX}minutes": str(survey.minutes),
        f"{PREFIX}short_form_of": survey.short_form_of or "",
        **{f"{PREFIX}title_{code}": _safe(words) for code, words in in_each(survey.title).items()},
    }


def _general_notes(sheets: FormSheets, survey: Survey) -> None:
    questions = list(survey.by_key.values())
    if len(in_each(survey.title)) > 1:
        sheets.note(survey.id, "A form has one title, so it stands in English. The others are in columns of ours.")
    if any(question.routes for question in questions):
        sheets.note(survey.id, "Routes are written as “relevant” of the questions they lead past.")
    if any(option.hint for question in questions for option in question.options):
        sheets.note(survey.id, "Hints of answers stand in brackets behind them.")
    if any(question.picture or any(option.picture for option in question.options) for question in questions):
        sheets.note(survey.id, "Pictures of easy read are not in the form, only their names.")
    if any("${" in words for text in _all_texts(survey) for words in in_each(text).values()):
        sheets.note(survey.id, "“${” in a text would name another answer, so a space was put into it.")
    sheets.note(survey.id, f"Columns that begin with “{PREFIX}” let the form be opened here again as it was. Leave them.")


def _all_texts(survey: Survey) -> Iterator[Text | None]:
    yield from (survey.title, survey.intro)
    for module in survey.modules:
        yield module.title
        for question in module.questions:
            yield from (question.text, question.hint, question.notice, question.unit, question.low_label)
            yield from (question.high_label, question.notice_named)
            for option in (*question.options, *question.coded_by_staff):
                yield from (option.label, option.hint)
            if question.help:
                yield from (question.help.title, question.help.text, *question.help.contacts)


def _safe(words: str) -> str:
    return words.replace("${", "$ {")


def _columns(name: str, rows: list[Row]) -> list[str]:
    """The columns that any row fills, the usual ones first and our own last."""
    first = {
        "survey": SURVEY_COLUMNS, "choices": ("list_name", "name", "label"), "settings": ("form_title", "form_id"),
        "notes": ("about", "note"),
    }[name]  # fmt: skip
    used = dict.fromkeys(title for row in rows for title, value in row.items() if value)
    head = [title for title in first if title in used or (name == "choices" and title != "label")]
    middle = [title for title in used if title not in first and not title.startswith(PREFIX)]
    return [*head, *middle, *(title for title in used if title.startswith(PREFIX))]
