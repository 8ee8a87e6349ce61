"""The page of one person."""

from flask import render_template
from flask_security import current_user
from sqlalchemy import select

from forms_app import audit_log
from forms_app.accounts import names_of_users, staff_only
from forms_app.casework import status  # noqa: F401
from forms_app.casework.blueprint import WORKERS, blueprint, own_person
from forms_app.casework.caseload import person_clocks
from forms_app.casework.consents import consents_of
from forms_app.casework.contact import language_name
from forms_app.casework.duplicates import alike, known_of
from forms_app.casework.earlier import earlier_of
from forms_app.casework.history import read_history
from forms_app.casework.notes import notes_of
from forms_app.casework.referrals import referrals_of
from forms_app.casework.said import said_by
from forms_app.casework.scores import scales_of
from forms_app.casework.telling_apart import apart_from
from forms_app.casework.timeline import newest_entries
from forms_app.clock import today
from forms_app.database import db
from forms_app.models.records import Person

ANSWERS_FOR_THEM = "provider_manager"
"""Who, of those who see this page, gives people what is held of them and erases it (`rights.blueprint`)."""
MOST_CARERS = 20


@blueprint.get("/person/<path:person>")
@staff_only(*WORKERS)
def person(person: str) -> str:
    """All that is on file, by a fixed number of queries. Opening it is an audit event."""
    found = own_person(person)
    history = read_history(found)
    newest, number_of_entries = newest_entries(found)
    page = render_template(
        "casework/person.html",
        person=found,
        clocks=person_clocks(found, today()),
        history=history,
        earlier=earlier_of(found),
        today=today(),
        language_name=language_name,
        worker=names_of_users([found.worker_id]).get(found.worker_id or 0, ""),
        duplicates=alike(found.provider, known_of(found), but=found.person),
        apart=apart_from(found),
        newest=newest,
        number_of_entries=number_of_entries,
        scales=scales_of(history.scores),
        notes=notes_of(found),
        surveys_said=said_by(found),
        consents=consents_of(found),
        referrals=referrals_of(found),
        cares_for=db.session.get(Person, (found.provider, found.cares_for)) if found.cares_for else None,
        carers=_carers_of(found),
        answers_for_them=ANSWERS_FOR_THEM in {role.name for role in current_user.roles},
    )
    # Last, since nobody else may write to the log from here to the commit.
    audit_log.record("person-seen", provider=found.provider, person=found.person)
    db.session.commit()
    return page


def _carers_of(person: Person) -> list[Person]:
    """Who on the books cares for them. Served by ix_person_cares_for."""
    wanted = select(Person).where(Person.provider == person.provider, Person.cares_for == person.person)
    return list(db.session.scalars(wanted.order_by(Person.person).limit(MOST_CARERS)))
