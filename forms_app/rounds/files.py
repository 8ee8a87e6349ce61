"""Letters and posters: asked for on the round's page, made by the worker or at once, fetched once they are there."""

from flask import Response, abort, flash, make_response, redirect, request, send_file, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from forms_app import audit_log
from forms_app.accounts import staff_only
from forms_app.database import db
from forms_app.invitations.letters import is_letters_of
from forms_app.invitations.poster import SIZES, poster
from forms_app.models.records import Provider
from forms_app.models.responses import Round
from forms_app.models.work import Job
from forms_app.printing import NoPrinter
from forms_app.respond.rounds import has_closed
from forms_app.rounds.blueprint import STAFF, blueprint, own_round, personal_round
from forms_app.translations.speaking import known_languages
from forms_app.worker import start_job
from forms_app.worker.files import files_folder
from forms_app.worker.jobs import RUNNING, WAITING

MOST_SHOWN = 50


@blueprint.post("/<int:number>/letters")
@staff_only("provider_manager")
def ask_for_letters(number: int) -> Response:
    """Ask for the letters that are to be made. One batch is made at a time."""
    round_ = personal_round(number, lock=True)
    if has_closed(round_):
        abort(409, _("The round is over, so nobody else can be invited."))
    reminders = request.form.get("reminders") == "yes"
    if not any(job.state in (WAITING, RUNNING) for job in newest_jobs(round_)):
        start_job("letters", provider=round_.provider, round=round_.id, reminders=reminders)
        audit_log.record("letters-made", provider=round_.provider, round=round_.slug)
    db.session.commit()
    flash(_("The letters are being made. Open this page again in a minute."), "success")
    return make_response(redirect(url_for("rounds.round_page", number=number), 303))


@blueprint.get("/<int:number>/letters/<int:job>")
@staff_only("provider_manager")
def letters(number: int, job: int) -> Response:
    """The PDF of one batch of letters, with people's names and addresses: fetching it is an audit event."""
    round_ = own_round(number)
    found = db.session.get(Job, job)
    if found is None or found.provider != round_.provider or not is_letters_of(found, round_) or not found.result:
        abort(404, _("There are no such letters."))
    path = files_folder() / found.result
    if not path.exists():
        abort(404, _("These letters are deleted: they are kept for a week. Each holds a link for one person."))
    audit_log.record("letters-fetched", provider=round_.provider, round=round_.slug, job=found.id)
    db.session.commit()
    return send_file(path, mimetype="application/pdf", as_attachment=True, download_name=f"{round_.slug}-letters.pdf")


@blueprint.get("/<int:number>/poster.pdf")
@staff_only(*STAFF)
def poster_pdf(number: int) -> Response:
    """A poster of a round that is open to all: `size` A4 or A3, `language` one of the round's."""
    round_ = own_round(number)
    first, *others = [code for code in round_.languages.split(";") if code in known_languages()] or ["en"]
    language = request.args.get("language", first)
    size = request.args.get("size", SIZES[0])
    if not round_.open_to_all or language not in (first, *others) or size not in SIZES:
        abort(404, _("There is no such poster."))
    try:
        content = poster(round_, db.session.get_one(Provider, round_.provider), language, size)
    except NoPrinter as error:
        abort(503, str(error))
    answer = make_response(content)
    answer.content_type = "application/pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{round_.slug}-poster-{size}-{language}.pdf"'
    return answer


def newest_jobs(round_: Round) -> list[Job]:
    """The batches of letters of a round, the newest first."""
    wanted = (
        select(Job)
        .where(
            Job.kind == "letters", Job.provider == round_.provider, Job.parameters.startswith(f'{{"round": {round_.id},')
        )
        .order_by(Job.id.desc())
        .limit(MOST_SHOWN)
    )
    return list(db.session.scalars(wanted))
