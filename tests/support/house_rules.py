"""The rules that every page obeys, to be called on the HTML of any response."""

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

CONTROLS = {"input", "select", "textarea"}
NEEDS_NO_LABEL = {"hidden", "submit", "button", "reset", "image"}
NO_ICON = "data:,"
"""An empty picture for the tab, which loads nothing."""
ASSET_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "apple-touch-icon"}
ASSET_ATTRIBUTES = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "iframe": ("src",),
    "embed": ("src",),
    "audio": ("src",),
    "video": ("src", "poster"),
    "track": ("src",),
    "object": ("data",),
    "use": ("href",),
    "input": ("src",),
}
NAMES_BY_ID = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "for", "headers", "list")


def check_page(html: str) -> None:
    """Raises AssertionError that lists every house rule the page breaks; `html` is a whole document."""
    faults = list(faults_of(html))
    assert not faults, "The page breaks house rules:\n- " + "\n- ".join(faults)


def faults_of(html: str) -> Iterator[str]:
    """One sentence for each fault of the page."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    page = parser.parse(html)
    for (line, _), code, details in parser.errors:
        yield f"HTML line {line}: {code} {details or ''}".rstrip()
    elements = [element for element in page.iter() if isinstance(element.tag, str)]
    for element in elements:
        element.tag = element.tag.rpartition("}")[2]
    yield from _document(page, elements)
    yield from _identities(page, elements)
    yield from _labels(elements)
    yield from _security(elements)


def words(element: Element) -> str:
    """All the text of an element, with the alternative text of its pictures, single-spaced."""
    alternatives = [image.get("alt", "") for image in element.iter("img")]
    return " ".join(" ".join([*element.itertext(), *alternatives]).split())


def _document(page: Element, elements: list[Element]) -> Iterator[str]:
    if not (page.get("lang") or "").strip():
        yield "The html element has no lang."
    if page.get("dir") not in ("ltr", "rtl"):
        yield "The html element has no dir of ltr or rtl."
    title = page.find("head/title")
    if title is None or not words(title):
        yield "The page has no title."
    headings = [element for element in elements if element.tag == "h1"]
    if len(headings) != 1 or not words(headings[0]):
        yield f"The page has {len(headings)} h1 headings; it needs exactly one, and it must have words."
    for element in elements:
        if element.tag == "img" and element.get("alt") is None:
            yield f"An image has no alt: {element.get('src')}"
        if element.tag in ("a", "button") and not (words(element) or element.get("aria-label")):
            yield f"A {element.tag} has no words: {element.attrib}"


def _identities(page: Element, elements: list[Element]) -> Iterator[str]:
    counted = Counter(element.get("id") for element in elements if element.get("id") is not None)
    for identity, count in counted.items():
        if count > 1:
            yield f"The id {identity!r} is used {count} times."
        if not identity or re.search(r"\s", identity):
            yield f"The id {identity!r} is empty or has a space."
    by_id = {element.get("id"): element for element in elements}
    for element in elements:
        for name in NAMES_BY_ID:
            value = element.get(name)
            if value is None:
                continue
            if not value.strip():
                yield f"A {element.tag} has an empty {name}."
            for target in value.split():
                if target not in by_id:
                    yield f"A {element.tag} has {name}={target!r}, and nothing has that id."
                elif name.startswith("aria-") and name != "aria-controls" and not words(by_id[target]):
                    yield f"A {element.tag} has {name}={target!r}, and that element is empty."
        href = element.get("href") or ""
        if element.tag == "a" and len(href) > 1 and href.startswith("#") and href[1:] not in by_id:
            yield f"A link leads to {href!r}, and nothing has that id."


def _labels(elements: list[Element]) -> Iterator[str]:
    labelled = {element.get("for") for element in elements if element.tag == "label" and words(element)}
    inside = {control for label in elements if label.tag == "label" and words(label) for control in label.iter()}
    for element in elements:
        if element.tag not in CONTROLS or (element.get("type") or "text").lower() in NEEDS_NO_LABEL:
            continue
        named = (element.get("aria-label") or "").strip() or element.get("aria-labelledby")
        if not named and element not in inside and element.get("id", "") not in labelled:
            yield f"A control has no label: {element.tag} {element.get('name')!r}"


def _security(elements: list[Element]) -> Iterator[str]:
    for element in elements:
        if element.tag == "script" and not element.get("src"):
            yield "A script is written inside the page."
        if element.tag == "style" or element.get("style") is not None:
            yield f"A style is written inside the page, on {element.tag}."
        for name, value in element.attrib.items():
            if str(name).lower().startswith("on"):
                yield f"A {element.tag} has an inline handler {name}."
            if value.strip().lower().startswith("javascript:"):
                yield f"A {element.tag} has a javascript: address."
        for name in ASSET_ATTRIBUTES.get(element.tag, ()):
            yield from _own_host(element, element.get(name))
        if element.tag == "link" and ASSET_LINKS & set((element.get("rel") or "").lower().split()):
            yield from _own_host(element, (element.get("href") or "").replace(NO_ICON, ""))


def _own_host(element: Element, addresses: str | None) -> Iterator[str]:
    for address in (addresses or "").split(","):
        if re.match(r"\s*(//|[a-z][a-z0-9+.-]*:)", address, re.IGNORECASE):
            yield f"A {element.tag} loads something from elsewhere: {address.strip()}"


def words_of_page(html: str) -> str:
    """What a reader reads in the main part of a page, single-spaced."""
    page = html5lib.HTMLParser(namespaceHTMLElements=False).parse(html)
    main = next(element for element in page.iter() if element.tag == "main")
    return words(main)
