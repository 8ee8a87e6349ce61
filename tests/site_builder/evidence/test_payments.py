"""Pay by results: met in every quarter is earned; one missed is lost; a year under way can still be reached."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from forms_app.models.filing import PaymentDecision
from site_builder.evidence.payments import PaymentRow, Statement
from site_builder.evidence.targets import Aims
from site_builder.figures.figure import Figure
from site_builder.figures.filed import Filed
from site_builder.figures.slots import ContractFacts
from surveys.library import load_library
from surveys.model.framework import Framework
from surveys.periods import Interval, Period, contract_year, periods_from

START = date(2023, 4, 1)
INTERVALS: dict[str, Interval] = {"k7a": "month", "pbo1": "year"}


def statement(
    framework_id: str, as_of: date, values: Mapping[tuple[str, date], int], decisions: tuple[PaymentDecision, ...] = ()
) -> dict[tuple[int, str], PaymentRow]:
    """The payment statement when exact figures are `values` by (measure, period's start)."""
    framework = load_library().frameworks[framework_id]
    contract = ContractFacts("c", framework_id, "p", START, None, Decimal(100000), None)
    decided = {(one.contract, one.contract_year, one.element): one for one in decisions}
    made = Statement(
        framework,
        [contract],
        Aims({}, {framework_id: ["c"]}),
        Filed(framework, {}, {}, {}, decided),
        as_of,
        dict(_figures(framework, values, as_of)),
    )
    return {(row.contract_year, row.element): row for row in made.rows()}


def _figures(
    framework: Framework, values: Mapping[tuple[str, date], int], as_of: date
) -> Iterator[tuple[tuple[str, str, Period], Figure]]:
    for (measure_id, start), value in values.items():
        measure = framework.measure(measure_id)
        interval: Interval = INTERVALS.get(measure_id, "quarter")
        for period in periods_from(START, interval, as_of):
            if period.start == start:
                figure = Figure(
                    framework.id, measure, "c", "p", "none", "all", period, "records", contract_year(START, start),
                    published=Fraction(value),
                )  # fmt: skip
                yield ("c", measure_id, period), figure


QUARTERS = [date(2023, 4, 1), date(2023, 7, 1), date(2023, 10, 1), date(2024, 1, 1)]
MONTHS = [period.start for period in periods_from(START, "month", date(2024, 3, 31))]


@pytest.mark.parametrize(
    ("newly_identified", "as_of", "state"),
    [
        ([178, 178, 200, 190], date(2024, 3, 31), "earned"),
        ([178, 177, 200, 190], date(2024, 3, 31), "lost"),
        ([178, 180], date(2023, 10, 5), "reachable"),
        ([178, 170], date(2023, 10, 5), "lost"),
        ([178, 180, 190], date(2024, 3, 31), "undecided"),
    ],
)
def test_newly_identified_carers_earn_the_stretch_payment_when_every_quarter_meets_178(
    newly_identified: list[int], as_of: date, state: str
) -> None:
    values = {("k2", start): value for start, value in zip(QUARTERS, newly_identified, strict=False)}
    assert statement("rochdale-carers", as_of, values)[1, "pbr-identification"].state == state


@pytest.mark.parametrize(("one_month", "state"), [(16, "earned"), (15, "lost")])
def test_drop_ins_must_meet_their_stretch_target_in_every_month(one_month: int, state: str) -> None:
    values = {("k7a", start): 20 for start in MONTHS} | {("k7a", MONTHS[5]): one_month}
    assert statement("rochdale-carers", date(2024, 3, 31), values)[1, "pbr-drop-ins"].state == state


def test_the_stretch_target_rises_in_the_second_year() -> None:
    second_year = [period.start for period in periods_from(date(2024, 4, 1), "quarter", date(2025, 3, 31))]
    rows = statement("rochdale-carers", date(2025, 3, 31), {("k2", start): 180 for start in QUARTERS + second_year})
    assert rows[1, "pbr-identification"].state == "earned"
    assert rows[2, "pbr-identification"].state == "lost"


@pytest.mark.parametrize(("percent", "state"), [(85, "earned"), (84, "lost")])
def test_assessments_in_28_days_earn_their_weight_at_85_per_cent(percent: int, state: str) -> None:
    rows = statement("birmingham-hub", date(2024, 5, 1), {("pbo1", START): percent})
    assert rows[1, "pbo1"].state == state
    assert rows[2, "pbo1"].state == "reachable"


def test_a_decided_element_waits_for_the_commissioner_and_then_says_why() -> None:
    assert statement("birmingham-hub", date(2024, 5, 1), {})[1, "pbo2"].state == "undecided"
    decision = PaymentDecision(
        contract="c", contract_year=1, element="pbo2", met=True, reason="Joint work with two hospitals.",
        decided_on=date(2024, 5, 1),
    )  # fmt: skip
    row = statement("birmingham-hub", date(2024, 5, 1), {}, (decision,))[1, "pbo2"]
    assert (row.state, row.weight_or_amount) == ("earned", "30% of 10% of the contract's value")
    assert "Joint work with two hospitals." in row.reason
