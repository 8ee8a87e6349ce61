"""You said, we did: written by one, approved by a second, who clears what looks like a name."""

from datetime import date

from flask import Flask
from flask.testing import FlaskClient

from forms_app.database import db
from forms_app.models.audit import AuditEvent
from forms_app.models.stories import ChangeMade
from tests.support.house_rules import check_page
from tests.support.staff import add_provider, add_staff, new_client, opened, sign_in, signed_in

TYPED = {
    "once": "a" * 32, "about": "birmingham-hub:time-out", "said": "Many of you were tired.",
    "did": "There are more breaks.", "done_on-day": "1", "done_on-month": "5", "done_on-year": "2026",
}  # fmt: skip


def write(client: FlaskClient, **changed: str) -> str:
    answer = client.post("/changes/new", data=TYPED | changed)
    assert answer.status_code == 302, answer.text
    return answer.location


def entries(app: Flask) -> list[ChangeMade]:
    with app.app_context():
        found = list(db.session.query(ChangeMade).order_by(ChangeMade.id))
        db.session.expunge_all()
        return found


def test_an_entry_is_approved_by_a_second_person_and_withdrawn(
    app: Flask, worker: FlaskClient, manager: FlaskClient
) -> None:
    path = write(worker)
    assert "Waiting for approval" in opened(manager, "/changes")
    assert worker.post(f"{path}/approve", data={"version": "1"}).status_code == 403
    assert manager.post(f"{path}/approve", data={"version": "1"}).status_code == 302
    (entry,) = entries(app)
    assert (entry.approved_on, entry.outcome, entry.framework) == (
        date(2026, 5, 15), "birmingham-hub:time-out", "birmingham-hub",
    )  # fmt: skip
    assert entry.approved_by != entry.written_by
    for _ in range(2):
        assert worker.post(f"{path}/withdraw").status_code == 302
    assert entries(app)[0].withdrawn_on == date(2026, 5, 15)
    assert worker.get(f"{path}/edit").status_code == 404
    assert "Withdraw this entry" not in opened(worker, path)
    with app.app_context():
        actions = [one.action for one in db.session.query(AuditEvent).order_by(AuditEvent.id)]
    assert [one for one in actions if one.startswith("change")] == ["change-written", "change-approved", "change-withdrawn"]


def test_what_looks_like_a_name_is_cleared_with_the_approval(app: Flask, worker: FlaskClient, manager: FlaskClient) -> None:
    path = write(worker, said="You asked for Zumba.")
    page = opened(manager, path)
    assert "a capital letter, and no ordinary word" in page
    manager.post(f"{path}/approve", data={"version": "1"})
    assert entries(app)[0].approved_on is None
    assert "tick each word" in opened(manager, path)
    manager.post(f"{path}/approve", data={"version": "1", "clear": "capitals:zumba"})
    assert entries(app)[0].approved_on is not None


def test_a_change_ends_the_approval_and_two_who_change_see_both(
    app: Flask, worker: FlaskClient, manager: FlaskClient
) -> None:
    path = write(worker)
    manager.post(f"{path}/approve", data={"version": "1"})
    version = str(entries(app)[0].version)
    assert "needs approval again" in opened(worker, f"{path}/edit")
    assert worker.post(f"{path}/edit", data=TYPED | {"said": "Other words", "version": version}).status_code == 302
    assert entries(app)[0].approved_on is None
    answer = manager.post(f"{path}/edit", data=TYPED | {"said": "My words", "version": version})
    assert answer.status_code == 409
    check_page(answer.text)
    assert "Other words" in answer.text
    assert "My words" in answer.text
    manager.post(f"{path}/approve", data={"version": version})
    assert entries(app)[0].approved_on is None


def test_a_bad_form_says_what_to_do_and_keeps_what_was_typed(app: Flask, worker: FlaskClient) -> None:
    typed = TYPED | {"about": "six-kpis", "did": "", "done_on-year": "2027"}
    answer = worker.post("/changes/new", data=typed)
    assert answer.status_code == 422
    check_page(answer.text)
    for words in ("Select what it is about", "Enter what was done", "today or in the past", "Many of you were tired."):
        assert words in answer.text
    assert entries(app) == []


def test_sent_twice_it_is_written_once(app: Flask, worker: FlaskClient) -> None:
    assert write(worker) == write(worker)
    assert len(entries(app)) == 1


def test_the_councils_entry_is_approved_at_the_council(app: Flask, manager: FlaskClient) -> None:
    first = signed_in(app, "commissioner", None)
    path = write(first, about="six-kpis")
    assert entries(app)[0].provider is None
    assert "someone else at the council" in opened(first, path)
    assert manager.get(path).status_code == 404
    second = new_client(app)
    sign_in(second, add_staff(app, "commissioner", None, "second@council.example"))
    second.post(f"{path}/approve", data={"version": "1"})
    assert entries(app)[0].approved_on is not None


def test_another_providers_entry_is_not_found(app: Flask, worker: FlaskClient) -> None:
    path = write(worker)
    add_provider(app, "south", "South Carers")
    south = signed_in(app, "provider_manager", "south")
    for page in ("", "/edit"):
        assert south.get(path + page).status_code == 404
    for action in ("approve", "withdraw"):
        assert south.post(f"{path}/{action}", data={"version": "1"}).status_code == 404
    assert "tired" not in opened(south, "/changes")
