"""An app with a small area's definitions, and a way to run its commands on folders of files."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from tests.conftest import let_go, make_app
from tests.forms_app.exchange.small_area import GOOD, write_definitions, write_files

Run = Callable[..., Result]


@pytest.fixture
def definitions(tmp_path: Path) -> Path:
    """The folder of the small area's definitions."""
    return write_definitions(tmp_path / "definitions")


@pytest.fixture
def app(database_url: str, tmp_path: Path, definitions: Path) -> Iterator[Flask]:
    """An app of the small area on each database engine, empty."""
    app = make_app(database_url, tmp_path / "home", DEFINITIONS=definitions)
    yield app
    let_go(app)


@pytest.fixture
def run(app: Flask) -> Run:
    """Runs a command of the app: `run("import", folder, "--check")`."""

    def invoke(*words: object) -> Result:
        from forms_app.commands import exchange

        command = {"import": exchange.import_, "export": exchange.export}[str(words[0])]
        return app.test_cli_runner().invoke(command, [str(word) for word in words[1:]])

    return invoke


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A folder with all fifteen files, all good."""
    return write_files(tmp_path / "good", GOOD)
