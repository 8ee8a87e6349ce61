"""Names that are written so that a search for words misses them. Pure: places in a text, from where to where."""

import re
import unicodedata
from collections.abc import Collection, Iterator

FEWEST_LETTERS = 4
"""A name of fewer letters would be found in too much that is no name."""
ODD_WORD = re.compile(r"[^\W_]+")
DIGIT_INSIDE = re.compile(r"[^\W\d_]\d+[^\W\d_]")
LOOK_ALIKE = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU", "GEORGIAN", "DESERET", "OSAGE")
"""Scripts of which some letters look like those of another."""


def spelt_out(text: str, names: Collection[str]) -> Iterator[tuple[int, int]]:
    """Where the letters of a name stand apart: over two lines, with blanks, full stops or hyphens between them."""
    for name in sorted(names):
        letters = [letter for letter in name if letter.isalpha()]
        if len(letters) < FEWEST_LETTERS:
            continue
        apart = r"[\W_]{0,3}".join(map(re.escape, letters))
        for match in re.finditer(rf"(?<![^\W_]){apart}(?![^\W_])", text, re.IGNORECASE):
            if not match.group().isalpha():
                yield match.span()


def mixed(text: str) -> Iterator[tuple[int, int]]:
    """Words of letters from two alphabets that look alike, or with a digit among their letters."""
    for match in ODD_WORD.finditer(text):
        word = match.group()
        if DIGIT_INSIDE.search(word) or (not word.isascii() and len(_scripts(word)) > 1):
            yield match.span()


def _scripts(word: str) -> set[str]:
    return {script for letter in word if (script := unicodedata.name(letter, "").partition(" ")[0]) in LOOK_ALIKE}
