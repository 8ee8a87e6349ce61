"""A question published as changed breaks the series of every measure that rests on it."""

import json
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from forms_app.database import db
from forms_app.models.editions import SurveyEdition
from forms_app.respond.versions import freeze
from site_builder.evidence.breaks import break_rows
from site_builder.evidence.folder import as_csv, write_folder
from surveys.editing.steps import replaced
from surveys.library import load_library
from surveys.uses import uses_of

KEY = "satisfaction.overall"
AS_OF = date(2026, 5, 15)
NOTE = "“How satisfied are you with the help you have had as a carer?” became “In other words?”. Plainer words."


def publish(app: Flask, meaning: str, day: date = date(2026, 4, 20), key: str = KEY) -> None:
    """Publish the short carers' survey with one question in other words."""
    before = load_library().surveys["carer-short"]
    after = replaced(before, key, before.by_key[key].model_copy(update={"text": "In other words?"}))
    said = {"before": freeze(before), "questions": {key: meaning}, "checked": []}
    edition = SurveyEdition(survey="carer-short", number=1, version=freeze(after), published_on=day)
    edition.changes, edition.note = json.dumps(said), "Plainer words."
    db.session.add(edition)
    db.session.flush()


def test_every_measure_that_rests_on_a_changed_question_has_a_row(app: Flask) -> None:
    with app.app_context():
        publish(app, "changed")
        rows = list(break_rows(db.session(), load_library(), AS_OF))
    uses = uses_of(load_library(), KEY)
    assert uses
    assert [(row["framework"], row["measure"]) for row in rows] == [(use.framework.id, use.measure.id) for use in uses]
    assert {row["from"] for row in rows} == {date(2026, 4, 20)}
    assert {str(row["note"]) for row in rows} == {NOTE}
    assert as_csv("breaks.csv", rows).startswith("framework,measure,from,note\n")


@pytest.mark.parametrize(
    ("meaning", "day", "key"),
    [
        ("same", date(2026, 4, 20), KEY),
        ("changed", date(2026, 5, 16), KEY),
        ("changed", date(2026, 4, 20), "about.age-band"),
    ],
    ids=["same meaning", "after the release's day", "no measure rests on it"],
)
def test_there_is_no_break(app: Flask, meaning: str, day: date, key: str) -> None:
    with app.app_context():
        publish(app, meaning, day, key)
        assert list(break_rows(db.session(), load_library(), AS_OF)) == []


def test_a_folder_without_breaks_is_as_it_always_was(tmp_path: Path) -> None:
    row = {"framework": "f", "measure": "m", "from": AS_OF, "note": "n"}
    listed = {}
    for name, rows in (("without", []), ("with", [row])):
        out = tmp_path / name
        write_folder(out, {"breaks.csv": rows}, [], released_on=AS_OF, made_up=False, sources=[])
        resources = json.loads((out / "datapackage.json").read_text())["resources"]
        listed[name] = ((out / "breaks.csv").exists(), "breaks.csv" in [resource["path"] for resource in resources])
    assert listed == {"without": (False, False), "with": (True, True)}
