"""Making a round: which survey, for whom, by what kind of link, in which languages, until when."""

import re
import unicodedata
from datetime import date
from typing import Any

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import null, select
from sqlalchemy.exc import IntegrityError

from forms_app import audit_log
from forms_app.accounts import staff_only
from forms_app.authoring.editions import all_surveys
from forms_app.clock import today
from forms_app.database import db
from forms_app.models.records import Provider
from forms_app.models.responses import Round
from forms_app.rounds.blueprint import STAFF, blueprint
from forms_app.rounds.languages import languages_for
from forms_app.typed import Typed
from surveys.model.common import say
from surveys.model.survey import Survey

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,38}[a-z0-9]")
OPEN, ANONYMOUS, NAMED = "open", "anonymous", "named"
KINDS = (OPEN, ANONYMOUS, NAMED)
USUAL_REMINDER = 21


@blueprint.route("/new", methods=["GET", "POST"])
@staff_only(*STAFF)
def make() -> Response:
    """First which survey (and, for the council's people, whose round), then all about the round."""
    survey = all_surveys().get(request.args.get("survey", ""))
    provider = _provider(request.args.get("provider", "").replace("\0", ""))
    if survey is None or provider is None:
        return make_response(_choose())
    if request.method == "GET":
        return _page(_fresh(survey), survey, provider)
    typed = Typed(request.form)
    values = _read(typed, survey, provider)
    if typed.errors:
        return _page(typed, survey, provider)
    there = _same(values)
    if there is None:
        there = _save(values, typed)
    if there is None:
        return _page(typed, survey, provider)
    flash(_("The round “%(title)s” is made.", title=there.title), "success")
    return make_response(redirect(url_for("rounds.round_page", number=there.id), 303))


def _provider(asked_for: str) -> Provider | None:
    own = current_user.provider
    if own is None and not asked_for and request.method == "POST":
        abort(400)
    return db.session.get(Provider, own or asked_for)


def _choose() -> str:
    errors = []
    for name, words in (("survey", _("Select a survey")), ("provider", _("Select a provider"))):
        if "survey" in request.args and not request.args.get(name) and (name == "survey" or current_user.provider is None):
            errors.append({"text": words, "href": f"#{name}"})
    providers: list[Provider] = []
    if current_user.provider is None:
        providers = list(db.session.scalars(select(Provider).order_by(Provider.name)))
    return render_template(
        "rounds/choose_survey.html",
        surveys=[{"value": one.id, "text": say(one.title)} for one in all_surveys().values()],
        providers=[{"value": one.provider, "text": one.name} for one in providers],
        errors=errors,
        asked=request.args,
    )


def _fresh(survey: Survey) -> Typed:
    typed = Typed()
    typed.set_day("opens_on", today())
    typed.fields["title"] = say(survey.title)
    typed.fields["remind"] = str(USUAL_REMINDER)
    typed.fields.setlist("languages", [one["value"] for one in languages_for(survey)])
    return typed


def _read(typed: Typed, survey: Survey, provider: Provider) -> dict[str, Any]:
    kind = typed.choice("kind", KINDS, missing=_("Select who can answer"))
    opens_on = typed.day("opens_on", what=_("The first day"), missing=_("Enter the first day"))
    closes_on = typed.day("closes_on", what=_("The last day"))
    ready = [one["value"] for one in languages_for(survey)]
    chosen = typed.choices("languages", ready)
    if not chosen:
        typed.wrong("languages", _("Select at least one language"))
    remind = None if kind == OPEN else typed.number("remind", 1, 180, what=_("The number of days"))
    values = {
        "title": typed.text("title", longest=200, missing=_("Enter a title")),
        "slug": _read_slug(typed),
        "opens_on": opens_on,
        "closes_on": closes_on,
        "languages": chosen,
        # A plain None would leave the column to its default.
        "remind_after_days": remind or null(),
        "open_to_all": kind == OPEN,
        "anonymous": kind != NAMED,
        "survey": survey.id,
        "provider": provider.provider,
        "made_by": current_user.id,
    }
    _check_days(typed, kind, opens_on, closes_on)
    return values


def _read_slug(typed: Typed) -> str | None:
    slug = typed.text("slug", longest=40)
    if slug and not SLUG.fullmatch(slug):
        typed.wrong("slug", _("Use 2 to 40 small letters, digits and hyphens, and no hyphen at either end"))
    return slug


def _check_days(typed: Typed, kind: str | None, opens_on: date | None, closes_on: date | None) -> None:
    if opens_on and closes_on and closes_on < opens_on:
        typed.wrong("closes_on", _("The last day must be the first day or later"), "closes_on-day")
    if closes_on and closes_on < today():
        typed.wrong("closes_on", _("The last day must be today or later"), "closes_on-day")
    if kind in (ANONYMOUS, NAMED) and closes_on is None:
        words = _("Enter the last day: until then we keep where to reach the people who are invited")
        typed.wrong("closes_on", words, "closes_on-day")


def _same(values: dict[str, Any]) -> Round | None:
    """The very same round, made by a form that was sent twice."""
    compared = {name: value for name, value in values.items() if name != "slug" or value}
    return db.session.scalar(select(Round).filter_by(**compared).where(Round.opens_on >= today()))


def _save(values: dict[str, Any], typed: Typed) -> Round | None:
    wished = values["slug"]
    for slug in [wished] if wished else _free_slugs(values["title"], values["opens_on"]):
        made = Round(**values | {"slug": slug})
        db.session.add(made)
        try:
            db.session.flush()
        except IntegrityError:
            db.session.rollback()
            continue
        audit_log.record("round-opened", provider=made.provider, round=made.slug)
        db.session.commit()
        return made
    typed.wrong("slug", _("Another round has this address: choose a different one"))
    return None


def _free_slugs(title: str, opens_on: date) -> list[str]:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:24].strip("-") or "survey"
    start = f"{words}-{opens_on:%Y-%m}"
    return [start, *(f"{start}-{number}" for number in range(2, 100))]


def _page(typed: Typed, survey: Survey, provider: Provider) -> Response:
    page = render_template(
        "rounds/make.html",
        form=typed,
        errors=typed.errors,
        survey=survey,
        title=say(survey.title),
        provider=provider,
        language_items=languages_for(survey),
    )
    return make_response(page, 422 if typed.errors else 200)
