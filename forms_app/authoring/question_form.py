"""The form of one question in English: fields filled from a question, and a question made of what was typed."""

import re
from typing import Any

from flask_babel import gettext as _

from forms_app.app import library
from forms_app.typed import Typed
from surveys.editing.steps import new_code
from surveys.editing.texts import PLAIN, with_words
from surveys.model.common import Text, say
from surveys.model.survey import Help, Option, Question, Route
from surveys.resolve import PREFER_NOT_TO_SAY

KINDS = ("one", "many", "number", "scale", "text")
CHOSEN = ("one", "many")
LONGEST_TEXT, LONGEST_HINT, LONGEST_LABEL = 500, 1_500, 200
NEW_OPTIONS = 3
NEW_ROUTES = 1
WHOLE_NUMBER = re.compile(r"-?\d{1,7}", re.ASCII)
TEXT_LIMITS = {"text": LONGEST_TEXT, "unit": 60, "low_label": LONGEST_LABEL, "high_label": LONGEST_LABEL}


def fill_in(typed: Typed, question: Question) -> None:
    """Fill the form's fields in with a question as it is."""
    fields = typed.fields
    for name in PLAIN:
        fields[name] = say(getattr(question, name))
    fields["kind"] = question.kind
    for name in ("required", "personal"):
        fields[name] = "yes" if getattr(question, name) else ""
    for name in ("at_least", "at_most", "max_length"):
        fields[name] = str(getattr(question, name))
    for number, option in enumerate(question.options, 1):
        fields[f"code-{number}"], fields[f"label-{number}"] = option.code, say(option.label)
        fields[f"option-hint-{number}"], fields[f"place-{number}"] = say(option.hint), str(number)
        fields[f"alone-{number}"] = "yes" if option.alone else ""
    for number, route in enumerate(question.routes, 1):
        fields[f"go-{number}"] = route.go_to
        fields.setlist(f"when-{number}", list(route.when))
        for bound in ("at_least", "at_most"):
            value = getattr(route, bound)
            fields[f"route-{bound}-{number}"] = "" if value is None else f"{value:g}"
    if question.help:
        fields["help-title"], fields["help-text"] = say(question.help.title), say(question.help.text)
        fields["help-contacts"] = "\n".join(say(contact) for contact in question.help.contacts)
        fields["help-hours"] = str(question.help.within_hours)
        fields.setlist("help-after", list(question.help.after))


def rows_of(typed: Typed, name: str, spare: int) -> list[int]:
    """The numbers of the rows to show: those that are filled in, and some empty ones."""
    numbers = [int(found[1]) for field in typed.fields if (found := re.fullmatch(rf"{name}-(\d{{1,3}})", field))]
    filled = [number for number in numbers if typed.value(f"{name}-{number}")]
    last = max(filled, default=0)
    return [*sorted(set(filled)), *range(last + 1, last + spare + 1)]


def read_question(typed: Typed, before: Question, later: list[str]) -> Question | None:
    """The question as it was typed, or None with the errors beside their fields. Other languages' texts stay.

    `later`: the keys to which its routes may lead, besides the end of the part.
    """
    kind = typed.choice("kind", KINDS, missing=_("Select the kind of question"))
    values: dict[str, Any] = {"kind": kind or before.kind}
    for name in PLAIN:
        missing = _("Enter the question") if name == "text" else None
        words = typed.text(name, longest=TEXT_LIMITS.get(name, LONGEST_HINT), missing=missing)
        values[name] = with_words(getattr(before, name), "en", words or "")
    values["text"] = values["text"] or before.text
    values |= {name: typed.value(name) == "yes" for name in ("required", "personal")}
    values |= _range(typed, before, values["kind"])
    values["options"] = _options(typed, before, values["kind"])
    values["help"] = _help(typed, before, [option.code for option in values["options"]])
    values["routes"] = _routes(typed, before, later, [option.code for option in values["options"]])
    if values["options"] != before.options:
        values["options_from"] = None
    offered = {option.code for option in values["options"]}
    values["helper"] = {code: who for code, who in before.helper.items() if code in offered}
    return None if typed.errors else before.model_copy(update=values)


def _range(typed: Typed, before: Question, kind: str) -> dict[str, int]:
    found = {"at_least": before.at_least, "at_most": before.at_most, "max_length": before.max_length}
    wanted = ("at_least", "at_most") if kind in ("number", "scale") else ("max_length",) if kind == "text" else ()
    for name in wanted:
        value = typed.value(name)
        if not WHOLE_NUMBER.fullmatch(value):
            typed.wrong(name, _("Enter a whole number"))
        else:
            found[name] = int(value)
    if wanted and not typed.errors:
        if kind == "text" and not 1 <= found["max_length"] <= 10_000:
            typed.wrong("max_length", _("Allow from 1 to 10,000 characters"))
        if kind != "text" and found["at_least"] >= found["at_most"]:
            typed.wrong("at_most", _("The highest number must be above the lowest"))
        if kind == "scale" and found["at_most"] - found["at_least"] > 20:
            typed.wrong("at_most", _("A scale has 21 steps at most; ask for a number instead"))
    return found


def _options(typed: Typed, before: Question, kind: str) -> list[Option]:
    """The answers in the order that was asked for. A row without words is an answer that is no longer offered."""
    by_code = {option.code: option for option in before.options}
    placed: list[tuple[float, int, Option]] = []
    for number in sorted({int(f.partition("-")[2]) for f in typed.fields if re.fullmatch(r"label-\d{1,3}", f)}):
        label = typed.text(f"label-{number}", longest=LONGEST_LABEL)
        old = by_code.get(typed.value(f"code-{number}"))
        if label is None or typed.value(f"retire-{number}") == "yes":
            continue
        hint = typed.text(f"option-hint-{number}", longest=LONGEST_HINT)
        taken = [*by_code, *(option.code for _place, _number, option in placed)]
        made = old or Option(code=new_code(label, taken), label=label)
        words: dict[str, Text | None] = {"label": with_words(made.label, "en", label)}
        words["hint"] = with_words(made.hint, "en", hint or "")
        alone = {"alone": typed.value(f"alone-{number}") == "yes"}
        placed.append((_place(typed, number), number, made.model_copy(update={**words, **alone})))
    options = [option for _place_, _number, option in sorted(placed, key=lambda one: one[:2])]
    if kind in CHOSEN and len(options) < 2:
        typed.wrong("options", _("Give at least two answers to choose from"), "label-1")
    if len({say(option.label).lower() for option in options}) < len(options):
        typed.wrong("options", _("Two answers have the same words"), "label-1")
    return _with_refusal(typed, kind, options if kind in CHOSEN else [] if before.kind in CHOSEN else before.options)


def _with_refusal(typed: Typed, kind: str, options: list[Option]) -> list[Option]:
    """A personal question offers "Prefer not to say"; one that is personal no longer does not."""
    refusals = library().codes.option_sets.get(PREFER_NOT_TO_SAY, [])
    if typed.value("personal") != "yes" or kind == "text":
        return [option for option in options if option.code != PREFER_NOT_TO_SAY]
    there = any(option.code == PREFER_NOT_TO_SAY for option in options)
    return options if there else [*options, *refusals]


def _place(typed: Typed, number: int) -> float:
    """Where an answer should stand. One moved up goes before whatever is there, one moved down behind it."""
    value = typed.value(f"place-{number}")
    if not value:
        return 1_000
    if not re.fullmatch(r"\d{1,3}", value, re.ASCII):
        typed.wrong(f"place-{number}", _("Enter the place as a whole number, such as 2"))
        return 1_000
    return int(value) + (0.5 if int(value) > number else -0.5 if int(value) < number else 0)


def _help(typed: Typed, before: Question, codes: list[str]) -> Help | None:
    """The help after some answers; none where no answer is ticked."""
    after = [code for code in codes if code in typed.values("help-after")]
    title = typed.text("help-title", longest=LONGEST_LABEL)
    text = typed.text("help-text", longest=LONGEST_HINT)
    lines = [line.strip() for line in typed.value("help-contacts").splitlines() if line.strip()]
    if not after:
        return None
    if not title or not text:
        typed.wrong("help-title", _("Give the help a title and a text, or untick its answers"))
        return before.help
    hours = typed.value("help-hours") or "24"
    if not WHOLE_NUMBER.fullmatch(hours) or not 1 <= int(hours) <= 336:
        typed.wrong("help-hours", _("Enter the hours as a whole number from 1 to 336"))
        return before.help
    old = before.help
    known = {say(contact): contact for contact in old.contacts} if old else {}
    same_number = old is not None and len(old.contacts) == len(lines)
    contacts = [
        known.get(line) or (with_words(old.contacts[number], "en", line) if old and same_number else line) or line
        for number, line in enumerate(lines)
    ]
    council = old.contacts[old.council_line] if old and old.council_line is not None else None
    place = old.council_line if old and same_number else contacts.index(council) if council in contacts else None
    return Help(
        after=after,
        title=with_words(old.title if old else None, "en", title) or title,
        text=with_words(old.text if old else None, "en", text) or text,
        contacts=contacts,
        council_line=place,
        within_hours=int(hours),
    )


def _routes(typed: Typed, before: Question, later: list[str], codes: list[str]) -> list[Route]:
    """The routes in their order; a row that leads nowhere is none."""
    routes = []
    for number in sorted({int(f.partition("-")[2]) for f in typed.fields if re.fullmatch(r"go-\d{1,3}", f)}):
        go_to = typed.value(f"go-{number}")
        if not go_to:
            continue
        if go_to not in later and go_to not in {route.go_to for route in before.routes}:
            typed.wrong(f"go-{number}", _("Choose a later question of this part, or the end of the part"))
            continue
        bounds: dict[str, float | None] = {}
        for bound in ("at_least", "at_most"):
            value = typed.value(f"route-{bound}-{number}")
            if value and not WHOLE_NUMBER.fullmatch(value):
                typed.wrong(f"route-{bound}-{number}", _("Enter a whole number"))
            bounds[bound] = float(value) if value and WHOLE_NUMBER.fullmatch(value) else None
        when = [code for code in codes if code in typed.values(f"when-{number}")]
        if typed.values(f"when-{number}") and not when:
            # Every answer that led this way is retired: the route goes with them, and never becomes "after any answer".
            continue
        routes.append(Route(when=when, go_to=go_to, **bounds))
    return routes
