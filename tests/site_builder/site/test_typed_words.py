"""What people typed reaches a page as words: it links to nothing, loads nothing, and is no formula in a spreadsheet."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from site_builder.site.evidence import read_evidence
from site_builder.site.pages.catalogue import Catalogue
from site_builder.site.pages.frameworks import framework_files, outcome_files
from site_builder.site.pages.texts import words_files
from tests.site_builder.site.sample import STORY, describe, write_evidence

HOSTILE = "'=1+1\n\n![x](https://evil.example/x.png) <script>alert(1)</script>\n\n[a](javascript:b) {{ c }}\n\n# D"


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """An evidence folder in which everything that staff type would do harm, were it not taken as words."""
    folder = write_evidence(tmp_path / "evidence")
    for name in ("quotes.csv", "changes.csv"):
        with (folder / name).open(newline="") as file:
            columns, row = csv.reader(file)
        with (folder / name).open("w", newline="") as file:
            changed = [
                HOSTILE if column in ("quote", "said", "did") else cell for column, cell in zip(columns, row, strict=True)
            ]
            csv.writer(file, lineterminator="\n").writerows([columns, changed])
    describe(folder)
    return folder


def test_quotes_and_what_was_done_stay_words_over_empty_lines(hostile: Path) -> None:
    catalogue = Catalogue(read_evidence(hostile), made_up=False)
    files = words_files(catalogue)
    for framework in catalogue.evidence.frameworks:
        files |= framework_files(catalogue, framework)
    for outcome in catalogue.evidence.outcomes:
        files |= outcome_files(catalogue, outcome)
    pages = [text for name, text in ((name, found.decode()) for name, found in files.items()) if "=1+1" in text]
    assert len(pages) >= 3
    for page in pages:
        for sign in ("![", "](", "<script", "{{", "\n# D", "'=1+1"):
            assert sign not in page


@pytest.mark.parametrize("title", ["A break ---", "--- A break", "a---"])
def test_a_title_may_hold_the_signs_that_end_the_front_matter(tmp_path: Path, title: str) -> None:
    folder = write_evidence(
        tmp_path, files={"stories/sleep.md": STORY.replace("title: A night's sleep", f'title: "{title}"')}
    )
    (story,) = read_evidence(folder).stories
    assert story.title == title
    assert "consent" not in story.body


def test_a_title_at_the_end_of_its_line_ends_nothing(tmp_path: Path) -> None:
    folder = write_evidence(
        tmp_path, files={"stories/sleep.md": STORY.replace("title: A night's sleep", "title: A break ---")}
    )
    (story,) = read_evidence(folder).stories
    assert (story.title, story.published_on) == ("A break ---", "2025-07-01")
