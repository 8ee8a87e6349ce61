"""Survey questions that measures, outcomes and statements name, against what is asked of whom."""

from collections.abc import Iterator

from surveys.lint.looking import Looking
from surveys.lint.references import nearest
from surveys.marked_yaml import FieldPath, Finding
from surveys.model.source import FromSurvey
from surveys.model.survey import Question


def what_is_not_asked(looking: Looking) -> Iterator[Finding]:
    """Questions that are not there, are in no survey for the kind of person served, or never hold the codes named."""
    for path, _, quantity in looking.quantities():
        if quantity.survey:
            yield from _answers(looking, (*path, "survey"), quantity.survey)
    for path, key in _questions_named(looking):
        yield from _asked(looking, path, key)
    for path, _, way in looking.ways():
        if way.mean and way.mean.answer:
            yield from _mean(looking, (*path, "mean", "answer", "question"), way.mean.answer.question)


def _questions_named(looking: Looking) -> Iterator[tuple[FieldPath, str]]:
    for number, outcome in enumerate(looking.framework.outcomes):
        if outcome.question:
            yield ("outcomes", number, "question"), outcome.question
        for place, statement in enumerate(outcome.statements):
            if statement.question:
                yield ("outcomes", number, "statements", place, "question"), statement.question
    for path, measure in looking.measures():
        if measure.question:
            yield (*path, "question"), measure.question


def _question(looking: Looking, key: str) -> Question | None:
    return next((q for module in looking.library.modules.values() for q in module.questions if q.key == key), None)


def _asked(looking: Looking, path: FieldPath, key: str) -> Iterator[Finding]:
    if _question(looking, key) is None:
        message = f"there is no question {key!r}{nearest(key, looking.library.question_keys())}"
        yield looking.error(path, message, "no-such-question")
        return
    respondent = looking.framework.serves
    surveys = [survey for survey in looking.library.surveys.values() if survey.respondent == respondent]
    if not any(key in survey.by_key for survey in surveys):
        message = f"no survey for a {respondent.replace('_', ' ')} asks {key!r}"
        yield looking.error(path, message, "question-not-asked")


def _answers(looking: Looking, path: FieldPath, source: FromSurvey) -> Iterator[Finding]:
    yield from _asked(looking, (*path, "question"), source.question)
    question = _question(looking, source.question)
    if question is None:
        return
    known = [*question.codes(), *(theme.code for theme in question.coded_by_staff)]
    for number, code in enumerate(source.codes or []):
        if code not in known:
            message = f"{source.question!r} has no answer {code!r}{nearest(code, known)}"
            yield looking.error((*path, "codes", number), message, "no-such-code")
    if (source.at_least is not None or source.at_most is not None) and question.kind not in ("number", "scale"):
        message = f"{source.question!r} is answered by {question.kind!r}, not by a number"
        yield looking.error(path, message, "not-a-number")


def _mean(looking: Looking, path: FieldPath, name: str) -> Iterator[Finding]:
    if name in looking.library.instruments:
        return
    yield from _asked(looking, path, name)
    question = _question(looking, name)
    if question is not None and question.kind not in ("number", "scale"):
        yield looking.error(path, f"{name!r} is answered by {question.kind!r}, which has no mean", "not-a-number")
