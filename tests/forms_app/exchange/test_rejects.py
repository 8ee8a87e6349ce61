"""With --rejects the good rows go in, and the bad ones come back with their reasons to be corrected."""

import csv
from pathlib import Path

from flask import Flask
from sqlalchemy import text

from forms_app.database import db
from tests.forms_app.exchange.conftest import Run
from tests.forms_app.exchange.small_area import GOOD, contents, write_files


def mistaken(folder: Path) -> Path:
    """The good files with a broken date in person A1's row, and a broken number in a return."""
    people = GOOD["people.csv"].replace("carer,2025-04-02", "carer,31/02/2026")
    returns = GOOD["returns.csv"].replace("12.5", "twelve")
    return write_files(folder, GOOD | {"people.csv": people, "returns.csv": returns})


def reasons(folder: Path, name: str) -> list[str]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return [row["reasons"] for row in csv.DictReader(file)]


def test_a_rejected_person_takes_along_what_refers_to_them(run: Run, tmp_path: Path, app: Flask) -> None:
    result = run("import", mistaken(tmp_path / "bad"), "--rejects", tmp_path / "rejects")
    assert result.exit_code == 0, result.output
    assert reasons(tmp_path / "rejects", "people.csv") == ["registered_on: '31/02/2026' is not a date"]
    assert reasons(tmp_path / "rejects", "goals.csv") == ["person: 'A1' is not imported: people.csv:2 was rejected"] * 2
    assert reasons(tmp_path / "rejects", "goal_reviews.csv")[0] == (
        "review: 'v1' is not imported: reviews.csv:2 was rejected; goal: 'g1' is not imported: goals.csv:2 was rejected"
    )
    with app.app_context():
        assert db.session.execute(text("SELECT provider, person FROM person ORDER BY 1, 2")).all() == [
            ("p1", "Ä2"),
            ("p2", "A1"),
        ]
        assert db.session.execute(text("SELECT goal FROM goal")).scalars().all() == ["g3"]


def test_a_return_with_a_bad_row_is_kept_out_whole(run: Run, tmp_path: Path, app: Flask) -> None:
    run("import", mistaken(tmp_path / "bad"), "--rejects", tmp_path / "rejects")
    found = reasons(tmp_path / "rejects", "returns.csv")
    assert len(found) == 7
    assert found[1] == "value: 'twelve' is not a number"
    assert set(found) - {found[1]} == {"another row of this return is rejected, and a return is imported whole"}
    with app.app_context():
        assert db.session.execute(text("SELECT provider FROM filed_return")).scalars().all() == ["p2"]


def test_corrected_rejects_complete_the_import(run: Run, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects"
    run("import", mistaken(tmp_path / "bad"), "--rejects", rejects)
    for name, wrong, right in (("people.csv", "31/02/2026", "2025-04-02"), ("returns.csv", "twelve", "12.5")):
        content = (rejects / name).read_text(encoding="utf-8")
        (rejects / name).write_text(content.replace(f",{wrong},", f",{right},"), encoding="utf-8")
    assert run("import", rejects).exit_code == 0
    run("export", tmp_path / "out")
    assert contents(tmp_path / "out") == GOOD


def test_rows_with_too_many_cells_keep_them_all(run: Run, tmp_path: Path) -> None:
    folder = write_files(tmp_path / "bad", {"providers.csv": "provider,name\np1,One,two,three\np2,Two\n"})
    run("import", folder, "--rejects", tmp_path / "rejects")
    expected = "reasons,provider,name\nhas 4 cells where the header has 2,p1,One,two,three\n"
    assert contents(tmp_path / "rejects") == {"providers.csv": expected}


def test_a_file_that_cannot_be_read_comes_back_whole(run: Run, tmp_path: Path) -> None:
    folder = write_files(tmp_path / "bad", {"providers.csv": GOOD["providers.csv"], "people.csv": 'provider,"person\n'})
    result = run("import", folder, "--rejects", tmp_path / "rejects")
    assert result.stdout.splitlines()[-1] == "Imported 2 rows; 2 of them new or changed."
    assert contents(tmp_path / "rejects") == {"people.csv": 'provider,"person\n'}


def test_a_header_mistake_rejects_every_row_of_the_file(run: Run, tmp_path: Path) -> None:
    folder = write_files(tmp_path / "bad", {"providers.csv": "provider,name,colour\np1,One,red\n"})
    run("import", folder, "--rejects", tmp_path / "rejects")
    assert reasons(tmp_path / "rejects", "providers.csv") == ["colour: unknown column; use provider, name or locality"]


def test_rejects_are_not_written_over_earlier_ones(run: Run, tmp_path: Path) -> None:
    result = run("import", mistaken(tmp_path / "bad"), "--rejects", tmp_path / "bad")
    assert result.exit_code == 2
    assert "name an empty folder for --rejects" in result.stderr


def test_good_files_leave_no_rejects(run: Run, good: Path, tmp_path: Path) -> None:
    assert run("import", good, "--rejects", tmp_path / "rejects").exit_code == 0
    assert not (tmp_path / "rejects").exists()
