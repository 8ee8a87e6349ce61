"""The blueprint of bringing records over: who opens it, and which page an import is at."""

from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, url_for
from flask_babel import gettext as _

from forms_app.bringing import guessing, kept, store, values
from forms_app.bringing.checking import setting_of_today
from forms_app.bringing.kept import Brought, BroughtFile
from forms_app.exchange.kinds import Setting
from forms_app.models.rights import GuidedImport

blueprint = Blueprint("bringing", __name__, url_prefix="/bring", template_folder="templates")

STAFF = ("provider_manager", "administrator")


def to(endpoint: str, **values_: Any) -> Response:
    """On to another page."""
    return make_response(redirect(url_for(endpoint, **values_), 303))


def to_next(record: GuidedImport, brought: Brought) -> Response:
    """On to the page that an import is at."""
    number = record.id
    if store.running(brought) is not None or record.state not in (kept.UPLOADED, kept.MAPPED):
        return to(".one", number=number)
    for place, file in enumerate(brought.files):
        if "kind" not in file.settled or not file.kind:
            return to(".kinds", number=number)
        if "columns" not in file.settled:
            return to(".columns", number=number, place=place)
        if "values" not in file.settled:
            return to(".values", number=number, place=place)
    return to(".faults", number=number)


def settle(file: BroughtFile, whose: str | None, setting: Setting) -> None:
    """Settle what need not be asked: columns named as ours or as last time, values that are all codes of ours."""
    if "columns" not in file.settled and not store.remembered(file, whose):
        file.columns = guessing.propose_columns(file.layout, file.header, file.rows, setting)
        ours = {one.name for one in file.layout.all_columns(setting)} | {"reasons"}
        needed = {one.name for one in file.layout.columns if one.required and not (one.name == "provider" and whose)}
        if set(file.header) <= ours and needed <= set(file.columns) and len(set(file.header)) == len(file.header):
            file.settled.append("columns")
    if "columns" in file.settled and "values" not in file.settled:
        settle_values(file, setting)


def settle_values(file: BroughtFile, setting: Setting) -> None:
    """Settle the values if nothing about them is open."""
    possible = values.orders(file, setting)
    if len(possible) == 1:
        file.order = possible.pop()
    asks_order = values.has_numeric_dates(file, setting) and not file.order
    strange = values.unmatched(file, setting)
    told = all(value in file.values.get(name, {}) for name, found in strange.items() for value in found)
    if not asks_order and told and "values" not in file.settled:
        file.settled.append("values")


def open_import(number: int, *, lock: bool = False) -> tuple[GuidedImport, Brought] | None:
    """An import that can still be changed; None, with words, where it was brought over or the worker has it."""
    record = store.own_import(number, lock=lock)
    brought = Brought.of(record)
    if record.state in (kept.IMPORTED, kept.UNDONE):
        flash(_("These files were brought over already."), "info")
        return None
    if store.running(brought) is not None:
        flash(_("These files are being worked on. Wait until that is done."), "info")
        return None
    return record, brought


def place_in(brought: Brought, place: int) -> bool:
    """Whether there is such a file."""
    return 0 <= place < len(brought.files) and bool(brought.files[place].kind)


__all__ = [
    "STAFF", "blueprint", "open_import", "place_in", "setting_of_today", "settle", "settle_values", "to", "to_next",
]  # fmt: skip
