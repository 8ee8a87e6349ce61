"""Asking to be contacted. In an anonymous round the page is the round's own, so that nothing ties it to a response."""

import re
import secrets
from dataclasses import dataclass, field

from flask import Response as Page
from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answered

from forms_app import attempts
from forms_app.authoring import editions
from forms_app.database import db, read_only_request
from forms_app.models.records import Provider
from forms_app.models.responses import Round
from forms_app.respond.forgetting import forget_log
from forms_app.respond.language import speak_in_round
from forms_app.respond.pages import respond
from forms_app.respond.rounds import round_called
from forms_app.respond.sheet import Sheet, open_sheet
from forms_app.respond.translation import _
from forms_app.respond.wording import with_calls
from forms_app.safety.notices import contacts_of, help_of, hours_of
from forms_app.safety.opening import contact_request, sent_before
from forms_app.translations.speaking import known_languages, say

LONGEST = {"name": 200, "how": 500, "when": 500}
LIMIT = 10
"""How many requests one network address may send in a quarter of an hour: a library or a hospital shares one."""
MADE_HERE = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass
class Asked:
    """The form as it was filled in."""

    once: str
    name: str = ""
    how: str = ""
    when: str = ""
    language: str = ""
    whole: bool = True
    problems: dict[str, str] = field(default_factory=dict)


@respond.get("/s/<slug>/contact")
def contact(slug: str) -> Page:
    """The form, for anyone who comes to this round."""
    read_only_request()
    round_, provider = round_called(slug)
    speak_in_round(round_)
    return _form(round_, provider, Asked(secrets.token_urlsafe(16)))


@respond.post("/s/<slug>/contact")
def contact_send(slug: str) -> Page | Answered:
    """Open an item that holds the round and what was typed, and nothing else."""
    round_, provider = round_called(slug)
    speak_in_round(round_)
    return _take(round_, provider) or redirect(url_for(".contact_asked", slug=slug), 303)


@respond.get("/s/<slug>/contact/asked")
def contact_asked(slug: str) -> Page:
    """What happens next."""
    read_only_request()
    round_, provider = round_called(slug)
    speak_in_round(round_)
    return _private(render_template("safety/asked.html", **_shown(round_, provider)))


@respond.get("/a/<address>/safety/contact")
def contact_named(address: str) -> Page | Answered:
    """The form for someone whose answers are kept with their name; others go to the round's own."""
    read_only_request()
    sheet = open_sheet(address)
    if sheet.round.anonymous:
        return redirect(url_for(".contact", slug=sheet.round.slug))
    return _form(sheet.round, _provider(sheet), Asked(secrets.token_urlsafe(16)), sheet)


@respond.post("/a/<address>/safety/contact")
def contact_named_send(address: str) -> Page | Answered:
    """Add to the open item of this person, or open one."""
    sheet = open_sheet(address, lock=True)
    if sheet.round.anonymous:
        return redirect(url_for(".contact", slug=sheet.round.slug), 303)
    refused = _take(sheet.round, _provider(sheet), sheet)
    return refused or redirect(url_for(".contact_named_asked", address=address), 303)


@respond.get("/a/<address>/safety/asked")
def contact_named_asked(address: str) -> Page:
    """What happens next, and the way back to the survey."""
    read_only_request()
    sheet = open_sheet(address)
    return _private(render_template("safety/asked.html", sheet=sheet, **_shown(sheet.round, _provider(sheet))))


def _take(round_: Round, provider: Provider, sheet: Sheet | None = None) -> Page | None:
    """Open the item; the page to show where that can't be done yet, with all that was typed."""
    asked = _read()
    if asked.problems:
        return _form(round_, provider, asked, sheet, 422)
    if not sent_before(asked.once) and attempts.too_many("contact-request", limit=LIMIT):
        asked.problems["how"] = _(
            "Many people on your network asked for contact just now, so this is not sent yet. What you typed is below. "
            "Send it again in 15 minutes, or call one of the numbers now."
        )
        return _form(round_, provider, asked, sheet, 429)
    contact_request(
        round_,
        once=asked.once,
        name=asked.name or None,
        how=asked.how,
        when=asked.when or None,
        language=asked.language or None,
        # The limit's own commit let go of the sheet: whoever opened it may have erased it since.
        response=open_sheet(sheet.address, lock=True).response if sheet else None,
    )
    db.session.commit()
    if round_.anonymous:
        forget_log()
    return None


def _read() -> Asked:
    once, language = request.form.get("once", ""), request.form.get("language", "")
    typed = {name: request.form.get(name, "").strip() for name in LONGEST}
    asked = Asked(
        once if MADE_HERE.fullmatch(once) else secrets.token_urlsafe(16),
        name=typed["name"],
        how=typed["how"],
        when=typed["when"],
        language=language if language in known_languages() else "",
        whole=request.form.get("whole") == "yes",
    )
    for name, longest in LONGEST.items():
        if len(getattr(asked, name)) > longest:
            asked.problems[name] = _("Make this %(limit)s characters or fewer. Nothing you wrote is lost.", limit=longest)
    if not asked.how:
        asked.problems["how"] = _("Tell us how we can reach you, such as a phone number")
    elif not asked.whole:
        asked.problems["how"] = _("Not all of this page reached us. Check what is below, and send it again.")
    return asked


def _form(round_: Round, provider: Provider, asked: Asked, sheet: Sheet | None = None, status: int = 200) -> Page:
    spoken = [language for language in known_languages().values() if language.base is None]
    page = render_template(
        "safety/contact.html",
        asked=asked,
        sheet=sheet,
        spoken=[{"value": one.code, "text": one.name, "attributes": {"lang": one.code}} for one in spoken],
        errors=[{"text": text, "href": f"#{name}"} for name, text in asked.problems.items()] or None,
        **_shown(round_, provider),
    )
    return _private(page, status)


def _shown(round_: Round, provider: Provider) -> dict[str, object]:
    """What both pages say: who acts, within how many hours, and whom to call meanwhile."""
    survey = editions.current_survey(round_.survey, round_.id)
    help_ = help_of(survey) if survey else None
    lines = [say(line) for line in contacts_of(help_)] if help_ else []
    calls = [with_calls(line) for line in lines or [_("In danger now: call 999"), _("Samaritans, day or night: 116 123")]]
    return {"round": round_, "provider": provider, "hours": hours_of(survey), "calls": calls}


def _provider(sheet: Sheet) -> Provider:
    return db.session.get_one(Provider, sheet.round.provider)


def _private(rendered: str, status: int = 200) -> Page:
    """A page that tells no other site where its reader came from.

    With no-referrer, phones that say only an origin would call it "null", and their request for help would be refused.
    """
    page = make_response(rendered, status)
    page.headers["Referrer-Policy"] = "same-origin"
    return page
