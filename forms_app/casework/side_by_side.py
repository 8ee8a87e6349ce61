"""Two people wrote down the same review: each answer of the one beside that of the other, to choose from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Response, make_response, render_template
from flask_babel import gettext as _
from flask_security import current_user

from forms_app.accounts import names_of_users
from forms_app.casework.answer_words import DAYS, goal_questions, said
from forms_app.casework.goal_rows import MOST_GOALS, rows_of
from forms_app.casework.gone_goals import SHOWN, gone_goals
from forms_app.casework.history import History, ReviewLine, mark_of
from forms_app.casework.review_content import ReviewContent, as_typed
from forms_app.casework.review_saving import content_of
from forms_app.casework.words import outcome_words
from forms_app.models.records import Person, Review
from forms_app.typed import Typed

PARTS = ("day", "month", "year")
NEW_GOAL = ("outcome", "words", "baseline")
LEAVE_OUT = "leave_out"
"""Which of my new goals are not added, by their rows, where those of both are more than a review holds."""
NOT_SENT_ON = ("draft_page", "draft_seen", "draft_number", "draft", "version", "base", SHOWN)


@dataclass(frozen=True)
class Line:
    """One answer: `theirs` as saved and `mine` as typed, in words. `pick`: which is chosen, "" for none yet."""

    name: str
    label: str
    theirs: str
    mine: str
    is_text: bool
    pick: str


@dataclass(frozen=True)
class NewGoal:
    """A goal that only I agreed: the row it was typed in, its outcome in words, and what they said."""

    row: int
    outcome: str
    words: str


def new_review_beside(person: Person, history: History, since: list[ReviewLine], typed: Typed) -> Response:
    """The page for a review that was typed while a colleague recorded another: choose, or keep both as two reviews."""
    typed.fields["seen"] = history.seen
    return beside(person, history, since[0].review, typed, is_new=True)


def beside(person: Person, history: History, theirs: Review, mine: Typed, *, is_new: bool) -> Response:
    """The page on which someone chooses, answer by answer. `is_new`: theirs and mine are two reviews."""
    saved = content_of(theirs)
    lines = list(compare(history, saved, mine))
    own = own_new_goals(as_typed(saved), mine)
    page = render_template(
        "casework/side_by_side.html",
        form=mine,
        errors=mine.errors,
        person=person,
        review=theirs,
        lines=lines,
        own_goals=own,
        too_many=max(0, len(saved.new_goals) + len(own) - MOST_GOALS),
        most=MOST_GOALS,
        is_new=is_new,
        gone=gone_goals(person, mine, history),
        own=is_new and theirs.recorded_by == current_user.id,
        who=names_of_users([theirs.recorded_by]).get(theirs.recorded_by or 0),
        kept=[(name, value) for name, value in mine.fields.items(multi=True) if _goes_along(name)],
    )
    return make_response(page, 422 if mine.errors else 409)


def _goes_along(name: str) -> bool:
    return name not in (*NOT_SENT_ON, LEAVE_OUT) and not name.startswith("pick-")


def compare(history: History, saved: ReviewContent, mine: Typed) -> Iterator[Line]:
    """The answers in which the two differ. New goals of both are kept; of one that both agreed, the score may differ."""
    theirs = as_typed(saved)
    for name, label in _names(history, {*asked_in(theirs), *asked_in(mine)}):
        left, right = said(name, theirs), said(name, mine)
        if left != right:
            is_text = name == "notes" or name.startswith("said-")
            pick = mine.value(f"pick-{name}") or _clear_choice(left, right, is_text)
            yield Line(name, label, left, right, is_text, pick)
    for there, row in _agreed_by_both(theirs, mine):
        left, right = theirs.value(f"baseline-{there}"), mine.value(f"baseline-{row}")
        if left != right:
            name, what = _score_name(theirs, there), outcome_words(theirs.value(f"outcome-{there}"))
            pick = mine.value(f"pick-{name}") or _clear_choice(left, right, is_text=False)
            yield Line(name, _("New goal, %(goal)s: how far is it true now?", goal=what), left, right, False, pick)


def own_new_goals(theirs: Typed, mine: Typed) -> list[NewGoal]:
    """The new goals that only I typed, as far as they were typed."""
    there = {theirs.value(f"outcome-{row}") for row in _rows_typed(theirs)}
    return [
        NewGoal(row, outcome_words(mine.value(f"outcome-{row}")), mine.value(f"words-{row}"))
        for row in _rows_typed(mine)
        if not mine.value(f"outcome-{row}") or mine.value(f"outcome-{row}") not in there
    ]


def says_more(history: History, saved: ReviewContent, mine: Typed) -> bool:
    """Whether I typed anything that the saved review does not say already: an answer, a new goal, or words of one."""
    theirs = as_typed(saved)
    if own_new_goals(theirs, mine) or next(compare(history, saved, mine), None) is not None:
        return True
    return any(_more_words(theirs, there, mine, row) for there, row in _agreed_by_both(theirs, mine))


def _rows_typed(typed: Typed) -> list[int]:
    return [row for row in range(1, rows_of(typed, 1) + 1) if any(typed.value(f"{name}-{row}") for name in NEW_GOAL)]


def _agreed_by_both(theirs: Typed, mine: Typed) -> list[tuple[int, int]]:
    """The rows, theirs and mine, of the new goals that both agreed."""
    there = {theirs.value(f"outcome-{row}"): row for row in _rows_typed(theirs)}
    found = ((there.get(mine.value(f"outcome-{row}")), row) for row in _rows_typed(mine))
    return [(their_row, row) for their_row, row in found if their_row is not None]


def _score_name(theirs: Typed, row: int) -> str:
    return f"agreed-{mark_of(theirs.value(f'outcome-{row}'))}"


def _more_words(theirs: Typed, there: int, mine: Typed, row: int) -> str:
    """What I wrote of a goal that both agreed, where theirs does not say it."""
    words = mine.value(f"words-{row}").replace("\r\n", "\n")
    return "" if words in theirs.value(f"words-{there}").replace("\r\n", "\n") else words


def _clear_choice(theirs: str, mine: str, is_text: bool) -> str:
    if not mine:
        return "theirs"
    if not theirs:
        return "mine"
    return "both" if is_text else ""


def together(history: History, saved: ReviewContent, mine: Typed) -> Typed | None:
    """One review of the two, by what was chosen; None with the errors on `mine` where a choice is missing."""
    lines = {line.name: line for line in compare(history, saved, mine)}
    for line in lines.values():
        if line.pick not in ("theirs", "mine", *(["both"] if line.is_text else [])):
            mine.wrong(f"pick-{line.name}", _("%(what)s: choose which is right", what=line.label))
    _check_room(saved, mine)
    if mine.errors:
        return None
    made = as_typed(saved)
    for line in lines.values():
        if line.name.startswith("agreed-"):
            continue
        if line.pick == "mine":
            _copy(line.name, mine, made)
        elif line.pick == "both":
            made.fields[line.name] = f"{made.value(line.name)}\n\n{mine.value(line.name)}"
    made.fields["asked"] = ".".join(dict.fromkeys([*asked_in(made), *asked_in(mine)]))
    _add_new_goals(mine, made, {line.name: line.pick for line in lines.values()})
    for name in ("version", "reason"):
        made.fields[name] = mine.value(name)
    return made


def asked_in(typed: Typed) -> list[str]:
    """The marks of the goals that a page asked about."""
    return [mark for mark in typed.value("asked").split(".") if mark]


def _copy(name: str, source: Typed, target: Typed) -> None:
    for field in [f"{name}-{part}" for part in PARTS] if name in DAYS else [name]:
        target.fields.setlist(field, source.fields.getlist(field))


def _add_new_goals(mine: Typed, made: Typed, picks: Mapping[str, str]) -> None:
    """Add my new goals to theirs: of one that both agreed, the score as chosen and the words of both."""
    own = own_new_goals(made, mine)
    for there, row in _agreed_by_both(made, mine):
        if picks.get(_score_name(made, there)) == "mine":
            made.fields[f"baseline-{there}"] = mine.value(f"baseline-{row}")
        words = _more_words(made, there, mine, row)
        made.fields[f"words-{there}"] = f"{made.value(f'words-{there}')}\n\n{words}".strip()
    rows = int(made.value("rows") or 0)
    for goal in own:
        if str(goal.row) not in mine.values(LEAVE_OUT):
            rows += 1
            for name in NEW_GOAL:
                made.fields[f"{name}-{rows}"] = mine.value(f"{name}-{goal.row}")
    made.fields["rows"] = str(rows)


def _check_room(saved: ReviewContent, mine: Typed) -> None:
    """Refuse more new goals than a review holds: nothing is left out but what is chosen to be."""
    own = own_new_goals(as_typed(saved), mine)
    too_many = len(saved.new_goals) + len(own) - MOST_GOALS
    left_out = {str(goal.row) for goal in own} & set(mine.values(LEAVE_OUT))
    if too_many > len(left_out):
        words = _("Choose at least %(count)s new goals of yours to leave out: a review holds %(most)s",
                  count=too_many, most=MOST_GOALS)  # fmt: skip
        mine.wrong(LEAVE_OUT, words)
    elif too_many <= 0:
        mine.fields.poplist(LEAVE_OUT)


def _names(history: History, asked: set[str]) -> Iterator[tuple[str, str]]:
    yield from (("reviewed_on", _("Date of the review")), ("kind", _("Was it scheduled?")))
    for line in history.goals:
        if line.mark in asked:
            goal = outcome_words(line.goal.outcome)
            for name, what in goal_questions():
                yield f"{name}-{line.mark}", f"{goal}: {what}"
    yield from (
        ("said_by", _("Who gave the scores?")),
        ("feels_supported", _("Do they feel supported to go on?")),
        ("wellbeing", _("Wellbeing score")),
        ("present", _("Who was there?")),
        ("notes", _("Notes")),
        ("next_due_on", _("Next review by")),
    )
