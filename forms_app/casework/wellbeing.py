"""The wellbeing score, 0 to 10, at an assessment or a review. A person has one a day."""

from datetime import date
from decimal import Decimal

from flask_babel import gettext as _

from forms_app.casework.words import code_words
from forms_app.database import db
from forms_app.day_words import day_words
from forms_app.models.records import Person, Score
from forms_app.typed import Typed

SCALE = "wellbeing"


def read_wellbeing_score(
    typed: Typed, person: Person, day: date | None, at: str, own_day: date | None = None
) -> int | None:
    """The score typed, or None. An error where a different one is on file for the same day.

    `own_day`: the day whose score is being corrected.
    """
    score = typed.number("wellbeing", 0, 10, what=_("Wellbeing score"))
    there = _on_file(person, day) if day is not None and score is not None else None
    if there is not None and there.at == at and day == own_day:
        return score
    if there is not None and (there.score != score or there.at != at):
        words = _(
            "A wellbeing score of %(score)s is on file for %(day)s (%(at)s). Leave this empty, or change the date",
            score=int(there.score),
            day=day_words(day),
            at=code_words("score_at", there.at).lower() or _("not said when"),
        )
        typed.wrong("wellbeing", words)
    return score


def add_wellbeing_score(person: Person, day: date, score: int | None, at: str) -> None:
    """Add the score to the transaction, where there is one and it is not on file."""
    if score is not None and _on_file(person, day) is None:
        key = {"provider": person.provider, "person": person.person, "scale": SCALE, "taken_on": day}
        db.session.add(Score(**key, score=Decimal(score), at=at))


def correct_wellbeing_score(person: Person, was_on: date, day: date, score: int | None, at: str) -> None:
    """Put `score` on `day` in the place of the one of `was_on`, in the transaction; without one, take that away."""
    old = _on_file(person, was_on)
    if old is not None and old.at == at and (score is None or was_on != day):
        db.session.delete(old)
        db.session.flush()
    there = _on_file(person, day)
    if there is not None and there.at == at and score is not None:
        there.score = Decimal(score)
    else:
        add_wellbeing_score(person, day, score, at)


def _on_file(person: Person, day: date | None) -> Score | None:
    return db.session.get(Score, (person.provider, person.person, SCALE, day))
