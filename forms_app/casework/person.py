"""The page of one person."""

from flask import render_template

from forms_app import audit_log
from forms_app.accounts import staff_only
from forms_app.casework.blueprint import WORKERS, blueprint, own_person
from forms_app.casework.caseload import person_clocks
from forms_app.casework.contact import language_name
from forms_app.casework.history import read_history
from forms_app.clock import today
from forms_app.database import db


@blueprint.get("/person/<path:person>")
@staff_only(*WORKERS)
def person(person: str) -> str:
    """Profile, clocks, goals, assessments and reviews. Opening it is an audit event."""
    found = own_person(person)
    audit_log.record("person-seen", provider=found.provider, person=found.person)
    page = render_template(
        "casework/person.html",
        person=found,
        clocks=person_clocks(found, today()),
        history=read_history(found),
        today=today(),
        language_name=language_name,
    )
    db.session.commit()
    return page
