"""Time spent with people: casework, calls, breaks, cards, payments, links to other services."""

from datetime import date, timedelta
from random import Random

from forms_app.demo.area import FIRST_DAY, HUB, PARTNERSHIP, TODAY, Service
from forms_app.demo.chance import day_in, pick, some, weekday, working_day
from forms_app.demo.people import Someone, after_new_breaks, quiet_from
from forms_app.demo.rows import Rows
from surveys.periods import Period, add_months, periods_from

MINUTES = {
    "casework": 50, "one_to_one": 45, "phone_call": 15, "information": 15, "activity": 100, "peer_support": 90,
    "training": 120, "respite": 180, "break_provided": 240, "counselling": 50, "advocacy": 60, "benefits_advice": 40,
    "wellbeing_call": 12, "planned_sitting": 180, "emergency_response": 240, "community_link": 20, "signposting": 15,
}  # fmt: skip
OFTEN = (
    ("phone_call", 0.22), ("information", 0.12), ("one_to_one", 0.1), ("casework", 0.08), ("activity", 0.22),
    ("peer_support", 0.09), ("training", 0.035), ("signposting", 0.05), ("counselling", 0.03), ("benefits_advice", 0.045),
    ("emergency_plan", 0.02), ("advocacy", 0.012), ("community_link", 0.03),
)  # fmt: skip
OFTEN_AT_HUB = (
    ("casework", 0.26), ("one_to_one", 0.17), ("phone_call", 0.14), ("activity", 0.12), ("peer_support", 0.08),
    ("information", 0.07), ("wellbeing_payment", 0.035), ("dementia_friendly_plan", 0.012), ("benefits_advice", 0.04),
    ("partners_in_community_card", 0.02), ("partners_in_care_card", 0.014), ("planned_sitting", 0.02),
    ("emergency_review", 0.012), ("emergency_response", 0.005), ("counselling", 0.02),
)  # fmt: skip
PERHAPS_ONLINE = ("activity", "peer_support", "training", "one_to_one")


def make_contacts(rows: Rows, luck: Random, people: list[Someone]) -> None:
    """Contacts of one provider's people, quarter by quarter."""
    for person in people:
        seen = person.since
        for quarter in periods_from(FIRST_DAY, "quarter", TODAY):
            first = max(quarter.start, seen)
            last = min(quarter.end, person.until, TODAY)
            if first >= last:
                continue
            part = Period(first, last, "quarter")
            if person.service.role == "carer":
                _carer(rows, luck, person, part)
            elif luck.random() < 0.09:
                _add(rows, luck, person, day_in(luck, part), "community_link")
        if person.service.role == "carer":
            _first_weeks(rows, luck, person)
            if person.status == "non_engaging":
                _wellbeing_calls(rows, luck, person)


def _gone_quiet(person: Someone, day: date) -> bool:
    if person.status == "signposted":
        return day > person.since + timedelta(days=30)
    return person.status == "non_engaging" and day > quiet_from(person)


def _carer(rows: Rows, luck: Random, person: Someone, part: Period) -> None:
    if luck.random() < 0.88 and person.status != "signposted":
        _add(rows, luck, person, day_in(luck, part), "regular_information")
    if _gone_quiet(person, part.start):
        return
    whole = (part.end - part.start).days / 91
    usual = OFTEN_AT_HUB if person.service is HUB else OFTEN
    for _ in range(some(luck, 2.1 * whole)):
        _add(rows, luck, person, day_in(luck, part), pick(luck, usual))
    _breaks(rows, luck, person, part, whole)
    _work(rows, luck, person, part, whole)
    if luck.random() < 0.035 * whole:
        _add(rows, luck, person, day_in(luck, part), "consultation")
    if luck.random() < 0.009 * whole:
        _add(rows, luck, person, day_in(luck, part), "co_design")


def _breaks(rows: Rows, luck: Random, person: Someone, part: Period, whole: float) -> None:
    """Breaks asked for and given: fewer than half before the new service, most of them afterwards."""
    if luck.random() < (0.16 if after_new_breaks(part.start) else 0.07) * whole:
        day = day_in(luck, part)
        _add(rows, luck, person, day, "break_request")
        if luck.random() < (0.83 if after_new_breaks(day) else 0.41):
            given = weekday(day + timedelta(days=luck.randint(4, 25)))
            _add(rows, luck, person, given if given <= part.end else day, luck.choice(("break_provided", "respite")))


def _work(rows: Rows, luck: Random, person: Someone, part: Period, whole: float) -> None:
    groups = str(person.row["carer_groups"] or "").split(";")
    if "working" in groups and luck.random() < 0.075 * whole:
        day = day_in(luck, part)
        _add(rows, luck, person, day, "work_referral")
        if luck.random() < 0.7:
            _add(rows, luck, person, part.end if part.end.weekday() < 5 else day, "work_kept")
    elif person.row["employment_status"] in ("unemployed", "not_looking") and luck.random() < 0.022 * whole:
        _add(rows, luck, person, day_in(luck, part), "work_gained")


def _first_weeks(rows: Rows, luck: Random, person: Someone) -> None:
    """What most people get in their first weeks: a call, information, often a card."""
    until = min(person.since + timedelta(days=30), person.until, TODAY)
    if person.since < FIRST_DAY - timedelta(days=120) or until <= person.since:
        return
    _add(rows, luck, person, working_day(luck, person.since, until), "information")
    if luck.random() < 0.7:
        _add(rows, luck, person, working_day(luck, person.since, until), luck.choice(("one_to_one", "phone_call")))
    if person.service is not PARTNERSHIP and luck.random() < 0.34:
        hub = person.service is HUB
        _add(
            rows,
            luck,
            person,
            working_day(luck, person.since, until),
            "emergency_registration" if hub else "emergency_card",
        )


def _wellbeing_calls(rows: Rows, luck: Random, person: Someone) -> None:
    """A call twice a year to those who no longer use the service; some are missed."""
    day = quiet_from(person) + timedelta(days=luck.randint(5, 60))
    while day < TODAY:
        if luck.random() < 0.9:
            _add(rows, luck, person, weekday(day) if weekday(day) <= TODAY else day, "wellbeing_call")
        day = add_months(day, 5) + timedelta(days=luck.randint(-10, 20))


def _add(rows: Rows, luck: Random, person: Someone, day: date, kind: str) -> None:
    service: Service = person.service
    usual = MINUTES.get(kind)
    online = "yes" if kind in PERHAPS_ONLINE and luck.random() < 0.13 else "no"
    rows.add(
        "contacts", provider=service.key, contact=rows.key(service.key, service.letter + "-C"), person=person.key, on=day,
        kind=kind, minutes=max(5, round(luck.gauss(usual, usual / 4) / 5) * 5) if usual else None,
        online=online,
    )  # fmt: skip
