"""One import: what it would do, how far it is, what it did, and taking it back."""

import json
from typing import Any

from flask import Response, flash, make_response, render_template, request
from flask_babel import gettext as _

from forms_app.accounts import staff_only
from forms_app.accounts.names import names_of_users
from forms_app.bringing import kept, store, undoing, work
from forms_app.bringing.blueprint import STAFF, blueprint, open_import, place_in, to, to_next
from forms_app.bringing.kept import Brought
from forms_app.bringing.meanings import file_words, why_left
from forms_app.database import db
from forms_app.models.rights import GuidedImport
from forms_app.models.work import Job

MOST_LEFT = 200
MOST_ALIKE = 200


@blueprint.get("/<int:number>")
@staff_only(*STAFF)
def one(number: int) -> Response:
    """How an import stands."""
    record = store.own_import(number)
    brought = Brought.of(record)
    if store.running(brought) is None and record.state in (kept.UPLOADED, kept.MAPPED) and not _cut_short(brought):
        return to_next(record, brought)
    return _one(record, brought)


def _one(record: GuidedImport, brought: Brought, *, stale: bool = False) -> Response:
    page = render_template(
        "bringing/one.html",
        record=record,
        brought=brought,
        job=store.running(brought),
        cut_short=_cut_short(brought),
        files=[(file, file_words(file.kind)) for file in brought.files],
        out=sum(len(file.out) for file in brought.files),
        with_rows_out=[(place, file.name) for place, file in enumerate(brought.files) if file.out],
        who=names_of_users([record.made_by]).get(record.made_by or 0),
        left=_in_words(brought.left),
        stale=stale,
        most_alike=MOST_ALIKE,
    )
    return make_response(page, 409 if stale else 200)


def _cut_short(brought: Brought) -> bool:
    job = db.session.get(Job, brought.job) if brought.job is not None else None
    return job is not None and job.state == "failed"


def _in_words(left: list[Any]) -> list[tuple[str, str, str]]:
    return [(file_words(kind), words, why_left(why)) for kind, words, why in left[:MOST_LEFT]]


@blueprint.post("/<int:number>/import")
@staff_only(*STAFF)
def bring(number: int) -> Response:
    """Bring it over. Sent twice, it is brought once."""
    record = store.own_import(number, lock=True)
    brought = Brought.of(record)
    if record.state == kept.IMPORTED or store.running(brought) is not None:
        return to(".one", number=number)
    if record.state != kept.CHECKED or not work.may_begin(record, brought, request.form.get("turn", "")):
        return _one(record, brought, stale=True) if record.state == kept.CHECKED else to(".one", number=number)
    work.begin(record, brought, "import")
    record = store.own_import(number)
    if record.state == kept.MAPPED:
        flash(_("Records changed since the check, and something is wrong now. Nothing was brought over."), "info")
    return to(".one", number=number)


@blueprint.post("/<int:number>/change")
@staff_only(*STAFF)
def change(number: int) -> Response:
    """Go back to what was chosen for a file's columns."""
    found = open_import(number, lock=True)
    place = request.form.get("place", -1, type=int)
    if found is None or not place_in(found[1], place):
        return to(".one", number=number)
    record, brought = found
    brought.files[place].settled = ["kind"]
    brought.forget_check()
    store.keep(record, brought, kept.UPLOADED)
    db.session.commit()
    return to(".columns", number=number, place=place)


@blueprint.post("/<int:number>/again")
@staff_only(*STAFF)
def again(number: int) -> Response:
    """Begin again what was cut short: the check before, as nothing of it is known."""
    record = store.own_import(number, lock=True)
    brought = Brought.of(record)
    if not _cut_short(brought):
        return to(".one", number=number)
    brought.job = None
    store.keep(record, brought, record.state if record.state == kept.IMPORTED else kept.UPLOADED)
    db.session.commit()
    return to(".one", number=number) if record.state == kept.IMPORTED else to_next(record, brought)


@blueprint.route("/<int:number>/undo", methods=["GET", "POST"])
@staff_only(*STAFF)
def undo(number: int) -> Response:
    """Take an import back: first what that means, then doing it."""
    record = store.own_import(number, lock=True)
    brought = Brought.of(record)
    if record.state != kept.IMPORTED or record.undo is None or store.running(brought) is not None:
        return to(".one", number=number)
    if request.method == "POST" and work.may_begin(record, brought, request.form.get("turn", "")):
        work.begin(record, brought, "undo")
        return to(".one", number=number)
    large = record.rows > store.AT_ONCE
    plan = None if large else undoing.plan_undo(json.loads(record.undo))
    page = render_template(
        "bringing/undo.html",
        record=record,
        turn=brought.turn,
        rows=plan.rows if plan else None,
        left=_in_words(plan.left) if plan else [],
        more=max(0, len(plan.left) - MOST_LEFT) if plan else 0,
    )
    return make_response(page)
