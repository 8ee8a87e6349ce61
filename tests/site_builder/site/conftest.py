"""A sample evidence folder, and a site built from it once and served."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from site_builder.site import build_site
from site_builder.site.publish.engines import Engine
from tests.site_builder.site.sample import write_evidence
from tests.support.chromium import served_folder

PROJECT = Path(__file__).resolve().parents[3]
DOCS, CONFIG = PROJECT / "docs", PROJECT / "mkdocs.yml"


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    return write_evidence(tmp_path / "evidence")


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., Path]:
    """Build the site of an evidence folder at a place of its own."""

    def run(evidence: Path, out: str = "site", **options: object) -> Path:
        return build_site(evidence, tmp_path / out, docs=DOCS, config=CONFIG, **options)  # type: ignore[arg-type]

    return run


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's site, built once with MkDocs and marked as made up."""
    place = tmp_path_factory.mktemp("built")
    evidence = write_evidence(place / "evidence", made_up=True)
    return build_site(evidence, place / "site", docs=DOCS, config=CONFIG)


@pytest.fixture(scope="session")
def twins(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sample's site by engine, each built from the same evidence and not marked as made up."""
    place = tmp_path_factory.mktemp("twins")
    evidence = write_evidence(place / "evidence")
    engines: tuple[Engine, ...] = ("mkdocs", "zensical")
    return {
        engine: build_site(evidence, place / engine, docs=DOCS, config=CONFIG, engine=engine).resolve()
        for engine in engines
    }


@pytest.fixture(scope="session")
def address(built: Path) -> Iterator[str]:
    """The sample's site, served."""
    with served_folder(built) as where:
        yield where
