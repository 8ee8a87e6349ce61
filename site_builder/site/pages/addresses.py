"""Permanent addresses. Every page is `<folder>/index.md`, so its files lie beside it in the tree and on the site."""

from __future__ import annotations

import re

from site_builder.site.errors import SiteError

SAFE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?")


def safe(identifier: str) -> str:
    """An id as a part of an address; raises SiteError for one that could leave its folder or break a link."""
    if not SAFE.fullmatch(identifier) or ".." in identifier:
        raise SiteError(f"The id {identifier!r} cannot be part of an address. Use letters, digits, dots and dashes.")
    return identifier


def framework_address(framework: str) -> str:
    """Where a framework has its page."""
    return f"frameworks/{safe(framework)}/"


def measure_address(framework: str, measure: str) -> str:
    """Where a measure has its page, its charts and its CSV file."""
    return f"frameworks/{safe(framework)}/measures/{safe(measure)}/"


def outcome_address(framework: str, outcome: str) -> str:
    """Where an outcome has its page; a statement shares that of the outcome above it."""
    return f"frameworks/{safe(framework)}/outcomes/{safe(outcome.partition('.')[0])}/"


def story_address(name: str) -> str:
    """Where a case study has its page."""
    return f"stories/{safe(name)}/"


def to_root(address: str) -> str:
    """The way from a page back to the top of the site: "../" for each folder it lies in."""
    return "../" * address.count("/")
