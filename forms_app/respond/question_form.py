"""The form of a question page: what came with it, and where its sender wants to go."""

from dataclasses import dataclass

from flask import request

from forms_app.translations.speaking import say
from surveys.model.survey import Question

BACK, LATER, LANGUAGE_TO = "back", "later", "language:"
"""What the buttons beside Continue say (field `go`). Each saves what was typed before it leads elsewhere."""


@dataclass(frozen=True)
class Sent:
    """A question form as it arrived. `whole` is its last field: without it, the request was cut off on its way."""

    given: list[str]
    whole: bool
    go: str

    @property
    def empty(self) -> bool:
        """Whether nothing was picked or typed."""
        return not any(value.strip() for value in self.given)

    @property
    def only_leaving(self) -> bool:
        """Whether someone left an empty page by another way than Continue: nothing is passed over, nothing stored."""
        return self.empty and bool(self.go)

    @property
    def to_language(self) -> str | None:
        """The code of the language that was asked for, if one was."""
        return self.go.removeprefix(LANGUAGE_TO) if self.go.startswith(LANGUAGE_TO) else None


def sent_form() -> Sent:
    """The question form of this request."""
    return Sent(request.form.getlist("answer"), request.form.get("whole") == "yes", request.form.get("go", ""))


def as_typed(question: Question, given: list[str]) -> str:
    """What someone picked or typed, in words, to be given back where it can't be taken."""
    labels = {option.code: say(option.label) for option in question.options}
    return "\n".join(labels.get(value, value) for value in given)
