"""The dates of an emergency plan. The contacts that the figures count are what they are read from."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from forms_app.contacts.blueprint import PLAN_KINDS
from forms_app.database import db
from forms_app.models.casework import EmergencyPlan
from forms_app.models.records import Contact


@dataclass(frozen=True)
class PlanDates:
    """The newest day of each kind on file."""

    made_on: date | None
    reviewed_on: date | None
    registered_on: date | None


def plan_dates(provider: str, person: str) -> PlanDates:
    """When the plan was made, looked at again, and registered with the emergency service, so far as is on file."""
    query = (
        select(Contact.kind, func.max(Contact.on))
        .where(Contact.provider == provider, Contact.person == person, Contact.kind.in_(PLAN_KINDS))
        .group_by(Contact.kind)
    )
    found: dict[str, date] = {row[0]: row[1] for row in db.session.execute(query)}
    return PlanDates(*(found.get(kind) for kind in PLAN_KINDS))


def settle_plan(provider: str, person: str) -> None:
    """Write the dates on file into the plan, where there is one."""
    plan = db.session.get(EmergencyPlan, (provider, person))
    if plan is not None:
        dates = plan_dates(provider, person)
        plan.made_on = dates.made_on or plan.made_on
        plan.reviewed_on, plan.registered_on = dates.reviewed_on, dates.registered_on
