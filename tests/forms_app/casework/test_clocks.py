"""The sums of clocks: ends of months, leap years, day 28, and which of several clocks counts."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_app.casework.clocks import Clock, Draw, Facts, clocks_of
from forms_app.casework.tracks import Rule, tracks_of
from surveys.model.clocks import Clock as Definition

TODAY = date(2026, 5, 15)


def rule(role: str | None = "carer", **clock: Any) -> Rule:
    """A rule of a contract."""
    texts = {"id": "one", "label": "One", "why": "The contract asks for it.", "source": "Section 1"}
    if "sample" not in clock:
        clock = {"within": {"months": 3}, "from": "last"} | clock
    return Rule(Definition.model_validate(texts | clock), role, "town", "Town carers")


def clocks(*rules: Rule, today: date = TODAY, **facts: Any) -> list[Clock]:
    known: dict[str, Any] = {"role": "carer", "status": "active", "registered_on": date(2026, 4, 1)}
    return clocks_of(Facts(**known | facts), tracks_of(rules), today)


def told(found: list[Clock]) -> list[tuple[str, date, str]]:
    return [(clock.kind, clock.due_on, clock.state) for clock in found]


@pytest.mark.parametrize(
    ("facts", "due_on", "state"),
    [
        ({}, date(2026, 7, 1), "done"),
        ({"registered_on": date(2026, 3, 12)}, date(2026, 6, 12), "due"),
        ({"registered_on": date(2026, 3, 13)}, date(2026, 6, 13), "done"),
        ({"last": {"review": date(2026, 2, 15)}}, date(2026, 5, 15), "due"),
        ({"last": {"review": date(2026, 2, 14)}}, date(2026, 5, 14), "overdue"),
        ({"last": {"review": date(2026, 2, 1)}, "agreed": date(2026, 5, 20)}, date(2026, 5, 20), "due"),
        ({"last": {"assessment": date(2026, 4, 17)}}, date(2026, 5, 15), "due"),
        ({"last": {"assessment": date(2026, 4, 16)}}, date(2026, 5, 14), "overdue"),
        ({"last": {"assessment": TODAY}}, date(2026, 6, 12), "due"),
        ({"status": "non_engaging", "last": {"contact wellbeing_call": date(2025, 11, 15)}}, TODAY, "due"),
        ({"status": "non_engaging", "registered_on": date(2025, 11, 14)}, date(2026, 5, 14), "overdue"),
        ({"status": None, "registered_on": date(2026, 2, 1)}, date(2026, 5, 1), "overdue"),
    ],
)
def test_the_most_pressing_clock_where_no_contract_names_a_time(facts: dict[str, Any], due_on: date, state: str) -> None:
    clock = clocks(**facts)[0]
    assert (clock.due_on, clock.state, clock.rule.framework) == (due_on, state, None)


@pytest.mark.parametrize(
    ("since", "within", "due_on"),
    [
        (date(2025, 11, 30), {"months": 3}, date(2026, 2, 28)),
        (date(2027, 11, 30), {"months": 3}, date(2028, 2, 29)),
        (date(2026, 1, 31), {"months": 1}, date(2026, 2, 28)),
        (date(2026, 2, 28), {"months": 1}, date(2026, 3, 28)),
        (date(2024, 2, 29), {"months": 12}, date(2025, 2, 28)),
        (date(2025, 8, 31), {"months": 6}, date(2026, 2, 28)),
        (date(2026, 12, 31), {"months": 2}, date(2027, 2, 28)),
        (date(2028, 2, 1), {"days": 28}, date(2028, 2, 29)),
        (date(2026, 2, 1), {"days": 28}, date(2026, 3, 1)),
        (date(2025, 12, 31), {"days": 1}, date(2026, 1, 1)),
    ],
)
def test_ends_of_months_and_leap_years(since: date, within: dict[str, int], due_on: date) -> None:
    (clock,) = clocks(rule(do="review", within=within), last={"review": since}, today=since)
    assert clock.due_on == due_on
    assert [clocks(rule(do="review", within=within), last={"review": since}, today=day)[0].state
            for day in (due_on, due_on + timedelta(days=1))] == ["due", "overdue"]  # fmt: skip


@given(since=st.dates(date(2000, 1, 1), date(2100, 1, 1)), months=st.integers(1, 24))
def test_months_end_in_the_month_meant_and_more_time_is_never_less(since: date, months: int) -> None:
    def due(within: int) -> date:
        return clocks(rule(do="review", within={"months": within}), last={"review": since}, today=since)[0].due_on

    first = due(months)
    assert (first.year * 12 + first.month) - (since.year * 12 + since.month) == months
    assert first < due(months + 1)


@pytest.mark.parametrize("status", ["closed", "signposted"])
def test_no_clock_runs_for_someone_no_longer_supported(status: str) -> None:
    sample = Draw(rule(do="sample_review", sample={"share": 20, "each": "quarter"}), date(2026, 4, 1), date(2026, 6, 30))
    assert clocks(status=status, last={"assessment": date(2026, 5, 1)}, draws=(sample,)) == []


def test_of_two_contracts_the_stricter_counts_and_one_that_names_nothing_leaves_the_general_time() -> None:
    quarterly, monthly = rule(do="review"), rule(do="review", within={"days": 31})
    assert told(clocks(quarterly, monthly)) == [("review", date(2026, 5, 2), "overdue")]
    assert told(clocks(monthly, quarterly)) == told(clocks(quarterly, monthly))
    slower = rule(do="review", within={"months": 6})
    (clock,) = clocks(slower)
    assert (clock.due_on, clock.rule) == (date(2026, 10, 1), slower)


@pytest.mark.parametrize(
    "narrower",
    [
        rule(do="review", within={"months": 6}, carer_groups=["young"]),
        rule(do="review", within={"months": 6}, statuses=["non_engaging"]),
        rule("service_user", do="review", within={"months": 6}),
        rule(do="review", within={"months": 6}, **{"from": "registration"}),
    ],
    ids=["other groups", "another status", "another role", "only the first"],
)
def test_the_general_time_runs_for_those_whom_no_contract_names(narrower: Rule) -> None:
    found = clocks(narrower, carer_groups="young_adult;parent")
    assert ("review", date(2026, 7, 1), None) in [(clock.kind, clock.due_on, clock.rule.framework) for clock in found]


def test_a_day_agreed_comes_before_the_general_time_and_before_a_contracts_only_if_it_is_sooner() -> None:
    facts: dict[str, Any] = {"last": {"review": date(2026, 4, 10)}}
    later, sooner = date(2026, 9, 1), date(2026, 5, 20)
    assert [clocks(agreed=day, **facts)[0].due_on for day in (later, sooner)] == [later, sooner]
    contract = rule(do="review")
    found = [clocks(contract, agreed=day, **facts)[0] for day in (later, sooner)]
    assert [(clock.due_on, clock.agreed) for clock in found] == [(date(2026, 7, 10), False), (sooner, True)]


def test_each_kind_of_assessment_has_its_own_time() -> None:
    wellbeing = rule(do="assessment", kinds=["wellbeing"], within={"days": 14}, **{"from": "start"})
    last = {"assessment wellbeing": date(2026, 5, 1), "assessment": date(2026, 5, 2)}
    found = [clock for clock in clocks(wellbeing, last=last) if clock.kind == "assessment"]
    assert [(clock.due_on, clock.rule.framework) for clock in found] == [
        (date(2026, 5, 15), "town"), (date(2026, 5, 30), None),
    ]  # fmt: skip


def test_what_is_done_once_is_counted_from_registration_and_runs_until_it_is_done() -> None:
    welcome = rule(do="contact", kinds=["phone_call"], within={"days": 14}, **{"from": "registration"})
    assert ("contact", date(2026, 4, 15), "overdue") in told(clocks(welcome))
    done = clocks(welcome, last={"contact phone_call": date(2026, 5, 1)})
    assert [clock.kind for clock in done] == ["review"]


def test_a_named_call_takes_the_place_of_the_general_one_for_those_it_names() -> None:
    either = rule(do="contact", kinds=["phone_call", "wellbeing_call"], statuses=["non_engaging"])
    found = clocks(either, status="non_engaging", last={"contact phone_call wellbeing_call": date(2026, 5, 1)})
    assert told(found) == [("contact", date(2026, 8, 1), "done")]


def test_an_emergency_plan_is_looked_at_again_where_there_is_one() -> None:
    yearly = rule(do="emergency_plan", within={"months": 12})
    assert [clock.kind for clock in clocks(yearly)] == ["review"]
    assert ("emergency_plan", date(2026, 5, 1), "overdue") in told(
        clocks(yearly, last={"emergency_plan": date(2025, 5, 1)})
    )  # fmt: skip


def test_someone_drawn_is_due_at_once_and_done_by_any_review_in_the_period() -> None:
    drawing = rule(do="sample_review", sample={"share": 20, "each": "quarter"})
    now, before = (
        Draw(drawing, date(2026, 4, 1), date(2026, 6, 30)),
        Draw(drawing, date(2026, 1, 1), date(2026, 3, 31)),
    )
    sample = ("sample_review", date(2026, 6, 30), "due")
    assert sample in told(clocks(draws=(now,), last={"review": date(2026, 3, 31)}))
    assert sample not in told(clocks(draws=(now,), last={"review": date(2026, 4, 1)}))
    late = clocks(draws=(now, before))
    assert [clock.due_on for clock in late if clock.kind == "sample_review"] == [date(2026, 3, 31)]
    assert sample in told(clocks(draws=(now, before), last={"review": date(2026, 2, 1)}))


REOPENED = date(2026, 5, 4)
SINCE_REOPENING = ("review", date(2026, 8, 4), "done")


@pytest.mark.parametrize(
    ("facts", "review"),
    [
        ({}, SINCE_REOPENING),
        ({"registered_on": date(2024, 4, 1)}, SINCE_REOPENING),
        ({"last": {"review": date(2025, 11, 1)}}, SINCE_REOPENING),
        ({"last": {"review": date(2026, 5, 3)}, "agreed": date(2026, 5, 20)}, SINCE_REOPENING),
        ({"last": {"review": date(2026, 5, 4)}, "agreed": date(2026, 5, 20)}, ("review", date(2026, 5, 20), "due")),
        ({"last": {"review": date(2026, 5, 10)}}, ("review", date(2026, 8, 10), "done")),
    ],
    ids=["none", "long registered", "before closing", "agreed before closing", "that day", "since"],
)
def test_a_review_is_counted_from_the_day_on_which_the_record_was_opened_again(
    facts: dict[str, Any], review: tuple[str, date, str]
) -> None:
    for rules in ([], [rule(do="review")]):
        (clock,) = clocks(*rules, reopened_on=REOPENED, **facts)
        assert told([clock]) == [review]
        assert clock.reopened == (review == SINCE_REOPENING)
        assert clock.since == (REOPENED if clock.reopened else facts["last"]["review"])


def test_calls_begin_again_and_what_was_done_once_is_not_asked_for_twice() -> None:
    call = {"contact wellbeing_call": date(2025, 1, 1)}
    again = clocks(status="non_engaging", reopened_on=REOPENED, last=call)
    assert ("contact", date(2026, 11, 4), "done") in told(again)
    welcome = rule(do="contact", kinds=["phone_call"], within={"days": 14}, **{"from": "registration"})
    assert ("contact", date(2026, 5, 18), "due") in told(clocks(welcome, reopened_on=REOPENED))
    done = clocks(welcome, reopened_on=REOPENED, last={"contact phone_call": date(2026, 4, 2)})
    assert [clock.kind for clock in done] == ["review"]


def test_an_assessment_and_a_plan_that_were_begun_run_on_through_a_closing() -> None:
    yearly = rule(do="emergency_plan", within={"months": 12})
    last = {"assessment": date(2026, 4, 1), "emergency_plan": date(2025, 4, 1)}
    found = told(clocks(yearly, reopened_on=REOPENED, last=last))
    assert ("assessment", date(2026, 4, 29), "overdue") in found
    assert ("emergency_plan", date(2026, 4, 1), "overdue") in found
