"""The linter finds what a sharp contract manager would ask about."""

import pytest

TOWN, BREAKS, CARER, QUALITY = (
    "frameworks/town.yaml",
    "modules/breaks.yaml",
    "surveys/carer.yaml",
    "instruments/quality.yaml",
)

RECORDS = "{of: reviews, during: reviewed_on, where: {role: carer}, distinct: person}"

ERRORS = [
    (
        "most of them as the target, where fewer are better",
        TOWN,
        "targets: [{value: 20, strictly: true}]",
        "targets: [{value: 80}]",
        "target-on-wrong-side",
        "measures[2].targets[0].value",
        "lower is better",
    ),
    (
        "below 20% as the target, where more are better (source 004, KPI 6)",
        TOWN,
        "direction: lower",
        "direction: higher",
        "target-on-wrong-side",
        "measures[2].targets[0].value",
        "more than 20%",
    ),
    (
        "a measure that names no such outcome",
        TOWN,
        "outcomes: [time-out]",
        "outcomes: [time-of]",
        "no-such-outcome",
        "measures[0].outcomes[0]",
        "perhaps 'time-out'",
    ),
    (
        "a formula with an unknown name",
        TOWN,
        "formula: A ÷ B × 100",
        "formula: A ÷ Q × 100",
        "unknown-name",
        "measures[2].formula",
        "'Q'",
    ),
    (
        "a formula that can't be read",
        TOWN,
        "formula: A ÷ B × 100",
        "formula: A ÷ × 100",
        "unreadable-formula",
        "measures[2].formula",
        "can't be read",
    ),
    (
        "a quantity that the formula never uses",
        TOWN,
        "formula: carers\n",
        "formula: 3 + 4\n",
        "quantity-never-used",
        "measures[0].ways[0].quantities.carers",
        "never uses",
    ),
    (
        "a percentage whose formula is no share × 100",
        TOWN,
        "formula: A ÷ B × 100",
        "formula: A ÷ B",
        "unit-and-formula",
        "measures[2].formula",
        "÷ … × 100",
    ),
    (
        "a share × 100 whose unit is no percentage",
        TOWN,
        "formula: carers",
        "formula: carers ÷ carers × 100",
        "unit-and-formula",
        "measures[0].formula",
        "'percent'",
    ),
    (
        "a stretch below its target",
        TOWN,
        "stretch: {1: 33, 2: 36}",
        "stretch: {1: 16}",
        "stretch-below-target",
        "measures[0].targets[0].stretch",
        "below the target of 30 a quarter",
    ),
    (
        "a direction of lower with the stretch above its target",
        TOWN,
        "    direction: higher\n    interval: quarter\n    formula: carers",
        "    direction: lower\n    interval: quarter\n    formula: carers",
        "stretch-below-target",
        "measures[0].targets[0].stretch",
        "above the target",
    ),
    (
        "stretch values that get easier",
        TOWN,
        "{1: 33, 2: 36}",
        "{1: 36, 2: 33}",
        "stretch-goes-back",
        "measures[0].targets[0].stretch",
        "easier",
    ),
    (
        "a target for a measure without a direction",
        TOWN,
        "direction: lower",
        "direction: none",
        "target-without-direction",
        "measures[2].targets[0]",
        "higher or lower",
    ),
    (
        "a direction that is not the source's",
        TOWN,
        "direction: lower",
        "direction: lower\n    source_direction: higher",
        "direction-conflict",
        "measures[2].source_direction",
        "the source calls higher",
    ),
    (
        "words that contradict the direction",
        TOWN,
        "The share of workers who left.",
        "At least 20% of workers stay.",
        "direction-conflict",
        "measures[2].targets[0].value",
        "at least 20",
    ),
    (
        "a percentage target above 100",
        TOWN,
        "{value: 70}",
        "{value: 101}",
        "target-out-of-range",
        "measures[1].targets[0].value",
        "0 to 100",
    ),
    (
        "a percentage target below 0",
        TOWN,
        "{value: 70}",
        "{value: -1}",
        "target-out-of-range",
        "measures[1].targets[0].value",
        "0 to 100",
    ),
    (
        "a target for an interval that nobody works out",
        TOWN,
        "{value: 70}",
        "{value: 70, interval: month}",
        "target-interval",
        "measures[1].targets[0].interval",
        "each month",
    ),
    (
        "a return filed less often than its figure is worked out",
        TOWN,
        "    interval: quarter\n    due:",
        "    interval: year\n    due:",
        "interval-does-not-divide",
        "measures[2].ways[0].quantities.A",
        "no whole number",
    ),
    (
        "a record's column that is not there",
        TOWN,
        "where: {role: carer}",
        "where: {rôle: carer}",
        "no-such-column",
        "measures[0].ways[0].quantities.carers.records.where.rôle",
        "perhaps 'role'",
    ),
    (
        "a record's date that is not there",
        TOWN,
        "during: reviewed_on",
        "during: held_on",
        "no-such-column",
        "measures[0].ways[0].quantities.carers.records.during",
        "reviewed_on",
    ),
    (
        "a number that can't be added up",
        TOWN,
        "distinct: person}",
        "sum: hours}",
        "no-such-column",
        "measures[0].ways[0].quantities.carers.records.sum",
        "to add up",
    ),
    (
        "a code that no list holds",
        TOWN,
        "where: {role: carer}",
        "where: {role: career}",
        "no-such-code",
        "measures[0].ways[0].quantities.carers.records.where.role",
        "perhaps 'carer'",
    ),
    (
        "people counted once in a record that names none",
        TOWN,
        RECORDS,
        "{of: activities, distinct: person}",
        "no-such-column",
        "measures[0].ways[0].quantities.carers.records.distinct",
        "no person",
    ),
    (
        "a survey question that is not there",
        TOWN,
        "asked: {survey: {question: breaks.enough}}",
        "asked: {survey: {question: breaks.enouf}}",
        "no-such-question",
        "measures[1].ways[0].quantities.asked.survey.question",
        "perhaps 'breaks.enough'",
    ),
    (
        "a survey answer that is not there",
        TOWN,
        "codes: [agree]",
        "codes: [agreed]",
        "no-such-code",
        "measures[1].ways[0].quantities.agree.survey.codes[0]",
        "perhaps 'agree'",
    ),
    (
        "a form that is not there",
        TOWN,
        "B: {return: quarterly.B}",
        "B: {return: monthly.B}",
        "no-such-field",
        "measures[2].ways[0].quantities.B.return",
        "no form 'monthly'",
    ),
    (
        "a form's field that is not there",
        TOWN,
        "B: {return: quarterly.B}",
        "B: {return: quarterly.Z}",
        "no-such-field",
        "measures[2].ways[0].quantities.B.return",
        "no field 'Z'",
    ),
    (
        "a check of a return that names no field",
        TOWN,
        "rule: A <= B",
        "rule: A <= C",
        "unknown-name",
        "forms[0].checks[0].rule",
        "'C'",
    ),
    (
        "a check of a return that compares nothing",
        TOWN,
        "rule: A <= B",
        "rule: A + B",
        "unreadable-formula",
        "forms[0].checks[0].rule",
        "needs one of",
    ),
    (
        "a breakdown that is not there",
        TOWN,
        "breakdowns: [age_group]",
        "breakdowns: [age]",
        "no-such-breakdown",
        "measures[0].breakdowns[0]",
        "perhaps 'age_group'",
    ),
    (
        "a payment that names no measure",
        TOWN,
        "measure: reviews, when",
        "measure: review, when",
        "no-such-measure",
        "payments[0].measure",
        "perhaps 'reviews'",
    ),
    (
        "a payment for a stretch that is not there",
        TOWN,
        "measure: reviews, when",
        "measure: enough, when",
        "payment-without-target",
        "payments[0].measure",
        "no stretch",
    ),
    (
        "a reading that names no measure",
        TOWN,
        "measures: [turnover], text",
        "measures: [turn], text",
        "no-such-measure",
        "readings[0].measures[0]",
        "perhaps 'turnover'",
    ),
    (
        "a reading that answers no kind of finding",
        TOWN,
        "measures: [turnover], text",
        "measures: [turnover], answers: [directions], text",
        "no-such-finding",
        "readings[0].answers[0]",
        "'directions'",
    ),
    ("a measure's id that stands twice", TOWN, "- id: enough", "- id: reviews", "repeated-id", "measures[1]", "'reviews'"),
    (
        "a field's id that stands twice",
        TOWN,
        "- {id: B, label",
        "- {id: A, label",
        "repeated-id",
        "forms[0].sections[0].fields[1]",
        "'A'",
    ),
    (
        "a locality's code that stands twice",
        TOWN,
        "{code: south",
        "{code: north",
        "repeated-id",
        "localities[1]",
        "'north'",
    ),
]


def test_definitions_without_a_fault_raise_no_finding(definitions):
    report = definitions.check()
    assert [str(finding) for finding in (*report.errors, *report.questions)] == []


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "field", "says"), [c[1:] for c in ERRORS], ids=[c[0] for c in ERRORS]
)
def test_an_error_is_found(definitions, file, old, new, code, field, says):
    definitions.replace(file, old, new)
    definitions.assert_error(file, code, field, says)


def test_a_field_collected_beside_that_is_not_there_is_an_error(definitions):
    definitions.replace(TOWN, "direction: lower", "direction: lower\n    collected_beside: [Z]")
    assert definitions.errors() == ["no-such-field"]


def test_a_field_collected_beside_that_the_formula_uses_is_an_error(definitions):
    definitions.replace(TOWN, "direction: lower", "direction: lower\n    collected_beside: [A]")
    assert definitions.errors() == ["contradiction"]


def test_a_finding_in_a_family_is_told_once_at_its_template(definitions):
    line = definitions.replace(TOWN, '"{question}", codes: [agree]', '"{question}", codes: [agreed]')
    definitions.replace(
        TOWN,
        "      - {id: weekly, text: I get a break each week, question: breaks.enough}\n",
        "      - {id: weekly, text: I get a break, question: breaks.enough}\n"
        "      - {id: daily, text: I get a rest, question: breaks.enough}\n",
    )
    finding = definitions.only("no-such-code")
    assert finding.line == line + 1
    assert finding.field == "families[0].measures[0].ways[0].quantities.agree.survey.codes[0]"
    assert finding.subject == "time-out.daily.survey and 1 more"
