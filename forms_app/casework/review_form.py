"""What a review's form says, checked."""

from collections.abc import Iterable
from datetime import date

from flask_babel import gettext as _

from forms_app.app import library
from forms_app.casework.assessments import check_day
from forms_app.casework.caseload import next_review_day
from forms_app.casework.goal_rows import LONGEST_WORDS, SCORES, AgreedGoal, read_rows, rows_of
from forms_app.casework.history import GoalLine, History, mark_of
from forms_app.casework.review_content import GoalAnswers, ReviewContent
from forms_app.casework.wellbeing import read_wellbeing_score
from forms_app.casework.words import outcome_words
from forms_app.models.records import Person
from forms_app.typed import Typed

LONGEST_NOTES = 5000


def lines_asked(typed: Typed, history: History) -> list[GoalLine]:
    """The goals that the page asked about, open or not by now; those open where it does not say."""
    asked = set(typed.value("asked").split("."))
    return [line for line in history.goals if line.mark in asked] or history.open_goals


def read_review(
    typed: Typed, person: Person, history: History, lines: list[GoalLine], corrected: ReviewContent | None = None
) -> ReviewContent | None:
    """What was typed, or None with the errors on `typed`, in the order of the page. `corrected`: what it was before."""
    codes = library().codes
    goals = [_read_goal(typed, line) for line in lines]
    scored = any(goal is not None and goal.score is not None for goal in goals)
    said_by = typed.choice("said_by", codes.codes("said_by"), missing=_("Select who gave the scores") if scored else None)
    supported = typed.choice(
        "feels_supported", codes.codes("feels_supported"), missing=_("Select whether they feel supported to go on")
    )
    present = typed.choices("present", codes.codes("present"))
    day = read_day(typed, person)
    wellbeing = read_wellbeing_score(typed, person, day, "review", corrected.reviewed_on if corrected else None)
    notes = typed.text("notes", longest=LONGEST_NOTES)
    new_goals = _read_new_goals(typed, person, history, corrected)
    kind = typed.choice("kind", codes.codes("review_kind"), missing=_("Select whether the review was scheduled"))
    next_due = _read_next(typed, person, day)
    if typed.errors or day is None:
        return None
    answers = tuple(with_voice(goal, said_by) for goal in goals if goal is not None)
    return ReviewContent(
        day, kind, supported, next_due, wellbeing, answers, present=present, notes=notes, new_goals=tuple(new_goals)
    )


def read_day(typed: Typed, person: Person) -> date | None:
    """The day of the review."""
    what = _("Date of the review")
    day = typed.day("reviewed_on", what=what, missing=_("Enter the date of the review"))
    check_day(typed, "reviewed_on", what, day, person.registered_on, _("the day the person was registered"))
    return day


def with_voice(goal: GoalAnswers, said_by: str | None) -> GoalAnswers:
    """The same with who says so. Where the worker's own score differs, the other one is the person's alone."""
    values = vars(goal)
    if goal.score is None:
        return GoalAnswers(**values | {"worker_score": None})
    if goal.worker_score in (None, goal.score):
        return GoalAnswers(**values | {"said_by": said_by, "worker_score": None})
    return GoalAnswers(**values | {"said_by": "carer"})


def _read_goal(typed: Typed, line: GoalLine) -> GoalAnswers | None:
    codes, title = library().codes, outcome_words(line.goal.outcome)
    mark = line.mark
    achieved = typed.choice(
        f"achieved-{mark}", codes.codes("achieved"), missing=_("%(goal)s: select whether it is achieved", goal=title)
    )
    still_wanted = achieved != "no_longer_wanted"
    score = typed.choice(
        f"score-{mark}", SCORES, missing=_("%(goal)s: select this time's score", goal=title) if still_wanted else None
    )
    need_met = typed.choice(
        f"need_met-{mark}",
        codes.codes("need_met"),
        missing=_("%(goal)s: select whether the need is met", goal=title) if still_wanted else None,
    )
    reason = typed.choice(
        f"unmet_reason-{mark}",
        codes.codes("unmet_reason"),
        missing=_("%(goal)s: choose why the need is not met", goal=title) if need_met == "no" else None,
    )
    worker_score = typed.choice(f"worker_score-{mark}", SCORES)
    if worker_score and typed.value("said_by") == "worker" and worker_score != score:
        words = _("%(goal)s: you said that the scores are yours, so your own can't be another", goal=title)
        typed.wrong(f"worker_score-{mark}", words)
    words = typed.text(f"said-{mark}", longest=LONGEST_WORDS)
    if achieved is None:
        return None
    return GoalAnswers(
        line.goal.goal,
        int(score) if score else None,
        achieved,
        need_met,
        reason if need_met == "no" else None,
        worker_score=int(worker_score) if worker_score else None,
        words=words,
    )


def _read_new_goals(
    typed: Typed, person: Person, history: History, corrected: ReviewContent | None
) -> Iterable[AgreedGoal]:
    own = {goal.goal for goal in corrected.new_goals if goal.goal} if corrected else set()
    there = {line.goal.outcome for line in history.open_goals if line.goal.goal not in own}
    return read_rows(typed, person, rows_of(typed, 1), there, {mark_of(goal): goal for goal in own})


def _read_next(typed: Typed, person: Person, day: date | None) -> date | None:
    next_due = typed.day("next_due_on", what=_("Next review"))
    if day and next_due is None and not typed.error("next_due_on"):
        next_due = next_review_day(person, day)
    if day and next_due and next_due <= day:
        typed.wrong("next_due_on", _("The next review must be after this one"), "next_due_on-day")
    return next_due
