"""The linter's questions to the source, and the readings that answer them."""

import pytest

from surveys.check import check

TOWN = "frameworks/town.yaml"

TURNOVER_WAY = "          A: {return: quarterly.A}\n          B: {return: quarterly.B}\n"

QUESTIONS = [
    (
        "a field that is asked for and never used",
        TOWN,
        "    checks:\n",
        "          - {id: C, label: Workers off sick, kind: count, measure: turnover}\n    checks:\n",
        "field-never-used",
        "forms[0].sections[0].fields[2]",
        "Workers off sick",
    ),
    (
        "words that ask for a number and a formula for a percentage",
        TOWN,
        "direction: lower",
        "direction: lower\n    asks_for: number",
        "number-or-percentage",
        "measures[2].asks_for",
        "ask for a number",
    ),
    (
        "words that ask for a percentage and a formula for a number",
        TOWN,
        "    unit: count",
        "    unit: count\n    asks_for: percentage",
        "number-or-percentage",
        "measures[0].asks_for",
        "ask for a percentage",
    ),
    (
        "fields that no check keeps within one another",
        TOWN,
        "rule: A <= B",
        "rule: B <= A",
        "numerator-may-exceed",
        "measures[2].ways[0].quantities",
        "'A' within 'B'",
    ),
    (
        "records that are no part of the whole",
        TOWN,
        TURNOVER_WAY,
        "          A: {records: {of: contacts, distinct: person}}\n          B: {records: {of: people, as_at_end: true}}\n",
        "numerator-may-exceed",
        "measures[2].ways[0].quantities",
        "'A' within 'B'",
    ),
    (
        "records that are wider than the whole",
        TOWN,
        TURNOVER_WAY,
        "          A: {records: {of: people}}\n          B: {records: {of: people, where: {role: carer}}}\n",
        "numerator-may-exceed",
        "measures[2].ways[0].quantities",
        "'A' within 'B'",
    ),
    (
        "answers that the whole leaves out",
        TOWN,
        "codes: [agree]}}\n          asked",
        "codes: [does-not-apply]}}\n          asked",
        "numerator-may-exceed",
        "measures[1].ways[0].quantities",
        "'agree' within 'asked'",
    ),
    (
        "timeliness divided by what was completed only",
        TOWN,
        TURNOVER_WAY,
        "          A: {records: {of: feedback, during: completed_on, where: {days_to_complete: {at_most: 28}}}}\n"
        "          B: {records: {of: feedback, during: completed_on}}\n",
        "denominator-completed-only",
        "measures[2].ways[0].quantities",
        "drags on",
    ),
    (
        "a return's timeliness divided by what was completed only",
        TOWN,
        "label: Workers who left, kind: count, measure: turnover}\n          - {id: B, label: Workers in post",
        "label: Resolved within 28 days, kind: count, measure: turnover}\n          - {id: B, label: Completed",
        "denominator-completed-only",
        "measures[2].ways[0].quantities",
        "drags on",
    ),
    (
        "a stretch far above its target",
        TOWN,
        "{1: 33, 2: 36}",
        "{1: 90}",
        "stretch-far-above-target",
        "measures[0].targets[0].stretch",
        "far from the target",
    ),
    (
        "a stretch for another interval, below the target as written",
        TOWN,
        "targets: [{value: 30, stretch: {1: 33, 2: 36}}]",
        "also: [month]\n    targets: [{value: 30}, {stretch: {1: 16}, interval: month}]",
        "stretch-below-target",
        "measures[0].targets[1].stretch",
        "a month's",
    ),
    (
        "words that give another rate than the target",
        TOWN,
        "Carers with a review.",
        "Carers with a review, 3 reviews a week.",
        "interval-conflict",
        "measures[0].targets",
        "3 a week",
    ),
    (
        "weights that are not 100 in all",
        TOWN,
        "amount: 1000",
        "weight: 90, share_of_contract: 10",
        "weights-not-100",
        "payments",
        "90, not 100",
    ),
]


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
    assert definitions.questions() == ["number-or-percentage"]
    assert definitions.errors() == ["stale-reading"]


def test_a_reading_cannot_answer_a_plain_error(definitions):
    definitions.replace(TOWN, "outcomes: [time-out]", "outcomes: [time-of]")
    definitions.replace(TOWN, "measures: [turnover], text", "answers: [no-such-outcome], text")
    assert sorted(definitions.errors()) == ["no-such-finding", "no-such-outcome"]


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


HELP = "    help: {after: [agree], title: Help, text: Call someone.}\n    options_from: agree\n"


@pytest.mark.parametrize("said", ["notice", "notice_named"])
def test_help_without_a_word_before_the_question_is_a_question(definitions, said):
    definitions.replace("modules/breaks.yaml", "    options_from: agree\n", f"    {said}: Staff can read it.\n{HELP}")
    missing = {"notice": "notice_named", "notice_named": "notice"}[said]
    assert definitions.only("help-without-notice").field == f"questions[2].{missing}"


def test_help_after_both_notices_is_no_question(definitions):
    notices = "    notice: Staff can read it.\n    notice_named: Staff can read it.\n"
    definitions.replace("modules/breaks.yaml", "    options_from: agree\n", notices + HELP)
    assert definitions.questions() == []


def test_an_answer_that_says_who_filled_it_in_must_be_one_of_the_question(definitions):
    definitions.replace(
        "modules/breaks.yaml", "    options_from: agree\n", "    helper: {agre: self}\n    options_from: agree\n"
    )
    assert "has no answer 'agre'" in definitions.only("no-such-code").message


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
