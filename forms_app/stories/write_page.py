"""The page on which a story is written or changed: its boxes and choices, and what was typed in them."""

from typing import Any

from flask import Response, make_response, render_template, request
from flask_babel import gettext as _

from forms_app import audit_log
from forms_app.accounts import own_provider
from forms_app.clock import today
from forms_app.database import db
from forms_app.drafts import OnPage
from forms_app.models.records import Person
from forms_app.models.stories import Story
from forms_app.stories.consents import SCOPE_ON_FILE, consent_words, on_file, scope_words
from forms_app.stories.saying import FIELD, NONE, attribute_words, choices_of, suggestions
from forms_app.stories.sharing import ATTRIBUTES, FEWEST_SHARING
from forms_app.stories.sources import FromReview, FromWords, Source
from forms_app.stories.standing import SCOPES, is_anonymous
from forms_app.stories.story_form import outcome_choices
from forms_app.typed import Typed

Items = list[dict[str, Any]]
"""Choices as the macros take them."""


def form_page(
    typed: Typed, story: Story | None, source: Source, draft: OnPage | None, *, conflict: bool = False
) -> Response:
    """The page as it was typed so far; `conflict`: a colleague saved the story since it was opened."""
    provider = own_provider()
    reference = typed.value("person")[:80]
    person = db.session.get(Person, (provider, reference)) if reference else None
    if person is not None and request.method == "GET":
        audit_log.record("person-seen", provider=provider, person=person.person)
        db.session.commit()
    suggested = suggestions(person, typed.values(FIELD), today())
    page = render_template(
        "stories/write.html",
        story=story,
        draft=draft,
        form=typed,
        errors=typed.errors,
        outcomes=outcome_choices(provider),
        conflict=conflict,
        changed=source.changed if isinstance(source, FromReview) else [],
        anonymous=source.anonymous if isinstance(source, FromWords) else story is not None and is_anonymous(story),
        suggested=suggested,
        ticks=_ticks(suggested),
        lists=_lists(provider),
        tells_more=not suggested or any(typed.value(f"say-{name}") for name in ATTRIBUTES),
        fewest=FEWEST_SHARING,
        on_file=_consents(typed, person),
        scopes=[{"value": code, "text": scope_words(code)} for code in SCOPES],
    )
    return make_response(page, 409 if conflict else 422 if typed.errors else 200)


def _ticks(suggested: list[dict[str, str]]) -> Items:
    """What may be ticked of the record, and that the text tells none of it."""
    none = {"value": NONE, "text": _("It says none of these things"), "behaviour": "exclusive"}
    return [*suggested, *([{"divider": _("or")}] if suggested else []), none]


def _lists(provider: str) -> list[tuple[str, str, Items]]:
    """For each attribute its name, its words, and what it can be."""
    silent = {"value": "", "text": _("The text does not say")}
    return [(name, attribute_words(name), [silent, *choices_of(name, provider)]) for name in ATTRIBUTES]


def _consents(typed: Typed, person: Person | None) -> Items:
    """The person's consents on file that the story can rest on, and that it is another; nothing where there are none."""
    if person is None:
        return []
    kinds = (typed.value("kind"),) if typed.value("kind") in SCOPE_ON_FILE else tuple(SCOPE_ON_FILE)
    found = [one for kind in kinds for one in on_file(person.provider, person.person, kind, today())]
    items: Items = [{"value": one.id, "text": consent_words(one)} for one in found]
    return [*items, {"value": "another", "text": _("Another, written down here")}] if items else []
