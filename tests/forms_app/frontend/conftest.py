import json
from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, Template

from forms_app.translations.speaking import plain, titled

ROOT = Path(__file__).parents[3]
COMPONENTS = ROOT / "node_modules" / "govuk-frontend" / "dist" / "govuk" / "components"


def environment(gettext: Callable[[str], str] = str, trim: bool = True) -> Environment:
    """The templates with the translation functions that Flask-Babel would bring; English comes back as it is.

    `trim` drops the white space of lines that hold only a tag, as the app does.
    """
    made = Environment(
        loader=FileSystemLoader(ROOT / "forms_app" / "templates"),
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=trim,
        lstrip_blocks=trim,
    )
    made.filters.update(plain=plain, titled=titled)
    made.install_gettext_callables(gettext, lambda one, many, n: one if n == 1 else many, newstyle=True)
    return made


@pytest.fixture(scope="session")
def jinja_in_brackets() -> Environment:
    """A language in which every translatable word stands in square brackets."""
    return environment(lambda text: f"[{text}]")


@pytest.fixture(scope="session", params=[True, False], ids=["trimmed", "untrimmed"])
def macros(request: pytest.FixtureRequest) -> Template:
    return environment(trim=request.param).get_template("macros/govuk.html")


@pytest.fixture(scope="session")
def fixtures_of():
    """GOV.UK Frontend's own examples: component name in, list of {name, options, html} out."""

    def read(component: str) -> list[dict]:
        return json.loads((COMPONENTS / component / "fixtures.json").read_text())["fixtures"]

    return read
