"""Recording a review: each open goal beside last time's score, and when the next one is due."""

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from forms_app import audit_log
from forms_app.accounts import staff_only
from forms_app.casework.assessments import to_person
from forms_app.casework.blueprint import WORKERS, blueprint, own_person
from forms_app.casework.caseload import next_review_day, person_clocks
from forms_app.casework.goal_rows import MOST_GOALS, rows_of
from forms_app.casework.gone_goals import all_shown, gone_goals
from forms_app.casework.history import History, read_history
from forms_app.casework.outcomes import frameworks_of, outcome_items
from forms_app.casework.review_form import lines_asked, read_review
from forms_app.casework.review_saving import content_of, save_review
from forms_app.casework.side_by_side import new_review_beside, says_more
from forms_app.casework.unfinished import REVIEW
from forms_app.clock import today
from forms_app.database import db
from forms_app.drafts import OnPage, open_draft
from forms_app.models.records import Person, Review
from forms_app.saving import page_id
from forms_app.typed import Typed


@blueprint.route("/person/<path:person>/review", methods=["GET", "POST"])
@staff_only(*WORKERS)
def review(person: str) -> Response:
    """Record a review. Sent twice, it is saved once; where a colleague saved since the page opened, both are shown."""
    found = own_person(person)
    history = read_history(found)
    draft = open_draft(REVIEW, found.person, request.form)
    if request.method == "GET":
        return _open(found, history, draft)
    typed = Typed(request.form)
    own_id = page_id(typed, "review")
    there = db.session.get(Review, (found.provider, own_id))
    if there is not None:
        if there.person != found.person:
            abort(400, _("This page was opened for someone else. Open the person's page and record the review from there."))
        if not _says_more(there, typed, history):
            return _after(found, own_id, typed)
        # Sent from another tab or device, or after going back: it is another review, or the same in other words.
        typed.fields.pop("review")
        own_id = page_id(typed, "review")
    if typed.value("more"):
        typed.fields["rows"] = str(rows_of(typed, 1) + 1)
        return review_page(found, typed, history, draft)
    if not all_shown(typed, gone_goals(found, typed, history)):
        return review_page(found, typed, history, draft)
    since = history.since(typed.value("seen"))
    if since:
        return new_review_beside(found, history, since, typed)
    content = read_review(typed, found, history, lines_asked(typed, history))
    if content is None:
        return review_page(found, typed, history, draft)
    try:
        save_review(found, own_id, content)
    except (IntegrityError, StaleDataError):
        # Another request saved first: look again at what is on file now.
        db.session.rollback()
        return review(person)
    return _after(found, own_id, typed)


def _says_more(there: Review, typed: Typed, history: History) -> bool:
    """Whether the page says anything that the review it saved before does not say."""
    sent = Typed(typed.fields)
    if not sent.value("next_due_on-year"):
        # Left empty, it was filled in.
        sent.set_day("next_due_on", there.next_due_on)
    return says_more(history, content_of(there), sent)


def _open(person: Person, history: History, draft: OnPage) -> Response:
    typed = Typed(draft.fields)
    page_id(typed, "review")
    if draft.fields is None:
        _begin(typed, person)
        typed.fields["seen"] = history.seen
    page = review_page(person, typed, history, draft)
    audit_log.record("person-seen", provider=person.provider, person=person.person)
    db.session.commit()
    return page


def _begin(typed: Typed, person: Person) -> None:
    """Fill in what the record itself knows: the day, whether a review was due, and when the next one will be."""
    clock = next((clock for clock in person_clocks(person, today()) if clock.kind == "review"), None)
    typed.set_day("reviewed_on", today())
    typed.set_day("next_due_on", next_review_day(person, today()))
    if clock is not None and clock.state != "done":
        typed.fields["kind"] = "scheduled"


def _after(person: Person, review_id: str, typed: Typed) -> Response:
    """Back to the person, or on to the story that this review would make."""
    flash(_("The review is saved."), "success")
    if typed.value("story"):
        return make_response(redirect(url_for("stories.new", review=review_id), 303))
    return to_person(person)


def review_page(person: Person, typed: Typed, history: History, draft: OnPage, **more: object) -> Response:
    """The form of a review. What was typed of goals that are gone stays on it. `more`: what a correction adds."""
    lines = lines_asked(typed, history)
    gone = gone_goals(person, typed, history)
    asked = ".".join([*(line.mark for line in lines), *(goal.mark for goal in gone)])
    context: dict[str, object] = {"corrects": None, "lines": lines, "gone": gone, "asked": asked}
    page = render_template(
        "casework/review.html",
        form=typed,
        errors=typed.errors,
        person=person,
        history=history,
        draft=draft,
        rows=rows_of(typed, 1),
        most=MOST_GOALS,
        outcomes=outcome_items(frameworks_of(person.provider, person.role)),
        **context | more,
    )
    stopped = request.method == "POST" and not all_shown(typed, gone)
    return make_response(page, 422 if typed.errors else 409 if stopped else 200)
