"""Who is the duty worker of a provider on a day, and the days that nobody covers."""

from datetime import date, timedelta

from sqlalchemy import Select, select

from forms_app.database import db
from forms_app.models.accounts import Role, User
from forms_app.models.safety import DutyPeriod

MAY_ACT = ("duty_worker", "provider_manager")
LOOKED_AHEAD = timedelta(days=56)
"""How far ahead gaps are warned about: eight weeks."""


def staff_of(provider: str, *roles: str) -> list[User]:
    """A provider's people in use who hold one of `roles` (those who may act on items where none is named), by name."""
    wanted: Select[User] = (
        select(User)
        .where(User.provider == provider, User.active, User.roles.any(Role.name.in_(roles or MAY_ACT)))
        .order_by(User.name, User.id)
    )
    return list(db.session.scalars(wanted))


def periods_of(provider: str) -> list[DutyPeriod]:
    """A provider's duty periods, the first first. Served by ix_duty_period_provider."""
    order = (DutyPeriod.starts_on, DutyPeriod.id)
    return list(db.session.scalars(select(DutyPeriod).where(DutyPeriod.provider == provider).order_by(*order)))


def period_on(periods: list[DutyPeriod], day: date) -> DutyPeriod | None:
    """The period that covers `day`: the last one begun by then, unless it has ended. `periods` in their order."""
    begun = [period for period in periods if period.starts_on <= day]
    newest = begun[-1] if begun else None
    return newest if newest and (newest.ends_on is None or day <= newest.ends_on) else None


def on_duty(provider: str, day: date) -> User | None:
    """The duty worker of the day, or None where nobody is, or where they have left or may no longer act."""
    period = period_on(periods_of(provider), day)
    return next((user for user in staff_of(provider) if period and user.id == period.user_id), None)


def gaps(provider: str, first: date) -> list[tuple[date, date]]:
    """The stretches of days without a duty worker, from `first` on for eight weeks, as (first day, last day)."""
    periods, able = periods_of(provider), {user.id for user in staff_of(provider)}
    found: list[tuple[date, date]] = []
    for number in range(LOOKED_AHEAD.days):
        day = first + timedelta(days=number)
        period = period_on(periods, day)
        if period is not None and period.user_id in able:
            continue
        if found and found[-1][1] == day - timedelta(days=1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found
