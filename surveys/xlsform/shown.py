"""Words that a form has no column for, joined to words that it shows, and taken apart again."""

from collections.abc import Mapping

from surveys.model.common import Text, in_each
from surveys.model.survey import Option, Question
from surveys.xlsform.columns import as_text

MISSING = "-"
"""Stands for a contact that has no words in one language."""


def ends_of(low: str, high: str, unit: str, at_least: int, at_most: int) -> str:
    """What a hint says of a number: its ends and its unit, as `0 = Not at all, 10 = Completely`."""
    ends = [f"{number} = {words}" for number, words in ((at_least, low), (at_most, high)) if words]
    return ", ".join([*ends, *([unit] if unit else [])])


def joined_hint(question: Question) -> Text | None:
    """The hint with the ends of a scale and the unit of a number behind it, in each language that has any of them."""
    parts = [in_each(one) for one in (question.hint, question.low_label, question.high_label, question.unit)]
    joined = {}
    for code in dict.fromkeys(code for part in parts for code in part):
        hint, low, high, unit = (part.get(code, "") for part in parts)
        joined[code] = with_ends(hint, ends_of(low, high, unit, question.at_least, question.at_most))
    return as_text(joined) if "en" in joined else joined or None


def with_ends(hint: str, ends: str) -> str:
    """A hint with what is said of its number below it."""
    return "\n".join(part for part in (hint, ends) if part)


def without_ends(hint: str, ends: str) -> str:
    """The hint again; what stands in the sheet when someone has changed it."""
    if not ends or not hint.endswith(ends):
        return hint
    return hint.removesuffix(ends).rstrip("\n")


def option_label(option: Option) -> Text:
    """An answer's words with its hint in brackets behind them."""
    labels, hints = in_each(option.label), in_each(option.hint)
    joined = {code: f"{label} ({hints[code]})" if hints.get(code) else label for code, label in labels.items()}
    return as_text(joined) or ""


def without_hint(label: Mapping[str, str], hints: Mapping[str, str]) -> dict[str, str]:
    """An answer's words again."""
    return {code: words.removesuffix(f" ({hints[code]})") if code in hints else words for code, words in label.items()}
