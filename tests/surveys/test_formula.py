"""Formulas: exact, safe, and as people write them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.formula import FormulaError, read_formula

NAMES = ("A", "B", "C", "open_at_start")
quantities = st.fixed_dictionaries({name: st.fractions(-1000, 1000, max_denominator=100) for name in NAMES})


@st.composite
def written(draw, depth=3):
    """A formula as text, and a function that works it out with Fraction; the function raises ZeroDivisionError."""
    kind = draw(st.sampled_from(["name", "whole", "decimal"] + (["sign", "minus"] * 3 if depth else [])))
    if kind == "name":
        name = draw(st.sampled_from(NAMES))
        return name, lambda values: values[name]
    if kind == "whole":
        whole = draw(st.integers(0, 1000))
        return str(whole), lambda values: Fraction(whole)
    if kind == "decimal":
        tenths = draw(st.integers(0, 9999))
        return f"{tenths // 10}.{tenths % 10}", lambda values: Fraction(tenths, 10)
    if kind == "minus":
        text, work_out = draw(written(depth - 1))
        return f"−({text})", lambda values: -work_out(values)
    (left, left_value), (right, right_value) = draw(written(depth - 1)), draw(written(depth - 1))
    sign = draw(st.sampled_from("+-−×*÷/"))
    operations = {
        "+": lambda a, b: a + b,
        "-": lambda a, b: a - b,
        "*": lambda a, b: a * b,
        "/": lambda a, b: a / b,
    }
    operate = operations[{"−": "-", "×": "*", "÷": "/"}.get(sign, sign)]
    return f"({left}) {sign} ({right})", lambda values: operate(left_value(values), right_value(values))


@given(written(), quantities)
def test_a_formula_is_worked_out_exactly(formula, values):
    text, work_out = formula
    try:
        expected = work_out(values)
    except ZeroDivisionError:
        expected = None
    assert read_formula(text).value(values) == expected


@given(quantities)
def test_signs_bind_as_at_school(values):
    a, b, c = values["A"], values["B"], values["C"]
    assert read_formula("A + B × C − A").value(values) == a + b * c - a


@given(st.fractions(-1000, 1000), st.fractions(-1000, 1000))
def test_numerator_and_denominator_of_a_percentage_make_its_value(above, below):
    formula = read_formula("(A + 1) ÷ (B − 2) × 100")
    values = {"A": above, "B": below}
    if below == 2:
        assert formula.value(values) is None
        assert formula.ratio(values) == (above + 1, 0)
    else:
        numerator, denominator = formula.ratio(values)
        assert formula.value(values) == numerator / denominator * 100


def test_division_by_zero_is_not_applicable():
    assert read_formula("A ÷ B × 100").value({"A": Fraction(3), "B": Fraction(0)}) is None


def test_a_third_is_a_third():
    assert read_formula("1 ÷ 3").value({}) == Fraction(1, 3)


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        pytest.param("A ÷ B × 100", {"A": 3, "B": 4}, Fraction(75), id="source 004, KPI 1"),
        pytest.param("(A + B) ÷ C × 100", {"A": 2, "B": 1, "C": 8}, Fraction(75, 2), id="source 004, KPI 4"),
        pytest.param("A ÷ ((B + C) ÷ 2) × 100", {"A": 3, "B": 20, "C": 25}, Fraction(40, 3), id="source 004, KPI 6"),
    ],
)
def test_the_sources_formulas(text, values, expected):
    assert read_formula(text).value({name: Fraction(value) for name, value in values.items()}) == expected


@pytest.mark.parametrize(
    ("text", "percentage"),
    [
        ("A ÷ B × 100", True),
        ("(A + B) / C * 100", True),
        ("(A ÷ B × 100)", True),
        ("A ÷ B", False),
        ("A × 100", False),
        ("A ÷ (B × 100)", False),
        ("A ÷ B × 1000", False),
        ("A + B ÷ C × 100", False),
    ],
)
def test_a_percentage_is_a_quotient_times_a_hundred(text, percentage):
    assert read_formula(text).percentage is percentage


def test_the_names_of_a_formula_are_its_quantities():
    assert read_formula("(A + kept_on) ÷ C × 100").names == {"A", "kept_on", "C"}


def test_a_missing_quantity_is_named():
    with pytest.raises(KeyError, match="B, C"):
        read_formula("A + B + C").value({"A": Fraction(1)})


@pytest.mark.parametrize(
    "text",
    [
        "", "A ÷", "A B", "__import__('os')", "A.real", "A[0]", "A ** 9 ** 9", "A if B else C", "'text'", "True", "A % B",
        "A // B", "lambda: A", "A < B", "[A]", "1e999", "A := 3", "f'{A}'", "A\x00", "(" * 500 + "A" + ")" * 500, "1j",
        "+".join("A" * 300),
    ],
)  # fmt: skip
def test_what_is_no_formula_is_refused(text):
    with pytest.raises(FormulaError):
        read_formula(text)


@given(st.text(max_size=30))
def test_any_text_is_a_formula_or_refused(text):
    try:
        formula = read_formula(text)
    except FormulaError:
        return
    formula.value(dict.fromkeys(formula.names, Fraction(1)))
