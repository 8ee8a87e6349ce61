"""Words that are no sign of a person: ordinary English words, and those that are written with a capital anyway.

`ordinary_words.txt` holds some 3,500 words that guides, definitions and made-up answers of such services use.
"""

from pathlib import Path


def _words(file: str) -> frozenset[str]:
    return frozenset((Path(__file__).parent / f"{file}.txt").read_text(encoding="utf-8").split())


ORDINARY = _words("ordinary_words")
"""In small letters they are not looked up among the names on record."""

NAMES_TOO = _words("names_too")
"""Ordinary words that are as often names where they have a capital, be it at the start of a sentence."""

STARTERS = ORDINARY - NAMES_TOO
"""A sentence that starts with one of these starts with no name."""

FUNCTION_WORDS = _words("function_words")
"""Names too in some languages, but not where a sentence starts."""

CAPITALS = _words("written_with_capitals")
"""Written with a capital in the middle of a sentence, and no sign of anyone."""
