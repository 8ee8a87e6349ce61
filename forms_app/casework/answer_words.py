"""The answers of a review in words, as pages show them that set one beside another."""

from datetime import date

from flask_babel import gettext as _

from forms_app.casework.words import code_words, list_words
from forms_app.day_words import day_words
from forms_app.typed import Typed

DAYS = ("reviewed_on", "next_due_on")
CODES = ("achieved", "need_met", "unmet_reason", "said_by", "feels_supported", "review_kind")


def goal_questions() -> tuple[tuple[str, str], ...]:
    """What a review asks about each goal: the beginning of the field's name, and the question in words."""
    return (
        ("score", _("score")),
        ("achieved", _("is it achieved?")),
        ("need_met", _("is the need met?")),
        ("unmet_reason", _("why is it not met?")),
        ("worker_score", _("the worker's own score")),
        ("said", _("what they said")),
    )


def said(name: str, typed: Typed) -> str:
    """An answer in words; a date that is none as it was typed."""
    if name in DAYS:
        parts = [typed.value(f"{name}-{part}") for part in ("day", "month", "year")]
        try:
            return day_words(date(int(parts[2]), int(parts[1]), int(parts[0])))
        except ValueError:
            return " ".join(parts).strip()
    if name == "present":
        return list_words("present", ";".join(typed.values("present")))
    field = "review_kind" if name == "kind" else name.partition("-")[0]
    if field in CODES:
        return code_words(field, typed.value(name))
    return typed.value(name).replace("\r\n", "\n")
