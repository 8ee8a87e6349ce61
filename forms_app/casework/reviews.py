"""Recording a review: each open goal beside last time's score, and when the next one is due."""

from flask import Response, abort, flash, make_response, render_template, request
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from forms_app.accounts import staff_only
from forms_app.casework.assessments import to_person
from forms_app.casework.blueprint import WORKERS, blueprint, own_person
from forms_app.casework.clocks import REVIEW_MONTHS
from forms_app.casework.history import History, read_history
from forms_app.casework.once import changed_since, page_id
from forms_app.casework.review_form import read_review, save_review
from forms_app.clock import today
from forms_app.database import db
from forms_app.models.records import Person, Review
from forms_app.typed import Typed
from surveys.periods import add_months


@blueprint.route("/person/<path:person>/review", methods=["GET", "POST"])
@staff_only(*WORKERS)
def review(person: str) -> Response:
    """Record a review. Sent twice, it is saved once; where a colleague saved since the page opened, both are shown."""
    found = own_person(person)
    typed = Typed(request.form)
    own_id = page_id(typed, "review")
    if request.method == "GET":
        typed.set_day("reviewed_on", today())
        typed.set_day("next_due_on", add_months(today(), REVIEW_MONTHS))
        typed.fields["kind"] = "scheduled"
        changed_since(typed, found)
        return _page(found, typed, read_history(found))
    there = db.session.get(Review, (found.provider, own_id))
    if there is not None:
        if there.person != found.person:
            abort(400, _("This page was opened for someone else. Open the person's page and record the review from there."))
        return to_person(found)
    history = read_history(found)
    if changed_since(typed, found):
        return _page(found, typed, history, conflict=True)
    answers = read_review(typed, found, history)
    if answers is None:
        return _page(found, typed, history)
    try:
        save_review(found, own_id, answers)
    except (IntegrityError, StaleDataError):
        # Another request saved first: look again at what is on file now.
        db.session.rollback()
        return review(person)
    flash(_("The review is saved."), "success")
    return to_person(found)


def _page(person: Person, typed: Typed, history: History, conflict: bool = False) -> Response:
    page = render_template(
        "casework/review.html", form=typed, errors=typed.errors, person=person, history=history, conflict=conflict
    )
    return make_response(page, 409 if conflict else 422 if typed.errors else 200)
