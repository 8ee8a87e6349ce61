"""The columns of `responses.csv` that come from the surveys, and what their cells may hold."""

from collections.abc import Iterator, Mapping

from forms_app.exchange.kinds import Setting, Words
from forms_app.exchange.layout import Column, Context, Fault, Values
from forms_app.exchange.problems import either, shown
from surveys.answers import Answer, AnswerError, read_answer
from surveys.model.survey import Question


def question_columns(setting: Setting) -> tuple[Column, ...]:
    """One column for each question that any survey asks, in the order of the surveys."""
    keys = dict.fromkeys(key for survey in setting.library.surveys.values() for key in survey.by_key)
    return tuple(Column(key, Words()) for key in keys)


def answers_of_survey(values: Values, context: Context) -> Iterator[Fault]:
    """Every filled question is one of the row's survey, and its cell is an answer to it."""
    questions = context.setting.library.surveys[values["survey"]].by_key
    for key, text in values.items():
        if text is None or key in FIXED:
            continue
        if key not in questions:
            yield key, f"the survey '{values['survey']}' does not ask this; leave the cell empty"
            continue
        try:
            answer_in_cell(questions[key], text)
        except AnswerError as error:
            yield key, _why(error, questions[key], text)


FIXED = frozenset({"response", "survey", "provider", "submitted_on", "channel", "language"})


def answer_in_cell(question: Question, text: str | None) -> Answer:
    """The answer that a cell holds; an empty one means passed over. Raises AnswerError."""
    if not text:
        return Answer()
    return read_answer(question, text.split(";") if question.kind == "many" else [text])


def cell_of_answer(question: Question | None, answers: list[Mapping[str, object]]) -> str:
    """The cell for the rows of one question's answer: codes in the order of the options, a number, or the text."""
    texts = [str(it["text"]) for it in answers if it["text"] is not None]
    numbers = [str(it["number"]) for it in answers if it["number"] is not None]
    order = {code: place for place, code in enumerate(question.codes())} if question else {}
    codes = sorted((str(it["code"]) for it in answers if it["code"] is not None), key=lambda it: (order.get(it, 999), it))
    return ";".join(codes) or "".join(numbers or texts)


def _why(error: AnswerError, question: Question, text: str) -> str:
    match error.problem:
        case "unknown-option":
            allowed = question.codes()
            parts = [part.strip() for part in text.split(";")] if question.kind == "many" else [text.strip()]
            wrong = next((part for part in parts if part and part not in allowed), text)
            return f"{shown(wrong)} is not an answer to this question; {either(allowed, wrong)}"
        case "alone":
            alone = [option.code for option in question.options if option.alone]
            return f"{shown(text)} joins answers that exclude each other: '{', '.join(alone)}' stands alone"
        case "not-a-number":
            also = f" ({either(question.codes())} for no number)" if question.codes() else ""
            return f"{shown(text)} is not a whole number{also}"
        case "out-of-range":
            return f"{shown(text)} is not between {error.details['low']} and {error.details['high']}"
        case "too-long":
            return f"has {error.details['length']} characters; there is room for {error.details['limit']}"
        case _:
            return f"{shown(text)} is not an answer to this question"
