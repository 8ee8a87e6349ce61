"""The list of entries, and the page of one."""

from flask import render_template
from flask_security import current_user
from sqlalchemy import select

from forms_app.accounts import names_of_users, staff_only
from forms_app.app import library
from forms_app.casework.words import outcome_words
from forms_app.changes.approving import check_change
from forms_app.changes.blueprint import blueprint, may_write, readable_change, state_of
from forms_app.database import db
from forms_app.models.records import Provider
from forms_app.models.stories import ChangeMade
from forms_app.stories.blueprint import READERS, is_second_person

STATES = ("waiting", "approved", "withdrawn")


@blueprint.get("")
@staff_only(*READERS)
def changes() -> str:
    """The entries of one's own provider, or all for the council's people; those that wait first, then the newest."""
    wanted = (
        select(ChangeMade, Provider.name)
        .outerjoin(Provider, Provider.provider == ChangeMade.provider)
        .order_by(ChangeMade.done_on.desc(), ChangeMade.id.desc())
    )
    if current_user.provider is not None:
        wanted = wanted.where(ChangeMade.provider == current_user.provider)
    found = [(change, name, state_of(change)) for change, name in db.session.execute(wanted)]
    return render_template("changes/list.html", changes=sorted(found, key=lambda one: STATES.index(one[2])))


@blueprint.get("/<int:number>")
@staff_only(*READERS)
def change(number: int) -> str:
    """One entry, with what looks like a name in it."""
    found = readable_change(number)
    return render_template(
        "changes/change.html",
        change=found,
        provider=db.session.get(Provider, found.provider) if found.provider else None,
        about=_about(found),
        state=state_of(found),
        checked=check_change(found),
        names=names_of_users([found.written_by, found.approved_by]),
        own_words=found.written_by == current_user.id,
        may_write=may_write(found),
        may_approve=is_second_person(found.written_by),
    )


def _about(change: ChangeMade) -> str:
    """The outcome or the framework that an entry is about."""
    if change.outcome:
        return outcome_words(change.outcome)
    framework = library().frameworks.get(change.framework)
    return framework.title if framework else change.framework
