"""Every generated file of the Markdown tree."""

from __future__ import annotations

from site_builder.site.errors import SiteError
from site_builder.site.pages.audit import audit_files
from site_builder.site.pages.catalogue import Catalogue
from site_builder.site.pages.downloads import download_files
from site_builder.site.pages.frameworks import framework_files, outcome_files
from site_builder.site.pages.front import front_files
from site_builder.site.pages.measures import measure_files
from site_builder.site.pages.texts import story_files, words_files


def all_pages(catalogue: Catalogue) -> dict[str, bytes]:
    """Path in the tree to bytes, for every page, chart and data file. Raises SiteError when two share a path."""
    evidence = catalogue.evidence
    pieces = [front_files(catalogue), story_files(catalogue), words_files(catalogue)]
    pieces += [audit_files(catalogue), download_files(catalogue)]
    pieces += [framework_files(catalogue, framework) for framework in evidence.frameworks]
    pieces += [outcome_files(catalogue, outcome) for outcome in evidence.outcomes]
    pieces += [measure_files(catalogue, measure) for measure in evidence.measures]
    files: dict[str, bytes] = {}
    for piece in pieces:
        twice = [path for path in piece if path in files]
        if twice:
            raise SiteError(f"Two pages would have the same address: {twice[0]}. Give one of them another id.")
        files |= piece
    return files
