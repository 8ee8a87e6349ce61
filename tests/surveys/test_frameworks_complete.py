"""The frameworks of sources 000, 001 and 004 hold all that the sources ask for: compared with tables written by hand."""

import pytest

from surveys.check import check
from surveys.library import load_library
from surveys.model.framework import Framework
from surveys.model.measure import Measure

FRAMEWORKS = ("rochdale-carers", "birmingham-hub", "six-kpis")

STATEMENTS = {
    "identification": "strategies role-promoted through-services",
    "wellbeing": (
        "fewer-hours signposting condition respite own-time relationships better-health emergency-plan coping "
        "someone-to-talk-to house-garden safe-warm equipment valued own-life"
    ),
    "work-money": "work-help work-balance money-help",
    "partners": "take-part shaping",
}
TOWNSHIPS = "heywood middleton pennines rochdale_north rochdale_south"
THIRTEEN = (
    "decision-making voices-heard networks crisis work-education own-health healthy-diet finances time-out "
    "family-commitments relationships home safe"
)

# Ids that stand by themselves, and under "id:" the parts that follow one.
ROCHDALE = """
    k1 k1a k1b k1c k1d
    k2 k2: information one-to-one groups breaks emergency work other
    k2p k2r k2w k2a k2b k2c k2d k2d: health social-care condition money work housing community other
    k2e k2f k2g k2h k2i k2i: attendances
    k2j k2j: attendances
    k3 k3: kept into referred
    k4 k5 k5: informing co-design breaks-requested breaks-provided
    k6 k6: emergency-cards referrals huddles outreach income case-studies
    k7a k7b k7c k7d k7e k7f k7f: partnerships
    satisfaction supported
"""
BIRMINGHAM = """
    pbo1 pbo2 pbo3
    kpi1 kpi1: same worse change assessment review
    kpi2 kpi2: unmet
    kpi2.unmet: waiting-list no-service not-eligible cost transport no-replacement-care service-not-suitable \
language-or-culture health cared-for-declined declined change-of-circumstances other
    assessments-started assessments-completed assessments-28-days wellbeing-assessments wellbeing-assessments-28-days
    registered newly-registered registered: parent young dementia
    active active: non-engaging signposted
    casework casework: carers
    one-to-one one-to-one: carers
    groups wellbeing-payments wellbeing-payments: breaks leisure learning equipment technology travel therapy other amount
    cers cers: reviews responses sittings
    dementia-plans health-events social-prescribers community-cards care-cards health-referrals
    health-referrals: gp pharmacy hospital community-nurse social-prescriber mental-health therapist other
    profile-age profile-gender profile-ethnicity profile-health profile-family profile-employment
    profile-cared-for-age profile-cared-for-gender profile-cared-for-ethnicity profile-cared-for-condition
"""


def ids_of(table: str) -> set[str]:
    """Read a table of ids: words, and on a line that has "id:", what follows as its parts."""
    found = set()
    for line in table.splitlines():
        parent = ""
        for word in line.split():
            if word.endswith(":"):
                parent = word[:-1]
            else:
                found.add(f"{parent}.{word}" if parent else word)
    return found


def expected_measures(framework: str) -> set[str]:
    if framework == "six-kpis":
        return {"kpi1", "kpi2", "kpi3", "kpi4", "kpi5", "kpi6"}
    if framework == "birmingham-hub":
        parts = ("", ".agreed", ".baseline", ".latest", ".change", ".partly", ".not-yet", ".survey")
        thirteen = {outcome + part for outcome in THIRTEEN.split() for part in parts}
        return ids_of(BIRMINGHAM) | thirteen | {"safe.their-home.survey", "safe.local.survey"}
    statements = {f"{outcome}.{name}" for outcome, names in STATEMENTS.items() for name in names.split()}
    assert len(statements) == 23
    both_ways = {f"{name}.{way}" for name in statements for way in ("survey", "achieved")}
    townships = {f"{row}.{town}" for row in ("k7a", "k7b", "k7c") for town in TOWNSHIPS.split()}
    return ids_of(ROCHDALE) | both_ways | townships | {f"{outcome}.achieved" for outcome in STATEMENTS}


# (measure, interval of the target, value, stretch by contract year, whether the value itself falls short)
TARGETS: dict[str, list[tuple[str, str, float | None, dict[int, float], bool]]] = {
    "rochdale-carers": [
        ("k1", "month", 100, {}, False),
        ("k2", "quarter", 162, {1: 178, 2: 186, 3: 194}, False),
        ("k2", "year", 648, {}, False),
        ("k2p", "quarter", 70, {}, False),
        ("k2r", "quarter", 100, {}, False),
        ("k2w", "quarter", 100, {}, False),
        ("k3", "quarter", 20, {}, False),
        ("k4", "year", 2000, {}, False),
        ("k5", "quarter", 100, {}, False),
        ("k6", "quarter", 2, {}, False),
        ("k7a", "quarter", 30, {}, False),
        ("k7a", "month", 10, {1: 16, 2: 17, 3: 18}, False),
        ("k7b", "quarter", 15, {1: 16, 2: 17, 3: 18}, False),
        ("k7c", "quarter", 5, {1: 16, 2: 17, 3: 18}, False),
        ("k7d", "quarter", 50, {}, False),
        ("k7e", "quarter", 36, {}, False),
        *((f"k7a.{town}", "month", 2, {}, False) for town in TOWNSHIPS.split()),
        *((f"k7b.{town}", "quarter", 3, {}, False) for town in TOWNSHIPS.split()),
    ],
    "birmingham-hub": [("pbo1", "year", 85, {}, False)],
    "six-kpis": [
        ("kpi1", "half_year", 75, {}, False),
        ("kpi2", "quarter", 50, {}, False),
        ("kpi3", "quarter", 80, {}, False),
        ("kpi4", "year", 75, {}, False),
        ("kpi5", "quarter", 75, {}, False),
        ("kpi6", "quarter", 20, {}, True),
    ],
}

# (interval, also shown) of measures other than quarterly ones shown by quarter alone
INTERVALS: dict[str, dict[str, tuple[str, list[str]]]] = {
    "rochdale-carers": {
        **dict.fromkeys(("k1", "k1a", "k1b", "k1c", "k1d", "k7f.partnerships", "k7f"), ("month", [])),
        "k2": ("quarter", ["year"]),
        "k4": ("year", ["quarter"]),
        **{row: ("quarter", ["month"]) for row in ("k7a", *(f"k7a.{town}" for town in TOWNSHIPS.split()))},
        **{f"{o}.{s}.survey": ("year", ["quarter"]) for o, names in STATEMENTS.items() for s in names.split()},
        "satisfaction": ("year", ["quarter"]),
        "supported": ("year", ["quarter"]),
    },
    "birmingham-hub": {name: ("year", []) for name in ids_of(BIRMINGHAM) if name.startswith(("pbo", "kpi1", "kpi2"))},
    "six-kpis": {"kpi1": ("half_year", []), "kpi4": ("year", [])},
}

# (payment, measure, when, amount, weight, share of the contract)
PAYMENTS: dict[str, list[tuple[str, str, str, float | None, float | None, float | None]]] = {
    "rochdale-carers": [
        ("pbr-identification", "k2", "stretch_met_every_quarter", 12500, None, None),
        ("pbr-drop-ins", "k7a", "stretch_met_every_quarter", 12500, None, None),
        ("pbr-carer-breaks", "k7b", "stretch_met_every_quarter", 12500, None, None),
        ("pbr-training", "k7c", "stretch_met_every_quarter", 12500, None, None),
    ],
    "birmingham-hub": [
        ("pbo1", "pbo1", "target_met", None, 20, 10),
        ("pbo2", "pbo2", "decided", None, 30, 10),
        ("pbo3", "pbo3", "decided", None, 50, 10),
    ],
    "six-kpis": [],
}

# (form, interval, due day, months after, before the contract meeting)
FORMS = {
    "rochdale-carers": [("monthly", "month", 10, 1, False), ("quarterly", "quarter", 20, 1, True)],
    "birmingham-hub": [("quarterly", "quarter", 20, 1, True), ("yearly", "year", 20, 1, False)],
    "six-kpis": [
        ("kpi1", "half_year", 20, 1, False),
        ("kpi2", "quarter", 20, 1, False),
        ("kpi3", "quarter", 20, 1, False),
        ("kpi4", "year", 20, 1, False),
        ("kpi5", "quarter", 20, 1, False),
        ("kpi6", "quarter", 20, 1, False),
    ],
}

# What the sources leave unclear: (the linter's finding, the measure), each answered by a reading
ANSWERED: dict[str, set[tuple[str, str]]] = {
    "rochdale-carers": {
        ("stretch-below-target", "k7a"),
        ("interval-conflict", "k7a"),
        ("stretch-far-above-target", "k7c"),
        ("interval-conflict", "k7e"),
    },
    "birmingham-hub": set(),
    "six-kpis": {
        ("denominator-completed-only", "kpi3"),
        ("field-never-used", "kpi3"),
        ("number-or-percentage", "kpi4"),
        ("field-never-used", "kpi5"),
        ("direction-conflict", "kpi6"),
    },
}


@pytest.fixture(params=FRAMEWORKS)
def framework(request: pytest.FixtureRequest) -> Framework:
    return load_library().frameworks[request.param]


def test_every_measure_of_the_source_is_defined_and_no_other(framework: Framework) -> None:
    assert {measure.id for measure in framework.measures} == expected_measures(framework.id)


def test_targets_and_stretch_targets_are_those_of_the_source(framework: Framework) -> None:
    found = [
        (measure.id, target.interval or measure.interval, target.value, target.stretch, target.strictly)
        for measure in framework.measures
        for target in measure.targets
    ]
    assert sorted(found, key=str) == sorted(TARGETS[framework.id], key=str)


def test_measures_are_worked_out_as_often_as_the_source_asks(framework: Framework) -> None:
    unlike = INTERVALS[framework.id]
    expected = {measure.id: unlike.get(measure.id, ("quarter", [])) for measure in framework.measures}
    assert {measure.id: (measure.interval, measure.also) for measure in framework.measures} == expected


def test_payments_carry_the_sources_amounts_and_weights(framework: Framework) -> None:
    found = [(p.id, p.measure, p.when, p.amount, p.weight, p.share_of_contract) for p in framework.payments]
    assert found == PAYMENTS[framework.id]


def test_returns_are_due_when_the_source_says(framework: Framework) -> None:
    found = [
        (form.id, form.interval, form.due.day, form.due.months_after, form.due.before_contract_meeting)
        for form in framework.forms
    ]
    assert found == FORMS[framework.id]


def test_each_measure_but_surveys_means_and_decisions_can_be_filed_on_a_return(framework: Framework) -> None:
    cannot = [m.id for m in framework.measures if not any(way.basis == "return" for way in m.ways) and not _is_own(m)]
    statements = [f"{o}.{s}.achieved" for o, names in STATEMENTS.items() for s in names.split()]
    assert cannot == (statements if framework.id == "rochdale-carers" else [])


def _is_own(measure: Measure) -> bool:
    """Whether nobody could file it: a survey's share, a mean, a commissioner's decision."""
    quantities = [quantity for way in measure.ways for quantity in way.quantities.values()]
    return all(way.mean or way.basis == "survey" for way in measure.ways) or any(q.decision for q in quantities)


def test_each_unclear_place_of_the_source_is_found_by_the_linter_and_answered_by_a_reading(framework: Framework) -> None:
    report = check()
    answered = {(a.finding.code, a.finding.subject) for a in report.answered if a.framework == framework.id}
    assert answered >= ANSWERED[framework.id]
    assert not [finding for finding in (*report.errors, *report.questions) if framework.id in finding.file]


def test_every_outcome_statement_of_source_000_has_its_own_question() -> None:
    rochdale = load_library().frameworks["rochdale-carers"]
    found = {outcome.id: " ".join(s.id for s in outcome.statements) for outcome in rochdale.outcomes}
    questions = [s.question for outcome in rochdale.outcomes for s in outcome.statements]
    assert found == STATEMENTS
    assert len(set(questions)) == 23
    assert set(questions) <= set(load_library().question_keys())
    assert all(outcome.must_be_achieved for outcome in rochdale.outcomes)


def test_every_kind_of_narrative_evidence_of_source_000_has_a_field_tagged_with_its_outcome() -> None:
    rochdale = load_library().frameworks["rochdale-carers"]
    fields = [field for field in rochdale.form("quarterly").every_field() if field.outcome]
    kinds = {"identification": 3, "wellbeing": 15, "work-money": 8, "partners": 8}
    assert {outcome.id: len(outcome.evidence) for outcome in rochdale.outcomes} == kinds
    assert {outcome: sum(field.outcome == outcome for field in fields) for outcome in kinds} == kinds
    assert all(field.kind == "text" for field in fields)


def test_the_thirteen_outcomes_of_source_001_stand_in_its_order_each_with_a_question() -> None:
    hub = load_library().frameworks["birmingham-hub"]
    assert [outcome.id for outcome in hub.outcomes] == THIRTEEN.split()
    assert {outcome.question for outcome in hub.outcomes} <= set(load_library().question_keys())


def test_the_profile_of_source_001_breaks_registered_carers_down_ten_ways() -> None:
    expected = (
        "age_group gender ethnicity health_issues family_status employment_status "
        "cared_for_age_group cared_for_gender cared_for_ethnicity cared_for_conditions"
    )
    assert set(expected.split()) <= set(load_library().frameworks["birmingham-hub"].measure("registered").breakdowns)


FORMULAS = {
    "kpi1": ("A ÷ B × 100", "AB"),
    "kpi2": ("A ÷ B × 100", "AB"),
    "kpi3": ("A ÷ C × 100", "ABC"),
    "kpi4": ("(A + B) ÷ C × 100", "ABC"),
    "kpi5": ("A ÷ F × 100", "ABCDEF"),
    "kpi6": ("A ÷ ((B + C) ÷ 2) × 100", "ABC"),
}


@pytest.mark.parametrize(("kpi", "formula", "letters"), [(kpi, *row) for kpi, row in FORMULAS.items()])
def test_source_004_keeps_its_formulas_and_collects_every_letter(kpi: str, formula: str, letters: str) -> None:
    six = load_library().frameworks["six-kpis"]
    fields = [field.id for field in six.form(kpi).every_field() if len(field.id) == 1]
    used = {q.from_return.field for way in six.measure(kpi).ways for q in way.quantities.values() if q.from_return}
    assert six.measure(kpi).formula == formula
    assert fields == list(letters)
    assert used | set(six.measure(kpi).collected_beside) == set(letters)


CHECKS = {
    "kpi1": ["A <= B"],
    "kpi2": ["A <= B"],
    "kpi3": ["A <= C", "C <= B + opening"],
    "kpi4": ["A + B <= C"],
    "kpi5": ["A + B + D + E = F + C"],
    "kpi6": ["A <= B + joined", "C = B + joined - A"],
}


def test_returns_of_source_004_are_checked_by_the_rules_of_the_design() -> None:
    six = load_library().frameworks["six-kpis"]
    assert {form.id: [check.rule for check in form.checks] for form in six.forms} == CHECKS
    assert six.measure("kpi6").direction == "lower"
    assert six.measure("kpi6").source_direction == "higher"
    assert six.measure("kpi4").asks_for == "number"


# The codes that the import files fix (column: codes).
FIXED = {
    "role": "carer service_user",
    "status": "active non_engaging signposted closed",
    "carer_groups": "parent young dementia working",
    "referral_kind": "new re_referral",
    "accepted": "yes no",
    "assessment_kind": "carer wellbeing care_and_support",
    "review_kind": "scheduled unscheduled",
    "feels_supported": "yes no",
    "achieved": "yes partly not_yet no_longer_wanted",
    "need_met": "yes no",
    "score_at": "assessment review",
    "contact_kind": "casework one_to_one wellbeing_call emergency_response planned_sitting",
    "activity_kind": "drop_in carer_break training group outreach newsletter",
    "online": "yes no",
    "feedback_kind": "complaint concern compliment quality_alert safeguarding",
    "channel": "web paper phone",
}


@pytest.mark.parametrize("column", FIXED)
def test_the_codes_that_import_files_fix_are_in_the_code_lists(column: str) -> None:
    assert set(FIXED[column].split()) <= set(load_library().codes.codes(column))


def test_the_oldest_age_band_is_65_and_over() -> None:
    bands = load_library().codes.age_bands
    assert [band.from_age for band in bands] == sorted(band.from_age for band in bands)
    assert (bands[-1].code, bands[-1].from_age) == ("65_and_over", 65)
