import csv
import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyreadstat
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forms_app.commands.results import results
from forms_app.database import db
from forms_app.models.audit import AuditEvent
from forms_app.models.responses import AnswerRow, Response, Round, TextTheme
from forms_app.models.work import Job
from forms_app.results.export import pages as export_pages
from forms_app.results.export.checking import faults_of
from forms_app.results.export.making import ExportOrder, ExportRefused, make_export
from forms_app.results.selection import Selection
from forms_app.worker import run_due
from tests.support.small_survey import DAY, keep, send, ten_people, the_survey

ROUND = Selection("small", ("north",), 1)


@pytest.fixture
def filled(app: Flask) -> Flask:
    with app.app_context():
        ten_people()
        send("f", version=keep(the_survey()), round_id=1, one__thing=("=HYPERLINK(1)\nand 'more' é اردو",))
        db.session.flush()
        db.session.add(TextTheme(response="r1", question="one.thing", theme="breaks"))
        db.session.commit()
    return app


@pytest.fixture
def made(filled: Flask, tmp_path: Path) -> Path:
    """The answers of round 1, words and all, as a zip."""
    path = tmp_path / "made.zip"
    with filled.app_context():
        assert make_export(path, ExportOrder(ROUND, "en", True, "Ann")) == 10
    return path


def csv_rows(path: Path) -> list[dict[str, str]]:
    with zipfile.ZipFile(path) as zipped:
        return list(csv.DictReader(io.StringIO(zipped.read("responses.csv").decode("utf-8-sig"))))


def sav(path: Path, folder: Path, **options: Any) -> Any:
    with zipfile.ZipFile(path) as zipped:
        return pyreadstat.read_sav(zipped.extract("responses.sav", folder), **options)


def manifest(path: Path) -> Any:
    with zipfile.ZipFile(path) as zipped:
        return json.loads(zipped.read("manifest.json"))


def rewritten(path: Path, target: Path, changes: dict[str, bytes | None]) -> Path:
    """A copy of the zip with files changed, left out (None) or added."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        contents = {name: old.read(name) for name in old.namelist()} | changes
        for name, content in contents.items():
            if content is not None:
                new.writestr(name, content)
    return target


def test_the_table_has_one_row_a_response_and_tells_missing_answers_apart(made: Path) -> None:
    rows = csv_rows(made)
    assert sorted(int(row["row"]) for row in rows) == list(range(1, 11))
    by_hours = {row["care.hours"]: row for row in rows}
    one = by_hours["10"]
    assert (one["help.enough"], one["help.kinds:breaks"], one["help.kinds:advice"]) == ("yes", "1", "0")
    assert (one["life.score"], one["one.thing:given"], one["one.thing:theme:breaks"], one["one.thing:theme:money"]) == (
        "3", "1", "1", "0"
    )  # fmt: skip
    assert by_hours["30"]["help.kinds:money"] == "(prefer not to say)"
    assert by_hours["40"]["help.kinds:money"] == "(passed over)"
    assert by_hours["40"]["life.score"] == "(not asked)"
    assert by_hours["(passed over)"]["helper"] == "proxy"


def test_the_spss_file_read_back_holds_the_same_with_labels(made: Path, tmp_path: Path) -> None:
    frame, about = sav(made, tmp_path, user_missing=True)
    rows = csv_rows(made)
    assert len(frame) == len(rows)
    assert about.column_names_to_labels["help.enough"] == "Is there enough help?"
    assert about.variable_value_labels["help.enough"] == {
        1: "Yes", 2: "Partly", 3: "No", -99: "Passed over", -98: "Prefer not to say",
        -97: "Not asked: other answers led past it",
    }  # fmt: skip
    assert about.variable_measure["care.hours"] == "scale"
    assert about.variable_measure["help.enough"] == "nominal"
    assert [(one["lo"], one["hi"]) for one in about.missing_ranges["help.enough"]] == [(-99, -99), (-98, -98), (-97, -97)]
    codes = {1: "yes", 2: "partly", 3: "no", -99: "(passed over)", -98: "(prefer not to say)", -97: "(not asked)"}
    assert [codes[int(value)] for value in frame["help.enough"]] == [row["help.enough"] for row in rows]
    assert [str(int(value)) for value in frame["care.hours"] if value > 0] == [
        row["care.hours"] for row in rows if row["care.hours"].isdigit()
    ]
    without = sav(made, tmp_path)[0]
    assert int(without["help.enough"].notna().sum()) == 7


def test_a_round_with_a_long_title_is_exported_like_any(filled: Flask, tmp_path: Path) -> None:
    with filled.app_context():
        found = db.session.scalars(select(Round)).first()
        assert found is not None
        found.title = "Your life as a carer, in a few questions, and what would make it better – আপনার জীবন"
        db.session.commit()
        assert make_export(tmp_path / "long.zip", ExportOrder(ROUND, "en", False, "Ann")) == 10


def test_labels_come_in_the_language_asked_for(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        polish = {"text": {"en": "Is there enough help?", "pl": "Czy pomoc wystarcza?"}}
        send("a", version=keep(the_survey(help_enough=polish)), round_id=1, help__enough="yes")
        db.session.commit()
        make_export(tmp_path / "a.zip", ExportOrder(ROUND, "pl", False, "Ann"))
    _frame, about = sav(tmp_path / "a.zip", tmp_path)
    assert about.column_names_to_labels["help.enough"] == "Czy pomoc wystarcza?"
    assert about.column_names_to_labels["care.hours"] == "How many hours?"


def test_words_are_no_formula_in_the_table_and_whole_in_spss(made: Path, tmp_path: Path) -> None:
    written = "=HYPERLINK(1)\nand 'more' é اردو"
    assert f"'{written}" in {row["one.thing:words"] for row in csv_rows(made)}
    frame, _about = sav(made, tmp_path)
    assert written in set(frame["one.thing_words"])


def test_words_are_left_out_unless_asked_for(filled: Flask, tmp_path: Path) -> None:
    with filled.app_context():
        make_export(tmp_path / "b.zip", ExportOrder(ROUND, "en", False, "Ann"))
    with zipfile.ZipFile(tmp_path / "b.zip") as zipped:
        assert not any(b"HYPERLINK" in zipped.read(name) for name in zipped.namelist())
    assert "one.thing:given" in manifest(tmp_path / "b.zip")["columns"]


def test_nothing_in_an_anonymous_rounds_file_leads_to_a_response(made: Path) -> None:
    ids = ["r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9"]
    rows = csv_rows(made)
    assert not {"response", "sent_on"} & rows[0].keys()
    assert not {cell for row in rows for cell in row.values()} & {*ids, DAY.isoformat()}
    assert {row["month"] for row in rows} == {"2026-05"}


def test_rows_come_in_another_order_each_time(filled: Flask, tmp_path: Path) -> None:
    orders = set()
    with filled.app_context():
        for number in range(4):
            make_export(tmp_path / f"{number}.zip", ExportOrder(ROUND, "en", False, "Ann"))
            orders.add(tuple(row["care.hours"] for row in csv_rows(tmp_path / f"{number}.zip")))
    assert len(orders) > 1


def test_a_named_rounds_file_has_ids_and_days(filled: Flask, tmp_path: Path) -> None:
    with filled.app_context():
        db.session.get_one(Round, 1).anonymous = False
        db.session.commit()
        make_export(tmp_path / "c.zip", ExportOrder(ROUND, "en", False, "Ann"))
    rows = csv_rows(tmp_path / "c.zip")
    assert {"r1", "r2"} <= {row["response"] for row in rows}
    assert DAY.isoformat() in {row["sent_on"] for row in rows}


def test_the_codebook_leads_back_from_every_name_in_spss(made: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(made) as zipped:
        book = list(csv.DictReader(io.StringIO(zipped.read("codebook.csv").decode("utf-8-sig"))))
        assert (
            "VARIABLES=help.kinds_breaks help.kinds_money help.kinds_advice"
            in zipped.read("multiple-response-sets.sps").decode()
        )
    names = {row["spss_name"]: row["column"] for row in book}
    assert len(names) == len({row["column"] for row in book})
    assert list(names) == list(sav(made, tmp_path)[0].columns)
    assert names["help.kinds_breaks"] == "help.kinds:breaks"


def test_the_manifest_holds_rows_versions_filters_and_counts(made: Path) -> None:
    found = manifest(made)
    assert (found["rows"], found["made_by"], found["round"]["slug"]) == (10, "Ann", "round-1")
    assert [one["responses"] for one in found["versions"]] == [10]
    assert found["counts"]["help.enough"] == {
        "(not asked)": 1, "(passed over)": 1, "(prefer not to say)": 1, "no": 1, "partly": 2, "yes": 4
    }  # fmt: skip
    with zipfile.ZipFile(made) as zipped:
        assert zipped.namelist()[-1] == "manifest.json"


def test_a_whole_file_passes_the_check_from_the_command_line(filled: Flask, made: Path) -> None:
    result = filled.test_cli_runner().invoke(results, ["check", str(made)])
    assert "is whole and as it was made" in result.output
    assert result.exit_code == 0


def altered(made: Path, target: Path, fault: str) -> Path:
    """A copy of the file with one thing wrong."""
    with zipfile.ZipFile(made) as zipped:
        table, text = zipped.read("responses.csv"), zipped.read("manifest.json").decode()
    if fault == "cut off":
        target.write_bytes(made.read_bytes()[:-400])
        return target
    changes: dict[str, dict[str, bytes | None]] = {
        "an answer changed": {"responses.csv": table.replace(b"yes", b"no ", 1)},
        "a row left out": {"responses.csv": table.rpartition(b"\r\n")[0].rpartition(b"\r\n")[0] + b"\r\n"},
        "a file left out": {"responses.sav": None},
        "a file added": {"more.csv": b"a"},
        "no manifest": {"manifest.json": None},
        "a count changed": {"manifest.json": text.replace('"yes": 4', '"yes": 5').encode()},
        "a manifest of nothing": {"manifest.json": b"[]"},
    }
    return rewritten(made, target, changes[fault])


FAULTS = (
    "cut off", "an answer changed", "a row left out", "a file left out", "a file added", "no manifest", "a count changed",
    "a manifest of nothing",
)  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_that_was_changed_is_found(filled: Flask, made: Path, tmp_path: Path, fault: str) -> None:
    path = altered(made, tmp_path / "altered.zip", fault)
    result = filled.test_cli_runner().invoke(results, ["check", str(path)])
    assert result.exit_code == 1
    assert "altered.zip: " in result.output


def test_a_changed_count_is_found_even_by_another_service(filled: Flask, made: Path, tmp_path: Path) -> None:
    path = altered(made, tmp_path / "altered.zip", "a count changed")
    with filled.app_context():
        assert faults_of(path, other_service=True) == [
            "responses.csv: the answers in help.enough are not those that were counted.",
            "responses.sav: the answers in help.enough are not those that were counted.",
        ]
        assert faults_of(made, other_service=True) == []


def test_a_file_that_is_not_what_was_counted_is_not_handed_out(
    filled: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from forms_app.results.export import making

    real = making.rows_of
    monkeypatch.setattr(making, "rows_of", lambda *given: list(real(*given))[:-1])
    with filled.app_context(), pytest.raises(ExportRefused, match="9 rows, and 10 were counted"):
        make_export(tmp_path / "d.zip", ExportOrder(ROUND, "en", False, "Ann"))
    assert list(tmp_path.glob("*.zip")) == []


def test_answers_no_definition_knows_and_responses_without_a_version_are_exported_too(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        version = keep(the_survey())
        later = keep(the_survey(help_enough={"text": "Other words"}), date(2026, 5, 9))
        send("a", version=version, round_id=1, help__enough="gone-code", care__hours="dont-know")
        send("b", version=later, round_id=1, help__enough="yes")
        db.session.commit()
        assert make_export(tmp_path / "e.zip", ExportOrder(ROUND, "en", True, "Ann")) == 2
    rows = csv_rows(tmp_path / "e.zip")
    assert {(row["help.enough"], row["help.enough~2"]) for row in rows} == {
        ("gone-code", "(not asked)"), ("(not asked)", "yes")
    }  # fmt: skip


def test_a_manager_gets_a_small_file_at_once_and_it_is_noted(filled: Flask, manager: FlaskClient, tmp_path: Path) -> None:
    answer = manager.post("/results/rounds/1/export", data={"language": "en", "words": "yes"})
    assert answer.content_type == "application/zip"
    (tmp_path / "got.zip").write_bytes(answer.data)
    with filled.app_context():
        assert faults_of(tmp_path / "got.zip") == []
        event = db.session.query(AuditEvent).filter_by(action="results-exported").one()
        assert json.loads(event.details) == {"survey": "small", "round": "round-1", "rows": 10, "words": "yes"}
        kept = Path(filled.config["HOME"]) / "files" / "exports"
        assert list(kept.iterdir()) == []


def test_filters_narrow_the_file(filled: Flask, manager: FlaskClient, tmp_path: Path) -> None:
    answer = manager.post("/results/rounds/1/export?channel=paper", data={})
    (tmp_path / "got.zip").write_bytes(answer.data)
    assert len(csv_rows(tmp_path / "got.zip")) == 2
    assert manifest(tmp_path / "got.zip")["filters"] == ["On paper"]


def test_an_administrator_gets_every_provider_but_nobodys_words(
    filled: Flask, as_role: Callable[..., FlaskClient], tmp_path: Path
) -> None:
    answer = as_role("administrator").post("/results/surveys/small/export", data={"words": "yes"})
    (tmp_path / "got.zip").write_bytes(answer.data)
    assert {row["provider"] for row in csv_rows(tmp_path / "got.zip")} == {"north", "south"}
    assert not manifest(tmp_path / "got.zip")["words_included"]
    with zipfile.ZipFile(tmp_path / "got.zip") as zipped:
        assert b"HYPERLINK" not in zipped.read("responses.csv")


@pytest.mark.parametrize(("role", "provider"), [("commissioner", None), ("support_worker", "north")])
def test_others_get_no_single_responses(
    filled: Flask, as_role: Callable[..., FlaskClient], role: str, provider: str | None
) -> None:
    client = as_role(role, provider)
    for path in ("/results/rounds/1/export", "/results/surveys/small/export", "/results/exports"):
        assert client.get(path).status_code == 403
        assert client.post(path).status_code in (403, 405)


def test_a_large_file_is_made_by_the_worker_for_whoever_asked_only(
    filled: Flask,
    manager: FlaskClient,
    as_role: Callable[..., FlaskClient],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(export_pages, "AT_ONCE", 3)
    assert manager.post("/results/rounds/1/export").location == "/results/exports"
    assert "Waiting" in manager.get("/results/exports").text
    with filled.app_context():
        run_due(all_of_them=True)
        number = db.session.query(Job).one().id
    assert "Ready" in manager.get("/results/exports").text
    (tmp_path / "got.zip").write_bytes(manager.get(f"/results/exports/{number}/file").data)
    with filled.app_context():
        assert faults_of(tmp_path / "got.zip") == []
        event = db.session.query(AuditEvent).filter_by(action="export-fetched").one()
        assert (event.provider, event.details) == ("north", f'{{"job": {number}, "survey": "small"}}')
    other = as_role("administrator")
    assert other.get(f"/results/exports/{number}/file").status_code == 404
    with filled.app_context():
        job = db.session.query(Job).one()
        job.finished_at = job.finished_at.replace(year=2020)  # type: ignore[union-attr]
        db.session.commit()
        run_due(all_of_them=True)
    assert manager.get(f"/results/exports/{number}/file").status_code == 404


def test_a_response_erased_meanwhile_makes_no_difference_to_the_check(filled: Flask, made: Path) -> None:
    with filled.app_context():
        db.session.query(AnswerRow).filter_by(response="r1").delete()
        db.session.query(TextTheme).filter_by(response="r1").delete()
        db.session.query(Response).filter_by(response="r1").delete()
        db.session.commit()
        assert faults_of(made) == []
