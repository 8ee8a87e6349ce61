"""The words and numbers of a published figure."""

from __future__ import annotations

import re
from functools import cache

from site_builder.site.evidence.model import Figure

SHORTHAND = {
    "c": "hidden to protect people",
    "u": "too few to rely on",
    "x": "not available",
    "z": "does not apply",
    "p": "provisional",
    "r": "revised",
}
BASES = {
    "reviews": "Reviews",
    "survey": "Survey",
    "return": "Providers’ returns",
    "records": "Case records",
    "published": "Published before the system began",
}
BASES_IN_FULL = {
    "reviews": "from reviews of people’s own plans",
    "survey": "from survey answers",
    "return": "from providers’ returns",
    "records": "from case records",
    "published": "published before the system began",
}
SERVES = {"carer": "Carers", "service_user": "People who use care and support"}
STATUSES = {"met": "Met", "close": "Too close to call", "missed": "Missed", "none": "Not judged"}
KINDS = {"how_much": "How much we did", "how_well": "How well we did it", "better_off": "Is anyone better off"}
KNOWN_WORDS = {"gp": "GP", "lgbt": "LGBT", "eet": "EET", "cers": "CERS", "nhs": "NHS"}


def humanise(identifier: str) -> str:
    """ "age_group" as "Age group", "65_and_over" as "65 and over"."""
    joined = re.sub(r"\bco-", "co\u2011", identifier)
    words = joined.replace("_", " ").replace("-", " ").replace("*", " and ").split()
    words = [KNOWN_WORDS.get(word.lower(), word) for word in words]
    text = " ".join(words).replace("\u2011", "-")
    return text[:1].upper() + text[1:]


@cache
def amount(number: float | None, unit: str) -> str:
    """A target or an end of an interval in words: "70%", "2,000", "£1,250", "12 days"."""
    if number is None:
        return ""
    whole = unit == "percent" or round(number, 1) == int(round(number, 1))
    plain = f"{number:,.1f}" if unit == "score" or not whole else f"{number:,.0f}"
    if unit == "percent":
        return f"{plain}%"
    if unit == "gbp":
        return f"£{number:,.2f}".removesuffix(".00")
    if unit in {"hours", "days"}:
        return f"{plain} {unit}"
    return plain


def interval_words(figure: Figure, joiner: str = " to ") -> str:
    """The 95% interval, "60% to 68%", or nothing where the figure has none or it has no width."""
    low, high = amount(figure.ci_low, figure.unit), amount(figure.ci_high, figure.unit)
    return f"{low}{joiner}{high}" if figure.has_interval and low != high else ""


def base_words(figure: Figure, subject: str) -> str:
    """Who or what a figure counts: "about 75 of 120 people", rounded where it is about people."""
    if figure.denominator is None:
        return ""
    things = " people" if subject == "people" else ""
    about = "about " if subject == "people" else ""
    base = amount(figure.denominator, "count")
    if figure.numerator is None or figure.unit != "percent":
        return f"{about}{base}{things}"
    return f"{about}{amount(figure.numerator, 'count')} of {base}{things}"
