"""The people: who they are, how they came, how long they stayed."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from forms_app.demo.area import BREAKS_FROM, CARERS_SERVICE, FIRST_DAY, HUB, OUTREACH_FROM, TODAY, Service
from forms_app.demo.chance import pick, working_day
from forms_app.demo.rows import Row, Rows
from surveys.periods import add_months, periods_from

CARER_AGES = ((21, 0.015), (29, 0.07), (39, 0.14), (48, 0.2), (57, 0.235), (66, 0.17), (75, 0.13), (83, 0.04))
USER_AGES = ((32, 0.07), (49, 0.09), (62, 0.1), (72, 0.18), (81, 0.32), (89, 0.24))
ETHNICITIES = (
    ("white", 0.735),
    ("asian", 0.165),
    ("black", 0.045),
    ("mixed", 0.02),
    ("other", 0.015),
    ("not_stated", 0.02),
)
CONDITIONS = (
    ("dementia", 0.22),
    ("frailty", 0.17),
    ("physical_disability", 0.12),
    ("long_term_illness", 0.1),
    ("learning_disability", 0.07),
    ("autism", 0.08),
    ("mental_health", 0.09),
    ("stroke", 0.04),
    ("cancer", 0.04),
    ("heart", 0.03),
    ("neurological", 0.03),
    ("substance_misuse", 0.01),
)
CARER_HEALTH = (
    ("none", 0.4),
    ("long_term_illness", 0.2),
    ("mental_health", 0.14),
    ("physical_disability", 0.08),
    ("several", 0.1),
    ("sensory_impairment", 0.03),
    ("not_stated", 0.05),
)
SOURCES = (
    ("self", 0.2),
    ("gp", 0.11),
    ("social_prescriber", 0.1),
    ("adult_social_care", 0.13),
    ("hospital_discharge", 0.06),
    ("hospital", 0.03),
    ("memory_clinic", 0.06),
    ("mental_health_team", 0.04),
    ("pharmacy", 0.03),
    ("school", 0.03),
    ("community_nurse", 0.03),
    ("voluntary_sector", 0.07),
    ("outreach", 0.06),
    ("family", 0.03),
    ("housing", 0.01),
    ("employer", 0.01),
    ("therapist", 0.01),
)
USER_SOURCES = (
    ("adult_social_care", 0.55),
    ("hospital_discharge", 0.25),
    ("self", 0.06),
    ("family", 0.08),
    ("community_nurse", 0.06),
)
CARER_ENDINGS = (
    ("support_not_needed", 0.24),
    ("cared_for_died", 0.22),
    ("moved_to_care_home", 0.13),
    ("no_longer_caring", 0.1),
    ("outcomes_achieved", 0.12),
    ("no_contact", 0.1),
    ("moved_area", 0.06),
    ("asked_to_close", 0.03),
)
USER_ENDINGS = (
    ("died", 0.42),
    ("moved_to_care_home", 0.2),
    ("plan_ended", 0.22),
    ("support_not_needed", 0.07),
    ("moved_area", 0.05),
    ("moved_provider", 0.04),
)


@dataclass(frozen=True)
class Someone:
    """A person with their row, from when until when (with today's day or later: still there)."""

    service: Service
    row: Row
    since: date
    until: date

    @property
    def key(self) -> str:
        return str(self.row["person"])

    @property
    def status(self) -> str:
        return str(self.row["status"])


def make_people(rows: Rows, luck: Random, service: Service) -> list[Someone]:
    """Everyone of one provider, with their referrals; each quarter has as many newcomers as the service says."""
    people = [
        _person(rows, luck, service, working_day(luck, add_months(FIRST_DAY, -14), FIRST_DAY - timedelta(days=8)))
        for _ in range(service.inherited)
    ]
    for number, quarter in enumerate(periods_from(FIRST_DAY, "quarter", TODAY)):
        days = sorted(working_day(luck, quarter.start, quarter.end) for _ in range(service.newcomers[number]))
        people += [_person(rows, luck, service, day) for day in days]
        _declined(rows, luck, service, number, quarter.start, quarter.end)
    return people


def _person(rows: Rows, luck: Random, service: Service, since: date) -> Someone:
    carer = service.role == "carer"
    until = since + timedelta(days=int(luck.expovariate(1 / service.stay)) + 45)
    if since < FIRST_DAY:
        until = max(until, FIRST_DAY + timedelta(days=luck.randint(10, 700)))
    # Offices are shut at weekends, and a record closed on the last day would be news of tomorrow.
    until += timedelta(days=max(until.weekday() - 4, 0) and 7 - until.weekday())
    closed = until <= TODAY
    person = rows.key(service.key, service.letter + "-P")
    cells: Row = {
        "provider": service.key,
        "person": person,
        "role": service.role,
        "registered_on": since,
        "closed_on": until if closed else None,
        "closed_reason": pick(luck, CARER_ENDINGS if carer else USER_ENDINGS) if closed else None,
        "locality": pick(luck, service.localities),
    }
    cells |= _carer(luck, service) if carer else _service_user(luck)
    cells["status"] = "closed" if closed else _status(luck, since) if carer else "active"
    rows.tables["people"].append(cells)
    _referral(rows, luck, service, cells, since)
    return Someone(service, cells, since, until)


def _status(luck: Random, since: date) -> str:
    if (TODAY - since).days < 60:
        return "active"
    return pick(luck, (("active", 0.875), ("non_engaging", 0.085), ("signposted", 0.04)))


def _carer(luck: Random, service: Service) -> Row:
    young = luck.random() < (0.009 if service is HUB else 0.012 if service is CARERS_SERVICE else 0)
    age = luck.randint(10, 17) if young else max(18, round(luck.gauss(pick(luck, CARER_AGES), 3.5)))
    condition = pick(luck, CONDITIONS)
    conditions = [condition] + (
        [second] if luck.random() < 0.25 and (second := pick(luck, CONDITIONS)) != condition else []
    )
    ethnicity = pick(luck, ETHNICITIES)
    cared_for_age = _cared_for_age(luck, condition, age)
    work = _work(luck, age)
    groups = [
        name
        for name, holds in (
            ("young", young),
            ("young_adult", 18 <= age <= 24),
            ("parent", condition in ("learning_disability", "autism") and cared_for_age < 25 and age > 24),
            ("dementia", "dementia" in conditions),
            ("working", work in ("full_time", "part_time", "self_employed")),
            ("mental_health", "mental_health" in conditions),
        )
        if holds
    ]
    return {
        "carer_groups": ";".join(groups) or None,
        "birth_year": 2024 - age,
        "gender": pick(luck, (("female", 0.69), ("male", 0.295), ("non_binary", 0.005), ("not_stated", 0.01))),
        "ethnicity": ethnicity,
        "health_issues": pick(luck, CARER_HEALTH),
        "family_status": "single" if age < 20 else pick(luck, FAMILY),
        "employment_status": work,
        "cared_for_birth_year": 2024 - cared_for_age,
        "cared_for_gender": pick(luck, (("female", 0.52), ("male", 0.47), ("not_stated", 0.01))),
        "cared_for_ethnicity": ethnicity if luck.random() < 0.95 else pick(luck, ETHNICITIES),
        "cared_for_conditions": ";".join(conditions),
    }


FAMILY = (("couple", 0.62), ("single", 0.18), ("separated", 0.11), ("widowed", 0.05), ("not_stated", 0.04))


def _cared_for_age(luck: Random, condition: str, age: int) -> int:
    if condition in ("autism", "learning_disability") and 25 < age < 62:
        return luck.randint(5, 24)
    if condition in ("dementia", "frailty"):
        return luck.randint(70, 95)
    return max(18, min(94, age + luck.choice((-22, -2, 0, 2, 24, 28))))


def _work(luck: Random, age: int) -> str:
    if age < 18:
        return "education"
    if age > 66:
        return pick(luck, (("retired", 0.9), ("part_time", 0.05), ("volunteering", 0.05)))
    return pick(
        luck,
        (
            ("full_time", 0.17),
            ("part_time", 0.25),
            ("self_employed", 0.06),
            ("unemployed", 0.07),
            ("not_looking", 0.25),
            ("unable_to_work", 0.09),
            ("education", 0.03),
            ("volunteering", 0.03),
            ("not_stated", 0.05),
        ),
    )


def _service_user(luck: Random) -> Row:
    age = max(19, round(luck.gauss(pick(luck, USER_AGES), 3.5)))
    younger = (("physical_disability", 0.4), ("learning_disability", 0.3), ("mental_health", 0.3))
    return {
        "birth_year": 2024 - min(age, 101),
        "gender": pick(luck, (("female", 0.62), ("male", 0.375), ("not_stated", 0.005))),
        "ethnicity": pick(luck, ETHNICITIES),
        "health_issues": pick(luck, younger) if age < 60 else pick(luck, OLDER_HEALTH),
        "employment_status": "unable_to_work"
        if age < 66 and luck.random() < 0.6
        else "retired"
        if age > 65
        else "unemployed",
    }


OLDER_HEALTH = (("several", 0.5), ("long_term_illness", 0.25), ("physical_disability", 0.17), ("sensory_impairment", 0.08))


def _referral(rows: Rows, luck: Random, service: Service, person: Row, since: date) -> None:
    received = since - timedelta(days=luck.choice((0, 0, 1, 1, 2, 3, 5, 7)))
    if since.year * 12 + since.month != received.year * 12 + received.month:
        received = since
    source = pick(luck, SOURCES if service.role == "carer" else USER_SOURCES)
    if service is CARERS_SERVICE and OUTREACH_FROM <= since < add_months(OUTREACH_FROM, 12) and luck.random() < 0.25:
        source = "gp"
    rows.add(
        "referrals",
        provider=service.key,
        referral=rows.key(service.key, service.letter + "-R"),
        person=person["person"],
        received_on=received,
        source=source,
        kind="re_referral" if luck.random() < 0.08 else "new",
        accepted="yes",
        locality=person["locality"],
    )


def _declined(rows: Rows, luck: Random, service: Service, number: int, start: date, end: date) -> None:
    carer = service.role == "carer"
    share = 0.05 if carer else {"larchfield": 0.12, "brightwater": 0.38}.get(service.key, 0.25)
    reasons = (
        (("out_of_area", 0.35), ("no_contact", 0.3), ("declined_by_person", 0.25), ("not_eligible", 0.1))
        if carer
        else (("no_capacity", 0.6), ("needs_cannot_be_met", 0.18), ("out_of_area", 0.1), ("declined_by_person", 0.12))
    )
    for _ in range(service.newcomers[number]):
        if luck.random() < share / (1 - share):
            rows.add(
                "referrals",
                provider=service.key,
                referral=rows.key(service.key, service.letter + "-R"),
                received_on=working_day(luck, start, end),
                source=pick(luck, SOURCES if carer else USER_SOURCES),
                kind="new",
                accepted="no",
                declined_reason=pick(luck, reasons),
                locality=pick(luck, service.localities),
            )


def quiet_from(person: Someone) -> date:
    """The day from which someone who is on the books and does not use the service stopped coming."""
    number = int(person.key[-3:])
    return min(person.since + timedelta(days=60 + number % 140), TODAY - timedelta(days=20))


def after_new_breaks(day: date) -> bool:
    """Whether the new break service had begun, with three months to settle in."""
    return day >= add_months(BREAKS_FROM, 3)
