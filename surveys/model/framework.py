"""A commissioner's framework, whole: outcomes, measures, returns, payments, readings."""

from typing import Literal

from pydantic import Field, model_validator

from surveys.model.clocks import Clock
from surveys.model.common import DottedId, Id, Strict
from surveys.model.measure import Family, Measure, Reading
from surveys.model.returns import Choice, Form


class Source(Strict):
    """The document the framework was read from."""

    id: str
    title: str
    publisher: str
    published: str


class Statement(Strict):
    """One thing people should be able to say under an outcome: a question of the survey, a line of the review."""

    id: Id
    text: str
    question: DottedId | None = None


class Outcome(Strict):
    """What should change for people."""

    id: Id
    title: str
    statement: str
    must_be_achieved: bool = False
    statements: list[Statement] = []
    question: DottedId | None = None
    evidence: list[str] = []
    """The kinds of evidence that the source lists, in our words: tags for evidence notes on the return."""
    indicators: list[Choice] = []
    grades: dict[Literal["adequate", "performing_well", "excellent"], list[str]] = {}
    """A checklist of maturity (source 002, Appendix B, table 2)."""


class Payment(Strict):
    """Money that hangs on results, for each contract year.

    `when: stretch_met_every_quarter` (source 000): the stretch value of `measure` is met in every quarter of the year
    (in every month of it where the stretch value is a month's). `when: target_met` (source 001): the year's figure
    reaches the measure's target. `when: decided` (source 001): a commissioner decides on evidence filed.
    `amount` in pounds, or `weight` as a percentage of `share_of_contract` per cent of the contract's annual value.
    """

    id: Id
    title: str
    measure: DottedId | None = None
    when: Literal["stretch_met_every_quarter", "target_met", "decided"]
    amount: float | None = None
    weight: float | None = None
    share_of_contract: float | None = None

    @model_validator(mode="after")
    def _is_worth_something(self) -> "Payment":
        if (self.amount is None) == (self.weight is None):
            raise ValueError("needs either an amount or a weight")
        if self.weight is not None and self.share_of_contract is None:
            raise ValueError("a weight needs share_of_contract, the per cent of the contract's value it is a part of")
        if self.when != "decided" and self.measure is None:
            raise ValueError("needs the measure it hangs on")
        return self


class Framework(Strict):
    """One framework: the file `frameworks/<id>.yaml` with any `frameworks/<id>/*.yaml` merged in."""

    id: Id
    title: str
    summary: str
    source: Source
    serves: Literal["carer", "service_user"]
    localities: list[Choice] = []
    outcomes: list[Outcome] = Field(min_length=1)
    measures: list[Measure] = Field(min_length=1)
    families: list[Family] = []
    forms: list[Form] = []
    payments: list[Payment] = []
    clocks: list[Clock] = []
    """What is to be done for people, and by when. What no clock names, the general ones of the app say."""
    readings: list[Reading] = []
    guidance: dict[str, list[Choice]] = {}
    """Further lists that the source gives (rating definitions, kinds of decision, questions to ask)."""

    def outcome_ids(self) -> list[str]:
        """Ids that a goal may name: each outcome, then each statement below it as `outcome.statement`."""
        return [
            name
            for outcome in self.outcomes
            for name in (outcome.id, *(f"{outcome.id}.{statement.id}" for statement in outcome.statements))
        ]

    def measure(self, measure_id: str) -> Measure:
        """The measure with this id. Raises KeyError where there is none."""
        for measure in self.measures:
            if measure.id == measure_id:
                return measure
        raise KeyError(measure_id)

    def form(self, form_id: str) -> Form:
        """The return form with this id. Raises KeyError where there is none."""
        for form in self.forms:
            if form.id == form_id:
                return form
        raise KeyError(form_id)
