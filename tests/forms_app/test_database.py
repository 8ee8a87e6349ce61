"""Readers hold up no writer; writers queue and none fails."""

import sqlite3
import threading
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from forms_app.database import db, only_reading
from forms_app.models.records import Provider
from tests.conftest import make_app


@pytest.fixture
def sqlite_app(tmp_path: Path) -> Flask:
    return make_app(f"sqlite:///{tmp_path / 'test.sqlite'}", tmp_path / "home")


def write_elsewhere(tmp_path: Path) -> None:
    """What another process does: take the writer's place at once, or fail."""
    other = sqlite3.connect(tmp_path / "test.sqlite", timeout=0, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("ROLLBACK")
    other.close()


def test_a_long_export_holds_up_no_writer(sqlite_app: Flask, tmp_path: Path) -> None:
    with sqlite_app.app_context(), only_reading():
        db.session.scalars(select(Provider)).all()
        write_elsewhere(tmp_path)


def test_other_commands_take_the_writers_place_when_they_begin(sqlite_app: Flask, tmp_path: Path) -> None:
    with sqlite_app.app_context():
        db.session.scalars(select(Provider)).all()
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            write_elsewhere(tmp_path)


def test_writers_that_read_first_queue_and_none_fails(app: Flask) -> None:
    failures: list[Exception] = []

    def add(number: int) -> None:
        try:
            with app.app_context():
                db.session.scalar(select(Provider).limit(1))
                db.session.add(Provider(provider=f"p{number}", name="One of many"))
                db.session.commit()
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=add, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with app.app_context():
        assert db.session.scalar(text("SELECT count(*) FROM provider")) == 8
