"""One row of the sheet `survey` read into a question."""

from dataclasses import dataclass, field

from pydantic import ValidationError

from surveys.model.common import Text
from surveys.model.survey import Help, Option, Question
from surveys.xlsform.choices_in import ChoiceList
from surveys.xlsform.columns import Cells, as_text
from surveys.xlsform.conditions import ALWAYS, Condition
from surveys.xlsform.names import PREFIX
from surveys.xlsform.report import Report
from surveys.xlsform.shown import ends_of, without_ends
from surveys.xlsform.types_in import FARTHEST, Bounds, RowKind, read_constraint, read_parameters

YES = {"yes", "true", "true()", "1", "y"}
LONGEST_SCALE = 20
OWN_FIELDS = ("helper", "options_from", "picture", "coded_by_staff")
NO_USE = {
    "default": "Answers are never filled in beforehand, so its default is not carried over.",
    "calculation": "Its calculation is not carried over: figures are worked out by measures here.",
    "read_only": "It can be answered here: “read only” is not carried over.",
    "choice_filter": "All answers of its list are offered here: its filter is not carried over.",
    "appearance": "Its appearance is not carried over: every question looks the same here, on a page of its own.",
    "repeat_count": "Nothing is asked several times here.",
    "trigger": "What starts it is not carried over.",
    "parameters": "Its parameters are not carried over.",
}
OWN_MESSAGE = "Its own error message is not carried over: messages are worded here, in each language."


@dataclass
class Asked:
    """A question as it was found, with what routes are made of."""

    question: Question
    name: str
    row: int
    condition: Condition = ALWAYS
    written: str = ""
    group: tuple[int, ...] = ()
    recoded: dict[str, str] = field(default_factory=dict)


def read_question(
    cells: Cells, kind: RowKind, key: str, lists: dict[str, ChoiceList], notice: Text | None, report: Report
) -> Question | None:
    """The question of a row, or None where it can't be one; every change is reported."""
    name = cells.plain.get("name", "")
    chosen = lists.get(kind.list_name)
    if kind.kind in ("one", "many") and chosen is None:
        report.add("survey", cells.row, name, "left", f"There is no list of choices called “{kind.list_name}”.")
        return None
    bounds = read_constraint(cells.plain.get("constraint", ""))
    values: dict[str, object] = {"key": key, "kind": _kind(cells, kind, report), "notice": notice}
    values["text"] = _words(cells, name, report)
    values |= _numbers(cells, kind, bounds, report)
    if values["kind"] == "text" and bounds.longest:
        values["max_length"] = min(bounds.longest, 10_000)
    values["options"] = _options(cells, chosen, bounds, lists)
    values |= _own(cells, lists)
    values["hint"] = _hint(cells, values, report)
    values["required"] = _required(cells, report)
    _what_has_no_use(cells, kind, bounds, report)
    try:
        return Question.model_validate(values)
    except ValidationError:
        report.add(
            "survey", cells.row, name, "changed", f"What its columns “{PREFIX}…” say can’t be read, so it is left out."
        )
        return Question.model_validate({name: value for name, value in values.items() if name not in OWN_FIELDS})


def _kind(cells: Cells, kind: RowKind, report: Report) -> str:
    name = cells.plain.get("name", "")
    if kind.kind == "day":
        report.add("survey", cells.row, name, "changed", f"A {cells.plain['type']} is asked as text here.")
        return "text"
    if kind.kind == "decimal":
        report.add("survey", cells.row, name, "changed", "Whole numbers only are taken here.")
        return "number"
    if kind.kind == "range":
        given = {"start": 1.0, "end": 10.0, "step": 1.0} | read_parameters(cells.plain.get("parameters", ""))
        whole = all(value == int(value) for value in given.values())
        if given["step"] == 1 and whole and 0 < given["end"] - given["start"] <= LONGEST_SCALE:
            return "scale"
        report.add(
            "survey", cells.row, name, "changed", "It is asked as a whole number: a scale here goes in steps of one."
        )
        return "number"
    return kind.kind


def _words(cells: Cells, name: str, report: Report) -> Text:
    text = cells.text("label")
    if text is None:
        report.add("survey", cells.row, name, "changed", "It has no label, so its name stands in.")
    elif "en" not in cells.texts.get("label", {}):
        report.add("survey", cells.row, name, "changed", "It has no English text, so its own language stands in its place.")
    return text or name


def _numbers(cells: Cells, kind: RowKind, bounds: Bounds, report: Report) -> dict[str, object]:
    if kind.kind == "range":
        given = {"start": 1.0, "end": 10.0} | read_parameters(cells.plain.get("parameters", ""))
        return {"at_least": int(given["start"]), "at_most": int(given["end"])}
    if kind.kind not in ("number", "decimal"):
        return {}
    low = bounds.at_least if bounds.at_least is not None else 0
    high = bounds.at_most if bounds.at_most is not None else FARTHEST
    if bounds.at_least is None or bounds.at_most is None:
        what = "range" if bounds.at_least is None and bounds.at_most is None else "end"
        why = f"It sets no {what}: {low} to {high} is taken."
        report.add("survey", cells.row, cells.plain.get("name", ""), "changed", why)
    return {"at_least": low, "at_most": high}


def _options(cells: Cells, chosen: ChoiceList | None, bounds: Bounds, lists: dict[str, ChoiceList]) -> list[Option]:
    chosen = chosen or lists.get(cells.own.get("options", ""))
    if chosen is None:
        return []
    chosen.used = True
    alone = {chosen.codes.get(code, code) for code in bounds.alone}
    return [
        option.model_copy(update={"alone": True}) if option.code in alone and not option.alone else option
        for option in chosen.options
    ]


def _own(cells: Cells, lists: dict[str, ChoiceList]) -> dict[str, object]:
    """What our own columns say, in a form that was written here."""
    themes = lists.get(cells.own.get("themes", ""))
    if themes:
        themes.used = True
    return {
        "personal": cells.own.get("personal") == "yes",
        "options_from": cells.own.get("options_from") or None,
        "coded_by_staff": themes.options if themes else [],
        "picture": cells.own.get("picture") or None,
        "low_picture": cells.own.get("picture_low") or None,
        "high_picture": cells.own.get("picture_high") or None,
        "helper": dict(part.split("=", 1) for part in cells.own.get("helper", "").split() if "=" in part),
        "notice_named": cells.own_text("named"),
        "unit": cells.own_text("unit"),
        "low_label": cells.own_text("low"),
        "high_label": cells.own_text("high"),
    }


def _hint(cells: Cells, values: dict[str, object], report: Report) -> Text | None:
    """The hint without what we put behind it, with a form's guidance behind it."""
    hints = dict(cells.texts.get("hint", {}))
    own = [cells.own_texts.get(column, {}) for column in ("low", "high", "unit")]
    for code, words in hints.items():
        low, high, unit = (texts.get(code, "") for texts in own)
        ends = ends_of(low, high, unit, int(str(values.get("at_least", 0))), int(str(values.get("at_most", 0))))
        hints[code] = without_ends(words, ends)
    guidance = cells.texts.get("guidance_hint", {})
    if guidance:
        report.add("survey", cells.row, cells.plain.get("name", ""), "changed", "Its guidance stands behind its hint.")
        hints = {
            code: "\n".join(part for part in (hints.get(code), guidance.get(code)) if part)
            for code in {**hints, **guidance}
        }
    return as_text(hints)


def _required(cells: Cells, report: Report) -> bool:
    written = cells.plain.get("required", "").strip().lower()
    if written and written not in YES | {"no", "false", "false()", "0", "n"}:
        why = "When it is required depends on other answers. It may be passed over here."
        report.add("survey", cells.row, cells.plain.get("name", ""), "changed", why)
    return written in YES


def _what_has_no_use(cells: Cells, kind: RowKind, bounds: Bounds, report: Report) -> None:
    name = cells.plain.get("name", "")
    for column, why in NO_USE.items():
        if cells.plain.get(column) and not (column == "parameters" and kind.kind == "range"):
            report.add("survey", cells.row, name, "changed", why)
    for column in ("constraint_message", "required_message"):
        if cells.texts.get(column):
            report.add("survey", cells.row, name, "changed", OWN_MESSAGE)
    for column in ("image", "audio", "video"):
        if cells.texts.get(column):
            report.add(
                "survey", cells.row, name, "changed", f"Its {column} is not carried over: files do not come with a form."
            )
    if not bounds.whole:
        why = f"Not all of its constraint can be said here: {cells.plain['constraint']}"
        report.add("survey", cells.row, name, "changed", why)


def help_of(cells: Cells, after: list[str]) -> Help:
    """The help that one of our own notes holds, after these answers."""
    contacts = {code: words.split("\n") for code, words in cells.texts.get("guidance_hint", {}).items()}
    count = len(contacts.get("en", []))
    lines = [
        as_text({code: words[number] for code, words in contacts.items() if number < len(words) and words[number] != "-"})
        for number in range(count)
    ]
    known = [line for line in lines if line is not None]
    place = cells.own.get("council_line", "")
    return Help(
        after=after,
        within_hours=int(hours) if (hours := cells.own.get("hours", "")).isdecimal() and 1 <= int(hours) <= 336 else 24,
        title=cells.text("label") or "",
        text=cells.text("hint") or "",
        contacts=known,
        council_line=int(place)
        if place.isascii() and place.isdecimal() and len(place) < 4 and int(place) < len(known)
        else None,
    )


def with_other(options: list[Option]) -> list[Option]:
    """The answers with "Other" behind them, as `or_other` asks for."""
    return [*options, Option(code="other", label="Other")] if all(one.code != "other" for one in options) else options
