"""Copies of a page that is laid out once: what differs between them is put in as each is drawn."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class MarkedPage:
    """A laid-out page of WeasyPrint, drawn with some of its texts changed.

    The library has no such thing of its own, so this reaches into its boxes: those of the version in the lock file.
    """

    page: Any
    marks: dict[str, str]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.page, name)

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Draw the page on `stream`."""
        changed = [(box, box.text) for box in _texts(self.page._page_box) if box.text.strip() in self.marks]
        try:
            for box, text in changed:
                _set(box, self.marks[text.strip()])
            self.page.paint(stream, scale)
        finally:
            for box, text in changed:
                _set(box, text)


def _set(box: Any, text: str) -> None:
    box.text = box.pango_layout.text = text


def _texts(box: Any) -> Iterator[Any]:
    """Every box of text below `box`."""
    if hasattr(box, "pango_layout"):
        yield box
    for child in getattr(box, "children", ()):
        yield from _texts(child)
