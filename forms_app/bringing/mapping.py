"""The pages on which columns and values of theirs are matched with ours."""

from typing import Any

from flask import Response, make_response, render_template, request
from flask_babel import gettext as _

from forms_app.accounts import staff_only
from forms_app.bringing import guessing, kept, store
from forms_app.bringing import values as their_values
from forms_app.bringing.blueprint import (
    STAFF,
    blueprint,
    open_import,
    place_in,
    setting_of_today,
    settle_values,
    to,
    to_next,
)
from forms_app.bringing.kept import SAME, Brought, BroughtFile
from forms_app.bringing.meanings import column_words, file_words, meaning
from forms_app.database import db
from forms_app.exchange.kinds import Setting
from forms_app.exchange.layout import Column
from forms_app.models.records import Provider
from forms_app.models.rights import GuidedImport

FEW_CODES = 40
UNKNOWN, AS_IT_IS = "-", ""


@blueprint.route("/<int:number>/columns/<int:place>", methods=["GET", "POST"])
@staff_only(*STAFF)
def columns(number: int, place: int) -> Response:
    """Which of their columns is which of ours."""
    found = open_import(number, lock=request.method == "POST")
    if found is None or not place_in(found[1], place):
        return to(".one", number=number)
    record, brought = found
    file, setting = brought.files[place], setting_of_today()
    if request.method == "GET":
        return _columns(record, file, place, {}, setting)
    before = dict(file.columns)
    file.columns = _chosen(file, setting)
    errors = _wrong_columns(file, record.provider, setting)
    if errors:
        return _columns(record, file, place, errors, setting)
    if before != file.columns:
        file.fixed = {}
    file.settled = ["kind", "columns"]
    settle_values(file, setting)
    _save(record, brought, file)
    return to_next(record, brought)


def _chosen(file: BroughtFile, setting: Setting) -> dict[str, str]:
    chosen = {}
    for place, column in enumerate(file.layout.all_columns(setting)):
        where = request.form.get(f"column-{place}", "")
        same = where.startswith(SAME) and where.removeprefix(SAME) in _constants(column, setting)
        if same or (where.isascii() and where.isdigit() and len(where) < 5 and int(where) < len(file.header)):
            chosen[column.name] = where if same else str(int(where))
    return chosen


def _wrong_columns(file: BroughtFile, whose: str | None, setting: Setting) -> dict[str, str]:
    errors, used = {}, set()
    for column in file.layout.all_columns(setting):
        where = file.columns.get(column.name, "")
        if not where and column.required and not (column.name == "provider" and whose is not None):
            errors[column.name] = _("Say where %(column)s is: it must be there", column=column_words(column.name))
        if where.isdigit() and where in used:
            title = file.header[int(where)]
            errors[column.name] = _("“%(title)s” is chosen twice", title=title)
        used.add(where)
    return errors


def _constants(column: Column, setting: Setting) -> dict[str, str]:
    """Values that may be the same for every row."""
    if column.name == "provider":
        return {one.provider: one.name for one in db.session.query(Provider).order_by(Provider.name)}
    codes = their_values.codes_of(column, setting)
    return codes if column.required and len(codes) <= FEW_CODES else {}


def _columns(record: GuidedImport, file: BroughtFile, place: int, errors: dict[str, str], setting: Setting) -> Response:
    theirs = [
        {"value": str(number), "text": " – ".join(filter(None, (title or _("Column %(number)s", number=number + 1),
                                                                 ", ".join(guessing.samples(file, number)))))}
        for number, title in enumerate(file.header)
    ]  # fmt: skip
    lines: list[dict[str, Any]] = []
    for number, column in enumerate(file.layout.all_columns(setting)):
        own = column.name == "provider" and record.provider is not None
        constants = {} if own else _constants(column, setting)
        same = [{"value": SAME + code, "text": _("Every row: %(value)s", value=label)} for code, label in constants.items()]
        none = _("Your own") if own else _("Not in this file")
        lines.append({
            "id": f"column-{number}", "name": column_words(column.name), "meaning": meaning(column, setting),
            "required": column.required and not own, "value": file.columns.get(column.name, ""),
            "items": [{"value": "", "text": none}, *theirs, *same], "error": errors.get(column.name),
        })  # fmt: skip
    used = set(file.columns.values())
    page = render_template(
        "bringing/columns.html",
        record=record,
        file=file,
        kind=file_words(file.kind),
        lines=lines,
        left_out=[title for number, title in enumerate(file.header) if str(number) not in used and title],
        errors=[{"text": line["error"], "href": f"#{line['id']}"} for line in lines if line["error"]],
    )
    return make_response(page, 422 if errors else 200)


@blueprint.route("/<int:number>/values/<int:place>", methods=["GET", "POST"])
@staff_only(*STAFF)
def values(number: int, place: int) -> Response:
    """Which of their values stands for which code of ours, and the order of their dates."""
    found = open_import(number, lock=request.method == "POST")
    if found is None or not place_in(found[1], place):
        return to(".one", number=number)
    record, brought = found
    file, setting = brought.files[place], setting_of_today()
    strange = _strange(file, setting)
    asks_order = their_values.has_numeric_dates(file, setting) and len(their_values.orders(file, setting)) != 1
    if request.method == "GET":
        return _values(record, file, strange, asks_order, "", setting)
    if asks_order:
        file.order = order if (order := request.form.get("order", "")) in ("dmy", "mdy") else ""
    _tell(file, strange, setting)
    if asks_order and not file.order:
        return _values(record, file, strange, asks_order, _("Say which comes first, the day or the month"), setting)
    file.settled = ["kind", "columns", "values"]
    _save(record, brought, file)
    return to_next(record, brought)


def _strange(file: BroughtFile, setting: Setting) -> list[tuple[Column, list[tuple[str, int]]]]:
    by_name = {one.name: one for one in file.layout.all_columns(setting)}
    return [(by_name[name], found.most_common()) for name, found in their_values.unmatched(file, setting).items()]


def _tell(file: BroughtFile, strange: list[tuple[Column, list[tuple[str, int]]]], setting: Setting) -> None:
    for place, (column, found) in enumerate(strange):
        codes, told = their_values.codes_of(column, setting), {}
        for number, (value, _times) in enumerate(found):
            code = request.form.get(f"value-{place}-{number}", AS_IT_IS)
            if code in codes:
                told[value] = code
            elif code == UNKNOWN and not column.required:
                told[value] = ""
        file.values[column.name] = told


def _values(
    record: GuidedImport, file: BroughtFile, strange: list[Any], asks_order: bool, problem: str, setting: Setting
) -> Response:
    parts = []
    for place, (column, found) in enumerate(strange):
        codes = their_values.codes_of(column, setting)
        told = file.values.get(column.name)
        items = [{"value": AS_IT_IS, "text": _("Leave as it is, to be put right")}]
        items += [] if column.required else [{"value": UNKNOWN, "text": _("Not known")}]
        items += [{"value": code, "text": label} for code, label in codes.items()]
        rows = []
        for number, (value, times) in enumerate(found):
            chosen = told.get(value, AS_IT_IS) if told is not None else their_values.propose_code(value, codes) or AS_IT_IS
            if told is not None and value in told and not told[value]:
                chosen = UNKNOWN
            rows.append({"id": f"value-{place}-{number}", "value": value, "times": times, "chosen": chosen})
        parts.append({"name": column_words(column.name), "items": items, "rows": rows})
    page = render_template(
        "bringing/values.html", record=record, file=file, kind=file_words(file.kind), parts=parts, asks_order=asks_order,
        problem=problem, errors=[{"text": problem, "href": "#order"}] if problem else [], dates=_some_dates(file, setting),
    )  # fmt: skip
    return make_response(page, 422 if problem else 200)


def _some_dates(file: BroughtFile, setting: Setting) -> list[str]:
    found: dict[str, None] = {}
    for column in file.layout.all_columns(setting):
        for _row, text in their_values.cells_of(file, column.name):
            if their_values.NUMERIC.fullmatch(text):
                found.setdefault(text)
            if len(found) == 3:
                return list(found)
    return list(found)


def _save(record: GuidedImport, brought: Brought, file: BroughtFile) -> None:
    store.remember(file, record.provider)
    brought.forget_check()
    store.keep(record, brought, kept.UPLOADED)
    db.session.commit()
