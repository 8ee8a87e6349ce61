"""What the two carers' contracts file beyond their records (sources 000 and 001)."""

from forms_app.demo.area import BREAKS_FROM, year_number
from forms_app.demo.form_asked import FormAsked, Values
from forms_app.demo.words_carers import EVIDENCE, HUB_STORIES, NOTES, PARTNERSHIP_WORK, PATHWAY, UNDER_REPRESENTED

SIGNPOSTED = {
    "health": 0.22,
    "social_care": 0.18,
    "condition": 0.16,
    "money": 0.14,
    "work": 0.05,
    "housing": 0.08,
    "community": 0.13,
    "other": 0.04,
}


def carers_monthly(asked: FormAsked) -> Values:
    """Breaks and respite of the month, and who provides them."""
    events = asked.count(of="activities", where={"kind": ["carer_break", "respite"]})
    spells = asked.count(of="contacts", where={"kind": ["respite", "planned_sitting", "break_provided"]})
    partners = 3 + asked.number // 14 + (2 if asked.period.start >= BREAKS_FROM else 0)
    return {"k7f": events + spells, "k7f.partnerships": partners}


def carers_quarterly(asked: FormAsked) -> Values:
    """Where people were signposted to, income, case studies, and the texts."""
    luck = asked.luck
    values: Values = {}
    parts = asked.split(int(asked.recorded["k2d"]), **SIGNPOSTED)
    values |= {f"k2d.{name.replace('_', '-')}": number for name, number in parts.items()}
    values["k6.income"] = float(luck.choice((0, 1200, 2500, 4800, 7500, 10000)))
    values["k6.case-studies"] = luck.randint(1, 4)
    # One quarter's report came without its narrative, so it counts as four parts of five.
    if asked.number != 5:
        values["k5.under-represented"] = UNDER_REPRESENTED[asked.number % len(UNDER_REPRESENTED)]
    values |= asked.said(EVIDENCE, 0.42)
    notes = dict(NOTES)
    if not asked.recorded["k2f"]:
        notes.pop("k2f.outcomes")
    return values | asked.said(notes, 0.9)


def hub_quarterly(asked: FormAsked) -> Values:
    """Examples of what wellbeing payments were spent on, and social prescribers."""
    values: Values = {}
    values["wellbeing-payments.notes"] = (
        "A weekend away for a carer of his wife, gym passes, a tumble dryer, and a tablet for staying in touch with family."
    )
    values["social-prescribers"] = min(4 + asked.number // 2, 9)
    if asked.number in (2, 6, 10):
        values["notes"] = "Fewer assessments and groups in this quarter: the office was shut for ten days over Christmas."
    return values


def hub_yearly(asked: FormAsked) -> Values:
    """Evidence for the two decided elements, and stories by outcome."""
    year = year_number(asked.period.start)
    values: Values = {"pbo2.evidence": PATHWAY[year], "pbo3.evidence": PARTNERSHIP_WORK[year]}
    return values | asked.said(HUB_STORIES, 0.8)
