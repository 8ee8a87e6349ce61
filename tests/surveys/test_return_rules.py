from fractions import Fraction

import pytest

from surveys.model.returns import Check, Choice, DueDay, Form, ReturnField, Section
from surveys.return_rules import ValueFault, failed_checks, left_open, read_value


def field(kind: str, identity: str = "A") -> ReturnField:
    choices = [Choice(code="yes", label="Yes")]
    return ReturnField.model_validate({"id": identity, "label": identity, "kind": kind, "choices": choices})


def form(*checks: Check) -> Form:
    fields = [field("number", name) for name in ("opening", "A", "B", "C")]
    section = Section(id="figures", title="Figures", fields=fields)
    return Form(id="f", title="F", interval="quarter", due=DueDay(day=20), sections=[section], checks=list(checks))


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("count", " 007 ", "7"),
        ("count", "0", "0"),
        ("count", "12.0", "12"),
        ("number", "1.50", "1.5"),
        ("number", ".5", "0.5"),
        ("number", "-0", "0"),
        ("money", "10.10", "10.1"),
        ("percent", "100", "100"),
        ("date", "2026-02-28", "2026-02-28"),
        ("choice", "yes", "yes"),
        ("text", "a\r\nb ", "a\nb "),
    ],
)
def test_a_value_is_written_in_one_way(kind: str, text: str, value: str) -> None:
    assert read_value(field(kind), text) == value


@pytest.mark.parametrize(
    ("kind", "text", "why"),
    [
        ("count", "1.5", "not-whole"),
        ("count", "one", "not-whole"),
        ("count", "-1", "too-small"),
        ("count", "1000000000001", "too-large"),
        ("number", "1e5", "not-number"),
        ("number", "١٢", "not-number"),
        ("number", "0.1234567", "too-many-places"),
        ("money", "1.005", "too-many-places"),
        ("percent", "100.1", "too-large"),
        ("date", "2026-02-29", "not-date"),
        ("date", "20260228", "not-date"),
        ("date", "0001-01-01", "not-date"),
        ("choice", "no", "not-a-choice"),
    ],
)
def test_a_text_that_its_field_can_not_hold_is_refused(kind: str, text: str, why: str) -> None:
    with pytest.raises(ValueFault) as fault:
        read_value(field(kind), text)
    assert fault.value.why == why


def test_a_failing_check_names_the_field_that_stands_first_in_it() -> None:
    check = Check(rule="C <= B + A", message="too many")
    failed = failed_checks(form(check), {"A": "1", "B": "1", "C": "2.5"})
    assert [(one.check, one.explained_by, one.fields) for one in failed] == [(check, "C", ("C", "B", "A"))]
    assert failed_checks(form(check), {"A": "1", "B": "1.5", "C": "2.5"}) == []


def test_a_check_of_a_field_left_empty_is_passed_over() -> None:
    assert failed_checks(form(Check(rule="A <= B", message="no")), {"A": "3"}) == []


def test_tolerance_is_taken_into_account() -> None:
    check = Check(rule="A = B", message="no", tolerance=1, tolerance_percent=1)
    assert failed_checks(form(check), {"A": "102", "B": "100"}) == []
    assert len(failed_checks(form(check), {"A": "102.01", "B": "100"})) == 1


def test_what_was_open_at_the_start_is_the_field_then_the_period_before_then_none() -> None:
    one = form(Check(rule="C <= B + opening", message="no"))
    values = {"B": "5", "C": "7"}
    assert failed_checks(one, values | {"opening": "2"}, Fraction(0)) == []
    assert failed_checks(one, values, Fraction(2)) == []
    assert len(failed_checks(one, values)) == 1


def test_a_period_leaves_open_what_came_in_and_was_not_closed() -> None:
    one = form(Check(rule="C <= B + opening", message="no"))
    assert left_open(one, {"opening": "2", "B": "5", "C": "4"}) == 3
    assert left_open(one, {"opening": "0", "B": "5", "C": "9"}) == 0
    assert left_open(one, {"B": "5", "C": "4"}) is None
    assert left_open(form(), {"A": "1"}) is None
