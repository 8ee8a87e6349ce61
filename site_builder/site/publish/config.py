"""The configuration of one build: mkdocs.yml with its pages, folders and made-up banner filled in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from site_builder.site.errors import SiteError
from site_builder.site.figures.periods import date_words
from site_builder.site.pages.addresses import framework_address
from site_builder.site.pages.catalogue import Catalogue


def read_config(config: Path) -> dict[str, Any]:
    """mkdocs.yml as a mapping. Raises SiteError when it is missing, broken, or asks for hooks or other plugins."""
    try:
        settings = yaml.safe_load(config.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SiteError(f"The site's configuration, {config}, is missing.") from error
    except yaml.YAMLError as error:
        raise SiteError(f"{config} is not readable as YAML: {error}") from error
    if not isinstance(settings, dict):
        raise SiteError(f"{config} holds no settings.")
    plugins = [next(iter(item)) if isinstance(item, dict) else item for item in settings.get("plugins") or []]
    if settings.get("hooks") or set(plugins) - {"search"}:
        raise SiteError(f"{config} uses hooks or a plugin other than search: Zensical would skip them without a word.")
    return settings


def excluded(settings: dict[str, Any]) -> list[str]:
    """The folders of docs that stay off the site."""
    return str(settings.get("exclude_docs") or "").splitlines()


def build_config(settings: dict[str, Any], config: Path, catalogue: Catalogue, built: str) -> bytes:
    """The configuration to build with, as YAML; `built` is the folder the engine writes into."""
    theme = dict(settings.get("theme") or {})
    if theme.get("custom_dir"):
        theme["custom_dir"] = str((config.parent / theme["custom_dir"]).resolve())
    extra = {**(settings.get("extra") or {}), "made_up": catalogue.made_up}
    extra["release_words"] = date_words(catalogue.evidence.release_date)
    filled = {
        **settings,
        "theme": theme,
        "extra": extra,
        "docs_dir": "tree",
        "site_dir": built,
        "nav": _nav(catalogue) + (settings.get("nav") or []),
    }
    return yaml.safe_dump(filled, allow_unicode=True, sort_keys=False).encode()


def _nav(catalogue: Catalogue) -> list[dict[str, Any]]:
    """Shallow on purpose: every page carries the whole of it. Measures and outcomes are reached from their framework."""
    frameworks = [
        {framework.title: f"{framework_address(framework.framework)}index.md"}
        for framework in catalogue.evidence.frameworks
    ]
    return [
        {"What has changed": "index.md"},
        {"Frameworks": frameworks},
        {
            "What people said": [
                {"Case studies": "stories/index.md"},
                {"You said, we did": "you-said-we-did/index.md"},
                {"Carers’ Hub ratings": "carers-hub/index.md"},
                {"Turning the curve": "turning-the-curve/index.md"},
            ]
        },
        {
            "Background": [
                {"Carers in this area": "context/index.md"},
                {"Published before": "history/index.md"},
                {"Download the evidence": "downloads/index.md"},
            ]
        },
    ]
