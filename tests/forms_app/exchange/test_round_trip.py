"""What is exported can be imported elsewhere, and comes out the same."""

from pathlib import Path

from flask import Flask
from sqlalchemy import text

from forms_app.commands import exchange
from forms_app.database import db
from forms_app.exchange.files import BY_NAME
from tests.conftest import let_go, make_app
from tests.forms_app.exchange.conftest import Run
from tests.forms_app.exchange.small_area import GOOD, contents


def test_the_good_folder_has_every_file_with_every_column() -> None:
    assert list(GOOD) == list(BY_NAME)
    for name, file in BY_NAME.items():
        assert {column.name for column in file.columns} <= set(GOOD[name].splitlines()[0].split(","))


def test_an_export_holds_what_was_imported_byte_for_byte(run: Run, good: Path, tmp_path: Path) -> None:
    imported = run("import", good)
    assert imported.exit_code == 0, imported.output
    assert run("export", tmp_path / "out").exit_code == 0
    assert contents(tmp_path / "out") == GOOD


def test_an_export_comes_out_the_same_from_an_instance_on_the_other_engine(
    run: Run, good: Path, tmp_path: Path, definitions: Path, app: Flask
) -> None:
    run("import", good)
    run("export", tmp_path / "out")
    other = make_app(f"sqlite:///{tmp_path / 'other.sqlite'}", tmp_path / "home2", DEFINITIONS=definitions)
    commands = other.test_cli_runner()
    assert commands.invoke(exchange.import_, [str(tmp_path / "out")]).exit_code == 0
    assert commands.invoke(exchange.export, [str(tmp_path / "again")]).exit_code == 0
    assert contents(tmp_path / "again") == contents(tmp_path / "out")
    let_go(other)


def test_an_empty_instance_exports_every_file_with_its_header_alone(run: Run, tmp_path: Path) -> None:
    assert run("export", tmp_path / "out").exit_code == 0
    assert contents(tmp_path / "out") == {name: text.splitlines()[0] + "\n" for name, text in GOOD.items()}


def test_numbers_are_written_with_no_zeros_at_their_end(run: Run, good: Path, tmp_path: Path, app: Flask) -> None:
    run("import", good)
    with app.app_context():
        db.session.execute(text("UPDATE contract SET annual_value = 100 WHERE contract = 'c1'"))
        db.session.execute(text("UPDATE return_value SET value = '40.00' WHERE field = 'income'"))
        db.session.commit()
    run("export", tmp_path / "out")
    assert "2027-03-31,100,31" in contents(tmp_path / "out")["contracts.csv"]
    assert "income,40,," in contents(tmp_path / "out")["returns.csv"]


def test_responses_that_were_not_sent_are_left_out(run: Run, good: Path, tmp_path: Path, app: Flask) -> None:
    run("import", good)
    with app.app_context():
        db.session.execute(text("UPDATE response SET submitted_on = NULL WHERE response = 'q1'"))
        db.session.commit()
    run("export", tmp_path / "out")
    assert "q1" not in contents(tmp_path / "out")["responses.csv"]
    assert "q2" in contents(tmp_path / "out")["responses.csv"]


def test_importing_and_exporting_are_in_the_audit_log(run: Run, good: Path, tmp_path: Path, app: Flask) -> None:
    run("import", good)
    run("export", tmp_path / "out")
    with app.app_context():
        found = db.session.execute(text("SELECT action, details FROM audit_event ORDER BY id")).all()
    rows = 42
    assert [tuple(row) for row in found] == [("imported", f'{{"rows": {rows}}}'), ("exported", f'{{"rows": {rows}}}')]
