"""Clocks: what a contract asks to be done for people, and by when."""

from decimal import ROUND_CEILING, Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from surveys.model.common import Id, Strict
from surveys.periods import Interval

Do = Literal["assessment", "review", "contact", "emergency_plan", "sample_review"]


class Within(Strict):
    """How long there is: so many days, or so many months, the last day in it."""

    days: int | None = Field(default=None, ge=1)
    months: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _one_of_them(self) -> "Within":
        if (self.days is None) == (self.months is None):
            raise ValueError("needs either days or months")
        return self

    @property
    def about_days(self) -> int:
        """The number of days, a month taken as 31: for comparing two clocks, never for a day on which something is due."""
        return self.days if self.days is not None else 31 * (self.months or 0)


class SampleShare(Strict):
    """Who is drawn by lot: `share` per cent of the people, rounded up, `at_least` so many, anew in each period."""

    share: Decimal = Field(gt=0, le=100)
    at_least: int = Field(default=1, ge=1)
    each: Interval

    def size(self, population: int) -> int:
        """How many of `population` people are drawn: never more than there are."""
        wanted = (self.share * population / 100).to_integral_value(ROUND_CEILING)
        return min(population, max(self.at_least, int(wanted)))


class Clock(Strict):
    """One thing to be done for people of one kind, within a time.

    `do: assessment`: an assessment (of `kinds`, or any) is completed `within` so long of its start. `review`, `contact` (of
    any of `kinds`), `emergency_plan` (its review, for those who have one): done again `within` so long of the `last` one,
    or of registration where there was none; with `from: registration`, once. `sample_review`: people drawn by lot are
    reviewed by the period's end.
    """

    id: Id
    do: Do
    kinds: list[Id] = []
    role: Literal["carer", "service_user"] | None = None
    """For whom; without it, those whom the framework serves."""
    statuses: Annotated[list[Id], Field(min_length=1)] = ["active"]
    carer_groups: list[Id] = []
    """Only people in one of these groups; without it, everyone."""
    within: Within | None = None
    counted_from: Literal["start", "last", "registration"] | None = Field(default=None, alias="from")
    sample: SampleShare | None = None
    contracts: list[Annotated[str, Field(min_length=1, max_length=80)]] = []
    """Only under these contracts, by their ids; without it, under every contract of the framework."""
    label: str = Field(min_length=1, max_length=60)
    why: str = Field(min_length=1, max_length=200)
    source: str = Field(min_length=1)
    reading: Id | None = None
    """The reading of this framework that says how an unclear place of the source is taken."""

    @model_validator(mode="after")
    def _fits_together(self) -> "Clock":
        if self.do == "sample_review":
            self._as_a_sample()
        elif self.sample is not None:
            raise ValueError("only do: sample_review has a sample")
        elif self.within is None or self.counted_from is None:
            raise ValueError("needs 'within' (days or months) and 'from', the day it is counted from")
        elif (self.do == "assessment") != (self.counted_from == "start"):
            raise ValueError("an assessment is counted from its start; anything else from 'last' or 'registration'")
        if self.do == "contact" and not self.kinds:
            raise ValueError("a contact needs 'kinds', the kinds of contact that count")
        if self.do not in ("assessment", "contact") and self.kinds:
            raise ValueError("only assessments and contacts have kinds")
        if self.do == "emergency_plan" and self.counted_from == "registration":
            raise ValueError("the review of an emergency plan is counted from 'last', the day it was made or last reviewed")
        return self

    def _as_a_sample(self) -> None:
        if self.sample is None:
            raise ValueError("needs a sample: its share in per cent, and each of which periods it is drawn for")
        if self.within is not None or self.counted_from is not None:
            raise ValueError("a sample review is due by the period's end; leave out 'within' and 'from'")
