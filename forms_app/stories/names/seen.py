"""A text as a reader sees it: what is invisible, or drawn over a letter, hides no name from the search."""

import unicodedata

OVER_LETTERS = ((0x300, 0x36F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F))
"""Accents and strokes of their own, and signs that choose how a letter is drawn."""
FILLERS = "\u115f\u1160\u3164\uffa0"
"""Letters by their kind, that are drawn as nothing."""
JOINERS = "\u200c\u200d"
"""Part of how words of some scripts are written; invisible between letters of ours."""
FIRST_BEYOND = "\u0590"


def as_seen(text: str) -> tuple[str, list[int]]:
    """The text without what can't be seen, letters of special shapes as plain ones; and where in `text` each of it stands.

    The last number is the length of `text`.
    """
    if text.isascii():
        return text, list(range(len(text) + 1))
    seen: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        if _hidden(letter, seen[-1] if seen else ""):
            continue
        plain = unicodedata.normalize("NFKC", letter)
        seen.append(plain if len(plain) == 1 else letter)
        places.append(place)
    return "".join(seen), [*places, len(text)]


def _hidden(letter: str, before: str) -> bool:
    if letter in JOINERS:
        return before < FIRST_BEYOND
    code = ord(letter)
    over = any(first <= code <= last for first, last in OVER_LETTERS)
    return over or letter in FILLERS or unicodedata.category(letter) == "Cf"
