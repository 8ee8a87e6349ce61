"""Putting a goal right, or taking one back that was never agreed: what it said before is kept, with the reason."""

from datetime import date
from typing import Any

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from forms_app import audit_log
from forms_app.accounts import staff_only
from forms_app.casework.assessments import check_day, to_person
from forms_app.casework.blueprint import WORKERS, blueprint, own_person
from forms_app.casework.earlier import GOAL, LONGEST_REASON, goal_content, keep_earlier
from forms_app.casework.goal_rows import LONGEST_WORDS, SCORES
from forms_app.casework.history import read_history
from forms_app.casework.outcomes import frameworks_of, outcome_items
from forms_app.casework.words import outcome_words
from forms_app.database import db
from forms_app.day_words import day_words
from forms_app.models.records import Goal, GoalReview, Person, Review
from forms_app.saving import changed_from, state_of
from forms_app.typed import Typed


@blueprint.route("/person/<path:person>/correct-goal/<path:goal>", methods=["GET", "POST"])
@staff_only(*WORKERS)
def correct_goal(person: str, goal: str) -> Response:
    """Correct a goal or take it back. One agreed at a review is corrected with that review, which keeps it as well."""
    found = own_person(person)
    corrected = own_goal(found, goal)
    if corrected.at_review and db.session.get(Review, (found.provider, corrected.at_review)) is not None:
        flash(_("This goal was agreed at a review: correct it there, under “New goals agreed today”."))
        address = url_for("casework.correct_review", person=found.person, review=corrected.at_review)
        return make_response(redirect(address, 303))
    if request.method == "GET":
        audit_log.record("person-seen", provider=found.provider, person=found.person)
        page = _page(found, corrected, _as_typed(corrected))
        db.session.commit()
        return page
    typed = Typed(request.form)
    take_back = typed.value("do") == "take-back"
    if changed_from(typed, _state(corrected)):
        if not take_back and _read(typed, found, corrected) == goal_content(corrected):
            return _says_this_already(found)
        typed.errors.clear()
        return _page(found, corrected, typed, conflict=True)
    content = None if take_back else _read(typed, found, corrected)
    if take_back:
        _check_never_reviewed(typed, corrected)
    reason = typed.text("reason", longest=LONGEST_REASON, missing=_("Say why you correct the goal"))
    if typed.errors or reason is None:
        return _page(found, corrected, typed)
    if content == goal_content(corrected):
        return _says_this_already(found)
    try:
        _save(found, corrected, content, reason)
    except (IntegrityError, StaleDataError):
        # A colleague was quicker: what is on file now is looked at again.
        db.session.rollback()
        return correct_goal(person, goal)
    if take_back:
        flash(_("The goal is taken back, and no figure counts it any more. What it said is kept."), "success")
    else:
        flash(_("The goal is corrected. What it said before is kept."), "success")
    return to_person(found)


def own_goal(person: Person, goal: str) -> Goal:
    """The person's goal with this key. Aborts with 404 where they have none such."""
    wanted = select(Goal).filter_by(provider=person.provider, person=person.person, goal=goal)
    found = None if "\0" in goal else db.session.scalar(wanted)
    if found is None:
        abort(404, _("This person has no such goal. It may have been taken back: open their page from “My people”."))
    return found


def first_review_of(provider: str, goals: list[str]) -> date | None:
    """The day of the first review that speaks of any of these goals."""
    of = (Review.provider == GoalReview.provider) & (Review.review == GoalReview.review)
    wanted = select(func.min(Review.reviewed_on)).join(GoalReview, of)
    return db.session.scalar(wanted.where(GoalReview.provider == provider, GoalReview.goal.in_(goals)))


def _says_this_already(person: Person) -> Response:
    flash(_("The goal says this already."))
    return to_person(person)


def _save(person: Person, goal: Goal, content: dict[str, Any] | None, reason: str) -> None:
    """Save it in one transaction; without `content`, the goal goes."""
    keep_earlier(person, GOAL, goal.goal, goal_content(goal), reason, taken_back=content is None)
    # Pages opened on the person before must learn of it.
    flag_modified(person, "status")
    if content is None:
        db.session.delete(goal)
    for name, value in (content or {}).items():
        setattr(goal, name, value)
    db.session.flush()
    action = "goal-taken-back" if content is None else "goal-corrected"
    audit_log.record(action, provider=person.provider, person=person.person, goal=goal.goal)
    db.session.commit()


def _read(typed: Typed, person: Person, goal: Goal) -> dict[str, Any]:
    """What was typed, errors on `typed`; an outcome that is offered no more may stay."""
    offered = {str(item["value"]) for item in _outcomes(person, goal) if "disabled" not in item}
    outcome = typed.choice("outcome", offered, missing=_("Choose an outcome"))
    others = {line.goal.outcome for line in read_history(person).open_goals if line.goal.goal != goal.goal}
    if outcome != goal.outcome and outcome in others:
        typed.wrong("outcome", _("This outcome is agreed already, as another goal"))
    words = typed.text("words", longest=LONGEST_WORDS)
    needed = _("Select how things were when the goal was agreed") if goal.baseline else None
    baseline = typed.choice("baseline", SCORES, missing=needed)
    what = _("Date agreed")
    day = typed.day("agreed_on", what=what, missing=_("Enter the date the goal was agreed"))
    if day != goal.agreed_on:
        check_day(typed, "agreed_on", what, day, person.registered_on, _("the day the person was registered"))
        first = first_review_of(goal.provider, [goal.goal])
        if day and first and day > first:
            words_late = _("Date agreed must be %(day)s or earlier: it was reviewed then", day=day_words(first))
            typed.wrong("agreed_on", words_late, "agreed_on-day")
    number = int(baseline) if baseline else None
    return {"outcome": outcome, "agreed_on": day, "baseline": number, "words": words, "at_review": goal.at_review}


def _check_never_reviewed(typed: Typed, goal: Goal) -> None:
    first = first_review_of(goal.provider, [goal.goal])
    if first:
        words = _("It can't be taken back: a review on %(day)s speaks of it. Record there that it is no longer wanted",
                  day=day_words(first))  # fmt: skip
        typed.wrong("reason", words)


def _as_typed(goal: Goal) -> Typed:
    typed = Typed()
    typed.fields["outcome"], typed.fields["words"] = goal.outcome, goal.words or ""
    typed.fields["baseline"] = str(goal.baseline or "")
    typed.set_day("agreed_on", goal.agreed_on)
    typed.fields["state"] = _state(goal)
    return typed


def _state(goal: Goal) -> str:
    return state_of(goal_content(goal).values())


def _outcomes(person: Person, goal: Goal) -> list[dict[str, str | bool]]:
    items = outcome_items(frameworks_of(person.provider, person.role))
    if all(item["value"] != goal.outcome for item in items):
        items.insert(0, {"value": goal.outcome, "text": outcome_words(goal.outcome)})
    return items


def _page(person: Person, goal: Goal, typed: Typed, *, conflict: bool = False) -> Response:
    page = render_template(
        "casework/correct_goal.html",
        form=typed,
        errors=typed.errors,
        person=person,
        goal=goal,
        outcomes=_outcomes(person, goal),
        reviewed_on=first_review_of(goal.provider, [goal.goal]),
        conflict=conflict,
    )
    return make_response(page, 409 if conflict else 422 if typed.errors else 200)
