"""What a story's form says, checked."""

import re
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from forms_app.casework.outcomes import frameworks_of
from forms_app.clock import today
from forms_app.database import db
from forms_app.models.records import Person
from forms_app.models.stories import Story
from forms_app.typed import Typed

KINDS = ("story", "quote")
CONSENT_FORMS = ("signed", "recorded", "email")
LONGEST = {"story": 20_000, "quote": 1_000}
MOST_SHARING = 999_999


@dataclass(frozen=True)
class StoryAnswers:
    """A good form; columns of the story."""

    kind: str
    title: str
    text: str
    outcomes: str
    person: str | None
    consent_reference: str | None
    consent_form: str | None
    consent_on: date | None
    consent_until: date | None
    sharing_attributes: int | None


def outcome_choices(provider: str) -> list[dict[str, str]]:
    """The outcomes of the provider's frameworks, as the macros take choices."""
    frameworks = frameworks_of(provider)
    return [
        {
            "value": f"{framework.id}:{outcome.id}",
            "text": f"{framework.title}: {outcome.title}" if len(frameworks) > 1 else outcome.title,
        }
        for framework in frameworks
        for outcome in framework.outcomes
    ]


def read_story(typed: Typed, provider: str) -> StoryAnswers | None:
    """What was typed, or None with the errors on `typed`, in the order of the page. Consent may follow later."""
    kind = typed.choice("kind", KINDS, missing=_("Select whether it is a case study or a quote"))
    title = typed.text("title", longest=200, missing=_("Enter a title"))
    text = typed.text("text", longest=LONGEST.get(kind or "", 20_000), missing=_("Enter the text"))
    outcomes = typed.choices("outcomes", [choice["value"] for choice in outcome_choices(provider)])
    if outcomes is None and not typed.error("outcomes"):
        typed.wrong("outcomes", _("Select at least one outcome that it speaks of"))
    person = _read_person(typed, provider)
    reference = typed.text("consent_reference", longest=80)
    consent_form = typed.choice("consent_form", CONSENT_FORMS)
    consent_on = typed.day("consent_on", what=_("Date of consent"))
    if consent_on and consent_on > today():
        typed.wrong("consent_on", _("Date of consent must be today or in the past"), "consent_on-day")
    until = typed.day("consent_until", what=_("Last day of consent"))
    if until and consent_on and until < consent_on:
        typed.wrong("consent_until", _("Last day of consent must not be before the date of consent"), "consent_until-day")
    sharing = typed.number("sharing_attributes", 0, MOST_SHARING, what=_("How many people share what is described"))
    _no_names(typed, person)
    if typed.errors or kind is None or title is None or text is None or outcomes is None:
        return None
    reference_of = person.person if person else None
    return StoryAnswers(
        kind, title, text.replace("\r\n", "\n"), outcomes, reference_of, reference, consent_form, consent_on, until, sharing
    )


def fill_in(typed: Typed, story: Story) -> None:
    """Fill the form in from what is on file."""
    for name in ("kind", "title", "text", "person", "consent_reference", "consent_form", "sharing_attributes", "version"):
        value = getattr(story, name)
        typed.fields[name] = "" if value is None else str(value)
    typed.fields.setlist("outcomes", story.outcomes.split(";"))
    typed.set_day("consent_on", story.consent_on)
    typed.set_day("consent_until", story.consent_until)


def _read_person(typed: Typed, provider: str) -> Person | None:
    reference = typed.text("person", longest=80)
    if reference is None:
        return None
    found = db.session.scalar(select(Person).filter_by(provider=provider, person=reference))
    if found is None:
        typed.wrong("person", _("There is no person with this reference at your organisation"))
    return found


def _no_names(typed: Typed, person: Person | None) -> None:
    """What may be published must not hold the person's name or reference."""
    if person is None:
        return
    marks = {person.person, *((person.name,) if person.name else ())}
    parts = marks | {part for part in (person.name or "").split() if len(part) > 2}
    for name, words in (("title", marks), ("text", marks), ("consent_reference", parts)):
        if any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", typed.value(name), re.IGNORECASE) for word in words):
            typed.wrong(name, _("Take out the person’s name or reference: this may be published"))
