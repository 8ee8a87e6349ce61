"""What is documented is what there is."""

import re
import tomllib
from pathlib import Path

import click

from forms_app.cli import cli
from forms_app.settings import PREFIX, SETTINGS

ROOT = Path(__file__).resolve().parents[1]
CONTRIBUTING = ROOT / "docs" / "contributing"


def test_every_setting_is_documented_and_every_documented_one_exists() -> None:
    page = (CONTRIBUTING / "settings.md").read_text(encoding="utf-8")
    documented = set(re.findall(rf"`({PREFIX}[A-Z_]+)`", page))
    assert documented == {PREFIX + name for name in SETTINGS} | {PREFIX + "CONFIG"}


def test_every_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    missing = [name for name in cli.list_commands(click.Context(cli)) if f"carer-outcomes {name}" not in readme]
    assert missing == []


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] + [name for extra in project["optional-dependencies"].values() for name in extra]
    names = {re.split(r"[~<>=\[]", one)[0] for one in wanted}
    page = (CONTRIBUTING / "dependencies.md").read_text(encoding="utf-8")
    assert {name for name in names if f"`{name}`" not in page} == set()


def test_no_registry_and_no_machine_path_stands_in_the_lock_files() -> None:
    for name in ("requirements.lock", "package-lock.json"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "resolved" not in text
        assert not re.search(r"--(extra-)?index-url|--find-links|file:///", text)
