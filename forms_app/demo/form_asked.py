"""One return to be filled in, and what may be looked up while filling it in."""

from dataclasses import dataclass, field
from random import Random

from forms_app.demo.area import Service
from forms_app.demo.counted import Counted
from surveys.library import Library
from surveys.model.returns import Form
from surveys.model.source import Records
from surveys.periods import Period

Values = dict[str, str | int | float]


@dataclass(frozen=True)
class FormAsked:
    """A return of one provider for one period: its `number` (from 0), what the records say of it, and the one before."""

    service: Service
    framework: str
    form: Form
    period: Period
    number: int
    luck: Random
    counted: Counted
    recorded: Values
    before: Values
    library: Library = field(repr=False)

    def count(self, **asked: object) -> int:
        """Count records of this period: `of`, `during`, `where` and the rest as in the definitions."""
        return int(self.counted.records(Records.model_validate(asked), self.framework, self.period))

    def hours(self, *kinds: str) -> float:
        """Hours of contact of these kinds."""
        asked = Records.model_validate({"of": "contacts", "where": {"kind": list(kinds)}, "sum": "minutes"})
        return round(self.counted.records(asked, self.framework, self.period) / 60, 2)

    def share(self, whole: int, share: float) -> int:
        """About this share of a whole: each of them by chance."""
        return sum(self.luck.random() < share for _ in range(whole))

    def split(self, whole: int, **weights: float) -> dict[str, int]:
        """A whole split by weights."""
        names = list(weights)
        found = dict.fromkeys(names, 0)
        for name in self.luck.choices(names, [weights[name] for name in names], k=whole):
            found[name] += 1
        return found

    def said(self, texts: "dict[str, tuple[str, ...]]", chance: float) -> Values:
        """For some of the fields one of their texts, a different one each time."""
        return {
            name: lines[(self.number + len(name)) % len(lines)]
            for name, lines in texts.items()
            if self.luck.random() < chance
        }
