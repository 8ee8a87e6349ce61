"""Reading GOV.UK Frontend's fixtures: which are within our parameters, and what each would be called with here."""

from collections.abc import Mapping
from typing import Any

import html5lib
from markupsafe import Markup

TEXT = {"text": None, "classes": None, "attributes": None}
LEGEND = {"text": None, "classes": None, "isPageHeading": None}
LABEL = {**LEGEND, "attributes": None}
FIELDSET = {"legend": LEGEND, "describedBy": None, "classes": None, "attributes": None}
ERROR = {**TEXT, "visuallyHiddenText": None}
GROUP = {"classes": None, "attributes": None}
ITEM = {
    "value": None,
    "text": None,
    "id": None,
    "checked": None,
    "disabled": None,
    "divider": None,
    "attributes": None,
    "hint": TEXT,
    "label": GROUP,
}
ACTION = {"href": None, "text": None, "visuallyHiddenText": None, "classes": None, "attributes": None}
ACTIONS = {"items": ACTION, "classes": None}
CELL = dict.fromkeys(["text", "format", "classes", "colspan", "rowspan", "attributes"])
ARROW = dict.fromkeys(["href", "text", "labelText", "attributes"])

# The keys a nested parameter may have. What a macro itself takes is read from the macro.
NESTED: dict[str, dict[str, Any]] = {
    "radios": {"fieldset": FIELDSET, "hint": TEXT, "errorMessage": ERROR, "formGroup": GROUP, "items": ITEM},
    "checkboxes": {
        "fieldset": FIELDSET,
        "hint": TEXT,
        "errorMessage": ERROR,
        "formGroup": GROUP,
        "items": {**ITEM, "name": None, "behaviour": None},
    },
    "select": {
        "label": LABEL,
        "hint": TEXT,
        "errorMessage": ERROR,
        "formGroup": GROUP,
        "items": dict.fromkeys(["value", "text", "selected", "disabled", "attributes"]),
    },
    "input": {
        "label": LABEL,
        "hint": TEXT,
        "errorMessage": ERROR,
        "formGroup": GROUP,
        "prefix": TEXT,
        "suffix": TEXT,
    },
    "textarea": {"label": LABEL, "hint": TEXT, "errorMessage": ERROR, "formGroup": GROUP},
    "date-input": {
        "fieldset": FIELDSET,
        "hint": TEXT,
        "errorMessage": ERROR,
        "formGroup": GROUP,
        "items": dict.fromkeys(
            ["name", "label", "value", "classes", "id", "autocomplete", "inputmode", "pattern", "attributes"]
        ),
    },
    "error-summary": {"errorList": dict.fromkeys(["text", "href", "attributes"])},
    "fieldset": {"legend": LEGEND},
    "summary-list": {
        "rows": {"key": TEXT, "value": TEXT, "actions": ACTIONS, "classes": None},
        "card": {
            "title": {"text": None, "headingLevel": None, "classes": None},
            "actions": ACTIONS,
            "classes": None,
            "attributes": None,
        },
    },
    "table": {"rows": CELL, "head": CELL},
    "pagination": {
        "previous": ARROW,
        "next": ARROW,
        "items": dict.fromkeys(["number", "href", "current", "ellipsis", "visuallyHiddenText", "attributes"]),
    },
    "service-navigation": {
        "navigation": dict.fromkeys(["text", "href", "current", "active", "attributes"]),
    },
}

# Where a fixture says html, our macros take Markup in the same place as text, or between call and endcall.
HTML_AS = {
    "html": "text",
    "titleHtml": "titleText",
    "descriptionHtml": "descriptionText",
    "summaryHtml": "summaryText",
}


def as_markup(options: Any) -> Any:
    """The same options with every html parameter given as Markup text."""
    if isinstance(options, list):
        return [as_markup(option) for option in options]
    if not isinstance(options, dict):
        return options
    adapted = {key: as_markup(value) for key, value in options.items() if key not in HTML_AS}
    for key, ours in HTML_AS.items():
        if options.get(key):
            adapted[ours] = Markup(options[key])
    return adapted


def within(options: Any, allowed: Mapping[str, Any] | None) -> bool:
    """Whether every key of the options, at every depth, is one our macro takes."""
    if allowed is None:
        return True
    if isinstance(options, list):
        return all(within(option, allowed) for option in options)
    if isinstance(options, dict):
        return all(key in allowed and within(value, allowed[key]) for key, value in options.items())
    return True


def normalised(html: str) -> list[Any]:
    """The tree of an HTML fragment, without the white space and the order of attributes that mean nothing."""

    def node(element: Any) -> list[Any]:
        attributes = {name: " ".join(value.split()) for name, value in element.attrib.items()}
        children: list[Any] = [words] if (words := " ".join((element.text or "").split())) else []
        for child in element:
            if isinstance(child.tag, str):
                children.append(node(child))
            if words := " ".join((child.tail or "").split()):
                children.append(words)
        return [element.tag, attributes, children]

    return node(html5lib.parseFragment(html, namespaceHTMLElements=False))[2]
