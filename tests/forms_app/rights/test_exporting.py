"""The log as a file, checked by the recipe of the documentation and by nothing of ours."""

import csv
import json
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from forms_app import audit_log
from forms_app.commands.rights import audit
from forms_app.database import db
from forms_app.models.audit import AuditEvent
from forms_app.models.records import Person, Provider
from forms_app.rights.erasing import erase
from tests.forms_app.rights.planting import DAY

PAGE = Path(__file__).resolve().parents[3] / "docs" / "contributing" / "audit-log.md"


@pytest.fixture
def log(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """Four events on three days; one of someone who was erased."""
    with app.app_context():
        db.session.add(Provider(provider="north", name="North"))
        db.session.flush()
        db.session.add(Person(provider="north", person="Zoë", role="carer", registered_on=DAY))
        for day, person in ((1, "A1"), (2, "Zoë"), (3, "A1")):
            monkeypatch.setattr(audit_log, "now", lambda day=day: datetime(2026, 4, day, 23, 59, 59))
            audit_log.record("person-seen", provider="north", person=person)
        db.session.commit()
        erase("north", "Zoë")
    return app


def export(app: Flask, path: Path, *more: str) -> list[dict[str, object]]:
    result = app.test_cli_runner().invoke(audit, ["export", str(path), *more])
    assert result.exit_code == 0, result.output
    assert path.stat().st_mode & 0o077 == 0
    text = path.read_text(encoding="utf-8")
    return (
        list(csv.DictReader(text.splitlines())) if path.suffix == ".csv" else [json.loads(it) for it in text.splitlines()]
    )


def checked(path: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    recipe = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert recipe
    (folder / "check.py").write_text(recipe[1], encoding="utf-8")
    return subprocess.run([sys.executable, "-I", folder / "check.py", path], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("more", [(), ("--sealed",), ("--from", "2026-04-01", "--to", "2026-04-02")])
def test_an_outsider_can_check_it(log: Flask, tmp_path: Path, more: tuple[str, ...]) -> None:
    events = export(log, tmp_path / "log.jsonl", *more)
    assert len(events) == (2 if "--from" in more else 4)
    result = checked(tmp_path / "log.jsonl", tmp_path)
    assert result.returncode == 0, result.stderr
    assert str(events[-1]["hash"]) in result.stdout


@pytest.mark.parametrize("name", ["action", "user_id", "person", "details", "at", "sealed"])
def test_an_outsider_sees_what_was_changed(log: Flask, tmp_path: Path, name: str) -> None:
    events = export(log, tmp_path / "log.jsonl")
    events[0][name] = 7 if name == "user_id" else "changed"
    (tmp_path / "log.jsonl").write_text("".join(json.dumps(it) + "\n" for it in events), encoding="utf-8")
    assert checked(tmp_path / "log.jsonl", tmp_path).returncode == 1


def test_an_outsider_sees_that_one_was_taken_out(log: Flask, tmp_path: Path) -> None:
    events = export(log, tmp_path / "log.jsonl")
    del events[1]
    (tmp_path / "log.jsonl").write_text("".join(json.dumps(it) + "\n" for it in events), encoding="utf-8")
    assert "taken out" in checked(tmp_path / "log.jsonl", tmp_path).stderr


def test_whom_an_event_was_about_is_not_told_once_they_are_erased(log: Flask, tmp_path: Path) -> None:
    events = export(log, tmp_path / "log.jsonl")
    assert [events[1][name] for name in ("person", "details", "salt")] == [None, "{}", None]
    assert "Zo" not in (tmp_path / "log.jsonl").read_text(encoding="utf-8")


def test_sealed_it_tells_of_nobody(log: Flask, tmp_path: Path) -> None:
    assert not {"person", "details", "salt"} & set(export(log, tmp_path / "log.jsonl", "--sealed")[0])
    assert "A1" not in (tmp_path / "log.jsonl").read_text(encoding="utf-8")


def test_as_csv_it_says_the_same(log: Flask, tmp_path: Path) -> None:
    lines, table = export(log, tmp_path / "log.jsonl"), export(log, tmp_path / "log.csv")
    assert [row["hash"] for row in table[:4]] == [row["hash"] for row in lines]
    assert table[0]["person"] == "A1"


def test_that_it_was_written_is_in_the_log(log: Flask, tmp_path: Path) -> None:
    export(log, tmp_path / "log.jsonl")
    with log.app_context():
        last = db.session.query(AuditEvent).order_by(AuditEvent.id.desc()).first()
        assert last is not None
        assert (last.action, last.details) == ("audit-exported", '{"events": 4}')
        assert audit_log.read_chain().holds


def test_days_the_wrong_way_round_are_said_to_be(log: Flask, tmp_path: Path) -> None:
    days = ["--from", "2026-04-03", "--to", "2026-04-01"]
    result = log.test_cli_runner().invoke(audit, ["export", str(tmp_path / "log.jsonl"), *days])
    assert result.exit_code == 2
    assert "--to is before --from" in result.output


def test_a_file_that_cannot_be_written_leaves_nothing(log: Flask, tmp_path: Path) -> None:
    result = log.test_cli_runner().invoke(audit, ["export", str(tmp_path / "missing" / "log.jsonl")])
    assert result.exit_code == 1
    assert "can't be written" in result.output
