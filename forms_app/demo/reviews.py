"""From assessment to review: what was agreed with each person, and what became of it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from forms_app.demo.area import BRIGHTWATER, COPSE_END, FIRST_DAY, TODAY, Service, framework_of, year_number
from forms_app.demo.chance import about, pick, weekday
from forms_app.demo.people import Someone, after_new_breaks, quiet_from
from forms_app.demo.rows import Rows
from surveys.library import Library

BREAKS = (
    "wellbeing.respite",
    "wellbeing.own-time",
    "wellbeing.fewer-hours",
    "time-out",
    "own-life.breaks",
    "own-life.outside",
)
LIKED = {
    "wellbeing.respite": 3, "wellbeing.own-time": 2.5, "wellbeing.signposting": 2.5, "wellbeing.emergency-plan": 2,
    "wellbeing.coping": 2, "work-money.money-help": 2.2, "wellbeing.better-health": 1.8, "time-out": 3, "own-health": 2.4,
    "finances": 2, "crisis": 1.8, "healthy-diet": 0.5, "safe": 0.4, "own-life.breaks": 3, "no-hardship.benefits": 2,
    "well-dignity.health": 2, "quality-of-life.agreed": 2, "choice-control.control": 2,
}  # fmt: skip
"""Outcomes that are agreed more, or less, often than the usual 1."""
WHY_NOT = (
    ("waiting_list", 0.2), ("no_service", 0.13), ("no_replacement_care", 0.16), ("cost", 0.09), ("transport", 0.11),
    ("not_eligible", 0.07), ("service_not_suitable", 0.05), ("language_or_culture", 0.04), ("health", 0.05),
    ("cared_for_declined", 0.07), ("change_of_circumstances", 0.03),
)  # fmt: skip
WHY_NO_BREAK = (
    ("no_service", 0.34),
    ("no_replacement_care", 0.29),
    ("waiting_list", 0.16),
    ("cost", 0.09),
    ("cared_for_declined", 0.12),
)
WHY_NO_BREAK_NOW = (
    ("waiting_list", 0.36),
    ("cared_for_declined", 0.2),
    ("no_replacement_care", 0.14),
    ("transport", 0.16),
    ("cost", 0.14),
)


@dataclass
class Agreed:
    """A goal as it goes from review to review."""

    goal: str
    outcome: str
    baseline: int
    level: float
    achieved: bool = False


def make_reviews(rows: Rows, luck: Random, library: Library, people: list[Someone]) -> None:
    """Assessments, goals, reviews and wellbeing scores of one provider's people."""
    framework = library.frameworks[framework_of(people[0].service)]
    outcomes = framework.outcome_ids()
    lowest = [one for one in outcomes if not any(other.startswith(one + ".") for other in outcomes)]
    choices = [(f"{framework.id}:{one}", LIKED.get(one, 1.0)) for one in lowest]
    owed: dict[int, float] = defaultdict(float)
    for person in people:
        ready = _assessment(rows, luck, person, owed)
        if person.status == "signposted" or ready is None or ready >= min(person.until, TODAY):
            continue
        goals = _goals(rows, luck, choices, person, ready)
        score = round(about(luck, 4.7, 1.6, 1, 9)) if person.service.role == "carer" else None
        if score is not None:
            _score(rows, person, ready, score, "assessment")
        _reviews(rows, luck, person, ready, goals, score)


def _assessment(rows: Rows, luck: Random, person: Someone, owed: dict[int, float]) -> date | None:
    """The person's first assessment; returns the day on which goals are agreed, or None while it goes on."""
    service = person.service
    started = weekday(person.since + timedelta(days=luck.randint(0, 9)))
    if started > TODAY:
        return None
    in_time = service.in_time[year_number(started)]
    # Spread evenly, so that a year's share in time is the one the service is to have.
    owed[year_number(started)] += in_time
    quick = owed[year_number(started)] >= 1
    owed[year_number(started)] -= quick
    days = max(1, min(28, round(luck.gauss(19, 6)))) if quick else 29 + int(luck.expovariate(1 / 12))
    completed = started + timedelta(days=days)
    if completed.weekday() > 4:
        completed += timedelta(days=4 - completed.weekday() if quick else 7 - completed.weekday())
    done = max(completed, started) <= min(TODAY, person.until)
    kind = "carer" if service.role == "carer" else "care_and_support"
    _add_assessment(rows, person, kind, started, max(completed, started) if done else None)
    if service.role == "carer" and luck.random() < 0.22 and done:
        again = weekday(completed + timedelta(days=luck.randint(5, 60)))
        end = again + timedelta(days=luck.randint(6, 31))
        if end <= min(TODAY, person.until):
            _add_assessment(rows, person, luck.choice(("wellbeing", "wellbeing", "care_and_support")), again, end)
    return max(completed, started) if done else None


def _add_assessment(rows: Rows, person: Someone, kind: str, started: date, completed: date | None) -> None:
    provider = person.service
    rows.add(
        "assessments", provider=provider.key, assessment=rows.key(provider.key, provider.letter + "-A"), person=person.key,
        kind=kind, started_on=started, completed_on=completed,
    )  # fmt: skip


def _goals(rows: Rows, luck: Random, choices: list[tuple[str, float]], person: Someone, day: date) -> list[Agreed]:
    wanted = {pick(luck, choices) for _ in range(pick(luck, ((1, 0.12), (2, 0.33), (3, 0.33), (4, 0.16), (5, 0.06))))}
    outcomes = sorted(wanted)
    if person.service.role == "service_user" and person.service is not COPSE_END:
        outcomes.append("six-kpis:agreed")
        # Only people of working age have work in their plan.
        if int(str(person.row["birth_year"])) > 1959 and luck.random() < 0.5:
            outcomes.append("six-kpis:work")
    goals = []
    for outcome in outcomes:
        baseline = pick(luck, ((1, 0.25), (2, 0.45), (3, 0.25), (4, 0.05)))
        goal = rows.key(person.service.key, person.service.letter + "-G")
        rows.add(
            "goals", provider=person.service.key, goal=goal, person=person.key, outcome=outcome, agreed_on=day,
            baseline=baseline,
        )  # fmt: skip
        goals.append(Agreed(goal, outcome, baseline, baseline))
    return goals


def _reviews(rows: Rows, luck: Random, person: Someone, ready: date, goals: list[Agreed], score: int | None) -> None:
    carer, service = person.service.role == "carer", person.service
    gap, missed = (88, 0.09) if carer else (128, 0.12)
    if service is BRIGHTWATER:
        gap, missed = 150, 0.2
    first = max(ready, FIRST_DAY - timedelta(days=60))
    for goal in goals:
        # Those who came before the contract had reviews then, too.
        goal.level = min(goal.level + service.quality * 0.8 * (first - ready).days / gap, 4.4)
    due = first + timedelta(days=gap - 8 + luck.randint(-14, 10))
    # People who are no longer using the service stopped coming some time ago.
    last = min(person.until, TODAY)
    if person.status == "non_engaging":
        last = min(last, quiet_from(person))
    drift = luck.gauss(0.9 if carer else 0.4, 0.9)
    number = 0
    while due < last:
        day = weekday(due)
        # Workers are short before Christmas and in August.
        if luck.random() > missed + (0.1 if day.month in (8, 12) else 0) and day >= FIRST_DAY and day <= last:
            number += 1
            review = rows.key(service.key, service.letter + "-V")
            supported = luck.random() < (0.84 + 0.12 * (service.quality - 0.5) + (0.05 if after_new_breaks(day) else 0))
            rows.add(
                "reviews", provider=service.key, review=review, person=person.key, reviewed_on=day,
                kind="unscheduled" if luck.random() < 0.06 else "scheduled", feels_supported="yes" if supported else "no",
            )  # fmt: skip
            for goal in goals:
                _goal_review(rows, luck, service, review, goal, day)
            if score is not None and (number % 2 == 0 or luck.random() < 0.35):
                now = round(about(luck, score + drift * min(number, 4) / 3, 0.9, 0, 10))
                _score(rows, person, day, now, "review")
        due += timedelta(days=gap + luck.randint(-12, 12))


def _goal_review(rows: Rows, luck: Random, service: Service, review: str, goal: Agreed, day: date) -> None:
    about_breaks = goal.outcome.partition(":")[2] in BREAKS
    pull = service.quality + 0.035 * year_number(day)
    if about_breaks:
        pull += 0.28 if after_new_breaks(day) else -0.22
    elif goal.outcome == "six-kpis:agreed":
        pull += 0.75
    elif service.role == "service_user":
        pull += 0.2
    goal.level = min(goal.level + max(luck.gauss(pull, 0.7), -0.6), 5)
    score = max(1, min(5, round(goal.level)))
    if goal.achieved:
        goal.achieved = luck.random() < 0.95
    else:
        goal.achieved = luck.random() < (0.8 if score >= 4 else 0.12 if score == 3 else 0)
    if luck.random() < 0.012:
        achieved = "no_longer_wanted"
    elif goal.achieved:
        achieved = "yes"
    else:
        achieved = "partly" if score > goal.baseline or score >= 3 else "not_yet"
    met: str | None = None
    reason: str | None = None
    if achieved != "no_longer_wanted" and luck.random() < 0.9:
        met = "yes" if achieved == "yes" or luck.random() < (0.62 if achieved == "partly" else 0.12) else "no"
        if met == "no" and luck.random() < 0.93:
            breaks = WHY_NO_BREAK_NOW if after_new_breaks(day) else WHY_NO_BREAK
            reason = pick(luck, breaks if about_breaks else WHY_NOT)
    rows.add(
        "goal_reviews", provider=service.key, review=review, goal=goal.goal, score=score, achieved=achieved, need_met=met,
        unmet_reason=reason,
    )  # fmt: skip


def _score(rows: Rows, person: Someone, day: date, score: int, at: str) -> None:
    rows.add("scores", provider=person.service.key, person=person.key, scale="wellbeing", taken_on=day, score=score, at=at)
