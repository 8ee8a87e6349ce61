"""A question that asks something else breaks the series: drawn, said, and never compared across."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest

from site_builder.site.charts.line import line_chart
from site_builder.site.errors import EvidenceError
from site_builder.site.evidence import read_evidence
from site_builder.site.figures.change import change_since_last_year
from site_builder.site.pages.catalogue import Catalogue
from site_builder.site.pages.measures import measure_files

FROM = date(2025, 9, 15)
NOTE = "“Do you feel safe?” became “How safe do you feel?”. Plainer words."


def with_break(evidence: Path, measure: str = "k1", day: str = FROM.isoformat()) -> Path:
    """Add `breaks.csv` to the folder, as the evidence command would."""
    content = f"framework,measure,from,note\nhub,{measure},{day},{NOTE}\n".encode()
    (evidence / "breaks.csv").write_bytes(content)
    path = evidence / "datapackage.json"
    package = json.loads(path.read_text())
    digest = hashlib.sha256(content).hexdigest()
    package["resources"].append({"name": "breaks", "path": "breaks.csv", "hash": f"sha256:{digest}"})
    path.write_text(json.dumps(package))
    return evidence


def files_of(evidence: Path, measure: str = "k1") -> dict[str, str]:
    """The page of a measure and its charts, by the end of their names."""
    catalogue = Catalogue(read_evidence(evidence), made_up=False)
    found = next(one for one in catalogue.evidence.measures if one.measure == measure)
    return {name.rpartition("/")[2]: content.decode() for name, content in measure_files(catalogue, found).items()}


def test_a_break_is_a_dashed_line_and_words_for_those_who_cannot_see_it(evidence: Path) -> None:
    before = files_of(evidence)["trend.svg"]
    after = files_of(with_break(evidence))
    assert "stroke-dasharray=" not in before
    assert after["trend.svg"].count('stroke-dasharray="3 3"') == 2
    assert (
        "The question changed on 15 September 2025: survey figures before and after can’t be compared."
        in after["trend.svg"]
    )
    page = "\n".join(after.values())
    assert NOTE in page
    assert "The question changed on 15 September 2025." in page


def test_no_line_of_survey_figures_crosses_the_break_and_others_do(evidence: Path) -> None:
    catalogue = Catalogue(read_evidence(evidence), made_up=False)
    measure = next(one for one in catalogue.evidence.measures if one.measure == "k1")
    series = catalogue.figures(measure).overall
    runs = {}
    for breaks in ((), (FROM,)):
        svg = line_chart(measure, series, breaks).svg
        parts = {name: svg.split(f'<g class="{name}">')[1].split("</g>")[0] for name in ("survey", "reviews")}
        runs[bool(breaks)] = {name: part.count("<polyline") for name, part in parts.items()}
    assert runs[True]["survey"] == runs[False]["survey"] + 1
    assert runs[True]["reviews"] == runs[False]["reviews"]


def test_figures_on_the_two_sides_of_a_break_are_not_compared(evidence: Path) -> None:
    catalogue = Catalogue(read_evidence(evidence), made_up=False)
    measure = next(one for one in catalogue.evidence.measures if one.measure == "wellbeing.emergency-plan.survey")
    series = next(one for one in catalogue.figures(measure).overall if one.basis == "survey")
    now = next(figure for figure in reversed(series.figures) if figure.value is not None)
    plain = change_since_last_year(measure, series, now)
    broken = change_since_last_year(measure, series, now, [FROM])
    assert plain is not None
    assert broken is not None
    assert plain.verdict != "not_comparable"
    assert broken.words == "Can’t be compared: the question changed in between"


def test_without_a_break_every_byte_is_as_it_was(evidence: Path) -> None:
    before = files_of(evidence)
    assert files_of(with_break(evidence, day="1999-01-01"))["trend.svg"] == before["trend.svg"]


def test_a_break_of_one_measure_changes_no_other(evidence: Path) -> None:
    before = files_of(evidence, "calls")
    assert files_of(with_break(evidence), "calls") == before


@pytest.mark.parametrize(
    ("measure", "day", "fault"), [("k99", "2025-05-15", "not in measures.csv"), ("k1", "soon", "not a date")]
)
def test_a_broken_file_of_breaks_is_a_fault(evidence: Path, measure: str, day: str, fault: str) -> None:
    with pytest.raises(EvidenceError, match=fault):
        read_evidence(with_break(evidence, measure, day))
