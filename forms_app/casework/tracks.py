"""What is to be done for people of one provider: the clocks of definitions, sorted by the thing to be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from surveys.model.clocks import Clock as Definition
from surveys.model.clocks import Do

ASSESSMENT_DAYS = 28
REVIEW_MONTHS = 3
CALL_MONTHS = 6

CLOSED = ("closed", "signposted")
"""Nothing more is to be done for people of these statuses."""
ACTIVE = "active"
"""The status of those for whom none is on file."""
PLAN_KINDS = ("emergency_plan", "emergency_review")
"""The contacts by which an emergency plan was made, and looked at again."""


@dataclass(frozen=True)
class Rule:
    """A clock of definitions, with the framework that asks for it: its id and title, or None for a general one.

    `role`: whom it is for; None: everyone.
    """

    clock: Definition
    role: str | None
    framework: str | None = None
    title: str | None = None

    def runs_for(self, role: str, status: str | None, carer_groups: str | None) -> bool:
        """Whether it runs for someone with this role and status, in these groups (`;`-separated codes)."""
        groups = set((carer_groups or "").split(";"))
        return (
            self.role in (None, role)
            and (status or ACTIVE) in self.clock.statuses
            and (not self.clock.carer_groups or not groups.isdisjoint(self.clock.carer_groups))
        )


@dataclass(frozen=True)
class Track:
    """One thing to be done, with every rule that says by when. Of those that run for a person the strictest counts.

    `kinds`: of assessments or contacts; none: all but `besides`. `general` runs where none of `instead` does. `once`: rules
    for what is done once, counted from registration.
    """

    do: Do
    kinds: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()
    named: tuple[Rule, ...] = ()
    once: tuple[Rule, ...] = ()
    general: Rule | None = None
    instead: tuple[Rule, ...] = ()

    @property
    def key(self) -> str:
        """What the track is called among a person's facts: `review`, `contact wellbeing_call`."""
        return " ".join((self.do, *self.kinds))

    @property
    def which(self) -> str:
        """What the list is filtered by: every kind of assessment together, each kind of contact by itself."""
        return ".".join((self.do, *self.kinds)) if self.do == "contact" else self.do

    @property
    def needs_a_beginning(self) -> bool:
        """Whether it runs only once something was begun: an assessment that is open, a plan that was made."""
        return self.do in ("assessment", "emergency_plan")


def _general(**given: Any) -> Rule:
    texts = {"label": "general", "why": "general", "source": "general", "id": "general"}
    return Rule(Definition.model_validate(texts | given), None)


GENERAL = (
    _general(do="assessment", statuses=[ACTIVE, "non_engaging"], within={"days": ASSESSMENT_DAYS}, **{"from": "start"}),
    _general(do="review", within={"months": REVIEW_MONTHS}, **{"from": "last"}),
    _general(
        do="contact",
        kinds=["wellbeing_call"],
        statuses=["non_engaging"],
        within={"months": CALL_MONTHS},
        **{"from": "last"},
    ),
)
"""The times that run where no contract names one."""


def tracks_of(rules: Iterable[Rule]) -> tuple[Track, ...]:
    """The rules in force sorted by what is to be done, and the general ones beside them. Samples are not among them."""
    ours = [rule for rule in rules if rule.clock.do != "sample_review"]
    found = _of_assessments([rule for rule in ours if rule.clock.do == "assessment"], GENERAL[0])
    for do, kinds in _things([*ours, *GENERAL]):
        rules_of_it = [rule for rule in ours if (rule.clock.do, tuple(sorted(rule.clock.kinds))) == (do, kinds)]
        fallback = next((one for one in GENERAL if (one.clock.do, tuple(one.clock.kinds)) == (do, kinds)), None)
        again = tuple(rule for rule in rules_of_it if rule.clock.counted_from != "registration")
        once = tuple(rule for rule in rules_of_it if rule.clock.counted_from == "registration")
        instead = tuple(
            rule for rule in ours
            if rule.clock.do == do and rule.clock.counted_from != "registration" and set(kinds) <= set(rule.clock.kinds)
        )  # fmt: skip
        found.append(Track(do, kinds, (), again, once, fallback, instead))
    return tuple(found)


def _things(rules: Iterable[Rule]) -> list[tuple[Do, tuple[str, ...]]]:
    """What is to be done, apart from assessments: each once, with its kinds."""
    things = [(rule.clock.do, tuple(sorted(rule.clock.kinds))) for rule in rules if rule.clock.do != "assessment"]
    return list(dict.fromkeys(things))


def _of_assessments(rules: list[Rule], general: Rule) -> list[Track]:
    """A track for each kind that a rule names, since each may have its own time, and one for all other kinds."""
    kinds = sorted({kind for rule in rules for kind in rule.clock.kinds})
    of_any = tuple(rule for rule in rules if not rule.clock.kinds)
    tracks = []
    for kind in kinds:
        named = tuple(rule for rule in rules if not rule.clock.kinds or kind in rule.clock.kinds)
        tracks.append(Track("assessment", (kind,), (), named, (), general, named))
    return [*tracks, Track("assessment", (), tuple(kinds), of_any, (), general, of_any)]
