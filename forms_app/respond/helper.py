"""Who gave the answers of a response, where the survey asks."""

from collections.abc import Mapping

from surveys.answers import Answer
from surveys.model.survey import Survey


def helper_said(survey: Survey, answers: Mapping[str, Answer]) -> str | None:
    """`self`, `with_help` or `proxy`, by the question whose answers the definition says mean so; None where none does."""
    for key, answer in answers.items():
        question = survey.by_key.get(key)
        for code in answer.codes if question else ():
            if question and code in question.helper:
                return question.helper[code]
    return None
