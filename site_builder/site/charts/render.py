"""The chart templates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


@dataclass(frozen=True, slots=True)
class Chart:
    """An SVG document; `alt` says what it shows, for the page that holds it; sizes in CSS pixels."""

    svg: str
    alt: str
    width: int
    height: int


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render_chart(template: str, *, title: str, desc: str, width: int, height: int, **context: object) -> Chart:
    """The chart that `template` makes of `context`; text is escaped. `desc` says what it shows in words."""
    text = _environment().get_template(template)
    svg = text.render(title=title, desc=desc, width=width, height=height, **context)
    return Chart(svg, f"Chart. {title}. {desc}", width, height)
