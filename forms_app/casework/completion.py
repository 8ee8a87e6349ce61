"""Completing an assessment: the goals agreed, each with its outcome, words and baseline, and the wellbeing score."""

from dataclasses import dataclass
from datetime import date

from flask import Response, flash, make_response, render_template, request
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from forms_app import audit_log
from forms_app.accounts import staff_only
from forms_app.casework.assessments import check_day, own_assessment, to_person
from forms_app.casework.blueprint import WORKERS, blueprint, own_person
from forms_app.casework.caseload import assessment_day
from forms_app.casework.goal_rows import MOST_GOALS, AgreedGoal, add_goals, goal_id, read_rows, rows_of
from forms_app.casework.history import read_history
from forms_app.casework.outcomes import frameworks_of, outcome_items
from forms_app.casework.unfinished import ASSESSMENT
from forms_app.casework.wellbeing import add_wellbeing_score, read_wellbeing_score
from forms_app.clock import today
from forms_app.database import db
from forms_app.day_words import day_words
from forms_app.drafts import OnPage, forget_draft, open_draft
from forms_app.models.records import Assessment, Goal, Person
from forms_app.saving import changed_since, page_id
from forms_app.typed import Typed

ROWS_AT_FIRST = 3


@dataclass(frozen=True)
class Completion:
    """What a good form says."""

    completed_on: date
    goals: list[AgreedGoal]
    wellbeing: int | None


@blueprint.route("/person/<path:person>/assessment/<path:assessment>", methods=["GET", "POST"])
@staff_only(*WORKERS)
def complete_assessment(person: str, assessment: str) -> Response:
    """Complete an assessment. Sent twice, it is saved once; where a colleague was first, both are shown."""
    found = own_person(person)
    opened = own_assessment(found, assessment)
    draft = open_draft(ASSESSMENT, opened.assessment, request.form)
    typed = Typed(draft.fields if draft.fields is not None else request.form)
    once = page_id(typed, "once")
    if request.method == "GET":
        if opened.completed_on is not None:
            flash(_("This assessment was completed on %(day)s.", day=day_words(opened.completed_on)))
            return to_person(found)
        audit_log.record("person-seen", provider=found.provider, person=found.person)
        if draft.fields is None:
            typed.set_day("completed_on", today())
            changed_since(typed, opened)
        page = _page(found, opened, typed, draft)
        db.session.commit()
        return page
    if typed.value("more"):
        typed.fields["rows"] = str(rows_of(typed, ROWS_AT_FIRST) + 1)
        return _page(found, opened, typed, draft)
    if saved := _saved_from(found, once):
        if _says(typed, opened, saved):
            return to_person(found)
        typed.fields.pop("once")
        page_id(typed, "once")
    if changed_since(typed, opened):
        return _page(found, opened, typed, draft, conflict=True)
    completion = read_completion(typed, found, opened)
    if completion is None:
        return _page(found, opened, typed, draft)
    try:
        save_completion(found, opened, once, completion)
    except (IntegrityError, StaleDataError):
        # Another request saved first: look again at what is on file now.
        db.session.rollback()
        return complete_assessment(person, assessment)
    flash(_("The assessment is completed. Goals agreed: %(count)s.", count=len(completion.goals)), "success")
    return to_person(found)


def _saved_from(person: Person, once: str) -> list[Goal]:
    """The goals that the page with this id has agreed already, in the order of its rows: none before it was saved."""
    keys = [goal_id(once, number) for number in range(1, MOST_GOALS + 1)]
    found = {
        goal.goal: goal
        for goal in db.session.scalars(select(Goal).filter(Goal.provider == person.provider, Goal.goal.in_(keys)))
    }
    return [found[key] for key in keys if key in found]


def _says(typed: Typed, opened: Assessment, saved: list[Goal]) -> bool:
    """Whether what was typed is what the page saved: it was sent twice."""
    rows = range(1, rows_of(typed, ROWS_AT_FIRST) + 1)
    said = [tuple(typed.value(f"{name}-{row}") for name in ("outcome", "baseline", "words")) for row in rows]
    there = [(goal.outcome, str(goal.baseline or ""), goal.words or "") for goal in saved]
    day = Typed(typed.fields).day("completed_on", what=_("Date completed"))
    return [row for row in said if any(row)] == there and day == opened.completed_on


def read_completion(typed: Typed, person: Person, opened: Assessment) -> Completion | None:
    """What was typed, or None with the errors on `typed`."""
    day = typed.day("completed_on", what=_("Date completed"), missing=_("Enter the date the assessment was completed"))
    check_day(typed, "completed_on", _("Date completed"), day, opened.started_on, _("the day the assessment started"))
    there = {line.goal.outcome for line in read_history(person).open_goals}
    goals = read_rows(typed, person, rows_of(typed, ROWS_AT_FIRST), there)
    if not goals and not typed.errors:
        typed.wrong("outcome-1", _("Choose the outcome of at least one goal"))
    wellbeing = read_wellbeing_score(typed, person, day, "assessment")
    return None if typed.errors or day is None else Completion(day, goals, wellbeing)


def save_completion(person: Person, opened: Assessment, once: str, completion: Completion) -> None:
    """Save it all in one transaction. Raises IntegrityError or StaleDataError where another request was first."""
    add_goals(person, completion.goals, completion.completed_on, once)
    if opened.completed_on is None:
        opened.completed_on = completion.completed_on
    flag_modified(opened, "completed_on")
    # Pages opened on the person before must learn that there are new goals.
    flag_modified(person, "status")
    add_wellbeing_score(person, completion.completed_on, completion.wellbeing, "assessment")
    db.session.flush()
    audit_log.record(
        "assessment-completed",
        provider=person.provider,
        person=person.person,
        assessment=opened.assessment,
        goals=len(completion.goals),
    )
    forget_draft(ASSESSMENT, opened.assessment)
    db.session.commit()


def _page(person: Person, opened: Assessment, typed: Typed, draft: OnPage, conflict: bool = False) -> Response:
    page = render_template(
        "casework/complete_assessment.html",
        form=typed,
        errors=typed.errors,
        person=person,
        assessment=opened,
        draft=draft,
        due_on=assessment_day(person, opened.kind, opened.started_on),
        today=today(),
        rows=rows_of(typed, ROWS_AT_FIRST),
        most=MOST_GOALS,
        outcomes=outcome_items(frameworks_of(person.provider, person.role)),
        history=read_history(person),
        conflict=conflict,
    )
    return make_response(page, 409 if conflict else 422 if typed.errors else 200)
