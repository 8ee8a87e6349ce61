"""What axe and a narrow screen say of a page in a real browser."""

import os
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FEWEST_PASSES = 20
PICTURES = os.environ.get("CARER_OUTCOMES_TEST_PICTURES")
"""A folder to keep a picture of each checked page in, for people to look at."""


@cache
def _script() -> str:
    return AXE.read_text(encoding="utf-8")


def faults(page: Page) -> list[str]:
    """What axe finds on the page, as `rule: the elements`. Raises AssertionError where axe looked at next to nothing."""
    page.evaluate(_script())
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    assert len(found["passes"]) > FEWEST_PASSES, f"axe had little to look at on {page.url}"
    return [f"{fault['id']}: {[node['html'] for node in fault['nodes']]}" for fault in found["violations"]]


def fits(page: Page) -> bool:
    """Whether nothing sticks out of the screen sideways."""
    assert page.viewport_size is not None
    return bool(page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"])


def check(page: Page, name: str) -> None:
    """Axe finds nothing and nothing sticks out of the screen; a picture is kept under `name` where they are wanted."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
    assert faults(page) == [], name
    assert fits(page), f"{name} is wider than the screen"
