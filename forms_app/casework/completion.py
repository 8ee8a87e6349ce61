"""Completing an assessment: the goals agreed, each with its outcome, words and baseline, and the wellbeing score."""

import uuid
from dataclasses import dataclass
from datetime import date

from flask import Response, flash, make_response, render_template, request
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from forms_app import audit_log
from forms_app.accounts import staff_only
from forms_app.casework.assessments import check_day, own_assessment, to_person
from forms_app.casework.blueprint import WORKERS, blueprint, own_person
from forms_app.casework.clocks import Clock, assessment_due
from forms_app.casework.history import read_history
from forms_app.casework.once import changed_since, page_id
from forms_app.casework.outcomes import frameworks_of, outcome_items
from forms_app.casework.wellbeing import add_wellbeing_score, read_wellbeing_score
from forms_app.clock import today
from forms_app.database import db
from forms_app.day_words import day_words
from forms_app.models.records import Assessment, Goal, Person
from forms_app.typed import Typed

MOST_GOALS = 8
ROWS_AT_FIRST = 3


@dataclass(frozen=True)
class Completion:
    """What a good form says: `goals` are (row, outcome, baseline, words)."""

    completed_on: date
    goals: list[tuple[int, str, int, str | None]]
    wellbeing: int | None


@blueprint.route("/person/<path:person>/assessment/<path:assessment>", methods=["GET", "POST"])
@staff_only(*WORKERS)
def complete_assessment(person: str, assessment: str) -> Response:
    """Complete an assessment. Sent twice, it is saved once; where a colleague was first, both are shown."""
    found = own_person(person)
    opened = own_assessment(found, assessment)
    typed = Typed(request.form)
    once = page_id(typed, "once")
    if request.method == "GET":
        if opened.completed_on is not None:
            flash(_("This assessment was completed on %(day)s.", day=day_words(opened.completed_on)))
            return to_person(found)
        typed.set_day("completed_on", today())
        changed_since(typed, opened)
        return _page(found, opened, typed)
    if typed.value("more"):
        typed.fields["rows"] = str(rows_of(typed) + 1)
        return _page(found, opened, typed)
    if db.session.get(Goal, (found.provider, goal_id(once, 1))) is not None:
        return to_person(found)
    if changed_since(typed, opened):
        return _page(found, opened, typed, conflict=True)
    completion = read_completion(typed, found, opened)
    if completion is None:
        return _page(found, opened, typed)
    try:
        save_completion(found, opened, once, completion)
    except (IntegrityError, StaleDataError):
        # Another request saved first: look again at what is on file now.
        db.session.rollback()
        return complete_assessment(person, assessment)
    flash(_("The assessment is completed. Goals agreed: %(count)s.", count=len(completion.goals)), "success")
    return to_person(found)


def rows_of(typed: Typed) -> int:
    """How many rows for goals the page shows."""
    rows = typed.value("rows")
    return min(
        MOST_GOALS, max(ROWS_AT_FIRST, int(rows) if rows in {str(number) for number in range(MOST_GOALS + 2)} else 0)
    )


def goal_id(once: str, number: int) -> str:
    """The id of the page's goal with this number: the same again when the page is sent again."""
    return uuid.uuid5(uuid.UUID(once), str(number)).hex


def read_completion(typed: Typed, person: Person, opened: Assessment) -> Completion | None:
    """What was typed, or None with the errors on `typed`."""
    day = typed.day("completed_on", what=_("Date completed"), missing=_("Enter the date the assessment was completed"))
    check_day(typed, "completed_on", _("Date completed"), day, opened.started_on, _("the day the assessment started"))
    there = {line.goal.outcome for line in read_history(person).open_goals}
    offered = {
        str(item["value"]) for item in outcome_items(frameworks_of(person.provider, person.role)) if "disabled" not in item
    }
    goals: list[tuple[int, str, int, str | None]] = []
    for row in range(1, rows_of(typed) + 1):
        goal = _read_row(typed, row, offered, there | {outcome for _row, outcome, _score, _words in goals})
        if goal is not None:
            goals.append(goal)
    if not goals and not typed.errors:
        typed.wrong("outcome-1", _("Choose the outcome of at least one goal"))
    wellbeing = read_wellbeing_score(typed, person, day, "assessment")
    return None if typed.errors or day is None else Completion(day, goals, wellbeing)


def _read_row(typed: Typed, row: int, offered: set[str], taken: set[str]) -> tuple[int, str, int, str | None] | None:
    if not any(typed.value(f"{name}-{row}") for name in ("outcome", "baseline", "words")):
        return None
    outcome = typed.choice(f"outcome-{row}", offered, missing=_("Goal %(number)s: choose an outcome", number=row))
    if outcome in taken:
        typed.wrong(f"outcome-{row}", _("Goal %(number)s: this outcome is agreed already", number=row))
    scores = [str(score) for score in range(1, 6)]
    baseline = typed.choice(f"baseline-{row}", scores, missing=_("Goal %(number)s: select how things are now", number=row))
    words = typed.text(f"words-{row}", longest=2000)
    return (row, outcome, int(baseline), words) if outcome and baseline else None


def save_completion(person: Person, opened: Assessment, once: str, completion: Completion) -> None:
    """Save it all in one transaction. Raises IntegrityError or StaleDataError where another request was first."""
    for number, (_row, outcome, baseline, words) in enumerate(completion.goals, 1):
        db.session.add(
            Goal(
                provider=person.provider,
                goal=goal_id(once, number),
                person=person.person,
                outcome=outcome,
                agreed_on=completion.completed_on,
                baseline=baseline,
                words=words,
            )
        )
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
    db.session.commit()


def _page(person: Person, opened: Assessment, typed: Typed, conflict: bool = False) -> Response:
    page = render_template(
        "casework/complete_assessment.html",
        form=typed,
        errors=typed.errors,
        person=person,
        assessment=opened,
        clock=Clock("assessment", opened.started_on, assessment_due(opened.started_on), today()),
        rows=rows_of(typed),
        most=MOST_GOALS,
        outcomes=outcome_items(frameworks_of(person.provider, person.role)),
        history=read_history(person),
        conflict=conflict,
    )
    return make_response(page, 409 if conflict else 422 if typed.errors else 200)
