"""Dorset's framework and the Carers' Hub audit hold all that their sources ask for (tables written by hand)."""

import re

import pytest

from surveys.formula import read_formula
from surveys.library import load_library
from surveys.lint import lint
from surveys.lint.readings import reading_of
from surveys.model.framework import Framework

LIBRARY = load_library()
DORSET = LIBRARY.frameworks["dorset-home-care"]
AUDIT = LIBRARY.frameworks["carers-hub-audit"]
BOTH = pytest.mark.parametrize("framework", [DORSET, AUDIT], ids=lambda framework: framework.id)

# measure: unit, bases side by side, direction (source 003)
DORSET_MEASURES = {
    "d1a": ("percent", "records return", "lower"),
    "d1b": ("percent", "return", "higher"),
    "d1c": ("count", "records return", "higher"),
    "d1c.experience": ("percent", "survey", "higher"),
    "d1c.community": ("percent", "survey", "higher"),
    "d2a": ("percent", "reviews survey return", "higher"),
    "d2a.satisfaction": ("percent", "survey", "higher"),
    "d3a": ("percent", "return", "higher"),
    "d3b": ("percent", "survey", "higher"),
    "d3b.number": ("count", "survey", "higher"),
    "d3b.experience": ("percent", "survey", "higher"),
    "d3b.experience-number": ("count", "survey", "higher"),
    "d3b.arrangements": ("percent", "survey", "higher"),
    "d3b.arrangements-number": ("count", "survey", "higher"),
    "d3c": ("percent", "records return", "higher"),
    "d3c.received": ("count", "records return", "none"),
    "d3c.accepted": ("count", "records return", "none"),
    "d3c.declined": ("count", "records return", "lower"),
    "d3d": ("score", "return", "lower"),
    "d3d.same-workers": ("percent", "survey", "higher"),
    "d3d.told": ("percent", "survey", "higher"),
    "d4a": ("percent", "survey", "higher"),
    "d4a.treated": ("percent", "survey", "higher"),
    "d4a.training-plan": ("count", "return", "none"),
    "d4a.alerts": ("count", "records return", "lower"),
    "d4a.complaints": ("count", "records return", "lower"),
    "d4b": ("count", "return", "higher"),
    "d4b.progression": ("count", "return", "higher"),
    "d4b.guaranteed-hours": ("percent", "return", "higher"),
    "d5a": ("percent", "survey", "higher"),
    "d5a.helped": ("percent", "survey", "higher"),
    "d5a.concerns": ("count", "records return", "lower"),
    "d5a.attributable": ("count", "return", "lower"),
    "d5a.asked": ("percent", "return", "higher"),
    "d6a": ("count", "return", "higher"),
    "d6a.commitment": ("gbp", "return", "higher"),
    "d6b": ("gbp", "return", "none"),
    "d6b.order": ("gbp", "return", "none"),
    "d6b.payment": ("gbp", "return", "none"),
    "d6b.within": ("percent", "return", "higher"),
    "d6b.sample": ("percent", "return", "higher"),
    "d6c": ("count", "return", "higher"),
    "d6c.satisfaction": ("percent", "survey", "higher"),
    "d6c.capacity": ("hours", "return", "higher"),
    "d6c.visits": ("count", "return", "none"),
}

# one field or more for each line of Appendix A's third column (source 002)
APPENDIX_A = {
    "expert-partners": [
        "s1.influence", "s1.new-carers", "s1.ni135-carers", "s1.support-plans", "s1.training", "s1.independent",
        "s1.complaints", "s1.complaints-outcomes", "s1.identified-health", "s1.identified-social-care",
        "s1.identified-leisure", "s1.identified-housing", "s1.identified-education", "s1.personal-budgets",
        "s1.person-budgets", "s1.professionals", "s1.discharge-plans",
    ],
    "own-life": [
        "s2.counselling", "s2.breaks", "s2.breaks-satisfied-number", "s2.breaks-as-budget", "s2.breaks-all", "s2.leisure",
        "s2.end-of-life-at-home", "s2.end-of-life", "s2.families-satisfied",
    ],
    "no-hardship": [
        "s3.working", "s3.working-age", "s3.council-requests", "s3.council-agreed", "s3.nhs-requests", "s3.nhs-agreed",
        "s3.education", "s3.volunteers", "s3.allowance-claiming", "s3.allowance-eligible",
    ],
    "well-dignity": [
        "s4.gp-registers", "s4.placements", "s4.from-hospital", "s4.delays", "s4.readmitted", "s4.emergency-plans",
        "s4.housing",
    ],
}  # fmt: skip

# services and processes in place, Appendix A's second column: how many lines each indicator has (2a points to 1b)
IN_PLACE = {"p1a": 4, "p1b": 4, "p1c": 4, "p2a": 1, "p2b": 3, "p2c": 2, "p3a": 4, "p3b": 1, "p4a": 4, "p4b": 1}

# the published series of section 3.2: year, group, value
PUBLISHED = {
    "series.weekly-break": [("2007", "all", 37), ("2008", "all", 43)],
    "series.break-difference": [("2007", "all", 55), ("2008", "all", 65)],
    "series.life-outside": [("2007", "all", 22), ("2008", "all", 35)],
    "series.helped-to-plan": [("2007", "all", 21), ("2008", "all", 42)],
    "series.reassured": [("2008", "all", 95)],
    "series.depression": [("2009", "before-break", 33), ("2009", "after-break", 17)],
    "series.respect": [("2008", "all", 83)],
    "series.quality-of-life": [("2009", "all", 55)],
    "series.health-very-good": [("2010", "all", 14)],
    "one-thing": [
        ("2008", "little-or-none", 11), ("2008", "mixed", 4), ("2008", "emotional", 9), ("2008", "practical", 31),
        ("2008", "breaks", 12),
    ],
}  # fmt: skip


def fields(framework: Framework, form: str) -> dict[str, str]:
    return {field.id: field.kind for field in framework.form(form).every_field()}


def test_dorset_has_its_six_outcomes_and_every_measure_of_the_source() -> None:
    assert [o.id for o in DORSET.outcomes] == [
        "healthy", "quality-of-life", "choice-control", "dignity", "safeguarding", "resources",
    ]  # fmt: skip
    found = {m.id: (m.unit, " ".join(way.basis for way in m.ways), m.direction) for m in DORSET.measures}
    assert found == DORSET_MEASURES


def test_dorset_is_quarterly_but_for_what_the_source_takes_from_yearly_reports() -> None:
    yearly = [measure.id for measure in DORSET.measures if measure.interval == "year"]
    assert yearly == ["d4b", "d4b.progression", "d4b.guaranteed-hours"]
    assert {measure.interval for measure in DORSET.measures} == {"quarter", "year"}


@pytest.mark.parametrize(
    ("measure", "way", "formula"),
    [
        ("d1a", 0, "moved ÷ (still + closed) × 100"),
        ("d1a", 1, "moved ÷ supported × 100"),
        ("d1b", 0, "without_error ÷ with_medication × 100"),
        ("d2a", 0, "achieved ÷ outcomes_set × 100"),
        ("d3a", 0, "at_home ÷ died × 100"),
        ("d3d", 0, "changes ÷ supported"),
        ("d6a", 0, "baseline − admissions"),
        ("d6b", 0, "planned − paid"),
        ("d6b.order", 0, "planned − ordered"),
        ("d6b.payment", 0, "ordered − paid"),
    ],
)
def test_dorset_s_figures_are_worked_out_as_read(measure: str, way: int, formula: str) -> None:
    found = DORSET.measure(measure)
    assert (found.ways[way].formula or found.formula) == formula


def test_dorset_s_reasons_are_coded() -> None:
    reasons = [name for name in fields(DORSET, "quarterly") if ".reason-" in name]
    assert {name.split(".")[0] for name in reasons} == {"d1a", "d3a", "d3c"}
    assert all(fields(DORSET, "quarterly")[name] == "count" for name in reasons)
    assert DORSET.measure("d3c.declined").breakdowns == ["referral_locality", "declined_reason"]


def test_dorset_s_only_target_is_the_size_of_the_sample() -> None:
    assert {m.id: m.targets[0].value for m in DORSET.measures if m.targets} == {"d6b.sample": 20}


def test_the_audit_has_its_four_outcomes_and_ten_indicators() -> None:
    found = {outcome.id: [indicator.code for indicator in outcome.indicators] for outcome in AUDIT.outcomes}
    assert found == {
        "expert-partners": ["1a", "1b", "1c"],
        "own-life": ["2a", "2b", "2c"],
        "no-hardship": ["3a", "3b"],
        "well-dignity": ["4a", "4b"],
    }


def test_each_indicator_has_outcome_evidence_from_the_survey_and_from_reviews() -> None:
    for indicator in (indicator for outcome in AUDIT.outcomes for indicator in outcome.indicators):
        assert [way.basis for way in AUDIT.measure(indicator.code).ways] == ["survey", "reviews"]


def test_every_statistical_return_of_appendix_a_is_a_field() -> None:
    asked = fields(AUDIT, "yearly")
    assert [name for names in APPENDIX_A.values() for name in names if name not in asked] == []


def test_every_service_and_process_of_appendix_a_is_a_choice_with_a_note() -> None:
    asked = fields(AUDIT, "yearly")
    choices = [name for name, kind in asked.items() if re.match(r"p\d[abc]\.", name) and kind == "choice"]
    assert {key: sum(name.startswith(f"{key}.") for name in choices) for key in IN_PLACE} == IN_PLACE
    assert all(asked[f"{name}-note"] == "text" for name in choices)


def test_the_published_series_carry_the_source_s_figures() -> None:
    found = {
        measure.id: [(point.period_start[:4], point.group, point.value) for point in measure.published]
        for measure in AUDIT.measures
        if measure.published
    }
    assert found == PUBLISHED
    assert all(any(way.basis == "published" for way in AUDIT.measure(name).ways) for name in PUBLISHED)


def test_each_published_series_says_whether_it_goes_on() -> None:
    for name in PUBLISHED:
        notes = " ".join(point.note or "" for point in AUDIT.measure(name).published)
        assert re.search(r"goes on|break is drawn|no later figure", notes), name


def test_each_theme_of_the_open_question_has_a_figure() -> None:
    question = next(q for m in LIBRARY.modules.values() for q in m.questions if q.key == "one-thing.difference")
    parts = [m.id for m in AUDIT.measures if m.part_of == "one-thing"]
    assert parts == [f"one-thing.{theme.code}" for theme in question.coded_by_staff]


def test_the_matrix_sets_seventeen_interventions_against_fourteen_groups_of_carers() -> None:
    matrix = AUDIT.form("audit").matrix
    assert matrix is not None
    assert (len(matrix.rows), len(matrix.columns)) == (17, 14)
    assert [part.id for part in matrix.parts] == [
        "rating", "carers-rating", "provided-by", "reach", "evidence", "duplication", "distinct-need", "rated-on",
        "rated-by",
    ]  # fmt: skip
    scale = ["red", "amber", "green", "early", "intermediate", "advanced"]
    assert all([choice.code for choice in part.choices] == scale for part in matrix.parts[:2])
    assert [rating.code for rating in AUDIT.guidance["ratings"]] == scale
    assert [row.code for row in matrix.rows] == [item.code for item in AUDIT.guidance["interventions"]]


def test_the_yearly_audit_asks_for_changes_decisions_and_the_curve() -> None:
    asked = fields(AUDIT, "yearly")
    questions = ["focus", "three-changes", "measures", "quick-wins", "legacy"]
    decisions = ["sustain", "strengthen", "unmet-need", "processes", "culture", "commission", "decommission"]
    curve = ["story", "partners", "what-works", "action-plan", "forecast", "turned"]
    expected = [f"questions.{name}" for name in questions] + [f"decisions.{name}" for name in decisions]
    expected += [f"changes.{said}-{number}" for said in ("wish", "said", "did") for number in (1, 2, 3)]
    expected += [f"curve.{part}" for part in curve]
    assert [name for name in expected if name not in asked] == []


def test_the_grade_checklists_hold_every_point_of_appendix_b_table_two() -> None:
    found = {outcome.id: {grade: len(points) for grade, points in outcome.grades.items()} for outcome in AUDIT.outcomes}
    assert found == {
        "expert-partners": {"adequate": 2, "performing_well": 7},
        "own-life": {"adequate": 4},
        "no-hardship": {"adequate": 4, "performing_well": 3},
        "well-dignity": {"adequate": 4, "performing_well": 3},
    }
    ticks = [name for name in fields(AUDIT, "yearly") if name.startswith("grade.")]
    assert len(ticks) == 2 + 7 + 4 + 4 + 3 + 4 + 3 + 4


def test_context_statistics_can_be_published_or_filed_and_are_of_the_population() -> None:
    context = [m for m in AUDIT.measures if m.id.startswith("context.")]
    names = ["carers", "place", "age", "ethnicity", "religion", "condition", "class"]
    assert [m.id for m in context] == [f"context.{name}" for name in names]
    assert all(m.level == "population" and [way.basis for way in m.ways] == ["published", "return"] for m in context)


def test_every_unit_cost_stands_with_its_note_on_complexity() -> None:
    costs = [m for m in AUDIT.measures if m.id.startswith("cost.")]
    assert len(costs) == 3
    assert all(m.formula == "cost ÷ units" and "never the whole story" in m.description for m in costs)


@BOTH
def test_every_formula_uses_exactly_the_quantities_of_its_way(framework: Framework) -> None:
    for measure in framework.measures:
        for way in measure.ways:
            if way.quantities:
                assert read_formula(way.formula or measure.formula or "").names == set(way.quantities), measure.id


@BOTH
def test_no_number_is_filed_for_two_fields_that_ask_the_same(framework: Framework) -> None:
    for form in framework.forms:
        labels = [field.label for section in form.sections for field in section.fields if not field.label.startswith("Of ")]
        assert sorted(labels) == sorted(set(labels))


@BOTH
def test_the_linter_finds_no_error_and_each_of_its_questions_is_answered_by_a_reading(framework: Framework) -> None:
    findings = [finding for finding in lint(LIBRARY) if f"frameworks/{framework.id}" in finding.file]
    assert [str(f) for f in findings if f.grave or not reading_of(framework, f)] == []


@BOTH
def test_every_measure_serves_an_outcome_and_each_outcome_has_measures(framework: Framework) -> None:
    served = {name for measure in framework.measures for name in measure.outcomes}
    assert served == {outcome.id for outcome in framework.outcomes}
    assert all(measure.outcomes for measure in framework.measures)


@BOTH
def test_no_sentence_of_a_definition_is_hard_to_follow(framework: Framework) -> None:
    texts = [measure.description for measure in framework.measures] + [reading.text for reading in framework.readings]
    sentences = [sentence for text in texts for sentence in re.split(r"(?<=[.?!;:])\s", text)]
    assert [sentence for sentence in sentences if len(sentence.split()) > 40] == []
