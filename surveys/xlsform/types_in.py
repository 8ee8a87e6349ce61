"""The kinds of row that a form may hold, and what becomes of each."""

import re
from dataclasses import dataclass
from math import isfinite

PLAIN = {
    "text": "text", "string": "text", "integer": "number", "int": "number", "decimal": "decimal", "range": "range",
    "note": "note", "begin group": "begin", "begin_group": "begin", "begin repeat": "repeat", "begin_repeat": "repeat",
    "begin lgroup": "repeat", "begin looped group": "repeat", "end group": "end", "end_group": "end", "end repeat": "end",
    "end_repeat": "end", "end lgroup": "end", "end looped group": "end", "add text prompt": "text",
    "add integer prompt": "number", "add note prompt": "note", "date": "day", "time": "day", "datetime": "day",
    "barcode": "day", "email": "day",
}  # fmt: skip
SELECTS = re.compile(
    r"(?P<kind>select_one|select one|select1|select one from|select_multiple|select multiple|select all that apply from"
    r"|select all that apply|add select one prompt using|add select multiple prompt using)"
    r"\s+(?P<list>\S+)(?P<other>\s+(?:or_other|or specify other|or other))?\s*"
)
WITHOUT_ASKING = {
    "start", "end", "today", "deviceid", "device id", "username", "phonenumber", "phone number", "simserial",
    "subscriberid", "audit", "start-geopoint", "background-audio", "background-geopoint", "uri", "imei",
}  # fmt: skip
WHY_LEFT = {
    "calculate": "It is worked out by the form, not asked. Figures are worked out from answers by measures here.",
    "hidden": "It is not asked. Only what people answer is kept here.",
    "geopoint": "Where someone is, is never asked here.",
    "geotrace": "Where someone is, is never asked here.",
    "geoshape": "Where someone is, is never asked here.",
    "image": "Pictures can’t be sent with answers here.",
    "photo": "Pictures can’t be sent with answers here.",
    "audio": "Recordings can’t be sent with answers here.",
    "video": "Recordings can’t be sent with answers here.",
    "file": "Files can’t be sent with answers here.",
    "acknowledge": "A box with nothing to choose is not a question here.",
    "trigger": "A box with nothing to choose is not a question here.",
    "rank": "Putting answers in order is not a kind of question here.",
}
COMPARED = re.compile(r"\(*\s*(?:\.\s*(?P<sign><=|>=|<|>)\s*(?P<number>-?\d+(?:\.\d+)?)"
                      r"|(?P<number2>-?\d+(?:\.\d+)?)\s*(?P<sign2><=|>=|<|>)\s*\.)\s*\)*")  # fmt: skip
LENGTH = re.compile(r"\(*\s*string-length\(\s*\.\s*\)\s*(?P<sign><=|<)\s*(?P<number>\d+)\s*\)*")
ALONE = re.compile(
    r"\(*\s*not\(\s*selected\(\s*\.\s*,\s*(?P<quote>['\"])(?P<code>[^'\"]+)(?P=quote)\s*\)"
    r"(?:\s*\)\s*or\s+count-selected\(\s*\.\s*\)\s*=\s*1|\s+and\s+count-selected\(\s*\.\s*\)\s*>\s*1\s*\))\s*\)*"
)
TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
FARTHEST = 1_000_000
LONGEST = 2_000
"""Signs of a constraint. Longer ones say more than can be said here, and could take hours to look through."""


@dataclass(frozen=True)
class RowKind:
    """What a row is: a `kind` of PLAIN, `one`, `many`, or `left` with the reason; the list it chooses from."""

    kind: str
    list_name: str = ""
    or_other: bool = False
    why: str = ""


def kind_of(written: str) -> RowKind:
    """What the type of a row means here."""
    plain = re.sub(r"\s+", " ", written.strip())
    found = SELECTS.fullmatch(plain)
    if found:
        kind = "many" if "multiple" in found["kind"] or "all that apply" in found["kind"] else "one"
        return RowKind(kind, found["list"], bool(found["other"]))
    low = plain.lower()
    if low in PLAIN:
        return RowKind(PLAIN[low])
    if low in WITHOUT_ASKING:
        return RowKind(
            "left", why="It is recorded without asking. Nothing is recorded of people here that they do not answer."
        )
    return RowKind("left", why=WHY_LEFT.get(low.split(" ")[0], f"Rows of the type “{plain}” are not known here."))


@dataclass(frozen=True)
class Bounds:
    """What a constraint says that can be said here; `whole`: whether that is all it says."""

    at_least: int | None = None
    at_most: int | None = None
    longest: int | None = None
    alone: tuple[str, ...] = ()
    whole: bool = True


def read_constraint(text: str) -> Bounds:
    """The range, the greatest length, or the answers that stand alone, of a constraint."""
    text = " ".join(text.split())
    if len(text) > LONGEST:
        return Bounds(whole=False)
    low: int | None = None
    high: int | None = None
    longest, alone, whole = None, [], True
    for part in re.split(r"\s+and\s+(?!count-selected)", text) if text else ():
        compared, length, single = COMPARED.fullmatch(part), LENGTH.fullmatch(part), ALONE.fullmatch(part)
        bound = float(compared["number"] or compared["number2"]) if compared else 0.0
        if compared and isfinite(bound):
            sign = compared["sign"] or TURNED[compared["sign2"]]
            lowest, highest = _whole_numbers(sign, bound)
            low = lowest if lowest is not None and (low is None or lowest > low) else low
            high = highest if highest is not None and (high is None or highest < high) else high
        elif length:
            longest = int(length["number"]) - (1 if length["sign"] == "<" else 0)
        elif single:
            alone.append(single["code"])
        else:
            whole = False
    return Bounds(low, high, longest, tuple(alone), whole)


def _whole_numbers(sign: str, bound: float) -> tuple[int | None, int | None]:
    """The least and the greatest whole number that a comparison allows."""
    near = int(bound // 1)
    if sign in (">", ">="):
        return (near if bound == near and sign == ">=" else near + 1), None
    return None, (near - 1 if bound == near and sign == "<" else near)


def read_parameters(text: str) -> dict[str, float]:
    """The numbers of `start=0 end=10 step=1`; what is no number is left out."""
    found = {}
    for part in re.split(r"[\s,;]+", text):
        name, mark, value = part.partition("=")
        if mark:
            try:
                found[name.strip().lower()] = float(value)
            except ValueError:
                continue
    return found
