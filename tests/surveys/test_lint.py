"""The linter finds what a sharp contract manager would ask about."""

import pytest

from surveys.check import check

TOWN, BREAKS, CARER, QUALITY = (
    "frameworks/town.yaml",
    "modules/breaks.yaml",
    "surveys/carer.yaml",
    "instruments/quality.yaml",
)

TURNOVER_WAY = "          A: {return: quarterly.A}\n          B: {return: quarterly.B}\n"
RECORDS = "{of: reviews, during: reviewed_on, where: {role: carer}, distinct: person}"

ERRORS = [
    ("a measure that names no such outcome", TOWN, "outcomes: [time-out]", "outcomes: [time-of]", "no-such-outcome",
     "measures[0].outcomes[0]", "perhaps 'time-out'"),
    ("a formula with an unknown name", TOWN, "formula: A ÷ B × 100", "formula: A ÷ Q × 100", "unknown-name",
     "measures[2].formula", "'Q'"),
    ("a formula that can't be read", TOWN, "formula: A ÷ B × 100", "formula: A ÷ × 100", "unreadable-formula",
     "measures[2].formula", "can't be read"),
    ("a quantity that the formula never uses", TOWN, "formula: carers\n", "formula: 3 + 4\n", "quantity-never-used",
     "measures[0].ways[0].quantities.carers", "never uses"),
    ("a percentage whose formula is no share × 100", TOWN, "formula: A ÷ B × 100", "formula: A ÷ B", "unit-and-formula",
     "measures[2].formula", "÷ … × 100"),
    ("a share × 100 whose unit is no percentage", TOWN, "formula: carers", "formula: carers ÷ carers × 100",
     "unit-and-formula", "measures[0].formula", "'percent'"),
    ("a stretch below its target", TOWN, "stretch: {1: 33, 2: 36}", "stretch: {1: 16}", "stretch-below-target",
     "measures[0].targets[0].stretch", "below the target of 30 a quarter"),
    ("a direction of lower with the stretch above its target", TOWN, "    direction: higher\n    interval: quarter\n    formula: carers",
     "    direction: lower\n    interval: quarter\n    formula: carers", "stretch-below-target",
     "measures[0].targets[0].stretch", "above the target"),
    ("stretch values that get easier", TOWN, "{1: 33, 2: 36}", "{1: 36, 2: 33}", "stretch-goes-back",
     "measures[0].targets[0].stretch", "easier"),
    ("a target for a measure without a direction", TOWN, "direction: lower", "direction: none", "target-without-direction",
     "measures[2].targets[0]", "higher or lower"),
    ("a direction that is not the source's", TOWN, "direction: lower", "direction: lower\n    source_direction: higher",
     "direction-conflict", "measures[2].source_direction", "the source calls higher"),
    ("words that contradict the direction", TOWN, "The share of workers who left.", "At least 20% of workers stay.",
     "direction-conflict", "measures[2].targets[0].value", "at least 20"),
    ("a percentage target above 100", TOWN, "{value: 70}", "{value: 101}", "target-out-of-range",
     "measures[1].targets[0].value", "0 to 100"),
    ("a percentage target below 0", TOWN, "{value: 70}", "{value: -1}", "target-out-of-range",
     "measures[1].targets[0].value", "0 to 100"),
    ("a target for an interval that nobody works out", TOWN, "{value: 70}", "{value: 70, interval: month}", "target-interval",
     "measures[1].targets[0].interval", "each month"),
    ("a return filed less often than its figure is worked out", TOWN, "    interval: quarter\n    due:",
     "    interval: year\n    due:", "interval-does-not-divide", "measures[2].ways[0].quantities.A", "no whole number"),
    ("a record's column that is not there", TOWN, "where: {role: carer}", "where: {rôle: carer}", "no-such-column",
     "measures[0].ways[0].quantities.carers.records.where.rôle", "perhaps 'role'"),
    ("a record's date that is not there", TOWN, "during: reviewed_on", "during: held_on", "no-such-column",
     "measures[0].ways[0].quantities.carers.records.during", "reviewed_on"),
    ("a number that can't be added up", TOWN, "distinct: person}", "sum: hours}", "no-such-column",
     "measures[0].ways[0].quantities.carers.records.sum", "to add up"),
    ("a code that no list holds", TOWN, "where: {role: carer}", "where: {role: career}", "no-such-code",
     "measures[0].ways[0].quantities.carers.records.where.role", "perhaps 'carer'"),
    ("people counted once in a record that names none", TOWN, RECORDS, "{of: activities, distinct: person}", "no-such-column",
     "measures[0].ways[0].quantities.carers.records.distinct", "no person"),
    ("a survey question that is not there", TOWN, "asked: {survey: {question: breaks.enough}}",
     "asked: {survey: {question: breaks.enouf}}", "no-such-question", "measures[1].ways[0].quantities.asked.survey.question",
     "perhaps 'breaks.enough'"),
    ("a survey answer that is not there", TOWN, "codes: [agree]", "codes: [agreed]", "no-such-code",
     "measures[1].ways[0].quantities.agree.survey.codes[0]", "perhaps 'agree'"),
    ("a form that is not there", TOWN, "B: {return: quarterly.B}", "B: {return: monthly.B}", "no-such-field",
     "measures[2].ways[0].quantities.B.return", "no form 'monthly'"),
    ("a form's field that is not there", TOWN, "B: {return: quarterly.B}", "B: {return: quarterly.Z}", "no-such-field",
     "measures[2].ways[0].quantities.B.return", "no field 'Z'"),
    ("a check of a return that names no field", TOWN, "rule: A <= B", "rule: A <= C", "unknown-name",
     "forms[0].checks[0].rule", "'C'"),
    ("a check of a return that compares nothing", TOWN, "rule: A <= B", "rule: A + B", "unreadable-formula",
     "forms[0].checks[0].rule", "needs one of"),
    ("a breakdown that is not there", TOWN, "breakdowns: [age_group]", "breakdowns: [age]", "no-such-breakdown",
     "measures[0].breakdowns[0]", "perhaps 'age_group'"),
    ("a payment that names no measure", TOWN, "measure: reviews, when", "measure: review, when", "no-such-measure",
     "payments[0].measure", "perhaps 'reviews'"),
    ("a payment for a stretch that is not there", TOWN, "measure: reviews, when", "measure: enough, when",
     "payment-without-target", "payments[0].measure", "no stretch"),
    ("a reading that names no measure", TOWN, "measures: [turnover], text", "measures: [turn], text", "no-such-measure",
     "readings[0].measures[0]", "perhaps 'turnover'"),
    ("a reading that answers no kind of finding", TOWN, "measures: [turnover], text",
     "measures: [turnover], answers: [directions], text", "no-such-finding", "readings[0].answers[0]", "'directions'"),
    ("a measure's id that stands twice", TOWN, "- id: enough", "- id: reviews", "repeated-id", "measures[1]", "'reviews'"),
    ("a field's id that stands twice", TOWN, "- {id: B, label", "- {id: A, label", "repeated-id",
     "forms[0].sections[0].fields[1]", "'A'"),
    ("a locality's code that stands twice", TOWN, "{code: south", "{code: north", "repeated-id", "localities[1]", "'north'"),
    ("an option that stands twice", BREAKS, '{code: "no", label: "No"}', '{code: "yes", label: "No"}', "repeated-id",
     "questions[0]", "'yes'"),
    ("a route that leads back", BREAKS, "    text: What difference does it make?",
     "    text: What difference?\n    routes:\n      - {go_to: breaks.weekly}", "route-cycle", "questions[1].routes[0].go_to",
     "breaks.weekly → breaks.difference → breaks.weekly"),
    ("a route that leads to its own question", BREAKS, "go_to: breaks.enough", "go_to: breaks.weekly", "route-cycle",
     "questions[0].routes[0].go_to", "breaks.weekly → breaks.weekly"),
    ("a route to no question", BREAKS, "go_to: breaks.enough", "go_to: breaks.enuf", "no-such-question",
     "questions[0].routes[0].go_to", "perhaps 'breaks.enough'"),
    ("a route on an answer that is not there", BREAKS, 'when: ["no"]', 'when: ["nope"]', "no-such-code",
     "questions[0].routes[0].when[0]", "'nope'"),
    ("a question that can never be reached", BREAKS, '{when: ["no"], go_to: breaks.enough}', "{go_to: breaks.enough}",
     "unreachable-question", "questions[1]", "no way"),
    ("a choice with nothing to choose from", BREAKS, '      - {code: "no", label: "No"}\n    routes:\n      - {when: ["no"], ',
     '    routes:\n      - {when: ["yes"], ', "too-few-options", "questions[0]", "two options"),
    ("an order of questions that turns a route back", CARER, "{module: breaks}",
     "{module: breaks, only: [breaks.enough, breaks.weekly]}", "route-cycle", "modules[0].only",
     "breaks.enough → breaks.weekly → breaks.enough"),
    ("a short form of no survey", CARER, "minutes: 5", "minutes: 5\nshort_form_of: carers", "no-such-survey", "short_form_of",
     "perhaps 'carer'"),
    ("a score outside its range", QUALITY, "maximum: 4", "maximum: 5", "score-range", "minimum", "from 0 to 4"),
    ("an instrument's item that stands twice", QUALITY, "[quality.one, quality.two]", "[quality.one, quality.one]",
     "repeated-id", "items[1]", "'quality.one'"),
    ("an open instrument's item that nobody asks", QUALITY, "status: licensed", "status: open", "no-such-question", "items[0]",
     "'quality.one'"),
]  # fmt: skip

QUESTIONS = [
    ("a field that is asked for and never used", TOWN, "    checks:\n",
     "          - {id: C, label: Workers off sick, kind: count, measure: turnover}\n    checks:\n", "field-never-used",
     "forms[0].sections[0].fields[2]", "Workers off sick"),
    ("words that ask for a number and a formula for a percentage", TOWN, "direction: lower", "direction: lower\n    asks_for: number",
     "number-or-percentage", "measures[2].asks_for", "ask for a number"),
    ("words that ask for a percentage and a formula for a number", TOWN, "    unit: count", "    unit: count\n    asks_for: percentage",
     "number-or-percentage", "measures[0].asks_for", "ask for a percentage"),
    ("fields that no check keeps within one another", TOWN, "rule: A <= B", "rule: B <= A", "numerator-may-exceed",
     "measures[2].ways[0].quantities", "'A' within 'B'"),
    ("records that are no part of the whole", TOWN, TURNOVER_WAY,
     "          A: {records: {of: contacts, distinct: person}}\n          B: {records: {of: people, as_at_end: true}}\n",
     "numerator-may-exceed", "measures[2].ways[0].quantities", "'A' within 'B'"),
    ("records that are wider than the whole", TOWN, TURNOVER_WAY,
     "          A: {records: {of: people}}\n          B: {records: {of: people, where: {role: carer}}}\n",
     "numerator-may-exceed", "measures[2].ways[0].quantities", "'A' within 'B'"),
    ("answers that the whole leaves out", TOWN, "codes: [agree]}}\n          asked", "codes: [does-not-apply]}}\n          asked",
     "numerator-may-exceed", "measures[1].ways[0].quantities", "'agree' within 'asked'"),
    ("timeliness divided by what was completed only", TOWN, TURNOVER_WAY,
     "          A: {records: {of: feedback, during: completed_on, where: {days_to_complete: {at_most: 28}}}}\n"
     "          B: {records: {of: feedback, during: completed_on}}\n",
     "denominator-completed-only", "measures[2].ways[0].quantities", "drags on"),
    ("a return's timeliness divided by what was completed only", TOWN,
     "label: Workers who left, kind: count, measure: turnover}\n          - {id: B, label: Workers in post",
     "label: Complaints resolved within 28 days, kind: count, measure: turnover}\n          - {id: B, label: Complaints completed",
     "denominator-completed-only", "measures[2].ways[0].quantities", "drags on"),
    ("a stretch far above its target", TOWN, "{1: 33, 2: 36}", "{1: 90}", "stretch-far-above-target",
     "measures[0].targets[0].stretch", "far from the target"),
    ("a stretch for another interval, below the target as written", TOWN,
     "targets: [{value: 30, stretch: {1: 33, 2: 36}}]",
     "also: [month]\n    targets: [{value: 30}, {stretch: {1: 16}, interval: month}]", "stretch-below-target",
     "measures[0].targets[1].stretch", "a month's"),
    ("words that give another rate than the target", TOWN, "Carers with a review.", "Carers with a review, 3 reviews a week.",
     "interval-conflict", "measures[0].targets", "3 a week"),
    ("weights that are not 100 in all", TOWN, "amount: 1000", "weight: 90, share_of_contract: 10", "weights-not-100", "payments",
     "90, not 100"),
]  # fmt: skip


def test_definitions_without_a_fault_raise_no_finding(definitions):
    report = definitions.check()
    assert [str(finding) for finding in (*report.errors, *report.questions)] == []


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "field", "says"), [c[1:] for c in ERRORS], ids=[c[0] for c in ERRORS]
)
def test_an_error_is_found(definitions, file, old, new, code, field, says):
    definitions.replace(file, old, new)
    errors = definitions.check().errors
    found = [finding for finding in errors if (finding.file, finding.code, finding.field) == (file, code, field)]
    assert found, [str(finding) for finding in errors]
    assert says in found[0].message
    if not field.endswith("]"):
        assert field.split(".")[-1] in definitions.line(file, found[0].line)


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "field", "says"), [c[1:] for c in QUESTIONS], ids=[c[0] for c in QUESTIONS]
)
def test_a_question_is_asked_and_a_reading_answers_it(definitions, file, old, new, code, field, says):
    definitions.replace(file, old, new)
    finding = definitions.only(code)
    assert (finding.file, finding.field, finding.grave) == (file, field, False)
    assert says in finding.message

    definitions.replace(TOWN, "{id: leavers, measures: [turnover], text:", f"{{id: leavers, answers: [{code}], text:")
    report = definitions.check()
    assert code not in [finding.code for finding in (*report.errors, *report.questions)]
    assert [(entry.finding.code, entry.reading.id) for entry in report.answered if entry.finding.code == code] == [
        (code, "leavers")
    ]


def test_a_field_collected_beside_a_measure_is_a_question(definitions):
    definitions.replace(TOWN, "    checks:\n", "          - {id: C, label: Workers off sick, kind: count}\n    checks:\n")
    definitions.replace(TOWN, "direction: lower", "direction: lower\n    collected_beside: [C]")
    finding = definitions.only("field-never-used")
    assert (finding.field, finding.subject) == ("measures[2].collected_beside[0]", "turnover")


def test_a_field_collected_beside_that_is_not_there_is_an_error(definitions):
    definitions.replace(TOWN, "direction: lower", "direction: lower\n    collected_beside: [Z]")
    assert definitions.errors() == ["no-such-field"]


def test_a_field_collected_beside_that_the_formula_uses_is_an_error(definitions):
    definitions.replace(TOWN, "direction: lower", "direction: lower\n    collected_beside: [A]")
    assert definitions.errors() == ["contradiction"]


def test_a_field_that_holds_text_need_not_be_used(definitions):
    definitions.replace(
        TOWN, "    checks:\n", "          - {id: C, label: Why, kind: text, measure: turnover}\n    checks:\n"
    )
    assert definitions.questions() == []


def test_a_target_on_the_wrong_side_is_settled_by_a_reading(definitions):
    definitions.replace(TOWN, "direction: lower", "direction: lower\n    source_direction: higher")
    assert definitions.errors() == ["direction-conflict"]
    definitions.replace(TOWN, "measures: [turnover], text", "measures: [turnover], answers: [direction-conflict], text")
    report = definitions.check()
    assert report.passes
    assert [entry.finding.code for entry in report.answered] == ["direction-conflict"]


def test_a_reading_for_another_measure_answers_nothing(definitions):
    definitions.replace(TOWN, "direction: lower", "direction: lower\n    asks_for: number")
    definitions.replace(TOWN, "measures: [turnover], text", "measures: [reviews], answers: [number-or-percentage], text")
    assert sorted(definitions.questions()) == ["number-or-percentage", "stale-reading"]


def test_a_reading_cannot_answer_a_plain_error(definitions):
    definitions.replace(TOWN, "outcomes: [time-out]", "outcomes: [time-of]")
    definitions.replace(TOWN, "measures: [turnover], text", "answers: [no-such-outcome], text")
    assert sorted(definitions.errors()) == ["no-such-finding", "no-such-outcome"]


def test_a_question_asked_of_nobody_whom_the_framework_serves_is_an_error(definitions):
    definitions.replace(CARER, "respondent: carer", "respondent: service_user")
    errors = definitions.check().errors
    assert {finding.code for finding in errors} == {"question-not-asked"}
    assert "outcomes[0].question" in [finding.field for finding in errors]


def test_a_question_key_in_two_modules_is_an_error(definitions):
    text = (definitions.directory / BREAKS).read_text(encoding="utf-8")
    definitions.write("modules/rest.yaml", text.replace("id: breaks", "id: rest"))
    found = [finding for finding in definitions.check().errors if finding.code == "repeated-id"]
    assert [finding.subject for finding in found] == ["breaks.weekly", "breaks.difference", "breaks.enough"]
    assert "modules/breaks.yaml" in found[0].message


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("{records: {of: people, where: {role: carer, status: x}}}", "{records: {of: people, where: {role: carer}}}"),
        ("{records: {of: people, where: {role: carer}}}", "{records: {of: people, where: {role: [carer, service_user]}}}"),
        ("{records: {of: contacts, distinct: person}}", "{records: {of: contacts}}"),
        ("{records: {of: goal_reviews, distinct: person}}", "{records: {of: reviews, distinct: person}}"),
        ("{survey: {question: breaks.enough, codes: [agree]}}", "{survey: {question: breaks.enough}}"),
        ("{reporting: {pick: on_time}}", "{reporting: {pick: due}}"),
        ("{due_reviews: {pick: reviewed}}", "{due_reviews: {pick: due}}"),
        ("{score_pairs: {scale: quality, pick: better}}", "{score_pairs: {scale: quality, pick: both}}"),
        ("{decision: {element: stretch, pick: met}}", "{decision: {element: stretch, pick: decided}}"),
    ],
)
def test_a_part_of_the_whole_is_no_question(definitions, part, whole):
    definitions.replace(TOWN, TURNOVER_WAY, f"          A: {part}\n          B: {whole}\n")
    assert "numerator-may-exceed" not in definitions.questions()


def test_a_sum_that_holds_the_numerator_is_no_question(definitions):
    definitions.replace(TOWN, "formula: A ÷ B × 100", "formula: A ÷ (A + B) × 100")
    definitions.replace(TOWN, "rule: A <= B", "rule: B <= A")
    assert definitions.questions() == []


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


@pytest.fixture(scope="module")
def shipped():
    return check()


class TestShippedDefinitions:
    def test_pass_with_every_question_answered(self, shipped):
        report = shipped
        assert [str(finding) for finding in (*report.errors, *report.questions)] == []

    @pytest.mark.parametrize(
        ("framework", "measure", "code"),
        [
            ("rochdale-carers", "k7a", "stretch-below-target"),
            ("six-kpis", "kpi3", "field-never-used"),
            ("six-kpis", "kpi3", "denominator-completed-only"),
            ("six-kpis", "kpi4", "number-or-percentage"),
            ("six-kpis", "kpi5", "field-never-used"),
            ("six-kpis", "kpi6", "direction-conflict"),
        ],
    )
    def test_hold_the_real_examples_each_answered_by_a_reading(self, shipped, framework, measure, code):
        answered = {(entry.framework, entry.finding.subject, entry.finding.code) for entry in shipped.answered}
        assert (framework, measure, code) in answered

    def test_are_the_five_frameworks(self, shipped):
        assert set(shipped.library.frameworks) == {
            "rochdale-carers", "birmingham-hub", "carers-hub-audit", "dorset-home-care", "six-kpis",
        }  # fmt: skip
