"""Nothing of a safety item stands in what is counted, exported or published; and nothing leads from it to answers."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import String, inspect

from forms_app.commands import exchange
from forms_app.database import db
from forms_app.models.responses import AnswerRow, Invitation, InvitationToken, Response
from forms_app.models.safety import SafetyItem, SafetyNote
from forms_app.safety.reminders import remind
from site_builder.evidence.command import evidence
from tests.forms_app.respond.conftest import Respondent
from tests.forms_app.safety.conftest import DUTY, items, to_safety
from tests.forms_app.safety.test_contact import ask
from tests.support.staff import signed_in

CANARY = "Zanzibar"
WORDS = {"name": CANARY, "how": f"{CANARY} 1", "when": f"{CANARY} 2"}


@pytest.fixture
def asked(app: Flask, carer: Respondent) -> Respondent:
    """Someone who answered the anonymous round to its end and asked for contact on the way."""
    to_safety(carer, "/s/spring").answer("unsafe")
    address = carer.address
    ask(carer, **WORDS)
    carer.send(f"/a/{address}/answers/send")
    with app.app_context():
        item = db.session.query(SafetyItem).one()
        db.session.add(SafetyNote(item_id=item.id, at=item.opened_at, kind="tried", words=CANARY))
        db.session.commit()
    return carer


def all_written(folder: Path) -> str:
    """Everything in the files of a folder and the folders in it."""
    return "\n".join(path.read_bytes().decode("utf-8", "replace") for path in sorted(folder.rglob("*")) if path.is_file())


def test_the_export_holds_the_answers_and_nothing_of_the_item(app: Flask, asked: Respondent, tmp_path: Path) -> None:
    result = app.test_cli_runner().invoke(exchange.export, [str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    written = all_written(tmp_path / "out")
    assert "unsafe" in written
    assert CANARY not in written
    assert "safety_item" not in written


def test_the_evidence_holds_nothing_of_the_item(app: Flask, asked: Respondent, tmp_path: Path) -> None:
    result = app.test_cli_runner().invoke(evidence, ["--as-of", "2026-05-15", "--out", str(tmp_path / "evidence")])
    assert result.exit_code == 0, result.output
    written = all_written(tmp_path / "evidence")
    assert written
    assert CANARY not in written


@pytest.mark.parametrize("role", ["support_worker", "provider_manager", "commissioner"])
def test_no_page_but_the_duty_workers_own_shows_it(app: Flask, asked: Respondent, role: str) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    staff = signed_in(app, role, None if role == "commissioner" else "hub")
    pages = [str(rule) for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments]
    for page in pages:
        if page.startswith(("/safety", "/sign-out", "/static")):
            continue
        assert CANARY not in staff.get(page, follow_redirects=True).text, page


def test_a_duty_worker_sees_it(app: Flask, asked: Respondent) -> None:
    from tests.support.staff import new_client, opened, sign_in

    duty = new_client(app)
    sign_in(duty, DUTY)
    assert CANARY in opened(duty, "/safety")


def values_of(model: type) -> Iterator[str]:
    """Every value of the table that could be a key: texts of eight characters or more."""
    for row in db.session.execute(db.select(inspect(model).local_table)).mappings():
        yield from (str(value) for value in row.values() if value is not None and len(str(value)) >= 8)


def test_an_item_and_its_messages_share_no_value_with_the_answers_but_the_provider_and_the_day(
    app: Flask, asked: Respondent
) -> None:
    with app.app_context():
        ours = {*values_of(SafetyItem), *values_of(SafetyNote)}
        theirs = {*values_of(Response), *values_of(AnswerRow), *values_of(Invitation), *values_of(InvitationToken)}
    assert ours & theirs == set()


def test_an_item_has_no_column_in_which_an_anonymous_answer_stands(app: Flask, asked: Respondent) -> None:
    (item,) = items(app)
    filled = {
        column.key
        for column in inspect(SafetyItem).columns
        if isinstance(column.type, String) and getattr(item, column.key) is not None
    }
    assert filled <= {"provider", "state", "once"}


def test_an_item_has_a_number_in_order_and_a_response_has_a_random_one(app: Flask, carer: Respondent) -> None:
    for _ in range(3):
        to_safety(carer, "/s/spring").answer("unsafe")
        ask(carer)
    with app.app_context():
        assert {UUID(response.response).version for response in db.session.query(Response)} == {4}
    assert len({item.opened_at for item in items(app)}) <= 2


def test_the_first_reminder_writes_the_row_anew_away_from_the_answers(app: Flask, asked: Respondent) -> None:
    if not app.config["DATABASE_URL"].startswith("postgresql"):
        pytest.skip("only PostgreSQL notes a transaction beside each row")
    with app.app_context():
        number = db.text("SELECT xmin::text::bigint FROM safety_item")
        came = db.session.scalar(number)
        remind()
        answers = {int(row) for row in db.session.scalars(db.text("SELECT xmin::text FROM answer"))}
        assert db.session.scalar(number) > max(answers)
        assert db.session.scalar(number) != came
