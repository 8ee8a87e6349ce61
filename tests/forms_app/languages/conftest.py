"""Definitions with one short survey, half of it in Urdu, and easy read; staff who may sign off."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient

from forms_app.app import library
from forms_app.frontend.build import build
from surveys.library import load_library
from tests.conftest import let_go, make_app
from tests.support.staff import QUICK_HASHES, add_provider, signed_in

LANGUAGES = """\
languages:
  - {code: en, name: English, locale: en}
  - {code: en-simple, name: Easy read, locale: en, base: en, pictures: true}
  - {code: ur, name: اردو, direction: rtl, locale: ur}
  - {code: pl, name: Polski, locale: pl}
"""
MODULE = {
    "id": "breaks",
    "title": "Breaks",
    "theme": "breaks",
    "licence": {"status": "own", "holder": "the project", "evidence": "Made for these tests."},
    "questions": [
        {
            "key": "breaks.weekly",
            "kind": "one",
            "text": "Do you get a break each week?",
            "hint": "A few hours count.",
            "options": [{"code": "yes", "label": "Yes"}, {"code": "no", "label": "No"}],
        },
        {"key": "breaks.more", "kind": "text", "text": "What would help?"},
    ],
}
SURVEY = {
    "id": "tiny", "title": "A tiny survey", "intro": "A few questions.", "respondent": "carer", "minutes": 3,
    "modules": [{"module": "breaks"}],
}  # fmt: skip
URDU = """\
questions:
  breaks.weekly:
    text: کیا آپ کو ہر ہفتے وقفہ ملتا ہے؟
    options: {"yes": ہاں}
"""
EASY = """\
questions:
  breaks.weekly:
    text: Do you get a rest?
    picture: bed
    options: {"yes": {label: "Yes", picture: check-mark}}
"""


@pytest.fixture
def definitions(tmp_path: Path) -> Path:
    folder = tmp_path / "definitions"
    for name, content in (
        ("languages.yaml", LANGUAGES),
        ("codes.yaml", "lists: {}\noption_sets: {}\nage_bands: []\n"),
        ("modules/breaks.yaml", yaml.safe_dump(MODULE, sort_keys=False)),
        ("surveys/tiny.yaml", yaml.safe_dump(SURVEY, sort_keys=False)),
        ("translations/ur/modules/breaks.yaml", URDU),
        ("translations/en-simple/modules/breaks.yaml", EASY),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


@pytest.fixture
def app(database_url: str, tmp_path: Path, definitions: Path) -> Iterator[Flask]:
    build()
    app = make_app(database_url, tmp_path / "home", DEFINITIONS=definitions, COUNCIL_NAME="Anytown", **QUICK_HASHES)
    add_provider(app)
    yield app
    let_go(app)


@pytest.fixture
def commissioner(app: Flask) -> FlaskClient:
    return signed_in(app, "commissioner", None)


def reload(app: Flask, definitions: Path, name: str, old: str, new: str) -> None:
    """Change a file of definitions, as an editor would, and start the service again."""
    path = definitions / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    load_library.cache_clear()
    app.extensions["library"] = load_library(definitions)
    with app.app_context():
        assert library().surveys["tiny"]
