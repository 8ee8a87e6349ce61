"""Figures and filters in words."""

from flask_babel import gettext as _
from flask_babel import ngettext

from forms_app.app import library
from forms_app.day_words import day_words
from forms_app.results.intervals import Interval
from forms_app.results.selection import Selection


def percent_words(percent: float) -> str:
    """A share from 0 to 100 as a whole percentage, halves up: "38%"."""
    return f"{int(percent + 0.5)}%"


def interval_words(interval: Interval | None) -> str:
    """Both ends of a share's interval: "26% to 51%"; "" for none."""
    return (
        ""
        if interval is None
        else _("%(low)s to %(high)s", low=percent_words(interval[0]), high=percent_words(interval[1]))
    )


def number_words(number: float | None) -> str:
    """A number with at most one decimal: "7", "6.3"; a dash for none."""
    if number is None:
        return "–"
    text = f"{number:.1f}"
    return (text[:-2] if text.endswith(".0") else text).replace("-", "−")


def channel_words() -> dict[str, str]:
    """How answers came, by code."""
    return {"web": _("Online"), "paper": _("On paper"), "phone": _("By telephone")}


def helper_words() -> dict[str, str]:
    """Who gave the answers, by code."""
    return {"self": _("The person alone"), "with_help": _("The person, with help"), "proxy": _("Someone for them")}


def language_words(code: str) -> str:
    """A language's own name; its code where it is not one of ours."""
    found = library().languages.get(code)
    return found.name if found else code


def filter_words(selection: Selection) -> list[str]:
    """Each filter that is set, in words."""
    words = []
    if selection.channel:
        words.append(channel_words().get(selection.channel, selection.channel))
    if selection.language:
        words.append(language_words(selection.language))
    if selection.helper:
        words.append(helper_words().get(selection.helper, selection.helper))
    if selection.first:
        words.append(_("sent from %(day)s", day=day_words(selection.first)))
    if selection.last:
        words.append(_("sent until %(day)s", day=day_words(selection.last)))
    return words


def people_words(number: int) -> str:
    """How many people: "1 person", "12 people"."""
    return str(ngettext("%(num)s person", "%(num)s people", number))
