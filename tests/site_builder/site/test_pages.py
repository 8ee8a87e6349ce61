"""What the built pages say, and what they never say."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import html5lib
import pytest

from site_builder.site.evidence import read_evidence
from site_builder.site.pages import all_pages
from site_builder.site.pages.catalogue import Catalogue
from site_builder.site.pages.texts import safe_markdown
from tests.site_builder.site.sample import share, values, write_evidence

HTML = "{http://www.w3.org/1999/xhtml}"


def pages(site: Path) -> dict[str, object]:
    return {
        path.relative_to(site).as_posix(): html5lib.parse(path.read_text(), treebuilder="etree")
        for path in sorted(site.rglob("*.html"))
    }


@pytest.fixture(scope="session")
def parsed(built: Path) -> dict[str, object]:
    return pages(built.resolve())


def text_of(element: object) -> str:
    return " ".join("".join(element.itertext()).split())  # type: ignore[attr-defined]


def classed(root: object, name: str) -> list[object]:
    return [found for found in root.iter() if name in (found.get("class") or "").split()]  # type: ignore[attr-defined]


def test_every_figure_on_every_page_is_a_label_of_the_evidence(parsed: dict[str, object]) -> None:
    labels = {row["label"] for row in values()}
    shown = {text_of(found) for root in parsed.values() for found in classed(root, "figure")}
    assert shown
    assert shown <= labels


def test_a_hidden_figure_is_shown_as_hidden_and_never_as_nought_or_nothing(built: Path) -> None:
    page = html5lib.parse((built / "frameworks/hub/measures/k1/index.html").read_text(), treebuilder="etree")
    rows = [row for row in page.iter(f"{HTML}tr") if text_of(row).startswith("January to March 2025")]
    assert [text_of(cell) for cell in rows[0]][:2] == ["January to March 2025", "[c]"]
    assert "No target" not in text_of(rows[0])
    cells = list(page.iter(f"{HTML}td"))
    assert all(text_of(cell) for cell in cells)
    assert "0%" not in {text_of(cell) for cell in cells}


def test_a_hidden_figure_stays_hidden_in_the_csv_file(built: Path) -> None:
    with (built / "frameworks/hub/measures/k1/k1.csv").open() as file:
        hidden = [row for row in csv.DictReader(file) if row["symbol"] == "c"]
    assert len(hidden) == 3
    assert {(row["label"], row["value"], row["denominator"]) for row in hidden} == {("[c]", "", "")}


def test_every_data_table_has_a_caption_and_headings_with_a_scope(parsed: dict[str, object]) -> None:
    tables = [(name, table) for name, root in parsed.items() for table in root.iter(f"{HTML}table")]  # type: ignore[attr-defined]
    assert len(tables) > 15
    for name, table in tables:
        assert text_of(table.find(f"{HTML}caption")), name
        assert {heading.get("scope") for heading in table.iter(f"{HTML}th")} <= {"col", "row"}, name


def test_every_image_has_a_text_alternative(parsed: dict[str, object]) -> None:
    images = [image for root in parsed.values() for image in root.iter(f"{HTML}img")]  # type: ignore[attr-defined]
    assert len(images) > 5
    assert all(image.get("alt") for image in images)


def test_every_page_has_one_heading_of_the_first_level_and_no_id_twice(parsed: dict[str, object]) -> None:
    for name, root in parsed.items():
        assert len(list(root.iter(f"{HTML}h1"))) == 1, name  # type: ignore[attr-defined]
        ids = Counter(found.get("id") for found in root.iter() if found.get("id"))  # type: ignore[attr-defined]
        assert not [found for found, count in ids.items() if count > 1], name


def test_every_page_explains_the_marks_and_says_the_data_is_made_up(parsed: dict[str, object]) -> None:
    for name, root in parsed.items():
        said = text_of(root)
        for words in (
            "[c] hidden to protect people",
            "[u] too few to rely on",
            "[x] not available",
            "[z] does not apply",
            "[p] provisional",
            "[r] revised",
            "Made-up data.",
        ):
            assert words in said, name


def test_a_site_of_real_data_does_not_say_it_is_made_up(twins: dict[str, Path]) -> None:
    assert "Made-up data" not in (twins["mkdocs"] / "index.html").read_text()


def test_the_front_page_says_what_changed_and_no_more_than_it_may(built: Path) -> None:
    said = text_of(html5lib.parse((built / "index.html").read_text(), treebuilder="etree"))
    assert "We can compare 2 measures of whether people are better off with a year earlier." in said
    assert "1 clearly improved, 0 clearly got worse, and for 1 there is no clear change." in said
    assert "70% Carers who feel supported In October to December 2025" in said
    assert "The true figure is likely to be between 61% and 79%." in said
    assert "No clear change. A year earlier it was 50% (40% to 60%)." in said


def test_several_bases_stand_side_by_side(built: Path) -> None:
    page = html5lib.parse((built / "frameworks/hub/measures/k1/index.html").read_text(), treebuilder="etree")
    row = next(row for row in page.iter(f"{HTML}tr") if text_of(row).startswith("October to December 2025"))
    cells = [text_of(cell) for cell in row]
    assert cells[1].startswith("70%")
    assert cells[2].startswith("46%")


def test_a_measure_that_can_be_read_either_way_is_not_coloured(tmp_path: Path) -> None:
    rows = [share("calls", 7, 40, 100, 31, 49, status="missed", target="60")]
    catalogue = Catalogue(read_evidence(write_evidence(tmp_path, rows)), made_up=False)
    page = all_pages(catalogue)["frameworks/hub/measures/calls/index.md"].decode()
    assert "status--plain" in page
    assert "status--missed" not in page


def test_a_framework_page_shows_payments_readings_and_findings(built: Path) -> None:
    hub = text_of(html5lib.parse((built / "frameworks/hub/index.html").read_text(), treebuilder="etree"))
    assert "Payments: Alder Carers, contract C1" in hub
    assert "Year 2, April 2024 to March 2025Helped to keep work£12,500◆ Still reachable" in hub
    assert "Carers who feel supported: We read the 70% as standing beside this row." in hub
    six = text_of(html5lib.parse((built / "frameworks/six-kpis/index.html").read_text(), treebuilder="etree"))
    assert "also found: Staff turnover: The source says higher" in six


def test_payment_elements_and_groups_are_called_by_their_names(built: Path) -> None:
    hub = text_of(html5lib.parse((built / "frameworks/hub/index.html").read_text(), treebuilder="etree"))
    assert "Pay by results: drop-in sessions" in hub
    k1 = text_of(html5lib.parse((built / "frameworks/hub/measures/k1/index.html").read_text(), treebuilder="etree"))
    assert "65 or older" in k1


def test_an_outcome_page_says_what_is_still_not_good_enough(built: Path) -> None:
    page = text_of(
        html5lib.parse((built / "frameworks/hub/outcomes/wellbeing/index.html").read_text(), treebuilder="etree")
    )
    assert "I have an emergency plan." in page
    assert "Missed by: Birch & Co, contract C2 (41% in October to December 2025, target 60%)." in page
    assert "I could <b>breathe</b> again." in page
    assert "A night's sleep" in page


def test_ratings_of_commissioner_and_carers_stand_side_by_side(built: Path) -> None:
    page = html5lib.parse((built / "carers-hub/index.html").read_text(), treebuilder="etree")
    cell = next(page.iter(f"{HTML}td"))
    assert text_of(cell) == "Commissioner ● Green Carers ◆ Amber"


def test_a_story_can_neither_run_nor_load_anything(built: Path) -> None:
    page = (built / "stories/sleep/index.html").read_text()
    article = page[page.index("<article") : page.index("</article>")]
    assert "<strong>not slept</strong>" in article
    assert "<script>alert" not in article
    assert 'href="https://example.org/' not in article
    assert re.search(r"<h2[^>]*>Before</h2>", article)


def test_an_image_in_a_story_is_only_text() -> None:
    assert "![" not in str(safe_markdown("![x](https://example.org/x.png)"))


def test_the_downloads_are_the_evidence_byte_for_byte(built: Path) -> None:
    evidence = built.parent / "evidence"
    for path in [*evidence.glob("*.csv"), evidence / "datapackage.json"]:
        assert (built / "downloads" / path.name).read_bytes() == path.read_bytes()
