"""Before and after: each person's score at assessment and review, each goal's baseline and latest score."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from site_builder.figures.entities import selection
from site_builder.figures.means import Moments
from site_builder.figures.slots import Slot
from surveys.library import Library
from surveys.model.framework import Framework
from surveys.model.source import MeanGoalScore, MeanScore, ScorePairs


@dataclass(frozen=True)
class Taken:
    """A score on a day."""

    on: date
    at: str | None
    score: Fraction


@dataclass(frozen=True)
class GoalScore:
    """What a review said of a goal: its outcome, baseline and score (1 to 5)."""

    person: str
    goal: str
    outcome: str
    on: date
    baseline: Fraction | None
    score: Fraction | None


@dataclass
class Pairs:
    """Scores of the people that one framework serves."""

    session: Session
    library: Library
    framework: Framework
    _scores: dict[str, dict[str, dict[str, list[Taken]]]] = field(default_factory=dict)

    def count(self, source: ScorePairs, slots: list[Slot]) -> dict[int, Fraction]:
        """How many people have both scores, or went up, stayed or went down, in each slot where anyone has both."""
        better = self.library.instruments[source.scale].better if source.scale in self.library.instruments else "higher"
        found: dict[int, Fraction] = {}
        for number, slot in enumerate(slots):
            changes = [
                (after - before) * (1 if better == "higher" else -1) for before, after in self._pairs(source.scale, slot)
            ]
            counts = {
                "both": len(changes),
                "better": sum(change > 0 for change in changes),
                "same": sum(change == 0 for change in changes),
                "worse": sum(change < 0 for change in changes),
            }
            if self._taken(source.scale).get(slot.contract.provider):
                found[number] = Fraction(counts[source.pick])
        return found

    def score_moments(self, source: MeanScore, slots: list[Slot]) -> dict[int, Moments]:
        """Means over people of the paired change, or of either score of the pair."""
        picked = {
            "change": lambda pair: pair[1] - pair[0],
            "assessment": lambda pair: pair[0],
            "review": lambda pair: pair[1],
        }
        return {
            number: Moments.of(picked[source.pick](pair) for pair in self._pairs(source.scale, slot))
            for number, slot in enumerate(slots)
            if self._taken(source.scale).get(slot.contract.provider)
        }

    def goal_moments(self, source: MeanGoalScore, slots: list[Slot]) -> dict[int, Moments]:
        """Means over people (each the mean of their goals of the outcome) of baseline, latest score, or the change."""
        found = {}
        for number, slot in enumerate(slots):
            rows = self._goal_scores.get(slot.contract.provider)
            if not rows:
                continue
            latest: dict[tuple[str, str], GoalScore] = {}
            for row in rows:
                if row.on in slot.period and _is_or_is_below(row.outcome, source.outcome):
                    latest[row.person, row.goal] = row
            of_person: dict[str, list[Fraction]] = defaultdict(list)
            for row in latest.values():
                value = _picked(row, source.pick)
                if value is not None:
                    of_person[row.person].append(value)
            found[number] = Moments.of(sum(values, Fraction(0)) / len(values) for values in of_person.values())
        return found

    def _pairs(self, scale: str, slot: Slot) -> Iterator[tuple[Fraction, Fraction]]:
        for taken in self._taken(scale).get(slot.contract.provider, {}).values():
            reviews = [one for one in taken if one.at == "review" and one.on in slot.period]
            if not reviews:
                continue
            before = [one for one in taken if one.at == "assessment" and one.on < reviews[-1].on]
            if before:
                yield before[-1].score, reviews[-1].score

    def _taken(self, scale: str) -> dict[str, dict[str, list[Taken]]]:
        """Scores on a scale by provider and person, oldest first."""
        if scale not in self._scores:
            found: dict[str, dict[str, list[Taken]]] = defaultdict(lambda: defaultdict(list))
            source = selection("scores", self.session.get_bind().dialect.name, self.framework.id)
            statement: Select[*tuple[Any, ...]] = (
                select(source.c.provider, source.c.person, source.c.taken_on, source.c.at, source.c.score)
                .where(source.c.scale == scale, source.c.role == self.framework.serves)
                .order_by(source.c.taken_on)
            )
            for provider, person, on, at, score in _rows(self.session, statement):
                found[provider][person].append(Taken(on, at, Fraction(score)))
            self._scores[scale] = found
        return self._scores[scale]

    @cached_property
    def _goal_scores(self) -> dict[str, list[GoalScore]]:
        found: dict[str, list[GoalScore]] = defaultdict(list)
        rows = selection("goal_reviews", self.session.get_bind().dialect.name, self.framework.id).c
        statement: Select[*tuple[Any, ...]] = (
            select(rows.provider, rows.person, rows.goal, rows.outcome, rows.reviewed_on, rows.baseline, rows.score)
            .where(or_(rows.role == self.framework.serves, rows.role.is_(None)))
            .order_by(rows.reviewed_on, rows.review)
        )
        for provider, person, goal, outcome, on, baseline, score in _rows(self.session, statement):
            name = outcome.partition(":")[2]
            found[provider].append(GoalScore(person, goal, name, on, _exact(baseline), _exact(score)))
        return found


def _rows(session: Session, statement: Select[*tuple[Any, ...]]) -> Iterator[Any]:
    yield from session.execute(statement)


def _exact(number: int | None) -> Fraction | None:
    return None if number is None else Fraction(number)


def _is_or_is_below(outcome: str, wanted: str) -> bool:
    return outcome == wanted or outcome.startswith(f"{wanted}.")


def _picked(row: GoalScore, pick: str) -> Fraction | None:
    """Only goals with both scores count, so that baseline, latest and change speak of the same people."""
    if row.baseline is None or row.score is None:
        return None
    return {"baseline": row.baseline, "latest": row.score, "change": row.score - row.baseline}[pick]
