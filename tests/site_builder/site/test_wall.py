"""The privacy wall: the half that makes pages cannot open the database."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]
BLOCK = """
import sys
class Wall:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {blocked!r}:
            raise ImportError("behind the wall: " + name)
sys.meta_path.insert(0, Wall())
"""
BLOCKED = ("forms_app", "surveys", "sqlalchemy", "flask", "flask_sqlalchemy", "psycopg", "sqlite3")
WALK = """
import importlib, pkgutil, site_builder.site
for module in pkgutil.walk_packages(site_builder.site.__path__, "site_builder.site."):
    importlib.import_module(module.name)
"""


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=False)


def test_every_module_that_makes_pages_loads_without_the_app_the_surveys_or_a_database() -> None:
    done = run(BLOCK.format(blocked=BLOCKED) + WALK)
    assert done.returncode == 0, done.stderr


def test_the_wall_of_this_test_does_stop_an_import() -> None:
    done = run(BLOCK.format(blocked=BLOCKED) + "import sqlalchemy")
    assert "behind the wall: sqlalchemy" in done.stderr
