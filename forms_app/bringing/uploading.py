"""The list of imports, taking files, and saying what each of them is."""

from textwrap import shorten

from flask import Response, current_app, flash, make_response, render_template, request
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.datastructures import FileStorage

from forms_app import audit_log, clock
from forms_app.accounts import staff_only
from forms_app.accounts.names import names_of_users
from forms_app.bringing import guessing, kept, reading, store
from forms_app.bringing.blueprint import STAFF, blueprint, open_import, setting_of_today, settle, to, to_next
from forms_app.bringing.kept import SHEET, Brought, BroughtFile
from forms_app.bringing.meanings import file_words
from forms_app.database import db, read_only_request
from forms_app.models.rights import GuidedImport

MOST_FILES = 15
LEAVE = "leave"


@blueprint.get("/")
@staff_only(*STAFF)
def home() -> Response:
    """What was brought over so far, and the way to more."""
    read_only_request()
    return _home()


@blueprint.post("/")
@staff_only(*STAFF)
def upload() -> Response:
    """Take files. Nothing of them is in the records yet."""
    whose = store.own()
    given = [one for one in request.files.getlist("files") if one.filename]
    brought, problems = Brought(), []
    if not given:
        problems = [_("Select a file")]
    elif len(given) > MOST_FILES:
        problems = [_("Select %(most)s files or fewer", most=MOST_FILES)]
    else:
        problems = _read(brought, given)
    if problems:
        return _home(problems)
    setting, allowed = setting_of_today(), guessing.kinds_for(whose)
    for file in brought.files:
        file.kind = guessing.guess_kind(file.name, file.header, allowed, setting)
    exact = {one.name for one in allowed}
    if {file.name for file in brought.files} <= exact and len({file.kind for file in brought.files}) == len(brought.files):
        for file in brought.files:
            file.settled = ["kind"]
            settle(file, whose, setting)
    now = clock.now()
    record = GuidedImport(provider=whose, state=kept.UPLOADED, content="", made_by=current_user.id, made_at=now)
    store.keep(record, brought, kept.UPLOADED)
    db.session.add(record)
    db.session.flush()
    audit_log.record("import-uploaded", provider=whose, number=record.id, rows=brought.rows)
    db.session.commit()
    return to_next(record, brought)


def _read(brought: Brought, given: list[FileStorage]) -> list[str]:
    problems, room = [], reading.LARGEST
    for one in given:
        name = " ".join((one.filename or "").replace("\\", "/").rpartition("/")[2].split())[:120]
        content = one.read(room + 1)
        if len(content) > room:
            return [_("The files are larger than 20 MB together: bring them one by one, or split them")]
        room -= len(content)
        try:
            tables = reading.read_tables(content)
        except reading.NotReadable as error:
            problems.append(_("%(name)s: %(problem)s", name=name, problem=str(error)))
            continue
        brought.files += [
            BroughtFile.of_table(f"{name}{SHEET}{table.sheet}" if table.sheet else name, table) for table in tables
        ]
    if len(brought.files) > MOST_FILES:
        problems.append(_("Bring %(most)s files and sheets or fewer at once", most=MOST_FILES))
    return problems


def _home(problems: list[str] | None = None) -> Response:
    imports = store.listed()
    page = render_template(
        "bringing/home.html",
        imports=imports,
        names=names_of_users(one.made_by for one in imports),
        errors=[{"text": words, "href": "#files"} for words in problems or []],
        days=int(current_app.config["KEEP_IMPORTS_DAYS"]),
    )
    return make_response(page, 422 if problems else 200)


@blueprint.route("/<int:number>/kinds", methods=["GET", "POST"])
@staff_only(*STAFF)
def kinds(number: int) -> Response:
    """Which of our files each one is."""
    found = open_import(number, lock=request.method == "POST")
    if found is None:
        return to(".one", number=number)
    record, brought = found
    allowed = [one.name for one in guessing.kinds_for(record.provider)]
    if request.method == "GET":
        # Sheets that we have no place for, as lists of codes, come with the others.
        some = any(file.kind for file in brought.files)
        proposed = [file.kind or (LEAVE if some and SHEET in file.name else "") for file in brought.files]
        return _kinds(record, brought.files, proposed, allowed, {})
    chosen = [request.form.get(f"kind-{place}", "") for place in range(len(brought.files))]
    rows = [_header_row(file, request.form.get(f"header-{place}", "")) for place, file in enumerate(brought.files)]
    errors = _wrong_kinds(chosen, allowed)
    if errors:
        files = [
            file.again("", row) if row != file.header_row else file for file, row in zip(brought.files, rows, strict=True)
        ]
        return _kinds(record, files, chosen, allowed, errors)
    setting, matched = setting_of_today(), []
    for file, kind, row in zip(brought.files, chosen, rows, strict=True):
        if kind == LEAVE:
            continue
        if kind != file.kind or "kind" not in file.settled or row != file.header_row:
            file = file.again(kind, row)
        settle(file, record.provider, setting)
        matched.append(file)
    brought.files = matched
    brought.forget_check()
    store.keep(record, brought, kept.UPLOADED)
    db.session.commit()
    return to_next(record, brought)


def _header_row(file: BroughtFile, wanted: str) -> int:
    """The row that was chosen to name the columns, if it is one of those offered."""
    return int(wanted) if wanted in {str(number) for number, _cells in file.first_rows} else file.header_row


def _heads(file: BroughtFile) -> list[dict[str, str]]:
    """The rows that may name the columns, as choices."""
    words = [(number, ", ".join(cell for cell in cells if cell)) for number, cells in file.first_rows]
    return [
        {
            "value": str(number),
            "text": _("Row %(number)s: %(words)s", number=number, words=shorten(text, 90, placeholder="…")),
        }
        for number, text in words
    ]


def _wrong_kinds(chosen: list[str], allowed: list[str]) -> dict[int, str]:
    errors: dict[int, str] = {}
    for place, kind in enumerate(chosen):
        if kind not in (*allowed, LEAVE):
            errors[place] = _("Say what this file holds")
        elif kind != LEAVE and kind in chosen[:place]:
            errors[place] = _("Another file holds the same: put them together, or bring them one after the other")
    if chosen and all(kind == LEAVE for kind in chosen):
        errors[0] = _("Every file is left out: choose what at least one of them holds")
    return errors


def _kinds(
    record: GuidedImport, files: list[BroughtFile], chosen: list[str], allowed: list[str], errors: dict[int, str]
) -> Response:
    page = render_template(
        "bringing/kinds.html",
        record=record,
        files=list(zip(files, chosen, map(_heads, files), strict=True)),
        choices=[{"value": "", "text": _("Choose")}, *({"value": name, "text": file_words(name)} for name in allowed),
                 {"value": LEAVE, "text": _("Leave this file out")}],
        problems=errors,
        errors=[{"text": words, "href": f"#kind-{place}"} for place, words in errors.items()],
    )  # fmt: skip
    return make_response(page, 422 if errors else 200)


@blueprint.post("/<int:number>/remove")
@staff_only(*STAFF)
def remove(number: int) -> Response:
    """Delete files that are not to be brought over after all."""
    record = store.own_import(number, lock=True)
    if record.state in (kept.IMPORTED, kept.UNDONE) or store.running(Brought.of(record)) is not None:
        return to(".one", number=number)
    audit_log.record("import-removed", provider=record.provider, number=number)
    db.session.delete(record)
    db.session.commit()
    flash(_("The files are deleted."), "success")
    return to(".home")
