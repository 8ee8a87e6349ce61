"""The same tree, built by MkDocs and by Zensical, is the same site."""

from __future__ import annotations

from pathlib import Path

import html5lib
import pytest

HTML = "{http://www.w3.org/1999/xhtml}"


def article(path: Path) -> object:
    root = html5lib.parse(path.read_text(), treebuilder="etree")
    return next(root.iter(f"{HTML}article"))


def words(element: object) -> str:
    return " ".join("".join(element.itertext()).split())  # type: ignore[attr-defined]


def contents(path: Path) -> dict[str, list[object]]:
    """The headings, tables, links and images of a page."""
    found = article(path)
    elements = list(found.iter())  # type: ignore[attr-defined]
    return {
        "headings": [(e.tag, words(e)) for e in elements if e.tag in {f"{HTML}h{level}" for level in range(1, 7)}],
        "tables": [
            [[words(cell) for cell in row] for row in e.iter(f"{HTML}tr")] for e in elements if e.tag == f"{HTML}table"
        ],
        "links": [e.get("href") for e in elements if e.tag == f"{HTML}a" and e.get("href")],
        "images": [(e.get("src"), e.get("alt")) for e in elements if e.tag == f"{HTML}img"],
    }


@pytest.mark.slow
def test_both_engines_make_the_same_pages(twins: dict[str, Path]) -> None:
    mkdocs, zensical = twins["mkdocs"], twins["zensical"]
    names = sorted(path.relative_to(mkdocs).as_posix() for path in mkdocs.rglob("index.html"))
    assert names == sorted(path.relative_to(zensical).as_posix() for path in zensical.rglob("index.html"))
    assert len(names) > 20
    for name in names:
        assert contents(mkdocs / name) == contents(zensical / name), name


@pytest.mark.slow
def test_both_engines_copy_the_same_charts_and_data(twins: dict[str, Path]) -> None:
    found = []
    for site in twins.values():
        files = [path for path in sorted(site.rglob("*")) if path.suffix in {".csv", ".svg"}]
        found.append({path.relative_to(site): path.read_bytes() for path in files if "assets" not in path.parts})
    assert found[0] == found[1]
