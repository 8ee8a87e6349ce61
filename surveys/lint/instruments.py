"""Instruments whose scoring does not add up."""

from collections.abc import Iterator

from surveys.library import Library
from surveys.lint.references import nearest
from surveys.marked_yaml import Finding
from surveys.model.survey import Instrument


def that_do_not_add_up(library: Library) -> Iterator[Finding]:
    """Scores outside their stated range, items named twice, items of an open instrument that no module asks."""
    asked = {question.key: question for module in library.modules.values() for question in module.questions}
    for name, instrument in library.instruments.items():
        document = library.documents[f"instruments/{name}.yaml"]
        if instrument.minimum >= instrument.maximum:
            yield document.finding(("maximum",), "must be above minimum", "score-range")
        else:
            stated, worked_out = (instrument.minimum, instrument.maximum), _range(instrument)
            if worked_out and worked_out != stated:
                message = (
                    f"the items score from {worked_out[0]:g} to {worked_out[1]:g}, and minimum and maximum say "
                    f"{stated[0]:g} to {stated[1]:g}"
                )
                yield document.finding(("minimum",), message, "score-range")
        for number, key in enumerate(instrument.items):
            path = ("items", number)
            if key in instrument.items[:number]:
                yield document.finding(path, f"the item {key!r} stands twice", "repeated-id")
            if key not in asked and instrument.licence.status != "licensed":
                message = f"there is no question {key!r}{nearest(key, asked)}"
                yield document.finding(path, message, "no-such-question")
            codes = asked[key].codes() if key in asked else []
            for code in sorted(set(instrument.values) - set(codes)) if codes else []:
                message = f"{key!r} has no answer {code!r}{nearest(code, codes)}"
                yield document.finding(("values", code), message, "no-such-code")


def _range(instrument: Instrument) -> tuple[float, float] | None:
    """The lowest and highest score that the items' values make; None where the items are not scored by values."""
    if instrument.scoring == "none" or not instrument.values or not instrument.items:
        return None
    low = min(instrument.values.values()) * len(instrument.items)
    high = max(instrument.values.values()) * len(instrument.items)
    if instrument.scoring == "sum":
        return low, high
    return instrument.constant - high, instrument.constant - low
