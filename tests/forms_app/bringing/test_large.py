"""Large files are checked, imported and undone by the worker; whatever cuts it short leaves nothing."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.bringing import checking, store
from forms_app.database import db
from forms_app.models.records import Person
from forms_app.worker.jobs import run_jobs
from tests.forms_app.bringing.conftest import bring, kept, page, records, turn_in

HEAD = "person,role,registered_on\n"
PEOPLE = HEAD + "".join(f"A{one},carer,2026-04-01\n" for one in range(30))


@pytest.fixture(autouse=True)
def _few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "AT_ONCE", 20)
    monkeypatch.setattr("forms_app.bringing.work.AT_ONCE", 20)
    monkeypatch.setattr("forms_app.bringing.work.SAY_EVERY", 10)


def work(app: Flask) -> None:
    """The worker takes its turn."""
    with app.app_context():
        run_jobs()


def test_the_worker_checks_imports_and_undoes(app: Flask, manager: FlaskClient) -> None:
    number = bring(manager, {"people.csv": PEOPLE})
    assert "It waits for its turn." in page(manager, f"/bring/{number}")
    assert kept(app, number)[0] == "uploaded"
    for path in ("columns/0", "faults"):
        assert "being worked on" in page(manager, f"/bring/{number}/{path}")
    work(app)
    manager.post(f"/bring/{number}/import", data={"turn": turn_in(page(manager, f"/bring/{number}"))})
    assert records(app)["person"] == []
    work(app)
    assert len(records(app)["person"]) == 30
    assert "Imported" in page(manager, f"/bring/{number}")
    manager.post(f"/bring/{number}/undo", data={"turn": turn_in(page(manager, f"/bring/{number}/undo"))})
    work(app)
    assert records(app)["person"] == []
    assert "30 rows are as they were" in page(manager, f"/bring/{number}")


def test_an_import_that_is_cut_short_leaves_nothing_and_can_be_begun_again(
    app: Flask, manager: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = bring(manager, {"people.csv": PEOPLE})
    work(app)
    manager.post(f"/bring/{number}/import", data={"turn": turn_in(page(manager, f"/bring/{number}"))})
    whole = checking.write

    def cut_short(*given: object) -> object:
        whole(*given)  # type: ignore[arg-type]
        db.session.flush()
        raise RuntimeError("the machine stops here")

    monkeypatch.setattr(checking, "write", cut_short)
    work(app)
    monkeypatch.undo()
    assert records(app)["person"] == []
    assert "was cut short" in page(manager, f"/bring/{number}")
    manager.post(f"/bring/{number}/again", follow_redirects=True)
    assert kept(app, number)[0] == "checked"


def test_a_request_that_is_cut_short_leaves_nothing(
    app: Flask, manager: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = bring(manager, {"people.csv": HEAD + "A1,carer,2026-04-01\n"})
    turn = turn_in(page(manager, f"/bring/{number}"))
    monkeypatch.setattr("forms_app.bringing.work.json.dumps", lambda *_given, **_named: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        manager.post(f"/bring/{number}/import", data={"turn": turn})
    monkeypatch.undo()
    assert kept(app, number)[0] == "checked"
    assert records(app)["person"] == []


def test_records_that_changed_after_the_check_are_looked_at_again(app: Flask, manager: FlaskClient) -> None:
    bring(manager, {"people.csv": HEAD + "A1,carer,2026-04-01\n"})
    manager.post("/bring/1/import", data={"turn": turn_in(page(manager, "/bring/1"))})
    number = bring(manager, {"contacts.csv": "contact,person,on,kind\nt1,A1,2026-04-02,casework\n"})
    turn = turn_in(page(manager, f"/bring/{number}"))
    with app.app_context():
        db.session.delete(db.session.get_one(Person, ("p1", "A1")))
        db.session.commit()
    answer = manager.post(f"/bring/{number}/import", data={"turn": turn}, follow_redirects=True)
    assert "Nothing was brought over" in answer.text
    assert kept(app, number)[0] == "mapped"
