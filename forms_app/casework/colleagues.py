"""Who works with people at a provider, and whose people there are."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from forms_app.casework.blueprint import WORKERS
from forms_app.casework.tracks import ACTIVE, CLOSED
from forms_app.database import db
from forms_app.models.accounts import Role, User, user_roles
from forms_app.models.records import Person


@dataclass(frozen=True)
class Staff:
    """The workers of a provider and how many people not closed each has.

    `names`: by account id, whoever may be given people or still has some; `may_be_given`: the ids of the first.
    """

    names: dict[int, str]
    may_be_given: list[int]
    have: dict[int | None, int]
    localities: list[str]

    def name(self, worker: int | None) -> str:
        """What a worker is called; "" for none."""
        return self.names.get(worker, "") if worker is not None else ""


def staff_of(provider: str) -> Staff:
    """Read them by two queries. Served by ix_person_status."""
    spread = (
        select(Person.worker_id, Person.locality, func.count())
        .where(Person.provider == provider, func.coalesce(Person.status, ACTIVE).not_in(CLOSED))
        .group_by(Person.worker_id, Person.locality)
    )
    have: Counter[int | None] = Counter()
    localities: set[str] = set()
    for worker, locality, number in db.session.execute(spread):
        have[worker] += number
        localities.update([locality] if locality else [])
    names, may_be_given = workers_of(provider, (one for one in have if one is not None))
    return Staff(names, may_be_given, dict(have), sorted(localities))


def workers_of(provider: str, besides: Iterable[int] = ()) -> tuple[dict[int, str], list[int]]:
    """The names, by account id, of those who work with people at a provider, and of those `besides`; and who may be given
    people. One query.
    """
    working = User.id.in_(
        select(user_roles.c.user_id).join(Role, Role.id == user_roles.c.role_id).where(Role.name.in_(WORKERS))
    )
    wanted = select(User.id, User.name, User.email, User.active, working.label("working")).where(
        User.provider == provider, or_(working, User.id.in_(list(besides)))
    )
    names: dict[int, str] = {}
    may_be_given = []
    for row in db.session.execute(wanted.order_by(func.lower(User.name), User.id)):
        names[row.id] = row.name or row.email
        may_be_given += [row.id] if row.active and row.working else []
    return names, may_be_given
