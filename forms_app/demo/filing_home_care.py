"""What the home care providers file beyond their records (sources 003 and 004)."""

from collections.abc import Callable
from datetime import timedelta

from forms_app.demo.area import BRIGHTWATER, COPSE_END, LARCHFIELD
from forms_app.demo.chance import some
from forms_app.demo.form_asked import FormAsked, Values
from forms_app.demo.words_home_care import QUARTER_TEXTS, YEAR_TEXTS

Q = {LARCHFIELD.key: 0.9, BRIGHTWATER.key: 0.55, COPSE_END.key: 0.75}
"""How well each is run."""
WORKERS = {LARCHFIELD.key: 64, BRIGHTWATER.key: 41, COPSE_END.key: 8}


def home_care_quarterly(asked: FormAsked) -> Values:
    """The quarterly return of source 003."""
    still = asked.count(of="people", as_at_end=True)
    closed = asked.count(of="people", during="closed_on")
    values: Values = {"d1a.supported": still + closed}
    values |= _moves(asked) | _medication(asked, still + closed) | _end_of_life(asked)
    values |= _referrals(asked) | _alerts(asked) | _money(asked) | _technology(asked, still)
    calm = 0.35 if asked.service is BRIGHTWATER else 0.16
    values["d3d.changes"] = some(
        asked.luck, (still + closed) * (calm + (0.12 if asked.period.start.month in (7, 10) else 0))
    )
    if asked.period.start.month == 4:
        values["d4a.training-plan"] = (asked.period.start + timedelta(days=asked.luck.randint(12, 50))).isoformat()
    values["d5a.cqc"] = "partly" if asked.service is BRIGHTWATER and asked.number < 7 else "yes"
    values["d5a.checks"] = "yes"
    return values | asked.said(QUARTER_TEXTS, 0.35)


def _moves(asked: FormAsked) -> Values:
    moved = int(asked.recorded["d1a.moved"])
    reasons = asked.split(moved, health=0.25, fall=0.2, dementia=0.28, carer=0.15, home=0.03, service=0.05, other=0.04)
    values: Values = {f"d1a.reason-{name}": count for name, count in reasons.items()}
    return values | {"d1a.via-hospital": asked.share(moved, 0.5)}


def _medication(asked: FormAsked, supported: int) -> Values:
    people = round(supported * 0.62)
    errors = min(people, some(asked.luck, people * (1.02 - Q[asked.service.key]) * 0.11))
    reviewed = max(1, round(people * 0.15))
    return {
        "d1b.people": people, "d1b.correct": people - errors, "d1b.safeguarding-alerts": asked.share(errors, 0.15),
        "d1b.quality-alerts": asked.share(errors, 0.3), "d1b.spot-reviews": reviewed,
        "d1b.spot-matched": asked.share(reviewed, 0.8 + 0.18 * Q[asked.service.key]),
    }  # fmt: skip


def _end_of_life(asked: FormAsked) -> Values:
    died = min(asked.count(of="people", during="closed_on", where={"closed_reason": "died"}), 6)
    planned = asked.share(died, 0.7)
    home = asked.share(planned, 0.55 + 0.3 * Q[asked.service.key])
    reasons = asked.split(planned - home, symptoms=0.4, carer=0.25, no_care=0.2, changed_mind=0.1, other=0.05)
    values: Values = {"d3a.plans": planned + some(asked.luck, 3), "d3a.sampled": 1, "d3a.died": planned, "d3a.home": home}
    return values | {f"d3a.reason-{name.replace('_', '-')}": count for name, count in reasons.items()}


def _referrals(asked: FormAsked) -> Values:
    received = int(asked.recorded["d3c.received"])
    own = asked.split(received, commissioned=0.84, individual_budget=0.08, self_funded=0.08)

    def declined(*reasons: str) -> int:
        return asked.count(of="referrals", where={"accepted": "no", "declined_reason": list(reasons)})

    return {
        "d3c.commissioned": own["commissioned"], "d3c.individual-budget": own["individual_budget"],
        "d3c.self-funded": own["self_funded"], "d3c.brokerage": asked.share(own["commissioned"], 0.9),
        "d3c.reason-no-capacity": declined("no_capacity"), "d3c.reason-area": declined("out_of_area"),
        "d3c.reason-needs": declined("needs_cannot_be_met"), "d3c.reason-person": declined("declined_by_person"),
        "d3c.reason-other": declined("not_eligible", "no_contact", "already_supported", "other"),
    }  # fmt: skip


def _alerts(asked: FormAsked) -> Values:
    alerts, complaints = int(asked.recorded["d4a.alerts"]), int(asked.recorded["d4a.complaints"])
    concerns = int(asked.recorded["d5a.concerns"])
    attributable = asked.count(
        of="feedback", during="completed_on", where={"kind": "safeguarding", "outcome": "attributable"}
    )
    reviewed = max(concerns - asked.share(concerns, 0.2), 0)
    return {
        "d4a.alerts-skills": asked.share(alerts, 0.35), "d4a.complaints-skills": asked.share(complaints, 0.25),
        "d5a.attributable": attributable, "d5a.reviewed": reviewed,
        "d5a.asked": asked.share(reviewed, 0.65 + 0.3 * Q[asked.service.key]),
    }  # fmt: skip


def _money(asked: FormAsked) -> Values:
    new = int(asked.recorded["d3c.accepted"])
    sampled = -(-new // 5) or (1 if new else 0)
    planned = sum(round(asked.luck.gauss(4200, 900)) for _ in range(sampled))
    ordered = round(planned * asked.luck.uniform(0.97, 1.02))
    initial = sum(round(asked.luck.gauss(4300, 800)) for _ in range(4))
    admissions = int(asked.recorded["d1a.moved"])
    return {
        "d6a.baseline": admissions + max(some(asked.luck, 1.4 * Q[asked.service.key]) - (asked.service is BRIGHTWATER), 0),
        "d6a.admissions": admissions, "d6a.sampled": 4, "d6a.initial": float(initial),
        "d6a.end": float(round(initial * asked.luck.uniform(0.9, 1.06 - 0.06 * Q[asked.service.key]))),
        "d6b.new": new, "d6b.sampled": sampled, "d6b.planned": float(planned), "d6b.ordered": float(ordered),
        "d6b.paid": float(round(ordered * asked.luck.uniform(0.93, 1.01))),
        "d6b.within": asked.share(sampled, 0.6 + 0.3 * Q[asked.service.key]),
    }  # fmt: skip


def _technology(asked: FormAsked, still: int) -> Values:
    people = round(still * (0.2 + 0.018 * asked.number))
    return {"d6c.people": people, "d6c.capacity": float(round(people * 1.6)), "d6c.visits": round(people * 2.3)}


def home_care_yearly(asked: FormAsked) -> Values:
    """The yearly return of source 003: the workforce."""
    size = WORKERS[asked.service.key]
    joiners = some(asked.luck, size * 0.11) + 1
    kinds = asked.split(joiners, apprentices=0.3, school_leavers=0.15, unemployed=0.4, none=0.15)
    values: Values = {f"d4b.{name.replace('_', '-')}": count for name, count in kinds.items() if name != "none"}
    values |= {
        "d4b.joiners": joiners, "d4b.under-represented": asked.share(joiners, 0.3),
        "d4b.progression": some(asked.luck, size * 0.07), "d4b.workers": size,
        "d4b.guaranteed": asked.share(size, 0.35 + 0.45 * Q[asked.service.key]),
    }  # fmt: skip
    return values | asked.said(YEAR_TEXTS, 1)


def six_kpis(asked: FormAsked) -> Values:
    """The six returns of source 004; each is one form."""
    return _KPIS[asked.form.id](asked)


def _spot_checks(asked: FormAsked) -> Values:
    workers = WORKERS[asked.service.key] + asked.luck.randint(-3, 3)
    level = 0.66 if asked.service is LARCHFIELD else 0.49 + 0.012 * asked.number
    return {"A": min(workers, round(workers * asked.luck.gauss(level, 0.05))), "B": workers}


def _complaints(asked: FormAsked) -> Values:
    opening = asked.counted.open_at(asked.period.start, ("complaint", "concern"))
    values: Values = {"B": asked.count(of="feedback", where={"kind": ["complaint", "concern"]}), "opening": opening}
    if asked.service is LARCHFIELD and asked.period.start.isoformat() == "2026-01-01":
        values["note"] = "One complaint took 61 days: two people who had to be heard were away over Christmas."
    return values


def _work(asked: FormAsked) -> Values:
    people = int(asked.recorded["C"])
    paid = asked.share(people, 0.5 if asked.service is LARCHFIELD else 0.35)
    return {"A": paid, "B": asked.share(people - paid, 0.6 if asked.service is LARCHFIELD else 0.45)}


def _hours(asked: FormAsked) -> Values:
    commissioned = round(asked.count(of="people", as_at_end=True) * (118 + asked.luck.randint(-4, 4)))
    brought = float(asked.before.get("B", 60))
    share = asked.luck.gauss(0.93, 0.012) if asked.service is LARCHFIELD else asked.luck.gauss(0.83, 0.03)
    if asked.service is BRIGHTWATER and asked.number == 6:
        # Three workers left at once in the autumn, and rounds were not covered.
        share = 0.744
    delivered, banked = round(commissioned * share), round(commissioned * 0.008)
    rest = commissioned + int(brought) - delivered - banked
    provider = round(rest * (0.3 if asked.service is LARCHFIELD else 0.62))
    return {"A": delivered, "B": banked, "C": int(brought), "D": provider, "E": rest - provider, "F": commissioned}


def _turnover(asked: FormAsked) -> Values:
    start = int(asked.before.get("C", WORKERS[asked.service.key]))
    left = min(start - 1, some(asked.luck, start * (0.045 if asked.service is LARCHFIELD else 0.12)))
    if asked.service is BRIGHTWATER and asked.number == 6:
        left = round(start * 0.27)
    joined = max(0, WORKERS[asked.service.key] - start + left + asked.luck.randint(-2, 1))
    return {"A": left, "B": start, "C": start - left + joined, "joined": joined}


_KPIS: dict[str, Callable[[FormAsked], Values]] = {
    "kpi1": lambda asked: {}, "kpi2": _spot_checks, "kpi3": _complaints, "kpi4": _work, "kpi5": _hours, "kpi6": _turnover
}  # fmt: skip
