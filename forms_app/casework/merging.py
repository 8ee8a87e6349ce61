"""One form, two people: what a colleague saved meanwhile beside what was typed, and neither is lost.

A page carries what was on file when it was opened (`was-<field>`). What only the colleague changed is taken over; where
both changed a field, both values are shown.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from forms_app.typed import Typed

BASE = "was-"
Fields = Mapping[str, str]
"""The fields of a form as plain text: a date as "27 3 2026", several answers joined by `;`, and "" for none."""


@dataclass(frozen=True)
class Kinds:
    """Which fields of a form are dates in three boxes, and which take several answers."""

    days: Collection[str] = ()
    many: Collection[str] = ()


@dataclass(frozen=True)
class Clash:
    """A field that a colleague changed. `mine` is what was typed; None where it was left as it had been."""

    field: str
    theirs: str
    mine: str | None


def fields_of(typed: Typed, names: Collection[str], kinds: Kinds) -> dict[str, str]:
    """What a form says, as plain text."""
    return {name: _text(typed, name, kinds) for name in names}


def fill_in(typed: Typed, fields: Fields, kinds: Kinds) -> None:
    """Fill a form in."""
    for name, text in fields.items():
        if name in kinds.days:
            for part, value in zip(("day", "month", "year"), [*text.split(), "", "", ""][:3], strict=True):
                typed.fields[f"{name}-{part}"] = value
        elif name in kinds.many:
            typed.fields.poplist(name)
            if text:
                typed.fields.setlist(name, text.split(";"))
        else:
            typed.fields[name] = text


def remember(typed: Typed, on_file: Fields) -> None:
    """Let the page carry what is on file now."""
    for name, text in on_file.items():
        typed.fields[BASE + name] = text


def merge(typed: Typed, on_file: Fields, kinds: Kinds) -> list[Clash]:
    """Compare what was typed with what is on file now; the form then holds both sides' changes, mine where both changed."""
    found = []
    mine = fields_of(typed, list(on_file), kinds)
    for name, theirs in on_file.items():
        was = typed.value(BASE + name)
        if _same(theirs, was) or _same(theirs, mine[name]):
            continue
        untouched = _same(mine[name], was)
        if untouched:
            fill_in(typed, {name: theirs}, kinds)
        found.append(Clash(name, theirs, None if untouched else mine[name]))
    remember(typed, on_file)
    return found


def _text(typed: Typed, name: str, kinds: Kinds) -> str:
    if name in kinds.days:
        return " ".join(typed.value(f"{name}-{part}") for part in ("day", "month", "year")).strip()
    return ";".join(typed.values(name)) if name in kinds.many else typed.value(name)


def _same(one: str, other: str) -> bool:
    # A browser sends line breaks as two characters.
    return one.replace("\r\n", "\n").strip() == other.replace("\r\n", "\n").strip()
