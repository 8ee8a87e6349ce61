"""What the database works out is what the sums on dates say, for random people, contracts and days."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
import yaml
from flask import Flask
from sqlalchemy import delete

from forms_app.casework.caseload import PAGE_SIZE, Narrowing, read_caseload
from forms_app.casework.clocks import STATE_ORDER, Draw, Facts, clocks_of
from forms_app.casework.in_force import InForce
from forms_app.casework.tracks import CLOSED, Rule, tracks_of
from forms_app.database import db
from forms_app.models.casework import ReviewSample, SampledPerson, StatusChange
from forms_app.models.records import Assessment, Contact, Person, Review
from surveys.model.clocks import Clock as Definition

CONTACTS = ("wellbeing_call", "phone_call", "emergency_plan", "emergency_review", "casework")
ASSESSMENTS = ("carer", "wellbeing", "care_and_support")
STATUSES = ("active", "active", "active", "non_engaging", "closed", "signposted", None)


def random_rule(luck: Random, number: int) -> Rule:
    """A clock as a framework might have it."""
    do = luck.choice(["assessment", "review", "review", "contact", "contact", "emergency_plan"])
    given: dict[str, Any] = {"id": f"r{number}", "do": do, "label": "A", "why": "B", "source": "C"}
    within = {"days": luck.randint(1, 100)} if luck.random() < 0.5 else {"months": luck.randint(1, 12)}
    given |= {"within": within, "from": "start" if do == "assessment" else "last"}
    if do in ("review", "contact") and luck.random() < 0.3:
        given["from"] = "registration"
    if do == "assessment":
        given["kinds"] = luck.sample(ASSESSMENTS, luck.randint(0, 2))
    if do == "contact":
        given["kinds"] = luck.sample(CONTACTS[:3], luck.randint(1, 2))
    given["statuses"] = luck.sample(["active", "non_engaging"], luck.randint(1, 2))
    if luck.random() < 0.4:
        given["carer_groups"] = luck.sample(["young", "young_adult", "parent"], luck.randint(1, 2))
    return Rule(Definition.model_validate(given), luck.choice(["carer", "service_user", None]))


def a_day(luck: Random) -> date:
    """A day within two years, the ends of months more often than others."""
    day = date(2023, 12, 1) + timedelta(days=luck.randint(0, 730))
    return (day.replace(day=28) + timedelta(days=luck.randint(0, 5))) if luck.random() < 0.4 else day


def random_person(luck: Random, reference: str, draws: dict[int, Draw]) -> tuple[Facts, list[Any]]:
    """Someone as the sums take them, and the rows that say the same."""
    key: dict[str, Any] = {"provider": "north", "person": reference}
    who: dict[str, Any] = {
        "role": luck.choice(["carer", "carer", "service_user"]),
        "status": luck.choice(STATUSES),
        "registered_on": a_day(luck),
        "carer_groups": luck.choice([None, "", "young", "young_adult", "parent;young"]),
    }
    rows: list[Any] = [Person(**key, **who)]
    contacts = [(luck.choice(CONTACTS), a_day(luck)) for _ in range(luck.randint(0, 4))]
    rows += [Contact(contact=f"{reference}-{n}", kind=kind, on=on, **key) for n, (kind, on) in enumerate(contacts)]
    begun = [(luck.choice(ASSESSMENTS), a_day(luck), luck.random() < 0.5) for _ in range(luck.randint(0, 3))]
    rows += [
        Assessment(assessment=f"{reference}-{n}", kind=kind, started_on=on, completed_on=on if done else None, **key)
        for n, (kind, on, done) in enumerate(begun)
    ]
    reviews = [(a_day(luck), luck.choice([None, a_day(luck)])) for _ in range(luck.randint(0, 3))]
    rows += [
        Review(review=f"{reference}-{n}", reviewed_on=on, next_due_on=then, **key) for n, (on, then) in enumerate(reviews)
    ]
    changes = sorted({a_day(luck): luck.choice(STATUSES) or "active" for _ in range(luck.randint(0, 4))}.items())
    rows += [StatusChange(since=day, status=status, **key) for day, status in changes]
    drawn = [number for number in draws if luck.random() < 0.5]
    rows += [SampledPerson(sample_id=number, **key) for number in drawn]
    last: dict[str, date | None] = {"review": max((on for on, _ in reviews), default=None)}
    agreed = [then for on, then in reviews if on == last["review"] and then is not None]
    known = {"agreed": max(agreed, default=None), "reopened_on": opened_again(changes)}
    facts = Facts(**who, last=last, draws=tuple(draws[number] for number in drawn), **known)
    return facts, [rows, contacts, begun]


def opened_again(changes: list[tuple[date, str]]) -> date | None:
    """The day from which someone who had been closed is supported again: read from change to change."""
    closed, since = False, None
    for day, status in changes:
        if status in CLOSED:
            closed, since = True, None
        elif closed and since is None:
            since = day
    return since


def with_tracks(facts: Facts, force: InForce, contacts: list[Any], begun: list[Any]) -> Facts:
    """The person with the last of everything that the clocks in force look at."""
    last = dict(facts.last)
    for track in force.tracks:
        if track.do == "assessment":
            days = [on for kind, on, done in begun if not done and _counts(kind, track.kinds, track.besides)]
            last[track.key] = min(days, default=None)
        elif track.do != "review":
            kinds = ("emergency_plan", "emergency_review") if track.do == "emergency_plan" else track.kinds
            last[track.key] = max((on for kind, on in contacts if kind in kinds), default=None)
    return Facts(**{**vars(facts), "last": last})


def _counts(kind: str, kinds: tuple[str, ...], besides: tuple[str, ...]) -> bool:
    return kind in kinds if kinds else kind not in besides


@pytest.mark.parametrize("seed", range(8))
def test_states_order_and_clocks_are_the_same_in_the_database_as_by_the_sums(app: Flask, seed: int) -> None:
    luck = Random(seed)
    today = a_day(luck)
    with app.app_context():
        drawing = Rule(_sample_clock(), None)
        draws: dict[int, Draw] = {}
        for number, start in ((1, date(2024, 1, 31)), (2, date(2024, 4, 30))):
            end = start + timedelta(days=80)
            draws[number] = Draw(drawing, start, end)
            period = {"provider": "north", "framework": "town", "clock": "drawn", "period_start": start, "period_end": end}
            when = {"drawn_at": db.func.current_timestamp()}
            db.session.add(ReviewSample(id=number, share=20, seed="x", population=1, **period, **when))
        db.session.flush()
        force = InForce(tracks_of([random_rule(luck, number) for number in range(luck.randint(0, 6))]), draws)
        expected = {}
        for number in range(PAGE_SIZE):
            reference = f"P{number:02}"
            facts, (rows, contacts, begun) = random_person(luck, reference, draws)
            db.session.add(rows[0])
            db.session.flush()
            db.session.add_all(rows[1:])
            clocks = clocks_of(with_tracks(facts, force, contacts, begun), force.tracks, today)
            state = "closed" if facts.status in CLOSED else clocks[0].state if clocks else "done"
            expected[reference] = (state, clocks)
        db.session.commit()
        listed = read_caseload("north", today, Narrowing(), force)
        assert {line.person: line.clocks for line in listed.lines} == {who: clocks for who, (_, clocks) in expected.items()}
        states = [state for state, _ in expected.values()]
        assert listed.counts == {state: states.count(state) for state in ("overdue", "due", "done", "closed")}
        order = {**STATE_ORDER, "closed": 3}
        in_order = sorted(
            expected,
            key=lambda who: (
                order[expected[who][0]], min((c.due_on for c in expected[who][1]), default=date.max), who
            ) if expected[who][0] != "closed" else (3, date.min, who),
        )  # fmt: skip
        assert [line.person for line in listed.lines if expected[line.person][0] != "closed"] == [
            who for who in in_order if expected[who][0] != "closed"
        ]
        for which in {track.which for track in force.tracks}:
            narrowed = read_caseload("north", today, Narrowing(which=which), force)
            tracks = [track for track in force.tracks if track.which == which]
            rules = [rule for track in tracks for rule in (*track.named, *track.once, track.general)]
            theirs = {who for who, (_, clocks) in expected.items() if any(clock.rule in rules for clock in clocks)}
            assert {line.person for line in narrowed.lines} == theirs, which
        db.session.execute(delete(SampledPerson))


def _sample_clock() -> Definition:
    given = "{id: drawn, do: sample_review, sample: {share: 20, each: quarter}, label: A, why: B, source: C}"
    return Definition.model_validate(yaml.safe_load(given))
