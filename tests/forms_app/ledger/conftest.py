"""Reviews of two providers' people, some of which found a need not met."""

from datetime import date

from flask import Flask

from forms_app.database import db
from forms_app.models.records import Contract, Goal, GoalReview, Person, Review
from tests.support.staff import add_provider

WELLBEING, WORK = "rochdale-carers:wellbeing", "rochdale-carers:work-money"


def add_review(
    person: str, on: date, *needs: tuple[str, str | None, str | None], provider: str = "north", **profile: object
) -> None:
    """A review of a person on a day: of each need its outcome, whether it was met, and the reason."""
    if db.session.get(Person, (provider, person)) is None:
        known = {"role": "carer", "registered_on": date(2024, 1, 1), "status": "active", **profile}
        db.session.add(Person(provider=provider, person=person, **known))
        db.session.flush()
    name = f"{person}-{on}"
    db.session.add(Review(provider=provider, review=name, person=person, reviewed_on=on))
    for number, (outcome, _met, _reason) in enumerate(needs):
        goal = {"goal": f"{name}-{number}", "outcome": outcome, "agreed_on": date(2024, 1, 1)}
        db.session.add(Goal(provider=provider, person=person, **goal))
    db.session.flush()
    for number, (_outcome, met, reason) in enumerate(needs):
        said = {"achieved": "partly", "need_met": met, "unmet_reason": reason}
        db.session.add(GoalReview(provider=provider, review=name, goal=f"{name}-{number}", **said))
    db.session.flush()


def fill(app: Flask) -> None:
    """North: four needs not met of six, of three people. South: one of one."""
    for provider, name in (("north", "North Carers"), ("south", "South Carers"), ("west", "West Carers")):
        add_provider(app, provider, name)
    with app.app_context():
        for provider in ("north", "south"):
            held = {"framework": "rochdale-carers", "starts_on": date(2024, 4, 1)}
            db.session.add(Contract(contract=f"{provider}-c", provider=provider, **held))
        ann = {"name": "Ann Example", "birth_year": 1961, "carer_groups": "dementia;working", "locality": "heywood"}
        add_review("n1", date(2026, 1, 1), (WELLBEING, "no", "cost"), (WORK, "yes", None), **ann)
        add_review("n1", date(2026, 3, 31), (WELLBEING, "no", "cost"))
        add_review("n2", date(2026, 4, 1), (WORK, "no", "transport"), (WORK, None, None), carer_groups="working")
        add_review("n3", date(2025, 7, 1), (WORK, "no", None), (WELLBEING, "yes", None), birth_year=2004)
        add_review("n4", date(2025, 6, 30), (WORK, "no", "health"), birth_year=1990)
        add_review("s1", date(2026, 4, 2), (WORK, "no", "cost"), provider="south", locality="heywood")
        add_review("w1", date(2026, 4, 2), (WORK, "no", "cost"), provider="west")
        db.session.commit()
