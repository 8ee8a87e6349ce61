"""What staff type for an answer: the number printed beside it, a score, words, or `?` where the sheet is not clear."""

import re
from dataclasses import dataclass
from string import ascii_lowercase

from flask_babel import gettext as _

from forms_app.paper.printed import ordered_options
from forms_app.respond.wording import what_is_wrong
from surveys.answers import Answer, AnswerError, read_answer
from surveys.model.survey import Question, Route

UNCLEAR = "?"
NOTHING = Answer()


@dataclass(frozen=True)
class Keyed:
    """An answer as it was typed. `unclear`: crossed out, or ticked twice; it counts as passed over."""

    answer: Answer = NOTHING
    unclear: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing was typed."""
        return self.answer.skipped and not self.unclear


def keys_of(question: Question) -> dict[str, str]:
    """What is typed for each of a question's options, by code: 1, 2, 3; or a, b beside numbers."""
    options = ordered_options(question)
    if question.kind in ("number", "scale"):
        return {option.code: ascii_lowercase[place] for place, option in enumerate(options)}
    return {option.code: str(place) for place, option in enumerate(options, 1)}


def read_keyed(question: Question, typed: str) -> Keyed:
    """Read what was typed for a question. Raises AnswerError, with the problem `no-such-key` for a key of no option."""
    text = typed.strip()
    if text in (UNCLEAR, UNCLEAR * 2):
        return Keyed(unclear=True)
    if not text or question.kind == "text":
        return Keyed(read_answer(question, [typed]))
    codes = {key: code for code, key in keys_of(question).items()}
    if question.kind in ("number", "scale"):
        return Keyed(read_answer(question, [codes.get(text.lower(), text)]))
    keys = re.findall(r"[^\s,;.+]+", text)
    if len(codes) < 10:
        keys = [one for key in keys for one in key]
    if any(key not in codes for key in keys):
        raise AnswerError("no-such-key", highest=len(codes))
    return Keyed(read_answer(question, list(dict.fromkeys(codes[key] for key in keys))))


def as_keyed(question: Question, answer: Answer) -> str:
    """What would have been typed to give this answer."""
    keys = keys_of(question)
    if answer.codes:
        return " ".join(sorted((keys[code] for code in answer.codes if code in keys), key=lambda key: (len(key), key)))
    return str(answer.number) if answer.number is not None else answer.text or ""


def problem_words(question: Question, error: AnswerError) -> str:
    """What is wrong with what was typed, and what to do."""
    if error.problem == "no-such-key":
        return str(_("Type a number from 1 to %(highest)s, as they stand beside the answers", **error.details))
    if error.problem in ("too-many", "alone"):
        return str(_("Only one answer can stand here. If more are ticked, type ? for “unclear”"))
    return what_is_wrong(question, error)


def keys_of_route(question: Question, route: Route) -> list[str]:
    """What is typed for the answers that take a route, for the page's script."""
    keys = keys_of(question)
    return [keys[code] for code in route.when if code in keys]
