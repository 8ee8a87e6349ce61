"""Making a file of answers: written, sealed, read back and compared with what was counted. A wrong one is refused."""

import csv
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection

from forms_app import clock
from forms_app.database import db
from forms_app.models.responses import Round
from forms_app.results.export import manifest as manifests
from forms_app.results.export.about import about
from forms_app.results.export.checking import CODEBOOK, CSV_FILE, SAV_FILE, faults_of
from forms_app.results.export.codebook import sets_syntax, write_codebook
from forms_app.results.export.counts import expected_counts
from forms_app.results.export.layout import ROW, WORDS, Column, fact, layout_of
from forms_app.results.export.rows import rows_of, snapshot
from forms_app.results.export.sav_file import SavColumns
from forms_app.results.report import Report, report_on
from forms_app.results.safe_cells import safe_cell
from forms_app.results.selection import Selection
from forms_app.results.words import channel_words, filter_words, helper_words
from surveys.model.common import say

SETS, ABOUT = "multiple-response-sets.sps", "about.txt"
Told = Callable[[int, int], None]


class ExportRefused(Exception):
    """The file that was made is not what the database holds; it is not handed out."""


@dataclass(frozen=True)
class ExportOrder:
    """What was asked for, and by whom (`asked_by`: a name). `words`: people's own words are in it."""

    selection: Selection
    language: str
    words: bool
    asked_by: str

    def to_plain(self) -> dict[str, Any]:
        """The order as JSON takes it."""
        return asdict(self) | {"selection": self.selection.to_plain()}

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Self:
        """The order that `to_plain` wrote."""
        return cls(**plain | {"selection": Selection.from_plain(plain["selection"])})


def make_export(path: Path, order: ExportOrder, progress: Told = lambda _done, _total: None) -> int:
    """Write the zip at `path`; how many rows it has. Raises ExportRefused, and leaves no file, where it is not right."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        draft = Path(folder) / "export.zip"
        with snapshot() as connection:
            rows = _write(draft, Path(folder), connection, order, progress)
        faults = faults_of(draft)
        if faults:
            raise ExportRefused(" ".join(faults))
        draft.chmod(0o600)
        draft.replace(path)
    return rows


def _write(draft: Path, folder: Path, connection: Connection, order: ExportOrder, progress: Told) -> int:
    report = report_on(connection, order.selection)
    found = db.session.get(Round, order.selection.round) if order.selection.round else None
    columns = layout_of(report.questions, _facts(order, found), language=order.language, words=order.words)
    counts = expected_counts(connection, order.selection, columns, report.sent)
    gathered = SavColumns(columns)
    with (folder / CSV_FILE).open("w", encoding="utf-8-sig", newline="") as file:
        written = csv.writer(file)
        written.writerow([column.name for column in columns])
        for number, row in enumerate(rows_of(connection, order.selection, columns), start=1):
            written.writerow([_csv_cell(cell, column) for cell, column in zip(row, columns, strict=True)])
            gathered.take(row)
            if number % 5_000 == 0:
                progress(number, report.sent)
    title = found.title if found else report.title
    gathered.write(folder / SAV_FILE, title=title, notes=["Codebook and manifest are beside this file.", title])
    with (folder / CODEBOOK).open("w", encoding="utf-8-sig", newline="") as file:
        write_codebook(file, columns)
    if syntax := sets_syntax(columns):
        (folder / SETS).write_text(syntax + "\n", encoding="utf-8")
    (folder / ABOUT).write_text(about(has_sets=bool(syntax), words=order.words), encoding="utf-8")
    names = [name for name in (ABOUT, CSV_FILE, SAV_FILE, CODEBOOK, SETS) if (folder / name).exists()]
    manifest = _manifest(order, report, found, [column.name for column in columns]) | {
        "counts": counts,
        "files": {name: manifests.described(folder / name) for name in names},
    }
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name in names:
            zipped.write(folder / name, name)
        zipped.writestr(manifests.NAME, manifests.sealed(manifest))
    return report.sent


def _facts(order: ExportOrder, found: Round | None) -> list[Column]:
    """What is told of each response. Where people are not named: no id, no day, only the month; else both."""
    named = found is not None and not found.anonymous
    facts = [Column("row", "", "Row, in an order of chance", ROW, measure="nominal")]
    if named:
        facts += [fact("response", "Response"), fact("sent_on", "Day of sending")]
    else:
        facts.append(fact("month", "Month of sending"))
    facts += [
        fact("channel", "How the answers came", channel_words()),
        fact("helper", "Who gave the answers", helper_words()),
        fact("language", "Language"),
        fact("survey_version", "Version of the survey"),
    ]
    if len(order.selection.providers) > 1:
        facts.append(fact("provider", "Provider"))
    return facts if found else [*facts, fact("round", "Round")]


def _manifest(order: ExportOrder, report: Report, found: Round | None, columns: list[str]) -> dict[str, Any]:
    return {
        "format": manifests.FORMAT,
        "made_at": clock.now().isoformat() + "Z",
        "made_by": order.asked_by,
        "survey": order.selection.survey,
        "title": report.title,
        "round": {"slug": found.slug, "title": found.title, "anonymous": found.anonymous} if found else None,
        "selection": order.selection.to_plain(),
        "filters": filter_words(order.selection),
        "labels_in": order.language,
        "words_included": order.words,
        "versions": [
            {"version": one.version, "title": say(one.survey.title), "responses": report.counts.sent[one.version]}
            for one in report.answered_versions
        ],
        "rows": report.sent,
        "columns": columns,
    }


def _csv_cell(cell: str | int, column: Column) -> str | int:
    return safe_cell(cell) if column.kind == WORDS and isinstance(cell, str) else cell
