from typing import Any

import pytest
from jinja2 import Template
from markupsafe import Markup

from tests.forms_app.frontend.govuk_fixtures import NESTED, as_markup, normalised, within

# How many of GOV.UK Frontend's fixtures each macro is held to. A smaller number means that a parameter
# was lost, or that the comparison quietly stopped: it must never go down without a reason.
OWN_MACROS = {"back_button"}
COMPARED = {
    "button": 37,
    "radios": 35,
    "checkboxes": 33,
    "input": 44,
    "textarea": 18,
    "date-input": 26,
    "select": 18,
    "error-summary": 19,
    "error-message": 9,
    "fieldset": 18,
    "hint": 6,
    "label": 17,
    "back-link": 7,
    "skip-link": 9,
    "panel": 9,
    "summary-list": 30,
    "warning-text": 8,
    "inset-text": 6,
    "table": 21,
    "tag": 12,
    "details": 10,
    "notification-banner": 21,
    "pagination": 15,
    "service-navigation": 11,
}

# A value that only JavaScript has: false, written "false".
NOT_OURS = {("select", "with falsy values")}


def call(macro: Any, component: str, options: dict[str, Any]) -> str:
    """The macro's HTML for a fixture; html that govuk puts inside goes where ours takes it."""
    if component == "fieldset" and "text" in options:
        options["content"] = options.pop("text")
    if component == "notification-banner" and isinstance(options.get("text"), Markup):
        inside = options.pop("text")
        return macro(**options, caller=lambda: inside)
    return macro(**options)


def comparable(component: str, macro: Any, fixture: dict[str, Any]) -> bool:
    if (component, fixture["name"]) in NOT_OURS:
        return False
    options = as_markup(fixture["options"])
    if component == "fieldset":
        options.pop("text", None)
    if component == "service-navigation":
        links = [link for link in options.get("navigation") or [] if link]
        collapses = options.pop("collapseNavigationOnMobile", len(links) > 1)
        if collapses:
            return False
    return within(options, dict.fromkeys(macro.arguments) | NESTED.get(component, {}))


@pytest.mark.parametrize("component", COMPARED)
def test_a_macro_gives_the_same_html_as_govuk_frontend(component: str, macros: Template, fixtures_of) -> None:
    macro = getattr(macros.module, component.replace("-", "_"))
    fixtures = [fixture for fixture in fixtures_of(component) if comparable(component, macro, fixture)]
    for fixture in fixtures:
        options = as_markup(fixture["options"])
        options.pop("collapseNavigationOnMobile", None)
        ours = call(macro, component, options)
        assert normalised(ours) == normalised(fixture["html"]), fixture["name"]
    assert len(fixtures) == COMPARED[component]


def test_the_comparison_sees_a_difference_of_one_attribute() -> None:
    assert normalised('<p class="a  b">x\n y</p>') == normalised("<p class='a b'> x y </p>")
    assert normalised('<p class="a">x</p>') != normalised('<p class="a" id="b">x</p>')
    assert normalised("<p>x</p>") != normalised("<p>y</p>")


def test_every_macro_is_compared_with_govuk_frontend(macros: Template) -> None:
    ours = {name for name in vars(macros.module) if callable(getattr(macros.module, name))}
    assert {name for name in ours if hasattr(getattr(macros.module, name), "arguments")} == {
        component.replace("-", "_") for component in COMPARED
    } | OWN_MACROS
