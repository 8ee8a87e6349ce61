"""Kinds of cell: how the text of each is read, and how a value is written."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property, lru_cache
from typing import Protocol

from forms_app.exchange.problems import CellError, either, shown
from surveys.library import Library
from surveys.model.returns import ReturnField

Value = str | int | date | Decimal | None
Reader = Callable[[str], Value]
KEPT = 20_000
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Setting:
    """What cells are read against: the definitions, and the day it is taken to be."""

    library: Library
    today: date

    @cached_property
    def measures(self) -> dict[str, dict[str, None]]:
        """Ids of measures by framework."""
        return {name: dict.fromkeys(it.id for it in found.measures) for name, found in self.library.frameworks.items()}

    @cached_property
    def fields(self) -> dict[tuple[str, str], dict[str, ReturnField]]:
        """Fields of returns by id, by framework and form."""
        return {
            (framework.id, form.id): {field.id: field for field in form.every_field()}
            for framework in self.library.frameworks.values()
            for form in framework.forms
        }


class Kind(Protocol):
    """A kind of cell. `reader` makes a function from a filled cell's text to its value, which raises CellError."""

    def reader(self, setting: Setting) -> Reader: ...


@dataclass(frozen=True)
class Key:
    """A reference of the provider's own, or a name: one line of text."""

    length: int = 80

    def reader(self, setting: Setting) -> Reader:
        def read(text: str) -> str:
            text = text.strip()
            if not text.isprintable() and UNPRINTABLE.search(text):
                raise CellError(f"{shown(text)} has a line break or another sign that can't be printed")
            return text if len(text) <= self.length else _not_too_long(text, self.length)

        return read


@dataclass(frozen=True)
class Words:
    """Free text, kept as it is but for line ends; `length` None sets no limit."""

    length: int | None = None

    def reader(self, setting: Setting) -> Reader:
        def read(text: str) -> str | None:
            text = plain_line_ends(text)
            if not text.strip():
                return None
            return text if self.length is None else _not_too_long(text, self.length)

        return read


@dataclass(frozen=True)
class Day:
    """An ISO date."""

    def reader(self, setting: Setting) -> Reader:
        return read_day


@dataclass(frozen=True)
class Whole:
    """A whole number from `low` to `high`."""

    low: int
    high: int

    def reader(self, setting: Setting) -> Reader:
        return lru_cache(KEPT)(lambda text: read_whole(text, self.low, self.high))


@dataclass(frozen=True)
class BirthYear:
    """A year of birth, from 1890 to this year."""

    def reader(self, setting: Setting) -> Reader:
        return Whole(1890, setting.today.year).reader(setting)


@dataclass(frozen=True)
class Amount:
    """A number with up to `places` decimals, from `low` to `high`."""

    places: int
    low: Decimal
    high: Decimal

    def reader(self, setting: Setting) -> Reader:
        return lru_cache(KEPT)(lambda text: read_number(text, self.places, self.low, self.high))


@dataclass(frozen=True)
class Coded:
    """A code of the list `codes` in `codes.yaml`; with `several`, codes joined by `;`."""

    codes: str
    several: bool = False

    def reader(self, setting: Setting) -> Reader:
        allowed = dict.fromkeys(setting.library.codes.codes(self.codes))

        @lru_cache(KEPT)
        def read(text: str) -> str | None:
            given = [part.strip() for part in text.split(";")] if self.several else [text.strip()]
            picked = list(dict.fromkeys(part for part in given if part))
            wrong = [code for code in picked if code not in allowed]
            if wrong:
                raise CellError(f"{shown(wrong[0])} is not a known code; {either(allowed, wrong[0])}")
            return _not_too_long(";".join(picked), 400) if picked else None

        return read


@dataclass(frozen=True)
class Language:
    """A language code such as `en` or `ur`."""

    def reader(self, setting: Setting) -> Reader:
        def read(text: str) -> str:
            if not LANGUAGE.fullmatch(text.strip()) or len(text.strip()) > 20:
                raise CellError(f"{shown(text)} is not a language code such as en or ur")
            return text.strip()

        return lru_cache(KEPT)(read)


@dataclass(frozen=True)
class Defined:
    """The id of something the definitions hold: `framework`, `survey`, `scale`, or `outcome` as `framework:outcome`."""

    what: str

    def reader(self, setting: Setting) -> Reader:
        library = setting.library
        choices: dict[str, list[str]] = {
            "framework": list(library.frameworks),
            "survey": list(library.surveys),
            "scale": list(
                dict.fromkeys(
                    ["wellbeing", *(entry.code for entry in library.codes.lists.get("scale", [])), *library.instruments]
                )
            ),
            "outcome": [f"{name}:{it}" for name, found in library.frameworks.items() for it in found.outcome_ids()],
        }
        allowed = dict.fromkeys(choices[self.what])

        @lru_cache(KEPT)
        def read(text: str) -> str:
            text = text.strip()
            if text in allowed:
                return text
            if self.what != "outcome":
                raise CellError(f"{shown(text)} is not a {self.what} of the definitions; {either(allowed, text)}")
            framework = library.frameworks.get(text.partition(":")[0])
            near = [f"{framework.id}:{it}" for it in framework.outcome_ids()] if framework else []
            if not near:
                raise CellError(
                    f"{shown(text)} does not begin with a framework's id and a colon; {either(library.frameworks)}"
                )
            raise CellError(f"{shown(text)} is not an outcome of the definitions; {either(near, text)}")

        return read


@lru_cache(KEPT)
def read_day(text: str) -> date:
    """Read an ISO date. Raises CellError for anything else, and for days before 1900 or after 2199."""
    text = text.strip()
    try:
        if len(text) != 10 or text[4] != "-" or text[7] != "-":
            raise ValueError
        day = date.fromisoformat(text)
    except ValueError:
        raise CellError(f"{shown(text)} is not a date") from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise CellError(f"{shown(text)} is not between 1900 and 2199")
    return day


def read_whole(text: str, low: int, high: int | None = None) -> int:
    """Read a whole number from `low` to `high`. Raises CellError."""
    text = text.strip()
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", text):
        raise CellError(f"{shown(text)} is not a whole number")
    number = int(text)
    if number < low or (high is not None and number > high):
        raise CellError(f"{shown(text)} is {_outside(str(low), None if high is None else str(high))}")
    return number


def read_number(text: str, places: int, low: Decimal, high: Decimal) -> Decimal:
    """Read a number with up to `places` decimals, from `low` to `high`. Raises CellError."""
    text = text.strip()
    try:
        if not re.fullmatch(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)", text) or len(text) > 40:
            raise InvalidOperation
        number = Decimal(text)
    except InvalidOperation:
        raise CellError(f"{shown(text)} is not a number") from None
    if not low <= number <= high:
        raise CellError(f"{shown(text)} is {_outside(write_cell(low), write_cell(high))}")
    rounded = number.quantize(Decimal(1).scaleb(-places))
    if rounded != number:
        raise CellError(f"{shown(text)} has more than {places} decimal places")
    return rounded


def write_cell(value: Value) -> str:
    """A value as a cell: nothing for not known, ISO dates, numbers with no zeros at their end."""
    if value is None:
        return ""
    if isinstance(value, str):
        return "" if value.isspace() else plain_line_ends(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        text = format(value, "f")
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return "0" if text in ("-0", "") else text
    return str(value)


def plain_line_ends(text: str) -> str:
    """The text with every line end as a line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _outside(low: str, high: str | None) -> str:
    return f"less than {low}" if high is None else f"not between {low} and {high}"


def _not_too_long(text: str, length: int) -> str:
    if len(text) > length:
        raise CellError(f"has {len(text)} characters; there is room for {length}")
    return text
