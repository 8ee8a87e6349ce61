"""Charts draw only what is published, and say what they show."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path

from site_builder.site.charts.bars import status_bars
from site_builder.site.charts.line import line_chart
from site_builder.site.charts.render import Chart
from site_builder.site.charts.scale import value_scale
from site_builder.site.evidence import read_evidence
from site_builder.site.pages.catalogue import Catalogue
from tests.site_builder.site.sample import hidden, share, write_evidence

SVG = "{http://www.w3.org/2000/svg}"


def chart_of(evidence: Path, measure: str) -> Chart:
    catalogue = Catalogue(read_evidence(evidence), made_up=False)
    found = next(m for m in catalogue.evidence.measures if m.measure == measure)
    return line_chart(found, catalogue.figures(found).overall)


def parse(chart: Chart) -> ElementTree.Element:
    return ElementTree.fromstring(chart.svg)


def test_a_chart_has_a_role_a_title_and_a_description(evidence: Path) -> None:
    for chart in (chart_of(evidence, "k1"), status_bars({"met": 2}, "Hub <&>")):
        root = parse(chart)
        assert root.get("role") == "img"
        named = root.get("aria-labelledby", "").split()
        assert [root[0].get("id"), root[1].get("id")] == named
        assert (root[0].tag, root[1].tag) == (f"{SVG}title", f"{SVG}desc")
        assert root[0].text
        assert root[1].text


def test_a_hidden_period_is_a_gap_in_the_line_and_is_marked(evidence: Path) -> None:
    root = parse(chart_of(evidence, "k1"))
    reviews = root.find(f"{SVG}g[@class='reviews']")
    assert reviews is not None
    runs = [line.get("points", "").split() for line in reviews.findall(f"{SVG}polyline")]
    assert [len(run) for run in runs] == [4, 3]
    assert next(text.text for text in root.iter(f"{SVG}text") if text.get("class") == "gap") == "[c]"


def test_a_hidden_period_is_counted_in_the_description(evidence: Path) -> None:
    assert "1 period is not drawn" in chart_of(evidence, "k1").alt


def test_each_basis_is_a_line_of_its_own(evidence: Path) -> None:
    root = parse(chart_of(evidence, "k1"))
    assert {group.get("class") for group in root.findall(f"{SVG}g")} == {"reviews", "survey"}


def test_the_target_is_drawn_where_there_is_one(evidence: Path) -> None:
    assert 'class="target" points=' in chart_of(evidence, "k1").svg
    assert 'class="target"' not in chart_of(evidence, "calls").svg.replace("<style>", "")


def test_colours_come_from_classes_with_rules_for_dark_and_for_print(evidence: Path) -> None:
    svg = chart_of(evidence, "k1").svg
    assert "prefers-color-scheme:dark" in svg
    assert "@media print" in svg
    drawn = svg.split("</style>")[1]
    assert "fill=" not in drawn
    assert "stroke=" not in drawn


def test_a_small_change_in_a_share_is_not_made_to_look_large() -> None:
    scale = value_scale([88.0, 90.0], "percent", 200, 0)
    assert scale.high - scale.low >= 20
    assert scale.high <= 100


def test_a_scale_holds_every_value() -> None:
    for values in ([0.0, 0.0], [5.0], [0.3, 1200.0], [-3.0, 4.0], [100.0, 100.0]):
        scale = value_scale(values, "count", 200, 0)
        assert scale.low <= min(values)
        assert scale.high >= max(values)
        assert len(scale.ticks) >= 2


def test_a_series_that_was_never_published_is_not_in_the_legend_and_marks_no_gap(tmp_path: Path) -> None:
    missing = [hidden("k1", q, basis="return", label="[x]", symbol="x") for q in (6, 7)]
    rows = [share("k1", 6, 40, 100, 31, 49), share("k1", 7, 45, 100, 36, 54), *missing]
    svg = chart_of(write_evidence(tmp_path, rows), "k1").svg
    assert "Providers" not in svg.split("</style>")[1]
    assert 'class="gap"' not in svg
