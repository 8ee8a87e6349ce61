"""The page of one round, and the last day of a round."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forms_app import audit_log
from forms_app.accounts import staff_only
from forms_app.authoring.editions import all_surveys
from forms_app.clock import today
from forms_app.database import db
from forms_app.languages import staff_name
from forms_app.messages import waits_on_this_machine
from forms_app.messages.content import EMAIL, TEXT
from forms_app.models.records import Provider
from forms_app.models.responses import Round
from forms_app.respond.rounds import has_closed, is_open, may_finish, public_address
from forms_app.results.waiting import waiting_words
from forms_app.rounds.blueprint import STAFF, blueprint, own_round, sees_people
from forms_app.rounds.files import newest_jobs
from forms_app.rounds.invited import invited_page
from forms_app.rounds.progress import failures_of, standing_of
from forms_app.translations.speaking import known_languages
from forms_app.typed import Typed
from surveys.model.common import say


@blueprint.get("/<int:number>")
@staff_only(*STAFF)
def round_page(number: int) -> str:
    """How the round stands, and what can be done with it."""
    round_ = own_round(number)
    survey = all_surveys().get(round_.survey)
    return render_template(
        "rounds/round.html",
        round=round_,
        provider=db.session.get_one(Provider, round_.provider),
        survey_title=say(survey.title) if survey else round_.survey,
        language_names=[
            staff_name(survey, code) if survey else known_languages()[code].name
            for code in round_.languages.split(";")
            if code in known_languages()
        ],
        codes=[code for code in round_.languages.split(";") if code in known_languages()],
        names={code: language.name for code, language in known_languages().items()},
        standing=standing_of(round_),
        waiting=waiting_words(round_),
        failures=failures_of(round_) if sees_people(round_) else [],
        sees_people=sees_people(round_),
        invited=invited_page(round_) if sees_people(round_) else None,
        open=is_open(round_),
        over=has_closed(round_),
        today=today(),
        address=public_address(round_),
        jobs=newest_jobs(round_),
        in_outbox=not round_.open_to_all and (waits_on_this_machine(EMAIL) or waits_on_this_machine(TEXT)),
    )


@blueprint.route("/<int:number>/last-day", methods=["GET", "POST"])
@staff_only(*STAFF)
def last_day(number: int) -> Response:
    """Close a round early or keep it open for longer."""
    round_ = own_round(number, lock=request.method == "POST")
    typed = Typed(request.form)
    if request.method == "GET":
        typed.set_day("closes_on", round_.closes_on)
        return _last_day_page(round_, typed)
    closes_on = typed.day("closes_on", what=_("The last day"), missing=_("Enter the last day"))
    if closes_on and closes_on < max(today(), round_.opens_on):
        typed.wrong("closes_on", _("The last day must be today or later, and not before the first day"), "closes_on-day")
    if typed.errors:
        return _last_day_page(round_, typed)
    if round_.closes_on != closes_on:
        round_.closes_on = closes_on
        audit_log.record("round-changed", provider=round_.provider, round=round_.slug)
    db.session.commit()
    flash(_("The last day is changed."), "success")
    return make_response(redirect(url_for("rounds.round_page", number=number), 303))


def _last_day_page(round_: Round, typed: Typed) -> Response:
    page = render_template(
        "rounds/last_day.html", round=round_, form=typed, errors=typed.errors, over=not may_finish(round_)
    )
    return make_response(page, 422 if typed.errors else 200)
