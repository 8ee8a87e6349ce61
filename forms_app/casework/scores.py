"""A person's scores over time: by scale, with the scale's range, a small chart, and the change in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _

from forms_app.app import library
from forms_app.casework.wellbeing import SCALE
from forms_app.casework.words import code_words
from forms_app.day_words import day_words
from forms_app.models.records import Score

WIDTH, HEIGHT = 340, 150
LEFT, RIGHT, TOP, BOTTOM = 34, 20, 22, 28
MOST_POINTS = 40
WELLBEING_ENDS = (Decimal(0), Decimal(10))


@dataclass(frozen=True)
class Point:
    """A score on the chart, whose unit is a pixel of a drawing of WIDTH by HEIGHT."""

    x: float
    y: float
    score: Score


@dataclass(frozen=True)
class Scale:
    """One scale: its name, its ends, its scores (newest first) and their points (oldest first)."""

    code: str
    title: str
    lowest: Decimal
    highest: Decimal
    scores: list[Score]
    points: list[Point]
    change: str

    @property
    def summary(self) -> str:
        """The chart in words, for whoever can't see it."""
        said = [f"{day_words(one.taken_on)}: {_number(one.score)}" for one in (point.score for point in self.points)]
        ends = _("From %(lowest)s to %(highest)s.", lowest=_number(self.lowest), highest=_number(self.highest))
        return f"{ends} {'; '.join(said)}."

    @property
    def line(self) -> str:
        """The points as an SVG polyline takes them."""
        return " ".join(f"{point.x:g},{point.y:g}" for point in self.points)

    @property
    def levels(self) -> list[tuple[float, str]]:
        """Where the ends of the scale stand, and what they are."""
        return [(_y(end, self.lowest, self.highest), _number(end)) for end in (self.highest, self.lowest)]


def scales_of(scores: Sequence[Score]) -> list[Scale]:
    """A person's scores (newest first) by scale, wellbeing first."""
    by_code: dict[str, list[Score]] = {}
    for score in scores:
        by_code.setdefault(score.scale, []).append(score)
    return [_scale(code, by_code[code]) for code in sorted(by_code, key=lambda code: (code != SCALE, code))]


def _scale(code: str, scores: list[Score]) -> Scale:
    instrument = library().instruments.get(code)
    known = (Decimal(str(instrument.minimum)), Decimal(str(instrument.maximum))) if instrument else WELLBEING_ENDS
    taken = [score.score for score in scores]
    # A scale of the area's own has no ends that are written down.
    lowest, highest = min(known[0], *taken), max(known[1], *taken)
    better = instrument.better if instrument else "higher"
    title = instrument.title if instrument else code_words("scale", code)
    title = str(_("Wellbeing")) if title == SCALE else title
    points = _points(list(reversed(scores[:MOST_POINTS])), lowest, highest)
    return Scale(code, title, lowest, highest, scores, points, change_words(scores, better))


def _points(scores: list[Score], lowest: Decimal, highest: Decimal) -> list[Point]:
    first, last = scores[0].taken_on, scores[-1].taken_on
    return [Point(_x(score.taken_on, first, last), _y(score.score, lowest, highest), score) for score in scores]


def _x(day: date, first: date, last: date) -> float:
    room = WIDTH - LEFT - RIGHT
    return round(LEFT + (room * (day - first).days / (last - first).days if last > first else room / 2), 1)


def _y(value: Decimal, lowest: Decimal, highest: Decimal) -> float:
    room = HEIGHT - TOP - BOTTOM
    return round(TOP + room * float((highest - value) / (highest - lowest) if highest > lowest else Decimal("0.5")), 1)


def change_words(scores: Sequence[Score], better: str) -> str:
    """How the newest score (of some, newest first) differs from the latest one at an assessment before it."""
    newest = scores[0]
    before = next((one for one in scores[1:] if one.at == "assessment"), None)
    if before is None:
        return str(_("No earlier score at an assessment to compare with."))
    difference = newest.score - before.score
    day, much = day_words(before.taken_on), _number(abs(difference))
    if difference == 0:
        return str(_("The same as at the assessment on %(day)s.", day=day))
    if (difference > 0) == (better == "higher"):
        return str(_("Better by %(much)s than at the assessment on %(day)s.", much=much, day=day))
    return str(_("Worse by %(much)s than at the assessment on %(day)s.", much=much, day=day))


def _number(value: Decimal) -> str:
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
