"""Uploading a list of people: every fault is shown in its place, to be put right on the page, before anybody is added."""

import json
from collections import Counter
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forms_app import audit_log
from forms_app.accounts import staff_only
from forms_app.database import db
from forms_app.invitations.adding import add_people
from forms_app.invitations.eligible import standings
from forms_app.invitations.list_file import COLUMNS, NotAList, read_list
from forms_app.invitations.list_rows import ListRow, check_rows
from forms_app.models.responses import Round
from forms_app.respond.rounds import has_closed
from forms_app.rounds.blueprint import STAFF, blueprint, personal_round, sees_people
from forms_app.rounds.words import added_words, channel_words, left_out_words, may_not_words, problem_words

LARGEST = 5 * 1024 * 1024
FEWEST_COUNTED = 5
"""Of fewer people the council's people are given no counts: one of them could be tried out by a list of their own."""
MOST_SHOWN = 200
"""So many rows with faults are put right on one page; the others come after them."""

Rows = list[tuple[int, dict[str, str]]]


@blueprint.route("/<int:number>/upload", methods=["GET", "POST"])
@staff_only(*STAFF)
def upload(number: int) -> Response:
    """Take a file, or the page of its faults put right. Nothing is kept until it is added."""
    round_ = personal_round(number)
    if request.method == "GET":
        return _form(round_)
    if "kept" in request.form:
        return _preview(round_, check_rows(round_, _of_reader(round_, _sent_rows())), [])
    file = request.files.get("file")
    content = file.read(LARGEST + 1) if file else b""
    if not file or not file.filename:
        return _form(round_, _("Select a file"))
    if len(content) > LARGEST:
        return _form(round_, _("The file is larger than 5 MB: split it"))
    try:
        found = read_list(content)
    except NotAList as error:
        return _form(round_, str(error))
    return _preview(round_, check_rows(round_, _of_reader(round_, found.rows)), found.unknown)


@blueprint.post("/<int:number>/upload/add")
@staff_only(*STAFF)
def add_uploaded(number: int) -> Response:
    """Add the people of the list, if nothing is wrong with any row that was not left out."""
    round_ = personal_round(number, lock=True)
    rows = check_rows(round_, _of_reader(round_, _sent_rows()))
    people = [row.reach for row in rows if row.reach is not None]
    if has_closed(round_) or len(people) < len(rows) or not rows:
        return _preview(round_, rows, [])
    outcome = add_people(round_, people)
    if outcome.added:
        audit_log.record("people-invited", provider=round_.provider, round=round_.slug, count=outcome.added)
    db.session.commit()
    if _counted(round_, rows):
        flash(added_words(outcome.added), "success")
        for words in left_out_words(outcome.left_out, council=not sees_people(round_)):
            flash(words, "info")
    else:
        flash(_("Those on the list who may be asked are in the round now."), "success")
    return make_response(redirect(url_for("rounds.round_page", number=number), 303))


def _counted(round_: Round, rows: list[ListRow]) -> bool:
    """Whether the reader is told how many of the list may be asked: the council's people not of lists of a few."""
    return sees_people(round_) or sum(row.reach is not None for row in rows) >= FEWEST_COUNTED


def _of_reader(round_: Round, rows: Rows) -> Rows:
    """The rows as their reader may bring them. The provider's references are not for the council's people to try."""
    return rows if sees_people(round_) else [(number, cells | {"person": ""}) for number, cells in rows]


def _sent_rows() -> Rows:
    """The rows that the page carried: those without a fault in one field, the others in fields of their own."""
    rows: Rows = []
    try:
        carried = json.loads(request.form.get("kept", "[]"))
        for number, cells in carried:
            rows.append((int(number), {column: str(cells.get(column, "")) for column in COLUMNS}))
    except (ValueError, TypeError, AttributeError):
        rows = []
    for number in request.form.getlist("row", type=int):
        if request.form.get(f"leave-{number}") != "yes":
            rows.append((number, {column: request.form.get(f"{column}-{number}", "") for column in COLUMNS}))
    return sorted(rows, key=lambda row: row[0])


def _left_out_of_council(round_: Round, rows: list[ListRow], problems: Counter[str]) -> list[str] | None:
    """How many may not be asked, for those who are not told which; None where even that would tell of one."""
    if not _counted(round_, rows):
        return None
    return [] if sees_people(round_) else may_not_words(problems)


def _form(round_: Round, problem: str = "") -> Response:
    errors = [{"text": problem, "href": "#file"}] if problem else None
    page = render_template(
        "rounds/upload.html",
        round=round_,
        errors=errors,
        problem=problem,
        over=has_closed(round_),
        sees_people=sees_people(round_),
    )
    return make_response(page, 422 if problem else 200)


def _preview(round_: Round, rows: list[ListRow], unknown: list[str]) -> Response:
    if not rows:
        return _form(round_, _("There are no people left on the list"))
    faulty = [row for row in rows if row.faults][:MOST_SHOWN]
    shown = {row.number for row in faulty}
    good = [row for row in rows if row.reach is not None]
    found = standings(round_, [row.reach for row in good if row.reach])
    problems = Counter(one.problem for one in found if one.problem)
    kept = json.dumps([(row.number, row.cells) for row in rows if row.number not in shown])
    errors: list[dict[str, Any]] = [
        {"text": _("Row %(number)s: %(fault)s", number=row.number, fault=fault), "href": f"#{column}-{row.number}"}
        for row in faulty
        for column, fault in row.faults.items()
    ]
    page = render_template(
        "rounds/upload_preview.html",
        round=round_,
        faulty=faulty,
        more=sum(bool(row.faults) for row in rows) - len(faulty),
        lines=list(zip(good, found, strict=True)),
        kept=kept,
        unknown=unknown,
        errors=errors,
        columns=[column for column in COLUMNS if column != "person" or sees_people(round_)],
        sees_people=sees_people(round_),
        channel_words=channel_words,
        problem_words=problem_words,
        left_out=_left_out_of_council(round_, rows, problems),
    )
    return make_response(page, 422 if errors else 200)
