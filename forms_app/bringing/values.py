"""Their way of writing values, turned into ours: dates, codes, numbers."""

import re
from collections import Counter
from datetime import date, timedelta
from difflib import get_close_matches
from functools import lru_cache

from forms_app.bringing.guessing import bare
from forms_app.bringing.kept import SAME, BroughtFile
from forms_app.exchange.kinds import Amount, BirthYear, Coded, Day, Defined, Setting, Whole
from forms_app.exchange.layout import Column
from surveys.model.common import say

MOST_VALUES = 100
"""So many different values of a column are matched with codes on the page; the check finds the others."""
MOST_CODES = 400
NUMERIC = re.compile(r"(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{4}|\d{2})(?:[ T,].*)?")
YEAR_FIRST = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[ T,].*)?")
DAY_MONTH = re.compile(
    r"(?:[A-Za-z]+,?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s\-./]*([A-Za-z]{3,9})\.?[\s\-./,]*(\d{4}|\d{2})(?:[ T,].*)?"
)
MONTH_DAY = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?:[ T,].*)?")
SERIAL = re.compile(r"[1-7]\d{4}(?:\.\d+)?")
NOUGHT = date(1899, 12, 30)
"""Excel counts days from it, and saves the count where a cell was not told that it holds a date."""
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SPOKEN: dict[str, tuple[str, ...]] = {
    "yes": ("y", "true", "1", "t"),
    "no": ("n", "false", "0", "f"),
    "female": ("f", "woman", "girl", "females", "women"),
    "male": ("m", "man", "boy", "males", "men"),
    "active": ("open", "current", "live"),
    "closed": ("inactive", "ended"),
    "prefer-not-to-say": ("prefernottosay", "notstated", "declined", "refused"),
    "prefer_not_to_say": ("prefernottosay", "notstated", "declined", "refused"),
}
Codes = dict[str, str]
"""Codes with their words."""


@lru_cache(50_000)
def iso_day(text: str, order: str, this_year: int) -> str | None:
    """A date as ours, or None where it is none or its order isn't known."""
    text = text.strip()
    if found := YEAR_FIRST.fullmatch(text):
        return _iso(found[1], found[2], found[3], this_year)
    if found := DAY_MONTH.fullmatch(text):
        return _iso(found[3], _month(found[2]), found[1], this_year)
    if found := MONTH_DAY.fullmatch(text):
        return _iso(found[3], _month(found[1]), found[2], this_year)
    if found := NUMERIC.fullmatch(text):
        day, month = (found[2], found[1]) if order == "mdy" else (found[1], found[2])
        return _iso(found[3], month, day, this_year) if order else None
    return (NOUGHT + timedelta(int(text[:5]))).isoformat() if SERIAL.fullmatch(text) else None


def _month(word: str) -> str:
    short = word[:3].lower()
    return str(MONTHS.index(short) + 1) if short in MONTHS else "0"


def _iso(year: str, month: str, day: str, this_year: int) -> str | None:
    number = int(year)
    if len(year) == 2:
        # A year to come by more than one is one of the last century: 65 is a year of birth, 27 the end of a contract.
        number += 2000 if number <= this_year % 100 + 1 else 1900
    try:
        return date(number, int(month), int(day)).isoformat()
    except ValueError:
        return None


def orders(file: BroughtFile, setting: Setting) -> set[str]:
    """The orders in which all dates of a file that are all numbers could be read; both where none has any."""
    day_first = month_first = True
    for column in _mapped(file, setting):
        if isinstance(column.kind, Day | BirthYear):
            for _row, text in cells_of(file, column.name):
                if found := NUMERIC.fullmatch(text.strip()):
                    day_first &= int(found[2]) <= 12
                    month_first &= int(found[1]) <= 12
    return {name for name, possible in (("dmy", day_first), ("mdy", month_first)) if possible}


def has_numeric_dates(file: BroughtFile, setting: Setting) -> bool:
    """Whether the order of the parts of dates matters."""
    return any(
        NUMERIC.fullmatch(text.strip())
        for column in _mapped(file, setting)
        if isinstance(column.kind, Day | BirthYear)
        for _row, text in cells_of(file, column.name)
    )


def cells_of(file: BroughtFile, name: str) -> list[tuple[int, str]]:
    """The cells of one of our columns as they came, with their rows; not of rows that are left out, as totals are."""
    where = file.columns.get(name, "")
    if not where.isdigit():
        return []
    place, left_out = int(where), set(file.out)
    return [(number, cells[place]) for number, cells in file.rows if cells[place] and number not in left_out]


def _mapped(file: BroughtFile, setting: Setting) -> list[Column]:
    return [one for one in file.layout.all_columns(setting) if file.columns.get(one.name, "").isdigit()]


def codes_of(column: Column, setting: Setting) -> Codes:
    """The codes that a column may hold, with their words; none where it holds no codes."""
    library = setting.library
    if isinstance(column.kind, Coded):
        return {one.code: say(one.label) for one in library.codes.lists.get(column.kind.codes, [])}
    if not isinstance(column.kind, Defined):
        return {}
    match column.kind.what:
        case "framework":
            return {one.id: str(one.title) for one in library.frameworks.values()}
        case "survey":
            return {name: name for name in library.surveys}
        case "scale":
            return {"wellbeing": "wellbeing"} | {name: name for name in library.instruments}
    return {f"{name}:{one}": f"{name}:{one}" for name, found in library.frameworks.items() for one in found.outcome_ids()}


def parts_of(column: Column, text: str) -> list[str]:
    """The values in a cell: several where the column may hold several."""
    if isinstance(column.kind, Coded) and column.kind.several:
        return [part.strip() for part in re.split(r"[;,|\n]", text) if part.strip()]
    return [text.strip()]


def unmatched(file: BroughtFile, setting: Setting) -> dict[str, Counter[str]]:
    """Their values that are no codes of ours, by our column, the most frequent first."""
    found: dict[str, Counter[str]] = {}
    for column in _mapped(file, setting):
        codes = codes_of(column, setting)
        if not codes or len(codes) > MOST_CODES:
            continue
        counted = Counter(part for _row, text in cells_of(file, column.name) for part in parts_of(column, text))
        strange = Counter({value: times for value, times in counted.items() if value not in codes})
        if strange:
            found[column.name] = Counter(dict(strange.most_common(MOST_VALUES)))
    return found


def propose_code(value: str, codes: Codes) -> str | None:
    """The code that a value most likely stands for."""
    plain = bare(value)
    for code, label in codes.items():
        if plain and plain in (bare(code), bare(label)):
            return code
    for code in codes:
        if plain in SPOKEN.get(code, ()):
            return code
    words = {bare(label): code for code, label in codes.items()} | {bare(code): code for code in codes}
    near = get_close_matches(plain, words, n=1, cutoff=0.85) if len(plain) > 3 else []
    return words[near[0]] if near else None


def ours(column: Column, text: str, file: BroughtFile, this_year: int) -> str:
    """A cell of theirs as ours; as it is, where nothing is known of it, so that the check says what is wrong."""
    kind = column.kind
    if not text:
        return ""
    if isinstance(kind, Day):
        return iso_day(text, file.order, this_year) or text
    if isinstance(kind, BirthYear):
        return (iso_day(text, file.order, this_year) or text)[:4] if len(text) > 4 else text
    if isinstance(kind, Coded | Defined):
        told = file.values.get(column.name, {})
        return ";".join(part for part in (told.get(one, one) for one in parts_of(column, text)) if part)
    if isinstance(kind, Whole | Amount):
        return _number(text)
    return text


def _number(text: str) -> str:
    """A number without its pound sign, its commas of thousands, and a point with nothing but noughts behind it."""
    plain = text.strip().removeprefix("£").strip()
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", plain):
        plain = plain.replace(",", "")
    return re.sub(r"\.0+$", "", plain) if re.fullmatch(r"-?\d+\.0+", plain) else plain


def same_value(where: str) -> str | None:
    """The value that stands for every row, where that is what was chosen."""
    return where.removeprefix(SAME) if where.startswith(SAME) else None
