"""Every route, as every role of another organisation: nothing of ours is shown, and nothing of ours is changed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forms_app.database import Base, db
from forms_app.models.accounts import ROLES
from forms_app.models.records import (
    Person,
)
from tests.conftest import let_go, make_app
from tests.support.ours import ASKER, FILED, OURS, SECRET, addresses, draft_forms, fill
from tests.support.staff import QUICK_HASHES, add_staff, new_client, sign_in, signed_in

DECIDED_BY_COMMISSIONERS = ("story", "change_made")
"""Tables in which a commissioner approves or withdraws what providers wrote."""
COUNCILS_ADMINISTRATOR = "administrator of the council"
ANSWERED_FOR = {COUNCILS_ADMINISTRATOR: ("rights",)}
"""Subjects that a role answers for at every provider: the council's administrators find, give and erase what is held."""


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An app with a row of ours in every table that holds something of a provider's."""
    app = make_app(database_url, tmp_path / "home", **QUICK_HASHES)
    fill(app)
    yield app
    let_go(app)


def what_is_ours(app: Flask) -> dict[str, list[tuple[Any, ...]]]:
    """Every row that names our provider, by table."""
    with app.app_context():
        found = {
            table.name: sorted(map(repr, db.session.execute(select(table).where(table.c.provider == "north"))))
            for table in Base.metadata.sorted_tables
            if "provider" in table.c and table.name != "audit_event"
        }
        for table in ("paper_sheet", "sheet_draft", "password_reset"):
            found[table] = sorted(map(repr, db.session.execute(select(Base.metadata.tables[table]))))
        return found


def stray(app: Flask, client: FlaskClient, role: str | None, methods: tuple[str, ...] = ("GET", "POST")) -> list[str]:
    """Every request by `methods` whose answer holds something of ours that `role` may not see, or that fails."""
    faults = []
    secrets = (SECRET,) if role in ("commissioner", COUNCILS_ADMINISTRATOR) else (SECRET, FILED)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    for rule, address in addresses(app):
        if rule.endpoint.partition(".")[0] in ANSWERED_FOR.get(role or "", ()):
            continue
        for method in sorted(set(methods) & (rule.methods or set())):
            answer = client.open(address, method=method, data={"reason": "x"} if method == "POST" else None)
            shown = answer.get_data().decode(errors="replace").lower().replace(address.lower(), "")
            if any(secret in shown for secret in secrets):
                faults.append(f"{method} {address} shows it")
            if answer.status_code >= 500:
                faults.append(f"{method} {address} fails with {answer.status_code}")
    return faults


@pytest.mark.parametrize("role", [*ROLES, COUNCILS_ADMINISTRATOR, None])
def test_nothing_of_ours_is_shown_to_or_changed_by(app: Flask, role: str | None) -> None:
    client = new_client(app)
    if role is not None:
        councils = role in ("commissioner", COUNCILS_ADMINISTRATOR)
        sign_in(client, add_staff(app, role.partition(" ")[0], None if councils else "south"))
    before = what_is_ours(app)
    assert stray(app, client, role) == []
    after = what_is_ours(app)
    for table in DECIDED_BY_COMMISSIONERS if role == "commissioner" else ():
        del before[table], after[table]
    assert after == before


def seen(app: Flask, client: FlaskClient, role: str) -> list[str]:
    """Every page that shows something of ours, read without changing anything."""
    return stray(app, client, role, ("GET",))


def test_the_walk_would_see_what_is_shown(app: Flask) -> None:
    faults = seen(app, signed_in(app, "support_worker", "north"), "support_worker")
    assert "GET /person/canary-1 shows it" in faults
    assert "GET /people shows it" in faults


def test_the_walk_would_see_a_safety_item(app: Flask) -> None:
    assert "GET /safety/item/1 shows it" in seen(app, signed_in(app, "duty_worker", "north"), "duty_worker")


def test_the_walk_would_see_who_is_invited(app: Flask) -> None:
    faults = seen(app, signed_in(app, "provider_manager", "north"), "provider_manager")
    assert "GET /manage/rounds/2 shows it" in faults
    assert "GET /manage/rounds/2/invitations/1 shows it" in faults


def test_the_walk_would_see_a_sheet_that_is_typed_in(app: Flask) -> None:
    faults = seen(app, signed_in(app, "support_worker", "north"), "support_worker")
    assert "GET /paper/sheets/34679ACF shows it" in faults


def test_the_walk_would_see_what_is_recorded_from_day_to_day(app: Flask) -> None:
    faults = seen(app, signed_in(app, "provider_manager", "north"), "provider_manager")
    for page in ("/person/canary-1/emergency-plan", "/person/canary-1/contact/canary-1", "/record/activity/canary-1"):
        assert f"GET {page} shows it" in faults
    assert "GET /feedback/item/canary-1 shows it" in faults


def test_the_walk_would_see_what_was_typed_so_far_and_what_was_said_before(app: Flask) -> None:
    before = what_is_ours(app)
    assert len(before["form_draft"]) == len(draft_forms(app)) * len(OURS["draft_subject"])
    assert len(before["review_version"]) == len(before["record_version"]) == 1
    worker = signed_in(app, "support_worker", "north")
    typed = {"notes": "x", "draft_page": "a" * 32}
    for form in draft_forms(app):
        kept = [worker.post(f"/drafts/{form}/{subject}", data=typed).status_code for subject in OURS["draft_subject"]]
        assert 200 in kept, f"the walk knows no subject of {form}: add one to OURS"
    assert len(what_is_ours(app)["form_draft"]) >= len(before["form_draft"]) + len(draft_forms(app))
    faults = seen(app, worker, "support_worker")
    for page in ("correct-goal/canary-1", "correct-assessment/canary-1", "review/canary-1/versions"):
        assert f"GET /person/canary-1/{page} shows it" in faults


def test_the_walk_would_see_what_is_changed(app: Flask) -> None:
    before = what_is_ours(app)
    with app.app_context():
        db.session.get_one(Person, ("north", "canary-1")).status = "closed"
        db.session.commit()
    assert what_is_ours(app) != before


def test_the_walk_would_see_what_is_held_of_a_person(app: Flask) -> None:
    faults = seen(app, signed_in(app, "provider_manager", "north"), "provider_manager")
    assert "GET /rights/north/canary-1/held shows it" in faults
    assert "GET /needs-not-met/people shows it" in faults


def test_the_walk_would_see_a_record_that_is_open_to_a_commissioner(app: Flask) -> None:
    asker = new_client(app)
    sign_in(asker, ASKER)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    faults = stray(app, asker, "commissioner")
    assert "GET /sampling/1 shows it" in faults
    assert asker.get("/sampling/1/person/canary-1").status_code == 404, "the walk has ended the review"
    assert "canary" not in asker.get("/people").text


def test_the_walk_would_see_what_is_kept_of_a_person(app: Flask) -> None:
    faults = seen(app, signed_in(app, "provider_manager", "north"), "provider_manager")
    for page in ("timeline", "profile", "note", "status", "referral", "consent", "consent/1/withdraw", "said/1"):
        assert f"GET /person/canary-1/{page} shows it" in faults


def test_the_walk_would_see_an_account(app: Flask) -> None:
    faults = seen(app, signed_in(app, "administrator", "north"), "administrator")
    assert "GET /administration shows it" in faults
    assert "GET /administration/account/1 shows it" in faults
    assert "GET /administration/invitation/1 shows it" in faults


def test_the_walk_would_see_a_file_that_is_brought_over(app: Flask) -> None:
    faults = seen(app, signed_in(app, "provider_manager", "north"), "provider_manager")
    assert "GET /bring/1/faults shows it" in faults
    assert "GET /bring/1/rejects/0 shows it" in faults
