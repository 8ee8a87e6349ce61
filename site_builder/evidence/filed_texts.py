"""What the Carers' Hub audit and the yearly returns say in words: ratings, changes made, curves turned, context."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms_app.models.filing import PublishedFigure
from site_builder.evidence.tables import Row
from site_builder.figures.filed import Filed
from site_builder.protect.words import with_unit
from surveys.model.framework import Framework
from surveys.model.measure import Measure

CONTEXT = "context"


def audit_rows(filed: Filed) -> Iterator[Row]:
    """Ratings of the audit's matrix: one row a part of a cell."""
    for form in filed.framework.forms:
        if form.matrix is None:
            continue
        rows = {row.code: row.label for row in form.matrix.rows}
        columns = {column.code: column.label for column in form.matrix.columns}
        for (provider, form_id, start, field), value in filed.values.items():
            parts = field.split(".")
            if form_id == form.id and len(parts) == 3 and parts[0] in rows and parts[1] in columns:
                yield {
                    "framework": filed.framework.id, "provider": provider, "period_start": start,
                    "intervention": parts[0], "intervention_title": rows[parts[0]],
                    "group": parts[1], "group_title": columns[parts[1]],
                    "part": parts[2].replace("-", "_"), "value": value,
                }  # fmt: skip


def change_rows(filed: Filed) -> Iterator[Row]:
    """You said, we did: pairs of fields `changes.said-N` and `changes.did-N`."""
    for (provider, form, start, field), said in filed.values.items():
        if field.startswith("changes.said-"):
            did = filed.values.get((provider, form, start, field.replace("said", "did")), "")
            if did:
                when = filed.received.get((provider, form, start))
                yield {
                    "framework": filed.framework.id,
                    "provider": provider,
                    "said": said,
                    "did": did,
                    "when": when or start,
                }


def curve_rows(filed: Filed) -> Iterator[Row]:
    """Turn-the-curve notes: fields `curve.<part>`, about the measure that `curve.measure` names."""
    notes: dict[tuple[str, str, date], dict[str, str]] = defaultdict(dict)
    for (provider, form, start, field), value in filed.values.items():
        if field.startswith("curve."):
            notes[provider, form, start][field.removeprefix("curve.")] = value
    for (provider, _, start), parts in notes.items():
        measure = parts.pop("measure", "")
        for part, value in parts.items():
            yield {
                "framework": filed.framework.id, "measure": measure, "provider": provider, "period_start": start,
                "part": part, "value": value,
            }  # fmt: skip


def context_rows(session: Session, framework: Framework) -> Iterator[Row]:
    """Context statistics: published figures of the measures whose theme is context, with source and year."""
    measures = {measure.id: measure for measure in framework.measures if measure.theme == CONTEXT}
    stored = select(PublishedFigure).where(PublishedFigure.framework == framework.id)
    for row in session.scalars(stored):
        if row.measure in measures:
            measure = measures[row.measure]
            yield _context(framework, measure, row.group, float(row.value), row.source, row.period_end.year, row.note)
    for measure in measures.values():
        for point in measure.published:
            year = int(point.period_end[:4])
            yield _context(framework, measure, point.group, point.value, point.source, year, point.note)


def _context(
    framework: Framework, measure: Measure, group: str, value: float, source: str, year: int, note: str | None
) -> Row:
    return {
        "framework": framework.id, "topic": measure.title, "group": group or "all",
        "value": with_unit(value, measure.unit), "source": source, "year": year, "note": note or "",
    }  # fmt: skip
