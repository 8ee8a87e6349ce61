"""Checks of a built site: every link leads somewhere, and nothing loads from another host."""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

ATTRIBUTE = re.compile(r"<(\w+)\b[^>]*?\s(href|src)=(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))")
ID = re.compile(r"\s(?:id|name)=(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))")
LOADING = frozenset({"script", "link", "img", "iframe", "source", "object", "embed", "video", "audio"})


def check_links(site: Path) -> list[str]:
    """Faults of the site under `site`, each naming the page; an empty list is a sound site."""
    site = site.resolve()

    @cache
    def ids(page: Path) -> frozenset[str]:
        return frozenset(next(filter(None, found), "") for found in ID.findall(page.read_text(encoding="utf-8")))

    faults = []
    for page in sorted(site.rglob("*.html")):
        name = page.relative_to(site).as_posix()
        # The error page is served at any address, so its own links are absolute.
        base = site if name == "404.html" else page.parent
        links = {(found[0], next(filter(None, found[2:]), "")) for found in ATTRIBUTE.findall(page.read_text("utf-8"))}
        for tag, raw in sorted(links):
            link = unescape(raw)
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                if tag in LOADING and parts.scheme in {"http", "https", ""}:
                    faults.append(f"{name}: loads {link} from another host")
                continue
            target = _target(site, base, page, unquote(parts.path))
            if target is None:
                faults.append(f"{name}: {link} leads nowhere")
            elif parts.fragment and target.suffix == ".html" and unquote(parts.fragment) not in ids(target):
                faults.append(f"{name}: {link} names a place that is not on that page")
    return faults


def _target(site: Path, base: Path, page: Path, path: str) -> Path | None:
    """The file a link leads to, or None; a folder means its index.html."""
    if not path:
        return page
    start = site / path.lstrip("/") if path.startswith("/") else base / path
    target = start.resolve()
    if target.is_dir():
        target = target / "index.html"
    return target if target.is_file() and target.is_relative_to(site) else None
