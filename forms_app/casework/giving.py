"""Giving people to a worker: several from the list, or one from their page."""

from collections.abc import Sequence
from typing import Any

from flask import Response, flash, make_response, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from forms_app import audit_log
from forms_app.accounts import own_provider, staff_only
from forms_app.casework.blueprint import WORKERS, blueprint, own_person
from forms_app.casework.caseload import PAGE_SIZE
from forms_app.casework.colleagues import Staff, staff_of, workers_of
from forms_app.casework.narrowing import UNASSIGNED
from forms_app.casework.people import give_items, people_page
from forms_app.database import db
from forms_app.models.records import Person
from forms_app.typed import Typed


@blueprint.post("/people/give")
@staff_only(*WORKERS)
def give() -> Response:
    """Give the people ticked on the list to a worker; with something amiss, the list is shown again as it was ticked."""
    typed = Typed(request.form)
    staff = staff_of(own_provider())
    ticked = [one for one in dict.fromkeys(typed.values("person")) if "\0" not in one]
    if not ticked:
        typed.wrong("person", _("Tick the people to give"), "list")
    elif len(ticked) > PAGE_SIZE:
        typed.wrong("person", _("Give %(most)s people at a time, or fewer", most=PAGE_SIZE), "list")
    worker = _worker(typed, staff)
    if typed.errors:
        return make_response(people_page(typed), 422)
    given, gone = give_people(own_provider(), ticked, worker)
    _say(given, gone, staff.name(worker))
    kept: dict[str, Any] = request.args.to_dict()
    return make_response(redirect(url_for("casework.people", **kept), 303))


@blueprint.post("/person/<path:person>/worker")
@staff_only(*WORKERS)
def give_one(person: str) -> Response:
    """Give one person to a worker, from their page."""
    found = own_person(person)
    typed = Typed(request.form)
    staff = staff_of(found.provider)
    worker = _worker(typed, staff)
    if typed.errors:
        flash(typed.errors[0]["text"], "error")
    else:
        given, gone = give_people(found.provider, [person], worker)
        _say(given, gone, staff.name(worker))
    return make_response(redirect(url_for("casework.person", person=person), 303))


def give_people(provider: str, references: Sequence[str], worker: int | None) -> tuple[int, int]:
    """Give them to a worker (None: to nobody), with an audit event each. Returns how many changed hands, how many are gone.

    Those whom the worker has already are left alone, so that a form sent twice says what happened once.
    """
    # Locked before the log is: whoever changes a record takes the two in this order.
    wanted = select(Person).where(Person.provider == provider, Person.person.in_(references)).order_by(Person.person)
    there = list(db.session.scalars(wanted.with_for_update().execution_options(populate_existing=True)))
    changing = [one for one in there if one.worker_id != worker]
    for one in changing:
        one.worker_id = worker
    db.session.flush()
    for one in changing:
        audit_log.record("person-given", provider=provider, person=one.person, to=worker)
    db.session.commit()
    return len(changing), len(references) - len(there)


def _worker(typed: Typed, staff: Staff) -> int | None:
    """The account chosen, None for nobody. Only those who work here may be chosen."""
    chosen = typed.choice(
        "worker", [UNASSIGNED, *map(str, staff.may_be_given)], missing=_("Choose whom to give them to")
    )  # fmt: skip
    return int(chosen) if chosen and chosen != UNASSIGNED else None


def _say(given: int, gone: int, name: str) -> None:
    if given and name:
        said = ngettext("%(num)s person is now with %(name)s.", "%(num)s people are now with %(name)s.", given, name=name)
        flash(said, "success")
    elif given:
        flash(ngettext("%(num)s person is now with nobody.", "%(num)s people are now with nobody.", given), "success")
    elif not gone:
        flash(_("Nothing changed: they were with this worker already."), "success")
    if gone:
        flash(ngettext("%(num)s person is no longer on file.", "%(num)s people are no longer on file.", gone), "error")


@blueprint.app_template_global()
def may_be_given_to(person: Person) -> dict[str, Any]:
    """Whom a person may be given to, as the macros take it, and who has them now."""
    names, may_be_given = workers_of(person.provider, [person.worker_id] if person.worker_id else [])
    value = str(person.worker_id) if person.worker_id in may_be_given else ""
    return {"items": give_items(names, may_be_given), "value": value, "now": names.get(person.worker_id or 0, "")}
