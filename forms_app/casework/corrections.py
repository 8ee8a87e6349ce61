"""Correcting a review: what it said before is kept, with the reason; and what it said, version by version."""

from dataclasses import dataclass
from datetime import datetime

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from forms_app import audit_log
from forms_app.accounts import names_of_users, staff_only
from forms_app.casework.assessments import to_person
from forms_app.casework.blueprint import WORKERS, blueprint, own_person
from forms_app.casework.goal_rows import rows_of
from forms_app.casework.gone_goals import all_shown, gone_goals
from forms_app.casework.history import History, read_history
from forms_app.casework.review_content import ReviewContent, as_typed, from_json
from forms_app.casework.review_form import lines_asked, read_review
from forms_app.casework.review_saving import content_of, reviewed_later, save_correction
from forms_app.casework.reviews import review_page
from forms_app.casework.side_by_side import Line, beside, compare, says_more, together
from forms_app.casework.unfinished import CORRECTION, REVIEW
from forms_app.casework.words import outcome_words
from forms_app.database import db
from forms_app.drafts import forget_draft, open_draft
from forms_app.models.casework import ReviewVersion
from forms_app.models.records import Person, Review
from forms_app.typed import Typed

LONGEST_REASON = 500


@dataclass(frozen=True)
class Version:
    """A version of a review: `changes` are what was other in the one before; the first has none."""

    number: int
    at: datetime | None
    who: str | None
    reason: str | None
    changes: list[Line]
    new_goals: list[str]


def own_review(person: Person, review: str) -> Review:
    """The person's review with this id. Aborts with 404 where they have none such."""
    wanted = select(Review).filter_by(provider=person.provider, person=person.person, review=review)
    found = None if "\0" in review else db.session.scalar(wanted)
    if found is None:
        abort(404, _("This person has no such review. Open their page from “My people”."))
    return found


@blueprint.route("/person/<path:person>/review/<path:review>/correct", methods=["GET", "POST"])
@staff_only(*WORKERS)
def correct_review(person: str, review: str) -> Response:
    """Correct a review. Where a colleague corrected it since the page opened, both are shown side by side."""
    found = own_person(person)
    corrected = own_review(found, review)
    history = read_history(found)
    draft = open_draft(CORRECTION, corrected.review, request.form)
    if request.method == "GET":
        audit_log.record("person-seen", provider=found.provider, person=found.person)
        typed = Typed(draft.fields) if draft.fields is not None else as_typed(content_of(corrected))
        if draft.fields is None:
            typed.fields["version"] = str(corrected.version)
        page = review_page(found, typed, history, draft, corrects=corrected)
        db.session.commit()
        return page
    typed = Typed(request.form)
    if typed.value("more"):
        typed.fields["rows"] = str(rows_of(typed, 1) + 1)
        return review_page(found, typed, history, draft, corrects=corrected)
    if typed.value("version") != str(corrected.version):
        typed.fields["version"] = str(corrected.version)
        if not says_more(history, content_of(corrected), typed):
            forget_draft(CORRECTION, corrected.review)
            db.session.commit()
            flash(_("The review says this already."))
            return to_person(found)
        return beside(found, history, corrected, typed, is_new=False)
    return _save(found, corrected, typed, history) or review_page(found, typed, history, draft, corrects=corrected)


@blueprint.post("/person/<path:person>/review/<path:review>/together")
@staff_only(*WORKERS)
def put_together(person: str, review: str) -> Response:
    """Make one review of two, answer by answer as chosen. What was saved before stays as a version."""
    found = own_person(person)
    corrected = own_review(found, review)
    history = read_history(found)
    typed = Typed(request.form)
    is_new = typed.value("is_new") == "yes"
    if typed.value("base") != str(corrected.version):
        typed.fields["version"] = str(corrected.version)
        return beside(found, history, corrected, typed, is_new=is_new)
    if not all_shown(typed, gone_goals(found, typed, history)):
        return beside(found, history, corrected, typed, is_new=is_new)
    if is_new:
        typed.fields["reason"] = (
            _("This review had been recorded on two pages; this is the two put together.")
            if corrected.recorded_by == current_user.id
            else _("Two people had recorded this review; this is the two put together.")
        )
    made = together(history, content_of(corrected), typed)
    if made is None:
        return beside(found, history, corrected, typed, is_new=is_new)
    made.fields["version"] = str(corrected.version)
    if is_new:
        forget_draft(REVIEW, found.person)
    draft = open_draft(CORRECTION, corrected.review, request.form)
    return _save(found, corrected, made, history) or review_page(found, made, history, draft, corrects=corrected)


def _save(person: Person, corrected: Review, typed: Typed, history: History) -> Response | None:
    """Save the correction and go back to the person; None with the errors on `typed`, or where goals of it are gone."""
    if not all_shown(typed, gone_goals(person, typed, history)):
        return None
    before = content_of(corrected)
    content = read_review(typed, person, history, lines_asked(typed, history), before)
    reason = typed.text("reason", longest=LONGEST_REASON, missing=_("Say why you correct the review"))
    if content is not None:
        _check_goals_taken_back(typed, corrected, before, content)
    if content is None or reason is None or typed.errors:
        return None
    number, key, reference = corrected.version, corrected.review, person.person
    try:
        save_correction(person, corrected, content, reason)
    except (IntegrityError, StaleDataError):
        # Another request was quicker: what is on file now is looked at again.
        db.session.rollback()
        person = own_person(reference)
        corrected = own_review(person, key)
        if corrected.version == number:
            history = read_history(person)
            draft = open_draft(CORRECTION, key, request.form)
            return _save(person, corrected, typed, history) or review_page(
                person, typed, history, draft, corrects=corrected
            )
        return beside(person, read_history(person), corrected, typed, is_new=False)
    flash(_("The review is corrected. What it said before is kept."), "success")
    return make_response(redirect(url_for("casework.person", person=person.person), 303))


def _check_goals_taken_back(typed: Typed, review: Review, before: ReviewContent, content: ReviewContent) -> None:
    kept = {goal.goal for goal in content.new_goals}
    gone = {goal.goal: goal for goal in before.new_goals if goal.goal and goal.goal not in kept}
    for goal in sorted(reviewed_later(review, set(gone))) if gone else ():
        words = _("“%(goal)s” can't be taken back: it has been reviewed since", goal=outcome_words(gone[goal].outcome))
        typed.wrong("outcome-1", words)


@blueprint.get("/person/<path:person>/review/<path:review>/versions")
@staff_only(*WORKERS)
def review_versions(person: str, review: str) -> Response:
    """What a review said before each correction, who corrected it and why. Reading it is an audit event."""
    found = own_person(person)
    corrected = own_review(found, review)
    audit_log.record("review-versions-seen", provider=found.provider, person=found.person, review=corrected.review)
    page = render_template("casework/versions.html", person=found, review=corrected, versions=_versions(found, corrected))
    db.session.commit()
    return make_response(page)


def _versions(person: Person, review: Review) -> list[Version]:
    """The newest first."""
    wanted = select(ReviewVersion).filter_by(provider=review.provider, review=review.review)
    rows = list(db.session.scalars(wanted.order_by(ReviewVersion.number)))
    names = names_of_users([review.recorded_by, *(row.replaced_by for row in rows)])
    history = read_history(person)
    contents = [*(from_json(row.content) for row in rows), content_of(review)]
    found = [Version(1, None, names.get(review.recorded_by or 0), None, [], _goals_of(contents[0]))]
    for place, row in enumerate(rows):
        changes = list(compare(history, contents[place], as_typed(contents[place + 1])))
        goals = _goals_of(contents[place + 1])
        who = names.get(row.replaced_by or 0)
        found.append(Version(place + 2, row.replaced_at, who, row.reason, changes, goals))
    return found[::-1]


def _goals_of(content: ReviewContent) -> list[str]:
    return [
        f"{outcome_words(goal.outcome)}, {goal.baseline}" + (f": “{goal.words}”" if goal.words else "")
        for goal in content.new_goals
    ]
