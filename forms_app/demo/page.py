"""Reading a page as a browser does: its forms with their controls, its links."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """A form: where it is sent, what choices and text boxes it has (by name), what it sends untouched."""

    method: str
    action: str
    choices: dict[str, list[str]] = field(default_factory=dict)
    boxes: list[str] = field(default_factory=list)
    hidden: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Page:
    """A page's forms, and its links as (address, class)."""

    forms: list[Form] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)

    @property
    def buttons(self) -> list[str]:
        """Addresses of links that look like buttons."""
        return [address for address, classes in self.links if "govuk-button" in classes]


def read_page(html: str) -> Page:
    """The page's forms and links."""
    reader = _Reader()
    reader.feed(html)
    return reader.page


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._form: Form | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self._form = Form(given.get("method", "get").lower(), given.get("action", ""))
            self.page.forms.append(self._form)
        elif tag == "a" and "href" in given:
            self.page.links.append((given["href"], given.get("class", "")))
        elif self._form is not None and given.get("name"):
            self._control(self._form, tag, given)

    def _control(self, form: Form, tag: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if tag == "textarea" or (tag == "input" and kind in ("text", "number", "email", "tel")):
            form.boxes.append(given["name"])
        elif tag == "input" and kind in ("radio", "checkbox"):
            form.choices.setdefault(given["name"], []).append(given.get("value", "on"))
        elif tag == "input" and kind == "hidden":
            form.hidden.append((given["name"], given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
