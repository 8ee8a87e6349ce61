"""What the ledger's tables, columns and codes are called."""

from datetime import date

from flask_babel import gettext as _

from forms_app.app import library
from forms_app.casework.words import code_words, locality_words, outcome_words
from forms_app.ledger.choice import NONE
from surveys.model.common import say
from surveys.periods import Period, add_months


def headings() -> dict[str, str]:
    """What each table is split by."""
    return {
        "reason": _("Why it was not met"),
        "outcome": _("What it was for"),
        "locality": _("Where"),
        "period": _("When"),
        "group": _("Carers’ groups"),
        "age": _("Age in the year of the review"),
        "provider": _("Provider"),
    }


def words_of(split: str, code: str, providers: dict[str, str]) -> str:
    """A line's code in words."""
    if code == NONE:
        return str(_("Not recorded"))
    if split == "reason":
        return code_words("unmet_reason", code)
    if split == "outcome":
        return outcome_words(code)
    if split == "locality":
        return locality_words(code)
    if split == "group":
        return code_words("carer_groups", code)
    if split == "age":
        return next((say(band.label) for band in library().codes.age_bands if band.code == code), code)
    if split == "period":
        return quarter_words(Period(date.fromisoformat(code), add_months(date.fromisoformat(code), 3), "quarter"))
    return providers.get(code, code)


def quarter_words(one: Period) -> str:
    """A quarter by its months: "April to June 2026"."""
    return Period(one.start, add_months(one.start, 2), "quarter").name
