"""Names: our keys hold dots and hyphens, a form's names had better not."""

import re
from collections.abc import Iterable

PREFIX = "carer_outcomes_"
"""Begins the columns that only we read. Other programs carry them along."""
ODD = re.compile(r"[^A-Za-z0-9_]")
AN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
NOT_IN_A_KEY = re.compile(r"[^A-Za-z0-9_-]+")


class Names:
    """Hands out names that are unique within a form, whatever the case of their letters."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def name_for(self, key: str, ending: str = "") -> str:
        """A name for `key`: `safe.feel` becomes `safe_feel`, or `safe_feel_2` where that is taken."""
        plain = ODD.sub("_", key)
        base = (plain if not plain[:1].isdigit() else f"q{plain}") + ending
        name, number = base, 1
        while name.lower() in self._taken:
            number += 1
            name = f"{base}_{number}"
        self._taken.add(name.lower())
        return name


def as_id(text: str, fallback: str) -> str:
    """`text` as one segment of an identifier of ours: letters, digits, hyphens and underscores, at most 60."""
    if AN_ID.fullmatch(text) and len(text) <= 60:
        return text
    plain = NOT_IN_A_KEY.sub("-", text.strip()).strip("-_")[:60]
    return plain or fallback


def unused(wanted: str, taken: Iterable[str]) -> str:
    """`wanted`, or `wanted-2` and so on where it is taken."""
    there, name, number = set(taken), wanted, 1
    while name in there:
        number += 1
        name = f"{wanted[:56]}-{number}"
    return name
