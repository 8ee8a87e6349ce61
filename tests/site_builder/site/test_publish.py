"""Publishing: the same bytes from the same evidence, swapped in one step, or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from site_builder.site import SiteError, build_site
from site_builder.site.publish.config import read_config
from site_builder.site.publish.links import check_links
from site_builder.site.publish.release import checksum, only_builder, workshop_of
from site_builder.site.publish.tree import merge, read_docs, write_tree
from tests.site_builder.site.conftest import CONFIG, DOCS
from tests.site_builder.site.sample import share, write_evidence

Build = Callable[..., Path]


def test_the_same_evidence_gives_the_same_bytes(twins: dict[str, Path], evidence: Path, build: Build) -> None:
    assert checksum(build(evidence)) == checksum(twins["mkdocs"])


def test_a_file_of_the_tree_is_written_only_when_its_bytes_change(tmp_path: Path) -> None:
    write_tree(tmp_path, {"a/index.md": b"one", "b.md": b"two"})
    before = os.stat(tmp_path / "b.md").st_mtime_ns
    assert write_tree(tmp_path, {"a/index.md": b"changed", "b.md": b"two"}) == ["a/index.md"]
    assert os.stat(tmp_path / "b.md").st_mtime_ns == before
    assert write_tree(tmp_path, {"b.md": b"two"}) == ["a/index.md"]


def test_a_failed_build_leaves_the_last_site_up(tmp_path: Path, evidence: Path, build: Build) -> None:
    site = build(evidence)
    before = checksum(site)
    broken = tmp_path / "docs"
    broken.mkdir()
    for path in DOCS.glob("*.md"):
        (broken / path.name).write_bytes(path.read_bytes() + b"\n[gone](nowhere.md)\n")
    with pytest.raises(SiteError, match="The last site stays up"):
        build_site(evidence, site, docs=broken, config=CONFIG)
    assert checksum(site) == before


def test_a_new_release_replaces_the_old_one_and_keeps_it_for_going_back(tmp_path: Path, build: Build) -> None:
    site = build(write_evidence(tmp_path / "one"))
    build(write_evidence(tmp_path / "two", [share("k1", 7, 40, 100, 31, 49)]))
    assert '"figure">70%' not in (site / "frameworks/hub/measures/k1/index.html").read_text()
    build(write_evidence(tmp_path / "three", [share("k1", 7, 45, 100, 36, 54)]))
    assert len(list((workshop_of(site) / "releases").iterdir())) == 2


def test_something_else_in_the_place_of_the_site_is_left_alone(tmp_path: Path, evidence: Path, build: Build) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "mine.txt").write_text("keep")
    with pytest.raises(SiteError, match="already holds something"):
        build(evidence)
    assert (tmp_path / "site" / "mine.txt").read_text() == "keep"


def test_two_builds_of_one_site_do_not_run_at_once(tmp_path: Path, evidence: Path, build: Build) -> None:
    with only_builder(workshop_of(tmp_path / "site")), pytest.raises(SiteError, match="Another build"):
        build(evidence)


def test_pages_for_people_who_work_on_the_code_stay_off_the_site(tmp_path: Path) -> None:
    (tmp_path / "contributing").mkdir()
    (tmp_path / "contributing" / "secret.md").write_text("x")
    (tmp_path / "method.md").write_text("x")
    assert list(read_docs(tmp_path, yaml.safe_load(CONFIG.read_text())["exclude_docs"].splitlines())) == ["method.md"]


def test_a_hand_written_page_cannot_hide_a_generated_one() -> None:
    with pytest.raises(SiteError, match=r"docs/index\.md is hand-written"):
        merge({"index.md": b""}, {"index.md": b""})


@pytest.mark.parametrize("line", ["hooks: [hook.py]", "plugins: [search, macros]"])
def test_a_configuration_one_engine_would_skip_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "mkdocs.yml"
    path.write_text(f"site_name: x\n{line}\n")
    with pytest.raises(SiteError, match="Zensical would skip them"):
        read_config(path)


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ('<a href="gone/">x</a>', "index.html: gone/ leads nowhere"),
        ('<img alt="" src="gone.svg">', "index.html: gone.svg leads nowhere"),
        ('<a href="#gone">x</a>', "index.html: #gone names a place that is not on that page"),
        (
            '<script src="https://example.org/x.js"></script>',
            "index.html: loads https://example.org/x.js from another host",
        ),
        ('<img src="//example.org/x.png">', "index.html: loads //example.org/x.png from another host"),
        ('<a href="../../etc/passwd">x</a>', "index.html: ../../etc/passwd leads nowhere"),
    ],
)
def test_a_broken_link_or_a_foreign_file_is_found(tmp_path: Path, html: str, fault: str) -> None:
    (tmp_path / "index.html").write_text(html)
    assert check_links(tmp_path) == [fault]


def test_a_sound_link_is_not_a_fault(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").write_text('<p id="here"><a href="../">x</a> <a href="https://example.org/">y</a>')
    (tmp_path / "index.html").write_text('<a href="a/#here">x</a><a href="mailto:x@example.org">y</a>')
    assert check_links(tmp_path) == []


def test_an_id_that_could_leave_its_folder_is_refused(tmp_path: Path, build: Build) -> None:
    text = "framework,outcome,title,statement\nhub,wellbeing,Well,\nhub,x/y,Bad,\n"
    files = {"outcomes.csv": text, "measure_outcomes.csv": "framework,outcome,measure\n"}
    with pytest.raises(SiteError, match="cannot be part of an address"):
        build(write_evidence(tmp_path / "evidence", files=files))
