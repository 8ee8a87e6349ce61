"""Translations that are out of date: the English has changed since they were written."""

from collections.abc import Collection, Sequence
from itertools import pairwise

from surveys.editing.texts import all_texts
from surveys.model.common import in_each
from surveys.model.survey import Survey

Mark = tuple[str, str]
"""The name of a text (as `all_texts` names it) and a language."""


def out_of_date(editions: Sequence[tuple[Survey, Collection[str]]]) -> set[Mark]:
    """The texts whose translation is older than their English, after the last of `editions`, which are in order.

    Beside each edition stand the marks, as `marked` writes them, of translations that were found right as they are.
    """
    stale: set[Mark] = set()
    for (before, _checked), (after, checked) in pairwise(editions):
        old = {name: in_each(text) for name, text in all_texts(before)}
        new = {name: in_each(text) for name, text in all_texts(after)}
        for name, texts in new.items():
            earlier = old.get(name, {})
            for language, words in texts.items():
                if language == "en" or earlier.get(language) != words:
                    stale.discard((name, language))
                elif earlier.get("en") != texts["en"]:
                    stale.add((name, language))
        stale = {mark for mark in stale if mark[1] in new.get(mark[0], {}) and marked(*mark) not in checked}
    return stale


def marked(name: str, language: str) -> str:
    """How a text and a language are written down together."""
    return f"{name}|{language}"
