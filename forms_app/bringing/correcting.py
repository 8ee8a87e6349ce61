"""The page of faults: each in its place, with the cell to put right, and rows that can be left out."""

import csv
import io
from dataclasses import dataclass
from typing import Any

from flask import Response, flash, make_response, render_template, request
from flask_babel import gettext as _

from forms_app import audit_log
from forms_app.accounts import staff_only
from forms_app.bringing import kept, store, work
from forms_app.bringing import values as their_values
from forms_app.bringing.blueprint import STAFF, blueprint, open_import, place_in, setting_of_today, to, to_next
from forms_app.bringing.kept import Brought
from forms_app.bringing.meanings import column_words, file_words
from forms_app.bringing.sheets import MappedSheet, sheet_of
from forms_app.database import db
from forms_app.exchange.csv_files import REASONS
from forms_app.exchange.kinds import Setting
from forms_app.models.rights import GuidedImport
from forms_app.results.safe_cells import safe_cell

ON_A_PAGE = 20
MOST_CODES = 60
SHOWN_CELLS = 4
PAGE = "page-"
"""Before the number of the page that a button of the pager saves and goes to."""
LONGEST = 20_000


@dataclass
class Faults:
    """The faulty rows of an import, with their cells as they are now."""

    brought: Brought
    sheets: dict[int, MappedSheet]
    rows: dict[tuple[int, int], list[tuple[str, str]]]
    cells: dict[tuple[int, int], dict[str, str]]
    told: set[tuple[int, int, str]]

    @classmethod
    def of(cls, record: GuidedImport, brought: Brought, setting: Setting) -> "Faults":
        """Read them."""
        rows: dict[tuple[int, int], list[tuple[str, str]]] = {}
        for place, row, column, message in brought.faults:
            rows.setdefault((place, row), []).append((column, message))
        sheets = {
            place: sheet_of(file, record.provider, setting, only={row for where, row in rows if where == place})
            for place, file in enumerate(brought.files)
            if any(where == place for where, _row in rows)
        }
        cells = {
            (place, number): dict(zip(sheet.header, line, strict=False))
            for place, sheet in sheets.items()
            for number, line in sheet
        }
        return cls(brought, sheets, rows, cells, {(place, row, column) for place, row, column in brought.told})

    def alike(self) -> dict[tuple[int, str, str], list[int]]:
        """The faulty rows that have the same value in the same column."""
        found: dict[tuple[int, str, str], list[int]] = {}
        for (place, row), faults in self.rows.items():
            cells = self.cells.get((place, row), {})
            for column in dict.fromkeys(column for column, _message in faults):
                if column in cells:
                    found.setdefault((place, column, cells[column]), []).append(row)
        return found


@blueprint.route("/<int:number>/faults", methods=["GET", "POST"])
@staff_only(*STAFF)
def faults(number: int) -> Response:
    """Every fault in its place. The first time this is opened, the check is made."""
    found = open_import(number, lock=True)
    if found is None:
        return to(".one", number=number)
    record, brought = found
    if any("values" not in file.settled for file in brought.files):
        return to_next(record, brought)
    if request.method == "POST":
        return _correct(record, brought)
    if record.state == kept.UPLOADED or (record.state == kept.MAPPED and not brought.faults and brought.rows):
        if not work.begin(record, brought, "check"):
            flash(_("The files were changed in another tab. This is how they are now."), "info")
        record = store.own_import(number)
        brought = Brought.of(record)
    if store.running(brought) is not None or record.state == kept.CHECKED:
        return to(".one", number=number)
    return _page(record, brought)


def _correct(record: GuidedImport, brought: Brought) -> Response:
    """Keep what was typed, then check again, or go on to another page of faults."""
    known = Faults.of(record, brought, setting_of_today())
    _take(brought, known)
    number, do = record.id, request.form.get("do", "")
    store.keep(record, brought, kept.MAPPED)
    if do.startswith(PAGE):
        db.session.commit()
        wanted = do.removeprefix(PAGE)
        return to(".faults", number=number, page=wanted if wanted.isascii() and wanted.isdigit() else 1)
    work.begin(record, brought, "leave-out" if do == "leave-out" else "check")
    record = store.own_import(number)
    if record.state == kept.CHECKED or store.running(Brought.of(record)) is not None:
        return to(".one", number=number)
    return to(".faults", number=number)


def _take(brought: Brought, known: Faults) -> None:
    """Take what was typed in the rows of the page: what is for all rows alike first, so that a row's own words win."""
    alike = known.alike()
    shown = set(request.form.getlist("row"))
    typed_in = []
    for (place, row), faults in known.rows.items():
        file = brought.files[place]
        if request.form.get(f"leave-{place}-{row}") == "yes":
            file.out = sorted({*file.out, row})
        elif f"{place}-{row}" in shown:
            file.out = [one for one in file.out if one != row]
        for column in dict.fromkeys(column for column, _message in faults):
            before = known.cells.get((place, row), {}).get(column)
            typed = request.form.get(f"cell-{place}-{row}-{column}")
            if typed is None or before is None or (typed := typed.strip()[:LONGEST]) == before:
                continue
            every = request.form.get(f"all-{place}-{row}-{column}") == "yes"
            rows = alike[place, column, before] if every else [row]
            typed_in.append((not every, [(place, one, column) for one in rows], typed))
    for _own, cells, typed in sorted(typed_in, key=lambda one: one[0]):
        for place, row, column in cells:
            brought.files[place].fixed.setdefault(str(row), {})[column] = typed
            known.told.add((place, row, column))
    brought.told = sorted(known.told)


def _page(record: GuidedImport, brought: Brought) -> Response:
    setting = setting_of_today()
    known = Faults.of(record, brought, setting)
    keys = list(known.rows)
    pages = max(1, -(-len(keys) // ON_A_PAGE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    alike = known.alike()
    rows = [_row(known, key, alike, setting) for key in keys[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]]
    counts = [
        {"file": brought.files[place].name, "column": column_words(column), "message": message, "times": times}
        for place, column, message, times in brought.kinds
    ]
    return make_response(
        render_template(
            "bringing/faults.html",
            record=record,
            brought=brought,
            rows=rows,
            counts=counts,
            page=page,
            pages=pages,
            shown=len(keys),
            unchecked=bool(brought.told),
            errors=_errors(rows),
        ),
        422,
    )


def _row(
    known: Faults, key: tuple[int, int], alike: dict[tuple[int, str, str], list[int]], setting: Setting
) -> dict[str, Any]:
    place, row = key
    file, cells = known.brought.files[place], known.cells.get(key, {})
    columns = {one.name: one for one in file.layout.all_columns(setting)}
    named: dict[str, list[str]] = {}
    for column, message in known.rows[key]:
        named.setdefault(column, []).append(message)
    fields, words = [], []
    for column, messages in named.items():
        if column not in cells or column not in columns:
            words += [f"{column_words(column)}: {one}" if column else one for one in messages]
            continue
        codes = their_values.codes_of(columns[column], setting)
        several = getattr(columns[column].kind, "several", False)
        value = cells[column]
        items = [{"value": "", "text": _("Not known") if not columns[column].required else _("Choose")}]
        items += [] if value in codes or not value else [{"value": value, "text": value[:60]}]
        items += [{"value": code, "text": label} for code, label in codes.items()]
        fields.append({
            "id": f"cell-{place}-{row}-{column}", "all": f"all-{place}-{row}-{column}", "name": column_words(column),
            "value": value, "message": "" if (place, row, column) in known.told else "; ".join(messages),
            "times": len(alike[place, column, value]),
            "items": items if codes and not several and len(codes) <= MOST_CODES else [],
        })  # fmt: skip
    others = [(column_words(name), value[:60]) for name, value in cells.items() if value and name not in named][
        :SHOWN_CELLS
    ]
    return {"id": f"{place}-{row}", "leave": f"leave-{place}-{row}", "out": row in file.out,
            "file": file_words(file.kind), "row": row, "fields": fields, "words": words,
            "others": others, "place": place, "lost": not cells}  # fmt: skip


def _errors(rows: list[dict[str, Any]]) -> list[dict[str, str]]:
    """What is still wrong on the page, for its top."""
    found = []
    for row in rows:
        if row["out"]:
            continue
        where = _("row %(number)s", number=row["row"])
        found += [{"text": f"{row['file']}, {where}: {words}", "href": f"#{row['leave']}"} for words in row["words"]]
        for field in row["fields"]:
            if field["message"]:
                words = f"{field['name']}: {field['message']}"
                found.append({"text": f"{row['file']}, {where}: {words}", "href": f"#{field['id']}"})
    return found


@blueprint.get("/<int:number>/rejects/<int:place>")
@staff_only(*STAFF)
def rejects(number: int, place: int) -> Response:
    """The rows with faults and those left out, with the reasons in front, to be put right elsewhere and brought again."""
    record = store.own_import(number)
    brought = Brought.of(record)
    if not place_in(brought, place) or record.state in (kept.IMPORTED, kept.UNDONE):
        return to(".one", number=number)
    file = brought.files[place]
    reasons: dict[int, list[str]] = {row: [_("left out")] for row in file.out}
    for where, row, column, message in brought.faults:
        if where == place:
            reasons.setdefault(row, []).append(f"{column}: {message}" if column else message)
    sheet = sheet_of(file, record.provider, setting_of_today(), only=set(reasons))
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow([REASONS, *sheet.header])
    for row, cells in sheet:
        writer.writerow([safe_cell(one) for one in ("; ".join(reasons[row]), *cells)])
    audit_log.record("import-rows-fetched", provider=record.provider, number=number, rows=len(reasons))
    db.session.commit()
    answer = make_response(lines.getvalue().encode("utf-8-sig"))
    answer.mimetype = "text/csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="rejects-{file.kind}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
