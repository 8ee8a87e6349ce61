"""What the form of an entry says, checked."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from forms_app.app import library
from forms_app.casework.outcomes import frameworks_of
from forms_app.clock import today
from forms_app.models.stories import ChangeMade
from forms_app.typed import Typed
from surveys.model.framework import Framework

LONGEST = 2_000


@dataclass(frozen=True)
class ChangeAnswers:
    """A good form; columns of the entry."""

    framework: str
    outcome: str | None
    said: str
    did: str
    done_on: date


def frameworks_for(provider: str | None) -> list[Framework]:
    """Those that an entry can be about: of the provider's contracts, or every one for the council."""
    return frameworks_of(provider) if provider is not None else list(library().frameworks.values())


def about_choices(provider: str | None) -> list[dict[str, str | bool]]:
    """Frameworks, each with its outcomes beneath it, as the select box takes choices."""
    items: list[dict[str, str | bool]] = []
    for framework in frameworks_for(provider):
        items.append({"value": framework.id, "text": framework.title})
        items += [{"value": f"{framework.id}:{one.id}", "text": f"– {one.title}"} for one in framework.outcomes]
    return items


def read_change(typed: Typed, provider: str | None) -> ChangeAnswers | None:
    """What was typed, or None with the errors on `typed`, in the order of the page."""
    codes = [str(item["value"]) for item in about_choices(provider)]
    about = typed.choice("about", codes, missing=_("Select what it is about"))
    said = typed.text("said", longest=LONGEST, missing=_("Enter what people said"))
    did = typed.text("did", longest=LONGEST, missing=_("Enter what was done"))
    done_on = typed.day("done_on", what=_("Date it was done"), missing=_("Enter the date it was done"))
    if done_on and done_on > today():
        typed.wrong("done_on", _("Date it was done must be today or in the past"), "done_on-day")
    if typed.errors or about is None or said is None or did is None or done_on is None:
        return None
    framework, sep, _outcome = about.partition(":")
    return ChangeAnswers(framework, about if sep else None, _lines(said), _lines(did), done_on)


def fill_in(typed: Typed, change: ChangeMade) -> None:
    """Fill the form in from what is on file."""
    typed.fields["about"] = change.outcome or change.framework
    for name in ("said", "did", "version"):
        typed.fields[name] = str(getattr(change, name))
    typed.set_day("done_on", change.done_on)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n")
