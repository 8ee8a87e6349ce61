"""Tries are counted across processes, apart for each caller, and forgotten within the hour."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from forms_app import clock
from forms_app.attempts import over, too_many
from forms_app.database import db
from forms_app.keyed_hash import keyed_hash
from forms_app.models.work import Attempt


def test_the_limit_holds_for_one_caller_and_not_for_another(app: Flask) -> None:
    with app.app_context():
        tries = [too_many("code", limit=2, who="10.0.0.1") for _ in range(4)]
        assert tries == [False, False, True, True]
        assert not too_many("code", limit=2, who="10.0.0.2")
        assert not too_many("receipt", limit=2, who="10.0.0.1")


@pytest.mark.parametrize(
    ("callers", "apart"),
    [
        (("2001:db8:0:1::1", "2001:db8:0:1::2", "2001:db8:0:1:ffff::3"), False),
        (("2001:db8:0:1::1", "2001:db8:0:2::1", "2001:db8:0:3::1"), True),
        (("::ffff:192.0.2.1", "::ffff:192.0.2.2", "::ffff:192.0.2.3"), True),
        (("192.0.2.1", "192.0.2.2", "192.0.2.3"), True),
    ],
)
def test_whoever_may_choose_half_of_their_address_is_one_caller(app: Flask, callers: tuple[str, ...], apart: bool) -> None:
    tries = []
    for caller in callers:
        with app.test_request_context(environ_base={"REMOTE_ADDR": caller}):
            tries.append(too_many("code", limit=2))
    assert tries == [False, False, not apart]


def test_no_address_is_kept_and_old_tries_are_forgotten(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = datetime(2026, 5, 15, 10, 7)
    with app.app_context():
        monkeypatch.setattr(clock, "now", lambda: moment)
        too_many("code", limit=2, who="10.0.0.1")
        row = db.session.scalars(select(Attempt)).one()
        assert "10.0.0.1" not in row.who
        monkeypatch.setattr(clock, "now", lambda: moment + timedelta(hours=2))
        too_many("code", limit=2, who="10.0.0.2")
        assert len(db.session.scalars(select(Attempt)).all()) == 1


def test_hashes_differ_by_purpose_and_outlive_a_new_key(app: Flask) -> None:
    with app.app_context():
        before = keyed_hash("ann@example.org", "contact")
        assert before != keyed_hash("ann@example.org", "asked")
        app.config["ENCRYPTION_KEYS"] = ["a newer key", *app.config["ENCRYPTION_KEYS"]]
        assert keyed_hash("ann@example.org", "contact") == before


def test_looking_counts_nothing(app: Flask) -> None:
    with app.app_context():
        assert [over("code", limit=1, who="everyone") for _ in range(3)] == [False, False, False]
        too_many("code", limit=1, who="everyone")
        assert over("code", limit=1, who="everyone")
