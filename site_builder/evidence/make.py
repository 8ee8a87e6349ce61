"""Making the evidence: from the database, through protection, into a folder."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms_app.models.records import Provider
from site_builder.evidence import breaks, filed_texts, tables, texts
from site_builder.evidence.folder import write_folder
from site_builder.evidence.payments import Statement
from site_builder.evidence.tables import Row
from site_builder.evidence.targets import read_aims
from site_builder.evidence.values import suppression_row, value_row
from site_builder.figures.figure import Figure
from site_builder.figures.filed import read_filed
from site_builder.figures.slots import ContractFacts, contracts_of
from site_builder.figures.work_out import Workshop
from site_builder.protect.rules import protect
from surveys.library import Library
from surveys.periods import Period


@dataclass(frozen=True)
class Made:
    """What an evidence run published and hid, and how many approved texts it left out."""

    figures: int
    hidden: int
    left_out: list[Row]


def make_evidence(
    session: Session,
    library: Library,
    *,
    as_of: date,
    out: Path,
    definitions: Path,
    made_up: bool = False,
    private_log: Path | None = None,
) -> Made:
    """Write the evidence folder `out` from all data up to `as_of`; what was hidden, and why, goes to `private_log`."""
    contracts = {name: contracts_of(session, name) for name in library.frameworks}
    aims = read_aims(session, {name: [one.contract for one in several] for name, several in contracts.items()})
    rows: dict[str, list[Row]] = defaultdict(list)
    hidden: list[Row] = []
    for framework in library.frameworks.values():
        figures = list(Workshop(session, library, framework, as_of).figures())
        for shown in protect(figures):
            rows["values.csv"].append(value_row(shown, aims))
            if shown.hidden:
                hidden.append(suppression_row(shown))
        filed = read_filed(session, framework, as_of)
        statement = Statement(framework, contracts[framework.id], aims, filed, as_of, _headline(figures))
        rows["payments.csv"] += [vars(row) for row in statement.rows()]
        rows["frameworks.csv"].append(tables.framework_row(framework))
        rows["measures.csv"] += tables.measure_rows(framework)
        rows["outcomes.csv"] += tables.outcome_rows(framework)
        rows["measure_outcomes.csv"] += tables.measure_outcome_rows(framework)
        rows["audit.csv"] += filed_texts.audit_rows(filed)
        rows["changes.csv"] += filed_texts.change_rows(filed)
        rows["curves.csv"] += filed_texts.curve_rows(filed)
        rows["context.csv"] += filed_texts.context_rows(session, framework)
    rows["breaks.csv"] += breaks.break_rows(session, library, as_of)
    rows["names.csv"] += tables.name_rows(library)
    rows["readings.csv"] += tables.reading_rows(library, definitions)
    rows["contracts.csv"] += _contract_rows(session, contracts)
    weighed = texts.weigh_texts(session, library, as_of)
    rows["quotes.csv"] += texts.quote_rows(weighed.shown)
    rows["changes.csv"] += texts.change_rows(session, as_of)
    sources = [{"title": f"{one.source.title} ({one.source.publisher})"} for one in library.frameworks.values()]
    stories = texts.story_files(weighed.shown)
    write_folder(out, rows, stories, released_on=as_of, made_up=made_up, sources=sources)
    if private_log is not None:
        _write_log(private_log, hidden, ["framework"])
        _write_log(private_log.with_name(f"texts-left-out-{as_of}.csv"), weighed.left_out, ["story"])
    return Made(len(rows["values.csv"]), len(hidden), weighed.left_out)


def _headline(figures: list[Figure]) -> dict[tuple[str, str, Period], Figure]:
    """For each contract, measure and period the first way's figure that is available."""
    found: dict[tuple[str, str, Period], Figure] = {}
    for figure in figures:
        if figure.breakdown == "none" and figure.available:
            found.setdefault((figure.contract, figure.measure.id, figure.period), figure)
    return found


def _contract_rows(session: Session, contracts: dict[str, list[ContractFacts]]) -> list[Row]:
    provider_names = {row.provider: row.name for row in session.scalars(select(Provider))}
    return [
        {
            "contract": one.contract, "framework": one.framework, "provider": one.provider,
            "provider_name": provider_names[one.provider], "starts_on": one.starts_on, "ends_on": one.ends_on,
        }
        for several in contracts.values()
        for one in several
    ]  # fmt: skip


def _write_log(path: Path, hidden: list[Row], otherwise: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(hidden[0]) if hidden else otherwise, lineterminator="\n")
        writer.writeheader()
        writer.writerows(hidden)
