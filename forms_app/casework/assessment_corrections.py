"""Putting an assessment's kind and days right, or taking one back that was begun by mistake.

What it said before is kept, with the reason. One that is taken back leaves its table, so no figure and no clock counts it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, flash, make_response, render_template, request
from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from forms_app import audit_log
from forms_app.accounts import staff_only
from forms_app.app import library
from forms_app.casework.assessments import check_day, own_assessment, to_person
from forms_app.casework.blueprint import WORKERS, blueprint, own_person
from forms_app.casework.earlier import ASSESSMENT, GOAL, LONGEST_REASON, assessment_content, goal_content, keep_earlier
from forms_app.casework.goal_corrections import first_review_of
from forms_app.casework.unfinished import ASSESSMENT as DRAFT
from forms_app.casework.wellbeing import SCALE
from forms_app.database import db
from forms_app.day_words import day_words
from forms_app.drafts import drafts_about
from forms_app.models.casework import FormDraft
from forms_app.models.records import Assessment, Goal, Person, Score
from forms_app.saving import changed_from, state_of
from forms_app.typed import Typed


@dataclass(frozen=True)
class Belongings:
    """What was agreed and scored when an assessment was completed: nothing where two were completed on that day."""

    goals: list[Goal]
    score: Score | None


@blueprint.route("/person/<path:person>/correct-assessment/<path:assessment>", methods=["GET", "POST"])
@staff_only(*WORKERS)
def correct_assessment(person: str, assessment: str) -> Response:
    """Correct an assessment, or take it back."""
    found = own_person(person)
    corrected = own_assessment(found, assessment)
    if request.method == "GET":
        audit_log.record("person-seen", provider=found.provider, person=found.person)
        page = _page(found, corrected, _as_typed(corrected))
        db.session.commit()
        return page
    typed = Typed(request.form)
    take_back = typed.value("do") == "take-back"
    if changed_from(typed, _state(corrected)):
        if not take_back and _read(typed, found, corrected) == assessment_content(corrected):
            return _says_this_already(found)
        typed.errors.clear()
        return _page(found, corrected, typed, conflict=True)
    content = None if take_back else _read(typed, found, corrected)
    if take_back:
        _check_goals_never_reviewed(typed, found, corrected)
    reason = typed.text("reason", longest=LONGEST_REASON, missing=_("Say why you correct the assessment"))
    if typed.errors or reason is None:
        return _page(found, corrected, typed)
    if content == assessment_content(corrected):
        return _says_this_already(found)
    try:
        _save(found, corrected, content, reason)
    except (IntegrityError, StaleDataError):
        # A colleague was quicker: what is on file now is looked at again.
        db.session.rollback()
        return correct_assessment(person, assessment)
    if take_back:
        flash(_("The assessment is taken back: no figure counts it any more. What it said is kept."), "success")
    else:
        flash(_("The assessment is corrected. What it said before is kept."), "success")
    return to_person(found)


def belongings_of(person: Person, assessment: Assessment) -> Belongings:
    """The goals and the wellbeing score of the day on which the assessment was completed."""
    day, whose = assessment.completed_on, {"provider": person.provider, "person": person.person}
    if day is None:
        return Belongings([], None)
    same_day = db.session.scalars(select(Assessment.assessment).filter_by(completed_on=day, **whose)).all()
    if len(same_day) > 1:
        return Belongings([], None)
    goals = db.session.scalars(select(Goal).filter_by(agreed_on=day, at_review=None, **whose).order_by(Goal.goal)).all()
    score = db.session.get(Score, (person.provider, person.person, SCALE, day))
    return Belongings(list(goals), score if score is not None and score.at == "assessment" else None)


def _says_this_already(person: Person) -> Response:
    flash(_("The assessment says this already."))
    return to_person(person)


def _save(person: Person, assessment: Assessment, content: dict[str, Any] | None, reason: str) -> None:
    """Save it in one transaction; without `content`, the assessment goes, with what belongs to it."""
    theirs = belongings_of(person, assessment)
    score = int(theirs.score.score) if theirs.score is not None else None
    before = assessment_content(assessment) | {"goals": [goal.outcome for goal in theirs.goals], "wellbeing": score}
    keep_earlier(person, ASSESSMENT, assessment.assessment, before, reason, taken_back=content is None)
    # Pages opened on the person before must learn of it.
    flag_modified(person, "status")
    if content is None:
        _take_back(person, assessment, theirs, reason)
    else:
        _move(person, theirs, assessment.completed_on, content["completed_on"], reason)
        for name, value in content.items():
            setattr(assessment, name, value)
        flag_modified(assessment, "kind")
    db.session.flush()
    action = "assessment-taken-back" if content is None else "assessment-corrected"
    audit_log.record(action, provider=person.provider, person=person.person, assessment=assessment.assessment)
    db.session.commit()


def _take_back(person: Person, assessment: Assessment, theirs: Belongings, reason: str) -> None:
    for goal in theirs.goals:
        keep_earlier(person, GOAL, goal.goal, goal_content(goal), reason, taken_back=True)
        db.session.delete(goal)
    if theirs.score is not None:
        db.session.delete(theirs.score)
    # An unfinished form about it leads nowhere any more.
    about = {"provider": person.provider, "form": DRAFT, "subject": assessment.assessment}
    db.session.execute(delete(FormDraft).filter_by(**about))
    db.session.delete(assessment)


def _move(person: Person, theirs: Belongings, was_on: date | None, day: date | None, reason: str) -> None:
    """Goals were agreed and the score was taken on the day on which the assessment was completed."""
    if day is None or day == was_on:
        return
    for goal in theirs.goals:
        keep_earlier(person, GOAL, goal.goal, goal_content(goal), reason)
        goal.agreed_on = day
    if theirs.score is not None:
        columns = {"provider": person.provider, "person": person.person, "scale": SCALE, "at": "assessment"}
        db.session.add(Score(taken_on=day, score=theirs.score.score, **columns))
        db.session.delete(theirs.score)


def _read(typed: Typed, person: Person, assessment: Assessment) -> dict[str, Any]:
    """What was typed, errors on `typed`."""
    kind = typed.choice("kind", library().codes.codes("assessment_kind"), missing=_("Select the kind of assessment"))
    started = typed.day("started_on", what=_("Date started"), missing=_("Enter the date the assessment started"))
    registered = _("the day the person was registered")
    if started != assessment.started_on:
        check_day(typed, "started_on", _("Date started"), started, person.registered_on, registered)
    completed = assessment.completed_on
    if completed is not None:
        missing = _("Enter the date the assessment was completed")
        completed = typed.day("completed_on", what=_("Date completed"), missing=missing)
        began = started or assessment.started_on
        check_day(typed, "completed_on", _("Date completed"), completed, began, _("the day the assessment started"))
        _check_belongings(typed, person, assessment, completed)
    return {"kind": kind, "started_on": started, "completed_on": completed, "notes": assessment.notes}


def _check_belongings(typed: Typed, person: Person, assessment: Assessment, completed: date | None) -> None:
    """Goals can't be agreed after their first review, and there is one wellbeing score a day."""
    if completed is None or completed == assessment.completed_on:
        return
    theirs = belongings_of(person, assessment)
    first = first_review_of(person.provider, [goal.goal for goal in theirs.goals])
    if first is not None and completed > first:
        words = _("Date completed must be %(day)s or earlier: its goals were reviewed then", day=day_words(first))
        typed.wrong("completed_on", words, "completed_on-day")
    there = db.session.get(Score, (person.provider, person.person, SCALE, completed))
    if theirs.score is not None and there is not None:
        words = _("Another wellbeing score is on file for %(day)s: choose another date", day=day_words(completed))
        typed.wrong("completed_on", words, "completed_on-day")


def _check_goals_never_reviewed(typed: Typed, person: Person, assessment: Assessment) -> None:
    goals = [goal.goal for goal in belongings_of(person, assessment).goals]
    first = first_review_of(person.provider, goals)
    if first:
        words = _("It can't be taken back: a review on %(day)s speaks of its goals. Correct its days instead",
                  day=day_words(first))  # fmt: skip
        typed.wrong("reason", words)


def _as_typed(assessment: Assessment) -> Typed:
    typed = Typed()
    typed.fields["kind"] = assessment.kind
    typed.set_day("started_on", assessment.started_on)
    typed.set_day("completed_on", assessment.completed_on)
    typed.fields["state"] = _state(assessment)
    return typed


def _state(assessment: Assessment) -> str:
    return state_of(assessment_content(assessment).values())


def _page(person: Person, assessment: Assessment, typed: Typed, *, conflict: bool = False) -> Response:
    page = render_template(
        "casework/correct_assessment.html",
        form=typed,
        errors=typed.errors,
        person=person,
        assessment=assessment,
        theirs=belongings_of(person, assessment),
        drafts=drafts_about(person.provider, [assessment.assessment]),
        conflict=conflict,
    )
    return make_response(page, 409 if conflict else 422 if typed.errors else 200)
