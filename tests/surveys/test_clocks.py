"""Clocks of frameworks: what a file may say, what is refused, and what is asked."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.library import load_library
from surveys.model.clocks import Clock, SampleShare
from surveys.schemas import DIRECTORY

TOWN = "frameworks/town.yaml"
READINGS = "readings:\n"
CALL = """\
clocks:
  - id: calls
    do: contact
    kinds: [wellbeing_call]
    within: {months: 6}
    from: last
    label: Call
    why: The contract asks for it.
    source: Section 1
    reading: leavers
"""
SAMPLE = """\
clocks:
  - id: drawn
    do: sample_review
    sample: {share: 20, each: quarter}
    label: Sample review
    why: The contract asks for it.
    source: Section 1
"""
TWO = CALL + CALL.removeprefix("clocks:\n").replace("id: calls", "id: more-calls").replace("months: 6", "days: 90")


def put(definitions: Any, clocks: str) -> None:
    definitions.replace(TOWN, READINGS, clocks + READINGS)


@pytest.mark.parametrize("clocks", [CALL, SAMPLE, CALL.replace("from: last", "from: registration")])
def test_a_clock_without_a_fault_raises_no_finding(definitions: Any, clocks: str) -> None:
    put(definitions, clocks)
    report = definitions.check()
    assert [str(finding) for finding in (*report.errors, *report.questions)] == []


@pytest.mark.parametrize(
    ("written", "old", "new", "code", "field", "says"),
    [
        (CALL, "kinds:", "kindz:", "unknown-key", "clocks[0].kindz", "misspelt"),
        (CALL, "months: 6", "months: 0", "invalid", "clocks[0].within.months", "greater than or equal to 1"),
        (CALL, "months: 6", "months: 6, days: 3", "invalid", "clocks[0].within", "either days or months"),
        (CALL, "months: 6", "weeks: 6", "unknown-key", "clocks[0].within.weeks", "not known here"),
        (CALL, "    within: {months: 6}\n", "", "invalid", "clocks[0]", "'within'"),
        (CALL, "from: last", "from: start", "invalid", "clocks[0]", "'last' or 'registration'"),
        (CALL, "from: last", "from: birth", "invalid", "clocks[0].from", "'start'"),
        (CALL, "    kinds: [wellbeing_call]\n", "", "invalid", "clocks[0]", "kinds of contact"),
        (CALL, "do: contact", "do: review", "invalid", "clocks[0]", "only assessments and contacts have kinds"),
        (CALL, "do: contact", "do: assessment", "invalid", "clocks[0]", "counted from its start"),
        (CALL, "[wellbeing_call]", "[wellbeing_cal]", "no-such-code", "clocks[0].kinds[0]", "perhaps 'wellbeing_call'"),
        (CALL, "reading: leavers", "reading: leaver", "no-such-reading", "clocks[0].reading", "perhaps 'leavers'"),
        (CALL, "do: contact", "do: contact\n    statuses: [closed]", "clock-for-closed", "clocks[0].statuses[0]", "more"),
        (CALL, "do: contact", "do: contact\n    statuses: []", "invalid", "clocks[0].statuses", "at least 1"),
        (
            CALL, "do: contact", "do: contact\n    role: service_user\n    carer_groups: [young]",
            "clock-for-nobody", "clocks[0].carer_groups", "nobody",
        ),
        (TWO, "more-calls", "calls", "repeated-id", "clocks[1].id", "already a clock"),
        (SAMPLE, "share: 20", "share: 120", "invalid", "clocks[0].sample.share", "less than or equal to 100"),
        (SAMPLE, "share: 20", "share: 0", "invalid", "clocks[0].sample.share", "greater than 0"),
        (SAMPLE, "each: quarter", "each: week", "invalid", "clocks[0].sample.each", "month"),
        (SAMPLE, "do: sample_review", "do: review", "invalid", "clocks[0]", "only do: sample_review"),
        (SAMPLE, "do: sample_review", "do: sample_review\n    from: last", "invalid", "clocks[0]", "period's end"),
        (SAMPLE, "    sample: {share: 20, each: quarter}\n", "", "invalid", "clocks[0]", "needs a sample"),
    ],
)  # fmt: skip
def test_a_clock_that_can_not_be_kept_is_an_error_at_its_line(
    definitions: Any, written: str, old: str, new: str, code: str, field: str, says: str
) -> None:
    put(definitions, written.replace(old, new, 1) if new else written.replace(old, ""))
    definitions.assert_error(TOWN, code, field, says)


@pytest.mark.parametrize(
    ("written", "code"), [(CALL.replace("months: 6", "months: 60"), "clock-very-long"), (TWO, "clock-outdone")]
)
def test_an_odd_clock_is_a_question_that_a_reading_answers(definitions: Any, written: str, code: str) -> None:
    put(definitions, written)
    (question,) = definitions.check().questions
    assert (question.code, question.subject, question.field) == (code, "calls", "clocks[0].within")
    definitions.replace(TOWN, "measures: [turnover], text: Leavers", f"answers: [{code}], text: Leavers")
    report = definitions.check()
    assert (report.errors, report.questions) == ((), ())


def test_clocks_for_other_people_or_contracts_do_not_outdo_each_other(definitions: Any) -> None:
    for narrower in ("contracts: [c1]", "carer_groups: [young]", "statuses: [non_engaging]", "role: service_user"):
        put(definitions, TWO.replace("id: more-calls", f"id: more-calls\n    {narrower}"))
        assert definitions.check().questions == (), narrower
        definitions.replace(TOWN, TWO.replace("id: more-calls", f"id: more-calls\n    {narrower}"), "")


@given(population=st.integers(0, 5000), share=st.decimals("0.5", "100", places=1), least=st.integers(1, 5))
def test_a_sample_is_rounded_up_and_never_more_than_there_are(population: int, share: Decimal, least: int) -> None:
    size = SampleShare(share=share, at_least=least, each="quarter").size(population)
    assert size == min(population, max(least, -(-int(share * 10) * population // 1000)))


def test_the_frameworks_shipped_have_the_clocks_of_their_sources() -> None:
    def said(clock: Clock) -> str:
        within = clock.within and (f"{clock.within.days} days" if clock.within.days else f"{clock.within.months} months")
        sample = clock.sample and f"{clock.sample.share}% each {clock.sample.each}"
        return " ".join([clock.do, *clock.kinds, *clock.statuses, str(within or sample)])

    assert {name: list(map(said, one.clocks)) for name, one in load_library().frameworks.items()} == {
        "birmingham-hub": ["assessment carer wellbeing active non_engaging 28 days"],
        "carers-hub-audit": [],
        "dorset-home-care": ["sample_review active 20% each quarter"],
        "rochdale-carers": ["review active 3 months", "contact wellbeing_call non_engaging 6 months"],
        "six-kpis": ["review active 6 months"],
    }


@pytest.mark.parametrize("find", [lambda schema: schema["properties"]["clocks"]])
def test_editors_are_told_of_clocks(find: Callable[[Any], Any]) -> None:
    schema = json.loads(Path(DIRECTORY / "framework.json").read_text(encoding="utf-8"))
    assert find(schema)["items"] == {"$ref": "#/$defs/Clock"}
    assert set(schema["$defs"]["Clock"]["required"]) == {"id", "do", "label", "why", "source"}
