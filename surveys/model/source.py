"""Where a measure's quantities come from: records, reviews, surveys, returns, published series.

A *quantity* is a number that adds up across providers and across shorter periods (people, sessions, hours,
pounds), so that a total is worked out by adding quantities first and applying the formula once, at the end.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from surveys.model.common import DottedId, Id, Strict

Entity = Literal[
    "people",
    "referrals",
    "assessments",
    "goals",
    "reviews",
    "goal_reviews",
    "scores",
    "contacts",
    "payments",
    "signpostings",
    "activities",
    "stories",
    "feedback",
]

Scalar = str | int | bool


class Condition(Strict):
    """A test of one column that is more than equality. All the parts that are given must hold.

    `any_of`: one of these codes; `none_of`: none of them (an empty cell passes); `at_least`, `at_most`: numbers;
    `present`: filled, or (false) empty; `includes`: a `;` list column holds this code.
    """

    any_of: list[Scalar] | None = None
    none_of: list[Scalar] | None = None
    at_least: float | None = None
    at_most: float | None = None
    present: bool | None = None
    includes: str | None = None


class Records(Strict):
    """A count or sum over what is recorded of people and activities (import files and casework, one vocabulary).

    `of` names the record; `during` the date column that must fall in the period (with `months_back`, in so many
    months up to the period's end instead; with `settled_days`, counted only once so many days have passed since
    that date); `as_at_end` counts people on the books on the period's last day (and records of `during` on or before
    it). `where` filters by column (own columns, and for anything of a person: `role`, `status`, `carer_groups`, …).
    `distinct: person` counts people, not rows; `sum` adds a number column. What each record offers is listed by
    `carer-outcomes check --codes` and in `surveys/vocabulary.py`.
    """

    of: Entity
    during: str | None = None
    as_at_end: bool = False
    months_back: int | None = Field(default=None, ge=1, le=24)
    settled_days: int | None = Field(default=None, ge=1, le=365)
    where: dict[str, Scalar | list[Scalar] | Condition] = {}
    distinct: Literal["person"] | None = None
    sum: str | None = None


class FromReturn(Strict):
    """A field of a filed return. `form` is the form's id, `field` the field's.

    `over` says how the shorter periods of a longer one are combined: `sum` for flows, `last` for stocks, `first`
    for an opening stock, `count_filled` to count the returns in which the field was filled.
    """

    form: Id
    field: DottedId
    over: Literal["sum", "last", "first", "count_filled"] = "sum"


class FromSurvey(Strict):
    """People who answered a survey question. Without `codes`: all who answered it (leaving out `leave_out`).

    With `codes`: those who chose any of them. `at_least`/`at_most` serve number questions. Responses count in the
    period in which they were sent, for the provider they name, from surveys for the kind of person served.
    """

    question: DottedId
    codes: list[str] | None = None
    at_least: float | None = None
    at_most: float | None = None
    leave_out: list[str] = ["prefer-not-to-say", "does-not-apply", "dont-know"]


class ScorePairs(Strict):
    """People with a score at assessment and at a review in the period, on one scale (source 001, KPI 1).

    The later score is the latest review in the period; the earlier one the latest assessment score before it.
    `pick`: how many have both; how many went up, stayed, went down ("up" follows the scale's better direction).
    """

    scale: str
    pick: Literal["both", "better", "same", "worse"]


class Reporting(Strict):
    """Returns due for the period, or received by their due day (source 000, first KPI).

    All the framework's forms, or only `form`; a return belongs to the period in which its own period ends.
    """

    pick: Literal["due", "on_time"]
    form: Id | None = None


class DueReviews(Strict):
    """Active people due a review in the period, or those of them who had one.

    Due: of the framework's kind of person, status active, registered before the period began and not closed by its end.
    """

    pick: Literal["due", "reviewed"]


class Decision(Strict):
    """A commissioner's decision on a payment element for the contract year: decided, and met."""

    element: Id
    pick: Literal["decided", "met"]


class Quantity(Strict):
    """One named quantity: exactly one source."""

    title: str | None = None
    records: Records | None = None
    from_return: FromReturn | None = Field(default=None, alias="return")
    survey: FromSurvey | None = None
    score_pairs: ScorePairs | None = None
    reporting: Reporting | None = None
    due_reviews: DueReviews | None = None
    decision: Decision | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_form_of_a_return_field(cls, given: Any) -> Any:
        """Let `{return: kpi6.A}` stand for form `kpi6`, field `A`."""
        if isinstance(given, dict) and isinstance(given.get("return"), str):
            form, _, field = given["return"].partition(".")
            return {**given, "return": {"form": form, "field": field}}
        return given

    @model_validator(mode="after")
    def _exactly_one_source(self) -> "Quantity":
        given = [name for name in type(self).model_fields if name != "title" and getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"needs exactly one source, and has {len(given)}: {', '.join(given) or 'none'}")
        return self


class MeanScore(Strict):
    """A mean over people with a score at assessment and at a review in the period: of the change, or of either score."""

    scale: str
    pick: Literal["change", "assessment", "review"]


class MeanGoalScore(Strict):
    """A mean over goals of an outcome that were reviewed in the period: baseline, latest score, or paired change."""

    outcome: DottedId
    pick: Literal["change", "baseline", "latest"]


class MeanAnswer(Strict):
    """A mean of a number question, or of a survey's scored scale."""

    question: DottedId


class Mean(Strict):
    """One mean: exactly one source. People, not rows, are averaged where a person could appear twice."""

    score: MeanScore | None = None
    goals: MeanGoalScore | None = None
    answer: MeanAnswer | None = None

    @model_validator(mode="after")
    def _exactly_one_source(self) -> "Mean":
        if sum(getattr(self, name) is not None for name in type(self).model_fields) != 1:
            raise ValueError("needs exactly one of score, goals, answer")
        return self


Basis = Literal["reviews", "survey", "return", "records", "published"]


class Way(Strict):
    """One way to work a measure out. A measure may have several: they are shown side by side, never merged.

    Either `quantities` (for the measure's formula) or a `mean`. Basis `published` has neither: its values are the
    published series entered for the measure.
    """

    basis: Basis
    quantities: Annotated[dict[str, Quantity], Field(default_factory=dict)]
    mean: Mean | None = None
    formula: str | None = None
    """Only where this way's formula differs from the measure's own."""

    @model_validator(mode="after")
    def _has_something_to_work_with(self) -> "Way":
        if self.basis == "published":
            if self.quantities or self.mean:
                raise ValueError("a published series takes neither quantities nor a mean")
        elif bool(self.quantities) == bool(self.mean):
            raise ValueError("needs either quantities or a mean")
        return self
