"""What an import writes: all or nothing, once, and only what the files say."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from forms_app.database import Base, db
from tests.forms_app.exchange.conftest import Run
from tests.forms_app.exchange.small_area import GOOD, contents, write_files


def everything(app: Flask) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables but the audit log, as they are stored."""
    with app.app_context():
        names = [table.name for table in Base.metadata.sorted_tables if table.name != "audit_event"]
        return {name: sorted(map(tuple, db.session.execute(text(f'SELECT * FROM "{name}"'))), key=str) for name in names}


def one(app: Flask, query: str) -> tuple[object, ...]:
    with app.app_context():
        return tuple(db.session.execute(text(query)).one())


def test_importing_the_same_files_twice_changes_nothing(run: Run, good: Path, app: Flask) -> None:
    run("import", good)
    before = everything(app)
    again = run("import", good)
    assert everything(app) == before
    assert again.stdout.splitlines()[-1] == "Imported 42 rows; 0 of them new or changed."


def test_a_check_imports_nothing(run: Run, good: Path, app: Flask) -> None:
    before = everything(app)
    result = run("import", good, "--check")
    assert (result.exit_code, result.stdout) == (0, "42 rows checked, no problems. Nothing was imported.\n")
    assert everything(app) == before


def test_one_bad_row_keeps_every_other_row_out(run: Run, good: Path, app: Flask, tmp_path: Path) -> None:
    before = everything(app)
    bad = GOOD["published.csv"].replace("12.345678", "twelve")
    result = run("import", write_files(good, {"published.csv": bad}))
    assert result.exit_code == 1
    assert everything(app) == before


def test_a_changed_cell_updates_its_row_and_an_empty_one_sets_not_known(
    run: Run, good: Path, app: Flask, tmp_path: Path
) -> None:
    run("import", good)
    changed = "provider,person,role,registered_on,status,locality\np1,A1,carer,2025-04-02,closed,\n"
    result = run("import", write_files(tmp_path / "update", {"people.csv": changed}))
    assert result.stdout.splitlines()[0] == "people.csv: 1 row, 1 new or changed"
    person = "SELECT status, locality, birth_year, version FROM person WHERE provider = 'p1' AND person = 'A1'"
    assert one(app, person) == ("closed", None, 1970, 2)


def test_rows_may_refer_to_what_the_database_holds(run: Run, good: Path, tmp_path: Path) -> None:
    run("import", good)
    later = {name: GOOD[name] for name in ("goal_reviews.csv", "returns.csv", "scores.csv")}
    assert run("import", write_files(tmp_path / "later", later)).exit_code == 0


def test_columns_may_come_in_any_order(run: Run, tmp_path: Path, app: Flask) -> None:
    content = "name,locality,provider\nOne,north,p1\n"
    assert run("import", write_files(tmp_path / "order", {"providers.csv": content})).exit_code == 0
    assert one(app, "SELECT provider, name, locality FROM provider") == ("p1", "One", "north")


def test_a_changed_return_becomes_a_new_version_with_a_reason(run: Run, good: Path, app: Flask, tmp_path: Path) -> None:
    run("import", good)
    header = "provider,framework,form,period_start,field,value,note,filed_on\n"
    row = "p1,area,monthly,2025-04-01,breaks,41,recounted,2025-05-20\n"
    run("import", write_files(tmp_path / "more", {"returns.csv": header + row}))
    versions = "SELECT version, reason, filed_on FROM filed_return WHERE provider = 'p1' ORDER BY version"
    with app.app_context():
        found = [(version, reason, str(filed_on)) for version, reason, filed_on in db.session.execute(text(versions))]
    assert found == [(1, None, "2025-05-09"), (2, "imported correction", "2025-05-20")]
    run("export", tmp_path / "out")
    exported = contents(tmp_path / "out")["returns.csv"]
    assert "breaks,41,recounted,2025-05-20\n" in exported
    assert "hours,12.5,estimated,2025-05-20\n" in exported
    assert "breaks,40" not in exported


def test_the_same_number_written_otherwise_is_no_correction(run: Run, good: Path, app: Flask, tmp_path: Path) -> None:
    run("import", good)
    run("import", write_files(good, {"returns.csv": GOOD["returns.csv"].replace("12.5", "12.50")}))
    assert one(app, "SELECT max(version) FROM filed_return") == (1,)


def test_free_text_is_encrypted_on_its_way_in(run: Run, good: Path, app: Flask) -> None:
    run("import", good)
    (stored,) = one(app, "SELECT text FROM answer WHERE response = 'q1' AND question = 'life.words'")
    assert str(stored).startswith("gAAAA")


def test_several_answers_are_a_row_each_and_a_question_passed_over_is_noted(run: Run, good: Path, app: Flask) -> None:
    run("import", good)
    with app.app_context():
        query = "SELECT question, item, code, number FROM answer WHERE response IN ('q1', 'q2') AND text IS NULL"
        found = {tuple(row) for row in db.session.execute(text(query + " ORDER BY response, question, item"))}
    assert ("life.kinds", "day", "day", None) in found
    assert ("life.kinds", "night", "night", None) in found
    assert ("life.score", "", None, 10) in found
    assert ("life.words", "", None, None) in found
    assert one(app, "SELECT count(*) FROM answer WHERE response = 'q2' AND question = 'life.kinds'") == (0,)


def test_a_changed_answer_replaces_the_old_one(run: Run, good: Path, app: Flask, tmp_path: Path) -> None:
    run("import", good)
    changed = GOOD["responses.csv"].replace("day;night", "neither")
    result = run("import", write_files(tmp_path / "changed", {"responses.csv": changed}))
    assert result.stdout.splitlines()[0] == "responses.csv: 4 rows, 1 new or changed"
    assert one(app, "SELECT item, code FROM answer WHERE response = 'q1' AND question = 'life.kinds'") == (
        "neither",
        "neither",
    )


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_provider_without_a_contract_files_no_returns(run: Run, tmp_path: Path) -> None:
    files = {name: GOOD[name] for name in ("providers.csv", "returns.csv")}
    result = run("import", write_files(tmp_path / "none", files))
    assert result.stderr.startswith("returns.csv:2: framework: provider 'p1' has no contract for 'area'\n")
