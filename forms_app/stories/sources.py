"""What a story is written from: a review, or what someone wrote in a survey.

Words of an anonymous survey stay so: a quote made of them names neither the answers they stood in nor a person.
"""

from dataclasses import dataclass

from flask import abort
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import select

from forms_app.accounts import own_provider
from forms_app.casework.history import ReviewLine, read_history
from forms_app.casework.words import outcome_words
from forms_app.database import db
from forms_app.models.records import Goal, GoalReview, Person, Review
from forms_app.models.responses import Invitation, Response, Round
from forms_app.themes.reading import note_reading
from forms_app.themes.texts import coded_questions, texts_of, words_of


@dataclass(frozen=True)
class Changed:
    """How one outcome went at a review: its score when agreed or at the review before, and then."""

    outcome: str
    before: int | None
    after: int | None
    achieved: str

    @property
    def words(self) -> str:
        """In a sentence, without the person's words or name."""
        what = outcome_words(self.outcome)
        if self.before is None or self.after is None:
            return what
        sentence = _("%(outcome)s: %(before)s of 5 before, %(after)s of 5 now")
        return str(sentence % {"outcome": what, "before": self.before, "after": self.after})


@dataclass(frozen=True)
class FromReview:
    """A review, whose it is, and what changed."""

    review: str
    person: Person
    changed: list[Changed]


@dataclass(frozen=True)
class FromWords:
    """What someone wrote. `person` and `response` are only those of words that were sent with a name."""

    question: str
    text: str
    response: str | None
    person: str | None

    @property
    def anonymous(self) -> bool:
        """Whether nobody can be told to have written it."""
        return self.response is None


Source = FromReview | FromWords | None


def review_named(reference: str) -> FromReview:
    """The review of the signed-in person's provider. Aborts with 404 for any other."""
    found = None if "\0" in reference else db.session.get(Review, (own_provider(), reference[:80]))
    if found is None:
        abort(404, _("There is no such review at your organisation. Open the person’s page and go on from there."))
    person = db.session.get_one(Person, (found.provider, found.person))
    lines = read_history(person).reviews
    number = next(number for number, line in enumerate(lines) if line.review.review == found.review)
    return FromReview(
        found.review, person, [_changed(goal, said, lines[number + 1 :]) for goal, said in lines[number].goals]
    )


def _changed(goal: Goal, said: GoalReview, earlier: list[ReviewLine]) -> Changed:
    """Against the score when it was agreed; where there is none, against the first that a review gave."""
    given = [one.score for line in reversed(earlier) for other, one in line.goals if other.goal == goal.goal and one.score]
    before = goal.baseline if goal.baseline is not None else next(iter(given), None)
    return Changed(goal.outcome, before, said.score, said.achieved)


def words_named(response: str, question: str) -> FromWords:
    """What was written to a question in a response that the signed-in manager may read. Aborts with 404 for any other."""
    provider = own_provider()
    readable = (
        [] if "\0" in response + question or question not in coded_questions()
        else texts_of(provider, current_user.id, [question], only=[(response, question)])
    )  # fmt: skip
    key = (response, question)
    text = words_of([key]).get(key) if any(one.key == key for one in readable) else None
    if text is None:
        abort(404, _("There are no such words at your organisation. Go to “Sort answers” to see those that there are."))
    note_reading(provider, "quote", [key])
    found = db.session.get_one(Response, response)
    round_ = db.session.get(Round, found.round_id) if found.round_id else None
    if round_ is None or round_.anonymous:
        return FromWords(question, text, None, None)
    person = db.session.scalar(select(Invitation.person).where(Invitation.response == response))
    return FromWords(question, text, response if person else None, person)
