"""A return as it was typed, under the names of the page's controls, and what it says.

`v.<field>` is a value (a date has three: `v.<field>-day` and so on), `n.<field>` its note, `reason` why it is corrected.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from forms_app.day_words import day_words
from forms_app.typed import Typed
from surveys.model.returns import Form, ReturnField
from surveys.return_rules import NUMBER_KINDS, ValueFault, largest, most_places, read_value

LONGEST_TEXT = 20_000
LONGEST_NOTE = 2_000
DATE_BOXES = ("day", "month", "year")


def names_of(its_field: ReturnField) -> list[str]:
    """The names of a field's controls."""
    value = f"v.{its_field.id}"
    if its_field.kind == "date":
        return [f"{value}-{part}" for part in DATE_BOXES]
    return [value, f"n.{its_field.id}"] if takes_note(its_field) else [value]


def takes_note(its_field: ReturnField) -> bool:
    """Whether a note can stand beside the field: figures only, as texts and choices have fields for words."""
    return its_field.kind in NUMBER_KINDS


def as_typed(form: Form, values: Mapping[str, str], notes: Mapping[str, str | None]) -> dict[str, str]:
    """What would have to be typed to say `values` and `notes`."""
    typed: dict[str, str] = {}
    for its_field in form.every_field():
        value = values.get(its_field.id, "")
        if its_field.kind == "date" and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            year, month, day = value.split("-")
            typed |= dict(zip(names_of(its_field), (str(int(day)), str(int(month)), year), strict=True))
        elif value:
            typed[f"v.{its_field.id}"] = value
        if notes.get(its_field.id):
            typed[f"n.{its_field.id}"] = notes[its_field.id] or ""
    return typed


@dataclass(frozen=True)
class Fault:
    """What is wrong with a control."""

    field: ReturnField
    control: str
    text: str


@dataclass
class Reading:
    """What a typed return says: good values and notes by field id, and what is wrong."""

    values: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class TypedReturn:
    """What was typed into a return of `form`."""

    form: Form
    typed: dict[str, str]

    def text(self, name: str) -> str:
        """What stands in a control."""
        return self.typed.get(name, "")

    def boxes(self, its_field: ReturnField) -> list[dict[str, str]]:
        """The three boxes of a date, as the macro takes them."""
        return Typed(MultiDict(self.typed)).boxes(f"v.{its_field.id}")

    def is_filled(self, fields: Iterable[ReturnField]) -> bool:
        """Whether anything was typed into any of `fields`."""
        return any(self.text(name).strip() for its_field in fields for name in names_of(its_field))

    @cached_property
    def reading(self) -> Reading:
        """What the whole return says."""
        return self.read(self.form.every_field())

    def read(self, fields: Iterable[ReturnField]) -> Reading:
        """What `fields` say; a required one left empty is a fault."""
        reading = Reading()
        for its_field in fields:
            self._read_value(its_field, reading)
            note = self.text(f"n.{its_field.id}").strip()
            if len(note) > LONGEST_NOTE:
                words = _("The note on “%(label)s” must be %(longest)s characters or fewer")
                words %= {"label": its_field.label, "longest": LONGEST_NOTE}
                reading.faults.append(Fault(its_field, f"n.{its_field.id}", words))
            elif note:
                reading.notes[its_field.id] = note
        return reading

    def _read_value(self, its_field: ReturnField, reading: Reading) -> None:
        control = f"v.{its_field.id}"
        if its_field.kind == "date":
            boxes = Typed(MultiDict(self.typed))
            day = boxes.day(control, what=its_field.label)
            if boxes.errors:
                first = boxes.errors[0]
                reading.faults.append(Fault(its_field, first["href"].removeprefix("#"), first["text"]))
                return
            text = day.isoformat() if day else ""
            control += "-day"
        else:
            text = self.text(control) if its_field.kind == "text" else _plain_number(self.text(control))
        if not text.strip():
            if its_field.required:
                reading.faults.append(Fault(its_field, control, _missing(its_field)))
            elif takes_note(its_field) and self.text(f"n.{its_field.id}").strip():
                words = _(
                    "Enter the figure that your note is about, or take the note away: %(label)s", label=its_field.label
                )
                reading.faults.append(Fault(its_field, control, words))
            return
        if len(text) > LONGEST_TEXT:
            words = _("“%(label)s” must be %(longest)s characters or fewer", label=its_field.label, longest=LONGEST_TEXT)
            reading.faults.append(Fault(its_field, control, words))
            return
        try:
            reading.values[its_field.id] = read_value(its_field, text)
        except ValueFault as fault:
            reading.faults.append(Fault(its_field, control, _fault_words(its_field, fault)))


def value_words(its_field: ReturnField, value: str) -> str:
    """A good value as people read it: £1,234.50, 62%, 3 May 2026, the words of a choice."""
    if not value:
        return ""
    if its_field.kind == "choice":
        return next((choice.label for choice in its_field.choices if choice.code == value), value)
    if its_field.kind == "date":
        try:
            return day_words(date.fromisoformat(value))
        except ValueError:
            return value
    if its_field.kind in NUMBER_KINDS:
        whole, point, rest = value.partition(".")
        grouped = (f"{int(whole):,}" if whole.isascii() and whole.isdigit() else whole) + point + rest
        if its_field.kind == "money":
            return f"£{grouped}{'0' if len(rest) == 1 else ''}"
        return f"{grouped}%" if its_field.kind == "percent" else grouped
    return value


def _plain_number(text: str) -> str:
    """A number without what people write around it: spaces, £, %, commas between thousands."""
    plain = re.sub(r"\s", "", text) if re.fullmatch(r"[\s£%\d.,+-]*", text) else text
    plain = plain.removeprefix("£").removesuffix("%")
    return plain.replace(",", "") if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", plain) else plain


def _missing(its_field: ReturnField) -> str:
    if its_field.kind == "choice":
        return str(_("Select an answer: %(label)s", label=its_field.label))
    if its_field.kind in NUMBER_KINDS:
        return str(_("Enter a figure, 0 if there were none: %(label)s", label=its_field.label))
    return str(_("Fill this in: %(label)s", label=its_field.label))


def _fault_words(its_field: ReturnField, fault: ValueFault) -> str:
    words = {
        "not-whole": _("Must be a whole number, such as 12: %(label)s"),
        "not-number": _("Must be a number, such as 12 or 12.5: %(label)s"),
        "too-small": _("Must be 0 or more: %(label)s"),
        "too-large": _("Must be %(largest)s or less: %(label)s"),
        "too-many-places": _("Must have no more than %(places)s decimal places: %(label)s"),
        "not-date": _("Must be a real date, such as 27 3 2026: %(label)s"),
        "not-a-choice": _("Choose one of the answers on the list: %(label)s"),
    }[fault.why]
    return str(words) % {"label": its_field.label, "largest": f"{largest(its_field):,}", "places": most_places(its_field)}
