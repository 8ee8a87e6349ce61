"""Arrows go one way, walls stand, rooms stay small."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("surveys", "forms_app", "site_builder")
WEB_AND_DATABASE = {"flask", "sqlalchemy", "werkzeug", "wtforms", "jinja2", "flask_security", "alembic", "psycopg"}
FORBIDDEN: dict[str, set[str]] = {
    "surveys": {"forms_app", "site_builder"} | WEB_AND_DATABASE,
    "forms_app": {"site_builder"},
    "site_builder/site": {"forms_app", "surveys", "flask", "sqlalchemy", "alembic", "psycopg", "sqlite3"},
    "site_builder/figures": {"site_builder.site"},
    "site_builder/protect": {"site_builder.site", "sqlalchemy"},
    "site_builder/evidence": {"site_builder.site"},
}
LONGEST_MODULE = 400
LONGEST_MEDIAN = 90


def modules(folder: str) -> list[Path]:
    return [path for path in sorted((ROOT / folder).rglob("*.py")) if "migrations/versions" not in str(path)]


def imports(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def forbidden_imports(source: str, forbidden: set[str]) -> set[str]:
    return {name for name in imports(source) for wall in forbidden if name == wall or name.startswith(f"{wall}.")}


@pytest.mark.parametrize("folder", FORBIDDEN)
def test_no_module_imports_across_a_wall(folder: str) -> None:
    across = {
        str(path): found for path in modules(folder) if (found := forbidden_imports(path.read_text(), FORBIDDEN[folder]))
    }
    assert across == {}


def test_the_guard_of_the_walls_catches_each_way_of_importing() -> None:
    for line in (
        "import forms_app",
        "import forms_app.app as a",
        "from forms_app import app",
        "from forms_app.app import x",
    ):
        assert forbidden_imports(line, {"forms_app"})
    assert not forbidden_imports("from forms_application import x", {"forms_app"})


def test_no_module_is_longer_than_a_room_should_be() -> None:
    lengths = {path: len(path.read_text().splitlines()) for package in PACKAGES for path in modules(package)}
    assert {path: length for path, length in lengths.items() if length > LONGEST_MODULE} == {}
    assert median(lengths.values()) < LONGEST_MEDIAN


def test_every_package_of_code_says_what_it_is_for() -> None:
    silent = [
        str(path)
        for package in PACKAGES
        for path in modules(package)
        if ast.get_docstring(ast.parse(path.read_text())) is None
    ]
    assert silent == []
