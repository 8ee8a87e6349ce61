"""Whether figures may be shown to the council, or would leave a few people's answers when taken from other figures.

Everything that the council may open is looked at together: a survey, each provider's part of it, each round, and each of
these by how, in which language, by whom or in which months people answered. Of what is left when some of them are taken
from another there are none, or at least `FEWEST_FOR_COUNCIL` people.
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from forms_app.models.responses import Response
from forms_app.results.counting import Database
from forms_app.results.reach import FEWEST_FOR_COUNCIL, Reach
from forms_app.results.selection import Selection

CODED = ("channel", "language", "helper")


def why_hidden(database: Database, seen: Reach, whole: Selection, wanted: Selection) -> str:
    """Why `wanted`, which is `whole` or narrowed from it, is not shown to this reader, in words; "" where it may be."""
    if seen.responses:
        return ""
    filters = filters_of(whole, wanted)
    if len(filters) > 1:
        return str(_("Choose one filter at a time: several together would show the answers of a few people."))
    name = filters[0] if filters else ""
    if name == "days" and not _whole_months(wanted):
        return str(_("Choose whole months, from a first to a last day: other days would show the answers of a few people."))
    figures = Figures(_counted(database, whole, name), name, wanted)
    if figures.people(whole.round, wanted.providers) < FEWEST_FOR_COUNCIL:
        few = _("Too few people to show: answers of fewer than %(number)s would be single people’s answers.")
        return str(few % {"number": FEWEST_FOR_COUNCIL})
    if figures.shown(whole.round, wanted.providers, narrowed=name not in ("", "provider")):
        return ""
    subtracted = _(
        "Not shown: taken away from other figures that you can see, these would leave the answers of fewer than "
        "%(number)s people."
    )
    return str(subtracted % {"number": FEWEST_FOR_COUNCIL})


def filters_of(whole: Selection, wanted: Selection) -> list[str]:
    """The filters by which `wanted` differs from `whole`; both days are one."""
    found = [name for name in CODED if getattr(wanted, name)]
    found += ["days"] if wanted.first or wanted.last else []
    return found + (["provider"] if set(wanted.providers) != set(whole.providers) else [])


@dataclass(frozen=True)
class Figures:
    """How many sent answers in each part: by provider, round (0 where without one), and the code or month of the filter."""

    counted: dict[tuple[str, int, Hashable], int]
    name: str
    wanted: Selection

    def people(self, round_: int | None, providers: tuple[str, ...]) -> int:
        """How many people the wanted figures are about."""
        parts = self._parts(round_, providers)
        return sum(number for part, number in parts.items() if self._is_wanted(part))

    def shown(self, round_: int | None, providers: tuple[str, ...], *, narrowed: bool) -> bool:
        """Whether the figures of a round, or of providers, may be shown; with `narrowed` those of the wanted part."""
        parts = self._parts(round_, providers)
        people = sum(number for part, number in parts.items() if not narrowed or self._is_wanted(part))
        if people < FEWEST_FOR_COUNCIL or (narrowed and not self._splits(parts)):
            return False
        if narrowed and not self.shown(round_, providers, narrowed=False):
            return False
        return round_ is not None or not _few(people - self._told_by_parts(providers, narrowed))

    def _told_by_parts(self, providers: tuple[str, ...], narrowed: bool) -> int:
        """How many of the providers' people are in figures of smaller parts that may be shown."""
        told = 0
        for provider in providers:
            if len(providers) > 1 and not narrowed and self.shown(None, (provider,), narrowed=False):
                told += sum(self._parts(None, (provider,)).values())
                continue
            for round_ in {round_ for owner, round_, _part in self.counted if owner == provider and round_}:
                if self.shown(round_, (provider,), narrowed=narrowed):
                    parts = self._parts(round_, (provider,))
                    told += sum(number for part, number in parts.items() if not narrowed or self._is_wanted(part))
        return told

    def _parts(self, round_: int | None, providers: tuple[str, ...]) -> Counter[Hashable]:
        parts: Counter[Hashable] = Counter()
        for (provider, number, part), people in self.counted.items():
            if provider in providers and round_ in (None, number):
                parts[part] += people
        return parts

    def _is_wanted(self, part: Any) -> bool:
        if self.name == "days":
            first, last = self.wanted.first or date.min, self.wanted.last or date.max
            return bool(first <= part <= last)
        return self.name not in CODED or bool(part == getattr(self.wanted, self.name))

    def _splits(self, parts: Counter[Hashable]) -> bool:
        """Whether the wanted part may be told from the others."""
        if self.name != "days":
            return getattr(self.wanted, self.name) in parts_shown(parts)
        months: Counter[date] = Counter()
        for day, number in parts.items():
            assert isinstance(day, date)
            months[day.replace(day=1)] += number
        ends = [self.wanted.first, self.wanted.last]
        return all(_may_cut(months, end) for end in ends if end is not None)


def parts_shown(parts: Counter[Hashable]) -> set[Hashable]:
    """The parts of a whole that may be shown beside it: what stays hidden is nobody, or enough people together."""
    by_size = sorted((part for part in parts if parts[part]), key=lambda part: (parts[part], str(part)))
    shown = [part for part in by_size if parts[part] >= FEWEST_FOR_COUNCIL]
    hidden = sum(parts[part] for part in by_size) - sum(parts[part] for part in shown)
    return set(shown[1:] if _few(hidden) else shown)


def _may_cut(months: Counter[date], end: date) -> bool:
    """Whether the nearest months with answers on both sides of the end of a period have enough of them."""
    before = [month for month in sorted(months) if month < end]
    after = [month for month in sorted(months) if month >= end]
    return not any(_few(months[month]) for month in (*before[-1:], *after[:1]))


def _whole_months(wanted: Selection) -> bool:
    starts = wanted.first is None or wanted.first.day == 1
    return starts and (wanted.last is None or wanted.last.day == monthrange(wanted.last.year, wanted.last.month)[1])


def _few(number: int) -> bool:
    return 0 < number < FEWEST_FOR_COUNCIL


def _counted(database: Database, whole: Selection, name: str) -> dict[tuple[str, int, Hashable], int]:
    """Served by the same indexes as the selection."""
    columns = {"days": Response.submitted_on} | {code: getattr(Response, code) for code in CODED}
    by: list[Any] = [Response.provider, Response.round_id, *([columns[name]] if name in columns else [])]
    counted: Counter[tuple[str, int, Hashable]] = Counter()
    for provider, round_, *part, number in database.execute(select(*by, func.count()).where(*whole.sent()).group_by(*by)):
        counted[provider, round_ or 0, part[0] if part else None] += number
    return dict(counted)
