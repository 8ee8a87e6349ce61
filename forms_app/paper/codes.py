"""The codes of sheets: eight letters and digits that are hard to mistake for one another, the last a check on the rest."""

import re
import secrets

ALPHABET = "34679ACDEFGHJKMNPRTVWXY"
"""23 of them, without 0 O Q, 1 I L, 2 Z, 5 S, 8 B, U: a prime number, so that the check catches what it should."""
LENGTH = 8


def new_code() -> str:
    """A code by chance, such as `7KR4M9XD`: seven characters and their check."""
    start = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return start + _check(start)


def in_print(code: str) -> str:
    """A code as it is printed and shown: `7KR4-M9XD`."""
    return f"{code[:4]}-{code[4:]}"


def read_code(typed: str) -> str | None:
    """The code that was typed, with small letters, spaces and hyphens let pass; None for one that can't be right.

    One wrong character, or two neighbours in the wrong order, never make another code.
    """
    code = re.sub(r"[\s-]", "", typed.upper())
    if len(code) != LENGTH or set(code) - set(ALPHABET) or _check(code[:-1]) != code[-1]:
        return None
    return code


def _check(start: str) -> str:
    """The character that makes the sum of all, each times its place, a multiple of 23."""
    total = sum(place * ALPHABET.index(character) for place, character in enumerate(start, 1))
    size = len(ALPHABET)
    return ALPHABET[-total * pow(LENGTH, -1, size) % size]
