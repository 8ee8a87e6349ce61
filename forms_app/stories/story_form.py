"""What a story's form says, checked."""

import re
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from forms_app.app import library
from forms_app.casework.outcomes import frameworks_of
from forms_app.clock import today
from forms_app.database import db
from forms_app.models.records import Person
from forms_app.models.stories import Story
from forms_app.stories.consents import FORMS, a_year_on, on_file
from forms_app.stories.names.seen import as_seen
from forms_app.stories.saying import fill_in_saying, read_saying
from forms_app.stories.standing import FIRST_NAME, SCOPES, scope_of
from forms_app.typed import Typed

KINDS = ("story", "quote")
NAMED = ("no", FIRST_NAME)
ANOTHER = "another"
"""Chosen where consent is written down with the story, though there is some on file."""
LONGEST = {"story": 20_000, "quote": 1_000}


@dataclass(frozen=True)
class StoryAnswers:
    """A good form; columns of the story."""

    kind: str
    title: str
    text: str
    outcomes: str
    person: str | None
    consent_id: int | None
    consent_reference: str | None
    consent_form: str | None
    consent_on: date | None
    consent_until: date | None
    consent_scope: str | None
    attributes: str | None


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


def read_story(typed: Typed, provider: str, *, anonymous: bool = False) -> StoryAnswers | None:
    """What was typed, or None with the errors on `typed`, in the order of the page. Consent may follow later.

    `anonymous`: made of words of an anonymous survey, so it can be tied to nobody.
    """
    kind = typed.choice("kind", KINDS, missing=_("Select whether it is a case study or a quote"))
    title = typed.text("title", longest=200, missing=_("Enter a title"))
    text = typed.text("text", longest=LONGEST.get(kind or "", 20_000), missing=_("Enter the text"))
    outcomes = typed.choices("outcomes", [choice["value"] for choice in outcome_choices(provider)])
    if outcomes is None and not typed.error("outcomes"):
        typed.wrong("outcomes", _("Select at least one outcome that it speaks of"))
    person = person_typed(typed, provider)
    if anonymous and typed.value("person"):
        typed.wrong("person", _("These words are of an anonymous survey: leave the reference empty"))
    attributes = read_saying(typed, provider, _role(person, outcomes))
    consent = _read_consent(typed, provider, person, kind or "")
    _no_names(typed, person)
    if typed.errors or kind is None or title is None or text is None or outcomes is None:
        return None
    reference_of = person.person if person else None
    title = " ".join(title.split())
    return StoryAnswers(kind, title, text.replace("\r\n", "\n"), outcomes, reference_of, *consent, attributes)


def fill_in(typed: Typed, story: Story) -> None:
    """Fill the form in from what is on file."""
    for name in ("kind", "title", "text", "person", "consent_reference", "consent_form", "consent_id", "version"):
        value = getattr(story, name)
        typed.fields[name] = "" if value is None else str(value)
    typed.fields.setlist("outcomes", story.outcomes.split(";"))
    typed.fields.setlist("consent_scope", [code for code in SCOPES if code in scope_of(story)])
    typed.fields["consent_name"] = FIRST_NAME if FIRST_NAME in scope_of(story) else "no"
    typed.set_day("consent_on", story.consent_on)
    typed.set_day("consent_until", story.consent_until)
    fill_in_saying(typed, story.attributes)


def person_typed(typed: Typed, provider: str) -> Person | None:
    """The person whose reference was typed, with an error where there is none such."""
    reference = typed.text("person", longest=80)
    if reference is None:
        return None
    found = db.session.scalar(select(Person).filter_by(provider=provider, person=reference))
    if found is None:
        typed.wrong("person", _("There is no person with this reference at your organisation"))
    return found


def _role(person: Person | None, outcomes: str | None) -> str:
    """Whom it tells of: the person's role, or whom the framework of its outcomes serves."""
    if person is not None:
        return person.role
    framework = library().frameworks.get((outcomes or "").partition(":")[0])
    return framework.serves if framework else "carer"


Consented = tuple[int | None, str | None, str | None, date | None, date | None, str | None]


def _read_consent(typed: Typed, provider: str, person: Person | None, kind: str) -> Consented:
    """Its row, reference, form, first and last day, and scope: of the one on file that was chosen, or as typed."""
    places = (typed.choices("consent_scope", SCOPES) or "").split(";")
    first_name = typed.choice("consent_name", NAMED) == FIRST_NAME
    scope = ";".join([code for code in places if code] + [FIRST_NAME] * first_name) or None
    chosen = typed.value("consent_id")
    if chosen and chosen != ANOTHER:
        kept = {str(one.id): one for one in on_file(provider, person.person if person else None, kind, today())}
        if chosen in kept:
            one = kept[chosen]
            reference = one.reference or str(_("consent %(number)s", number=one.id))
            return one.id, reference, one.form, one.given_on, one.expires_on, scope
        typed.wrong("consent_id", _("This consent is not in force for it: choose another, or write one down below"))
    written = " ".join((typed.text("consent_reference", longest=80) or "").split()) or None
    form = typed.choice("consent_form", FORMS)
    given_on = typed.day("consent_on", what=_("Date of consent"))
    if given_on and given_on > today():
        typed.wrong("consent_on", _("Date of consent must be today or in the past"), "consent_on-day")
    until = typed.day("consent_until", what=_("Last day of consent"))
    if until and given_on and until < given_on:
        typed.wrong("consent_until", _("Last day of consent must not be before the date of consent"), "consent_until-day")
    if until is None and given_on is not None and not typed.error("consent_until"):
        until = a_year_on(given_on)
    return None, written, form, given_on, until, scope


def _no_names(typed: Typed, person: Person | None) -> None:
    """What may be published must not hold the person's whole name or reference."""
    if person is None:
        return
    name = person.name or ""
    may_stand = " " not in name.strip() and typed.value("consent_name") == FIRST_NAME
    marks = {person.person, *((name,) if name and not may_stand else ())}
    parts = marks | {part for part in name.split() if len(part) > 2}
    for field, words in (("title", marks), ("text", marks), ("consent_reference", parts)):
        value = " ".join(as_seen(typed.value(field))[0].split())
        if any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", value, re.IGNORECASE) for word in words):
            typed.wrong(field, _("Take out the person’s name or reference: this may be published"))
