"""Drawing people by lot for sample reviews: once for each provider, clock and period, so that anyone can draw it again.

Source 003, outcomes achieved, methodology (b): a sample of 20% of the people of each provider.
"""

import secrets
from itertools import groupby

from sqlalchemy import func, insert, select

from forms_app import audit_log, clock
from forms_app.casework.in_force import SampleRule, contracts_in_force, sample_rules
from forms_app.casework.tracks import ACTIVE
from forms_app.database import db, insert_into
from forms_app.lots import drawn
from forms_app.models.casework import ReviewSample, SampledPerson
from forms_app.models.records import Person
from forms_app.worker import duty
from forms_app.worker.stopping import stopping


@duty("review-samples", every=600)
def draw_samples() -> int:
    """Draw what is to be drawn for the periods under way, late too where the worker was down. How many samples."""
    done = 0
    contracts = sorted(contracts_in_force(clock.today()), key=lambda one: one.provider)
    wanted = [(provider, rule) for provider, theirs in groupby(contracts, key=lambda one: one.provider)
              for rule in sample_rules(list(theirs))]  # fmt: skip
    db.session.commit()
    for provider, rule in wanted:
        if stopping():
            break
        done += _draw(provider, rule)
    return done


def _draw(provider: str, rule: SampleRule) -> bool:
    """Draw one sample, unless it is there; committed. Of two workers at once, the table lets one."""
    period, definition = rule.period(clock.today()), rule.rule.clock
    key = {
        "provider": provider,
        "framework": rule.rule.framework,
        "clock": definition.id,
        "period_start": period.start,
    }
    if definition.sample is None or db.session.scalar(select(ReviewSample.id).filter_by(**key)) is not None:
        db.session.commit()
        return False
    references = population(provider, rule)
    if not references:
        db.session.commit()
        return False
    seed = secrets.token_hex(16)
    values = {"period_end": period.end, "share": definition.sample.share, "seed": seed, "drawn_at": clock.now()}
    table = insert_into(db.session.connection(), ReviewSample.__table__)
    number = db.session.scalar(
        table.values(**key, **values, population=len(references)).on_conflict_do_nothing().returning(ReviewSample.id)
    )
    if number is None:
        db.session.rollback()
        return False
    people = drawn(references, seed, definition.sample.size(len(references)))
    rows = [{"sample_id": number, "provider": provider, "person": person} for person in people]
    db.session.execute(insert(SampledPerson), rows)
    audit_log.record("sample-drawn", provider=provider, sample=number, people=len(people))
    db.session.commit()
    return True


def population(provider: str, rule: SampleRule) -> list[str]:
    """The references, in order, of the people among whom a sample is drawn today."""
    definition = rule.rule.clock
    wanted = select(Person.person, Person.status, Person.carer_groups).where(
        Person.provider == provider,
        Person.role == rule.rule.role,
        func.coalesce(Person.status, ACTIVE).in_(definition.statuses),
    )
    found = db.session.execute(wanted)
    return sorted(row.person for row in found if rule.rule.runs_for(rule.rule.role or "", row.status, row.carer_groups))
