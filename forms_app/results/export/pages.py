"""Asking for answers as files, and getting them."""

import json
import tempfile
from pathlib import Path
from typing import Any

from flask import Response, abort, flash, make_response, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import func, select

from forms_app import audit_log
from forms_app.accounts import staff_only
from forms_app.app import library
from forms_app.database import db, read_only_request
from forms_app.models.responses import Response as SurveyResponse
from forms_app.models.responses import Round
from forms_app.models.work import Job
from forms_app.results import words
from forms_app.results.blueprint import EXPORTERS, results
from forms_app.results.export.jobs import FOLDER, KIND, file_of
from forms_app.results.export.making import ExportOrder, ExportRefused, make_export
from forms_app.results.pages import selection_of_round, selection_of_survey
from forms_app.results.reach import Reach, reach, round_in_reach
from forms_app.results.selection import FILTERS, Selection, narrowed_by
from forms_app.results.waiting import waiting_of
from forms_app.worker import start_job
from forms_app.worker.files import files_folder

AT_ONCE = 2_000
"""Up to so many responses a file is made while the page waits."""
LISTED = 50


@results.route("/rounds/<int:number>/export", methods=["GET", "POST"])
@staff_only(*EXPORTERS)
def export_round(number: int) -> Response | str:
    """The answers of one round as files."""
    seen = reach()
    found = round_in_reach(number, seen)
    return _ask(selection_of_round(found), seen, found)


@results.route("/surveys/<survey>/export", methods=["GET", "POST"])
@staff_only(*EXPORTERS)
def export_survey(survey: str) -> Response | str:
    """The answers to one survey as files."""
    seen = reach()
    return _ask(selection_of_survey(survey, seen), seen, None)


@results.get("/exports")
@staff_only(*EXPORTERS)
def exports() -> str:
    """The files that this person asked for, and how far they are."""
    read_only_request()
    jobs = db.session.scalars(_own_jobs().order_by(Job.id.desc()).limit(LISTED)).all()
    return render_template("results/exports.html", jobs=[(job, file_of(job) is not None) for job in jobs])


@results.get("/exports/<int:number>/file")
@staff_only(*EXPORTERS)
def file(number: int) -> Response:
    """A file that was made for this person: fetching it is an audit event."""
    job = db.session.scalar(_own_jobs().where(Job.id == number))
    path = file_of(job) if job else None
    if job is None or path is None:
        abort(404, _("There is no such file. Files are kept for a day; ask for it again."))
    order = ExportOrder.from_plain(json.loads(job.parameters)["order"])
    audit_log.record("export-fetched", provider=current_user.provider, survey=order.selection.survey, job=number)
    db.session.commit()
    return send_file(path, as_attachment=True, download_name=f"answers-{number}.zip")


def _own_jobs() -> Any:
    """Served by the primary key: jobs are few."""
    return select(Job).where(Job.kind == KIND, Job.made_by == current_user.id, Job.provider == current_user.provider)


def _ask(whole: Selection, seen: Reach, found: Round | None) -> Response | str:
    selection, problems = narrowed_by(whole, request.args)
    if problems:
        abort(400, problems[0]["text"])
    rows = db.session.scalar(select(func.count()).select_from(SurveyResponse).where(*selection.sent())) or 0
    if request.method == "POST" and rows:
        return _make(_order(selection, seen), rows, found)
    kept: dict[str, Any] = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    back = url_for(".of_round", number=found.id, **kept) if found else url_for(".of_survey", survey=whole.survey, **kept)
    return render_template(
        "results/export.html",
        selection=selection,
        rows=rows,
        seen=seen,
        round=found,
        labels_in=[(language.code, language.name) for language in library().languages.values()],
        words=words,
        back=back,
        waiting=waiting_of(whole),
    )


def _order(selection: Selection, seen: Reach) -> ExportOrder:
    wanted = request.form.get("language", "en")
    language = wanted if wanted in library().languages else "en"
    with_words = seen.words and request.form.get("words") == "yes"
    return ExportOrder(selection, language, with_words, current_user.name or current_user.email)


def _make(order: ExportOrder, rows: int, found: Round | None) -> Response:
    selection = order.selection
    audit_log.record(
        "results-exported",
        provider=selection.providers[0] if len(selection.providers) == 1 else current_user.provider,
        survey=selection.survey,
        round=found.slug if found else "",
        rows=rows,
        words="yes" if order.words else "no",
    )
    if rows > AT_ONCE:
        start_job(KIND, provider=current_user.provider, order=order.to_plain())
        db.session.commit()
        flash(_("The file is being made. Open this page again in a while."), "success")
        return make_response(redirect(url_for(".exports")))
    db.session.commit()
    return _at_once(order, found.slug if found else selection.survey)


def _at_once(order: ExportOrder, name: str) -> Response:
    """Make a small file and hand it over; nothing of it is kept."""
    with tempfile.TemporaryDirectory(dir=files_folder(FOLDER)) as folder:
        path = Path(folder) / "export.zip"
        try:
            make_export(path, order)
        except ExportRefused as refused:
            abort(500, _("The file was not handed out, because it is not what was counted: %(why)s", why=str(refused)))
        return send_file(
            path.open("rb"), as_attachment=True, download_name=f"answers-{name}.zip", mimetype="application/zip"
        )
