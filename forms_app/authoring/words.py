"""Words for what authors see: kinds of question, fields, what is wrong, what changed."""

from flask_babel import gettext as _

from surveys.editing.checking import Problem


def kind_words() -> dict[str, str]:
    """The kinds of question."""
    return {
        "one": _("Choose one answer"),
        "many": _("Choose any number of answers"),
        "number": _("A number"),
        "scale": _("A scale"),
        "text": _("In their own words"),
    }


def field_words(name: str) -> str:
    """What a text or a setting of a question is called; `options.yes.label` is named by its answer's code."""
    parts = name.split(".")
    words = {
        "text": _("Question"),
        "hint": _("Hint"),
        "notice": _("Notice above the question"),
        "notice_named": _("Notice where people are named"),
        "unit": _("Unit"),
        "low_label": _("Words for the lowest number"),
        "high_label": _("Words for the highest number"),
        "help.title": _("Heading of the help"),
        "help.text": _("Text of the help"),
        "survey.title": _("Title"),
        "survey.intro": _("Introduction"),
        "kind": _("Kind of question"),
        "required": _("Whether it has to be answered"),
        "personal": _("Whether “Prefer not to say” is offered"),
        "at_least": _("Lowest number"),
        "at_most": _("Highest number"),
        "max_length": _("Longest answer"),
        "routes": _("Where it leads"),
        "helper": _("What it says of who answered"),
        "coded_by_staff": _("Themes for sorting"),
        "alone": _("Which answers stand alone"),
        "help": _("When help is shown"),
        "respondent": _("Who answers"),
        "minutes": _("How long it takes"),
    }
    named: str = words.get(name, name)
    if parts[0] == "options":
        named = _("Answer “%(code)s”", code=parts[1]) if parts[-1] == "label" else _("Hint of “%(code)s”", code=parts[1])
    elif name.startswith("help.contacts"):
        named = _("Contact %(number)s of the help", number=int(parts[2]) + 1)
    elif name.startswith("module:"):
        named = _("Title of the part “%(part)s”", part=name.removeprefix("module:").removesuffix(".title"))
    return named


def problem_words(problem: Problem) -> str:
    """What is wrong, and what to do about it."""
    field = problem.field if problem.key else f"survey.{problem.field}"
    words = {
        "no-questions": _("The survey has no questions. Add one."),
        "no-words": _("%(field)s has no words", field=field_words(field)),
        "too-few-options": _("Give at least two answers to choose from"),
        "empty-range": _("The highest number must be above the lowest"),
        "no-such-code": _("Where it leads, or its help, names an answer that is no longer offered"),
        "no-such-question": _("It leads to a question that is not in this part any more"),
        "route-cycle": _("It leads back to an earlier question, so it could be asked for ever. Change where it leads"),
        "unreachable-question": _("No way through this part leads to this question. Change where those before it lead"),
        "repeated-id": _("Its key, or one of its answers’ codes, stands twice"),
    }
    return words.get(problem.code) or problem.message
