"""What is exported can be imported elsewhere, and comes out the same."""

from pathlib import Path

from flask import Flask

from forms_app.exchange.files import BY_NAME
from tests.conftest import make_app
from tests.forms_app.exchange.conftest import Run
from tests.forms_app.exchange.small_area import GOOD


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_bytes().decode() for path in sorted(folder.iterdir())}


def test_the_good_folder_has_every_file() -> None:
    assert list(GOOD) == list(BY_NAME)


def test_an_export_holds_what_was_imported_byte_for_byte(run: Run, good: Path, tmp_path: Path) -> None:
    imported = run("import", good)
    assert imported.exit_code == 0, imported.output
    assert run("export", tmp_path / "out").exit_code == 0
    assert contents(tmp_path / "out") == GOOD
