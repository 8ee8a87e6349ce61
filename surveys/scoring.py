"""Scores of instruments, from the answers to their items."""

from collections.abc import Mapping

from surveys.answers import Answer
from surveys.model.survey import Instrument


def score(instrument: Instrument, answers: Mapping[str, Answer]) -> int | None:
    """The score, between the instrument's minimum and maximum; None where any item is missing or it has none.

    `answers` are by question key, and may hold other questions too. An item passed over, refused ("prefer not to
    say") or answered outside the instrument's codes is missing. Carers' quality of life: six items scored 2, 1, 0,
    so 0–12. Social-care-related quality of life: 32 less the sum of eight items coded 1–4, so 0–24.
    """
    if instrument.scoring == "none" or not instrument.items:
        return None
    total = 0
    for key in instrument.items:
        value = _value(instrument, answers.get(key))
        if value is None:
            return None
        total += value
    return instrument.constant - total if instrument.scoring == "constant_minus_sum" else total


def _value(instrument: Instrument, answer: Answer | None) -> int | None:
    if answer is None:
        return None
    if answer.number is not None:
        return answer.number
    return instrument.values.get(answer.codes[0]) if len(answer.codes) == 1 else None
