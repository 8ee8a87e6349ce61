"""What was typed into a form: read field by field, kept as typed, with what is wrong with it."""

import re
from collections.abc import Collection
from datetime import date

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


class Typed:
    """The fields of one form. Reading a field returns its value, or None and a remembered error.

    Fields are named as on the page; an error's link leads to the field's id, which is its name (for a date, the
    name of its first box).
    """

    def __init__(self, fields: MultiDict[str, str] | None = None) -> None:
        self.fields: MultiDict[str, str] = MultiDict(fields or {})
        self.errors: list[dict[str, str]] = []
        self._by_name: dict[str, str] = {}

    def wrong(self, name: str, text: str, href: str | None = None) -> None:
        """Remember that a field is wrong; only its first error is shown."""
        if name not in self._by_name:
            self._by_name[name] = text
            self.errors.append({"text": text, "href": f"#{href or name}"})

    def error(self, name: str) -> dict[str, str] | None:
        """The error of a field, as the macros take it."""
        return {"text": self._by_name[name]} if name in self._by_name else None

    def value(self, name: str) -> str:
        """What was typed, with the white space around it gone."""
        return (self.fields.get(name) or "").replace("\0", "").strip()

    def values(self, name: str) -> list[str]:
        """Everything that was ticked."""
        return self.fields.getlist(name)

    def text(self, name: str, *, longest: int, missing: str | None = None) -> str | None:
        """A text. `missing` is the error for none; without it, none is fine."""
        value = self.value(name)
        if not value and missing:
            self.wrong(name, missing)
        if len(value) > longest:
            self.wrong(
                name, _("Use %(longest)s characters or fewer; this has %(length)s", longest=longest, length=len(value))
            )
            return None
        return value or None

    def choice(self, name: str, codes: Collection[str], *, missing: str | None = None) -> str | None:
        """One of `codes`."""
        value = self.value(name)
        if not value:
            if missing:
                self.wrong(name, missing)
            return None
        if value not in codes:
            self.wrong(name, missing or _("Choose one of the answers on the list"))
            return None
        return value

    def choices(self, name: str, codes: Collection[str]) -> str | None:
        """Any of `codes`, joined by `;` in the order of the list."""
        chosen = set(self.values(name))
        if chosen - set(codes):
            self.wrong(name, _("Choose answers from the list"))
        return ";".join(code for code in codes if code in chosen) or None

    def number(self, name: str, lowest: int, highest: int, *, what: str) -> int | None:
        """A whole number. `what` begins the error: "Wellbeing score"."""
        value = self.value(name)
        if not value:
            return None
        if not re.fullmatch(r"\d{1,6}", value, re.ASCII) or not lowest <= int(value) <= highest:
            words = _("%(what)s must be a whole number from %(lowest)s to %(highest)s")
            self.wrong(name, words % {"what": what, "lowest": lowest, "highest": highest})
            return None
        return int(value)

    def day(self, name: str, *, what: str, missing: str | None = None) -> date | None:
        """A date in three boxes: `name-day`, `name-month` (number or name), `name-year`. `what` begins its errors."""
        day, month, year = (self.value(f"{name}-{part}") for part in ("day", "month", "year"))
        first = f"{name}-day"
        if not (day or month or year):
            if missing:
                self.wrong(name, missing, first)
            return None
        for part, value, words in (
            ("day", day, _("%(what)s must include a day", what=what)),
            ("month", month, _("%(what)s must include a month", what=what)),
            ("year", year, _("%(what)s must include a year", what=what)),
        ):
            if not value:
                self.wrong(name, words, f"{name}-{part}")
                return None
        named = [number for number, word in enumerate(MONTHS, 1) if len(month) >= 3 and word.startswith(month.lower())]
        try:
            if not all(re.fullmatch(r"\d{1,4}", text, re.ASCII) for text in (day, year)) or len(year) != 4:
                raise ValueError
            return date(int(year), named[0] if named else int(month), int(day))
        except ValueError:
            self.wrong(name, _("%(what)s must be a real date, such as 27 3 2026", what=what), first)
            return None

    def set_day(self, name: str, day: date | None) -> None:
        """Fill the boxes of a date in."""
        for part in ("day", "month", "year"):
            self.fields[f"{name}-{part}"] = str(getattr(day, part)) if day else ""

    def boxes(self, name: str) -> list[dict[str, str]]:
        """The boxes of a date, as the macro takes them."""
        wrong = " govuk-input--error" if name in self._by_name else ""
        return [
            {"name": part, "value": self.value(f"{name}-{part}"), "classes": f"govuk-input--width-{width}{wrong}"}
            for part, width in (("day", 2), ("month", 2), ("year", 4))
        ]
