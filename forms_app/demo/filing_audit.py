"""What the carers' partnership files: the yearly return with its Appendix A, and the audit's matrix (source 002)."""

from datetime import timedelta

from forms_app.demo.area import year_number
from forms_app.demo.chance import luck_of
from forms_app.demo.form_asked import FormAsked, Values
from forms_app.demo.words_audit import EVIDENCE, PROVIDERS, REACH, WISHES, YEARS

STRENGTH = {
    "emotional-support": 0.62,
    "brokerage": 0.4,
    "advocacy": 0.45,
    "health-wellbeing": 0.5,
    "caring-training": 0.55,
    "information": 0.72,
    "shaping-services": 0.55,
    "whole-family": 0.36,
    "education": 0.48,
    "activities": 0.6,
    "transitions": 0.32,
    "emergency": 0.58,
    "breaks": 0.34,
    "peer-community": 0.66,
    "benefits": 0.63,
    "work-training": 0.42,
    "housing": 0.33,
}
"""How good each intervention is to begin with, 0 to 1."""
EASE = {
    "older-people": 0.12,
    "physical-disability": 0.05,
    "learning-disability": 0.06,
    "mental-health": -0.06,
    "substance-misuse": -0.18,
    "life-limiting": 0.0,
    "young-adult": -0.1,
    "working-age": 0.02,
    "over-65": 0.12,
    "bme": -0.08,
    "refugee": -0.22,
    "lgbt": -0.15,
    "traveller": -0.24,
    "distance": -0.12,
}
"""How much better or worse it is for each group of carers."""


def audit_fields(asked: FormAsked) -> Values:
    """The matrix: what the commissioner and carers say of each intervention for each group of carers."""
    matrix, values = asked.form.matrix, Values()
    if matrix is None:
        return values
    # What a cell is like stays from year to year, so its chance is its own; the same for every year.
    cells = luck_of(7, f"{asked.service.key} matrix")
    year = year_number(asked.period.start)
    for row in matrix.rows:
        for column in matrix.columns:
            luck = cells.random(), cells.random(), cells.random(), cells.random()
            gain = (0.3 if row.code in ("breaks", "emergency", "peer-community") else 0.09) * year
            level = STRENGTH[row.code] + EASE[column.code] + gain + (luck[0] - 0.5) * 0.24
            if luck[1] < 0.1 + (0.12 if EASE[column.code] < -0.15 else 0) - 0.04 * year:
                continue
            name = f"{row.code}.{column.code}"
            values[f"{name}.rating"] = _colour(level)
            if luck[2] < 0.55 + 0.12 * year:
                values[f"{name}.carers-rating"] = _colour(level - 0.13 + (luck[3] - 0.5) * 0.3)
            values[f"{name}.provided-by"] = PROVIDERS[row.code]
            values[f"{name}.reach"] = REACH[_colour(level)]
            if luck[3] < 0.4:
                values[f"{name}.evidence"] = EVIDENCE[_colour(level)]
            values[f"{name}.duplication"] = "yes" if row.code in ("information", "benefits") and luck[0] > 0.8 else "no"
            values[f"{name}.distinct-need"] = "yes" if EASE[column.code] < -0.05 or luck[1] > 0.85 else "no"
            days = 20 + int(luck[2] * 28)
            values[f"{name}.rated-on"] = (asked.period.end - timedelta(days=days)).isoformat()
            values[f"{name}.rated-by"] = "Lead commissioner for carers, with the carers' forum"
    return values


def _colour(level: float) -> str:
    return "green" if level >= 0.66 else "amber" if level >= 0.4 else "red"


def yearly_audit_fields(asked: FormAsked) -> Values:
    """The yearly return: services in place, Appendix A, value, costs, grades, questions, changes, decisions, curve."""
    year = year_number(asked.period.start)
    values: Values = dict(_places(asked, year))
    values |= _identified(asked, year) | _breaks(asked, year) | _work(asked, year) | _context(asked) | _value(asked, year)
    return values | WISHES | YEARS[year]


def _places(asked: FormAsked, year: int) -> Values:
    found: Values = {}
    for field in asked.form.every_field():
        if field.kind == "choice" and not field.id.startswith("curve"):
            level = asked.luck.random() + 0.17 * year
            found[field.id] = "yes" if level > 0.58 else "partly" if level > 0.24 else "no"
            if field.id.startswith("p") and found[field.id] == "partly":
                found[f"{field.id}-note"] = "In part of the area; to be in all of it next year."
    return found


def _identified(asked: FormAsked, year: int) -> Values:
    complaints, new = int(asked.recorded["s1.complaints"]), int(asked.recorded["s1.new-carers"])
    upheld = asked.share(complaints, 0.5)
    parts = asked.split(new, health=0.42, social_care=0.27, leisure=0.04, housing=0.06, education=0.06, none=0.15)
    values: Values = {f"s1.identified-{name.replace('_', '-')}": it for name, it in parts.items() if name != "none"}
    return values | {
        "s1.ni135-base": 1840 + 35 * year,
        "s1.ni135-carers": 520 + 64 * year,
        "s1.support-plans": 96 + 21 * year,
        "s1.independent": 1410 + 30 * year,
        "s1.complaints-upheld": upheld,
        "s1.complaints-changed": asked.share(upheld, 0.6),
        "s1.complaints-outcomes": "Calls back within a day; a clearer letter about charges."
        if complaints
        else "None came.",
        "s1.influence-evidence": "Carers asked for breaks at short notice; a booking line began.",
        "s1.personal-budgets": 31 + 9 * year,
        "s1.person-budgets": 118 + 22 * year,
        "s1.professionals": 140 + 60 * year,
        "s1.discharge-plans": 22 + 12 * year,
    }


def _breaks(asked: FormAsked, year: int) -> Values:
    taken = int(asked.recorded["s2.breaks"])
    parts = asked.split(
        taken, older=0.5, physical=0.13, learning=0.17, mental_health=0.12, substance=0.02, life_limiting=0.06
    )
    every = asked.count(of="contacts", where={"kind": ["break_provided", "respite"]})
    questioned = asked.share(taken, 0.7)
    values: Values = {f"s2.breaks-{name.replace('_', '-')}": it for name, it in parts.items()}
    return values | {
        "s2.breaks-asked": questioned,
        "s2.breaks-satisfied-number": asked.share(questioned, 0.72 + 0.08 * year),
        "s2.breaks-all": every,
        "s2.breaks-as-budget": asked.share(every, 0.12 + 0.07 * year),
        "s2.leisure": 64 + 18 * year,
        "s2.end-of-life": 58 + year,
        "s2.end-of-life-at-home": 24 + 4 * year,
        "s2.families-asked": 33 + 2 * year,
        "s2.families-satisfied": 26 + 3 * year,
    }


def _work(asked: FormAsked, year: int) -> Values:
    return {
        "s3.working-age": 112 + 4 * year,
        "s3.working": 51 + 5 * year,
        "s3.council-requests": 24 + 3 * year,
        "s3.council-agreed": 19 + 4 * year,
        "s3.nhs-requests": 31 + 2 * year,
        "s3.nhs-agreed": 22 + 3 * year,
        "s3.education": 11 + year,
        "s3.volunteers": 27 + 6 * year,
        "s3.allowance-eligible": 74 + 2 * year,
        "s3.allowance-claiming": 49 + 6 * year,
        "s4.gp-registers": 1630 + 240 * year,
        "s4.placements": 23 - 3 * year,
        "s4.from-hospital": 31 - 4 * year,
        "s4.delays": 17 - 4 * year,
        "s4.discharges": 188 + 6 * year,
        "s4.readmitted": 29 - 3 * year,
        "s4.emergency-plans": 58 + 34 * year,
        "s4.housing": 9 + 5 * year,
    }


CENSUS = {
    "context.carers": 18_640,
    "context.place": 18_640,
    "context.age": 18_640,
    "context.age-16-24": 1_320,
    "context.age-working-age": 13_050,
    "context.age-65": 4_270,
    "context.ethnicity": 18_640,
    "context.ethnicity-asian": 2_980,
    "context.ethnicity-black": 640,
    "context.ethnicity-mixed": 310,
    "context.ethnicity-white": 14_390,
    "context.ethnicity-other": 320,
    "context.religion": 17_400,
    "context.religion-none": 5_900,
    "context.religion-christian": 8_350,
    "context.religion-muslim": 2_610,
    "context.religion-hindu": 190,
    "context.religion-sikh": 90,
    "context.religion-jewish": 80,
    "context.religion-buddhist": 60,
    "context.religion-other": 120,
    "context.condition": 3_210,
    "context.condition-older": 1_690,
    "context.condition-physical": 520,
    "context.condition-learning": 430,
    "context.condition-mental-health": 390,
    "context.condition-substance": 60,
    "context.condition-life-limiting": 120,
    "context.class": 16_900,
    "context.class-higher": 4_350,
    "context.class-intermediate": 4_900,
    "context.class-routine": 5_950,
    "context.class-never-worked": 1_200,
    "context.class-students": 500,
}


def _context(asked: FormAsked) -> Values:
    source = "Made up for this demonstration, in the manner of the 2021 Census and local registers."
    return {**CENSUS, "context.source": source}


def _value(asked: FormAsked, year: int) -> Values:
    breaks = asked.hours("respite", "break_provided", "planned_sitting")
    places = int(asked.recorded["s1.training"])
    return {
        "value.discharges": 96 + 4 * year,
        "value.readmitted": 14 - 2 * year,
        "value.discharged": 204 + 6 * year,
        "value.discharged-home": 151 + 12 * year,
        "value.older-people": 1_260 + 15 * year,
        "value.at-home": 872 + 24 * year,
        "value.falls": 143 - 6 * year,
        "value.reablement-people": 88 + 5 * year,
        "value.independent": 57 + 6 * year,
        "value.contact-emotional": asked.hours("counselling"),
        "value.contact-advocacy": asked.hours("advocacy"),
        "value.contact-one-to-one": asked.hours("one_to_one"),
        "value.contact-casework": asked.hours("casework"),
        "value.contact-breaks": breaks,
        "value.contact-money": asked.hours("benefits_advice"),
        "cost.breaks-cost": float(round(breaks * (23.4 + year))),
        "cost.breaks-units": breaks,
        "cost.package-cost": float(31_200 + 2_900 * year),
        "cost.package-units": 96 + 21 * year,
        "cost.training-cost": float(places * 41),
        "cost.training-units": places,
    }
