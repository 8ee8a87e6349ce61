import json

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forms_app.database import db
from forms_app.models.audit import AuditEvent
from forms_app.models.filing import FiledReturn, ReturnDraft
from tests.forms_app.returns.conftest import FAILING, GOOD, KPI3, file_return, filed, opened, send, stamp


def drafts(app: Flask) -> list[dict[str, str]]:
    with app.app_context():
        return [json.loads(text) for text in db.session.scalars(select(ReturnDraft.typed))]


def test_a_return_is_filed_once_and_its_draft_is_gone(app: Flask, manager: FlaskClient) -> None:
    file_return(manager, KPI3, GOOD)
    assert filed(app) == [(1, None, {"opening": "2", "A": "3", "B": "5", "C": "4"}, {})]
    assert drafts(app) == []
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).filter_by(action="return-filed")).one()
        assert json.loads(event.details) == {
            "framework": "six-kpis", "form": "kpi3", "period_start": "2026-01-01", "version": 1
        }  # fmt: skip
        assert db.session.scalars(select(FiledReturn.filed_on)).one().isoformat() == "2026-05-15"


def test_a_failing_check_stops_the_page_and_what_was_typed_is_kept(app: Flask, manager: FlaskClient) -> None:
    page = send(manager, f"{KPI3}/fill/figures", FAILING, status=422).text
    assert "More were completed (C) than were received" in page
    assert drafts(app) == [FAILING]


def test_a_failing_check_is_not_filed_without_a_reason_and_is_with_one(app: Flask, manager: FlaskClient) -> None:
    send(manager, f"{KPI3}/fill/figures", FAILING, status=422)
    assert "Say why it is so" in send(manager, f"{KPI3}/check", {"n.C": " "}, status=422).text
    assert filed(app) == []
    send(manager, f"{KPI3}/check", {"n.C": "Five from before the contract."})
    assert filed(app)[0][2:] == ({"opening": "0", "A": "3", "B": "5", "C": "9"}, {"C": "Five from before the contract."})


def test_more_closed_than_received_is_noticed_when_nothing_is_said_of_those_open(manager: FlaskClient) -> None:
    typed = {name: text for name, text in FAILING.items() if name != "v.opening"}
    assert "More were completed (C)" in send(manager, f"{KPI3}/fill/figures", typed, status=422).text


def test_bad_input_says_what_to_do_and_comes_back_as_typed(app: Flask, manager: FlaskClient) -> None:
    typed = {"v.A": "three", "v.B": "-1", "v.C": "2.5", "v.note": "Über <b>all</b>\nline two"}
    page = send(manager, f"{KPI3}/fill/figures", typed, status=422).text
    assert "Must be a whole number, such as 12: A: completed or resolved within 28 days" in page
    assert "Must be 0 or more: B" in page
    assert 'value="three"' in page
    assert drafts(app) == [typed]
    again = opened(manager, KPI3)
    assert 'value="three"' in again
    assert "Über &lt;b&gt;all&lt;/b&gt;" in again


def test_finish_later_keeps_what_was_typed_and_asks_no_questions(app: Flask, manager: FlaskClient) -> None:
    answer = send(manager, f"{KPI3}/fill/figures", {"v.A": "what", "then": "later"})
    assert answer.location == "/returns"
    assert drafts(app) == [{"v.A": "what"}]
    assert "Begun" in opened(manager, "/returns")


def test_numbers_are_read_as_people_write_them(app: Flask, manager: FlaskClient) -> None:
    file_return(manager, KPI3, {"v.A": " 1,200 ", "v.B": "02000", "v.C": "1 300"})
    assert filed(app)[0][2] == {"A": "1200", "B": "2000", "C": "1300"}


def test_a_required_figure_left_empty_is_asked_for(manager: FlaskClient) -> None:
    page = send(manager, f"{KPI3}/fill/figures", {"v.A": "1"}, status=422).text
    assert "Enter a figure, 0 if there were none: B: received in the quarter" in page
    page = send(manager, f"{KPI3}/check", {}, status=422).text
    assert f"{KPI3}/fill/figures#v.B" in page


def test_sent_twice_a_return_is_filed_once(app: Flask, manager: FlaskClient) -> None:
    send(manager, f"{KPI3}/fill/figures", GOOD)
    opened_with = stamp(opened(manager, f"{KPI3}/check"))
    for _ in range(2):
        answer = send(manager, f"{KPI3}/check", {}, opened_with=opened_with)
        assert answer.location == f"{KPI3}/filed/1"
    assert len(filed(app)) == 1


def test_a_correction_is_a_new_version_with_a_reason_and_the_first_stays(app: Flask, manager: FlaskClient) -> None:
    file_return(manager, KPI3, GOOD)
    assert "Correct this return" in opened(manager, KPI3)
    send(manager, f"{KPI3}/fill/figures", GOOD | {"v.A": "4"})
    assert "Say why the return is corrected" in send(manager, f"{KPI3}/check", {}, status=422).text
    send(manager, f"{KPI3}/check", {"reason": "One was missed."})
    assert [one[:2] for one in filed(app)] == [(1, None), (2, "One was missed.")]
    newest = opened(manager, KPI3)
    assert "One was missed." in newest
    assert "before: 3" in newest
    assert "not the newest version" in opened(manager, f"{KPI3}/filed/1")


def test_a_correction_that_changes_nothing_is_refused_and_can_be_left(app: Flask, manager: FlaskClient) -> None:
    file_return(manager, KPI3, GOOD)
    send(manager, f"{KPI3}/fill/figures", GOOD)
    assert "Nothing differs" in send(manager, f"{KPI3}/check", {"reason": "None really"}, status=422).text
    send(manager, f"{KPI3}/check", {"then": "leave"})
    assert len(filed(app)) == 1
    assert drafts(app) == []


def test_two_tabs_are_shown_both_and_neither_is_lost(app: Flask, manager: FlaskClient) -> None:
    path = f"{KPI3}/fill/figures"
    opened_with = stamp(opened(manager, path))
    send(manager, path, GOOD, opened_with=opened_with)
    page = send(manager, path, GOOD | {"v.A": "1"}, status=409, opened_with=opened_with).text
    assert "A: completed or resolved within 28 days: <strong>3</strong>" in page
    assert 'name="v.A" type="text" spellcheck="false" value="1"' in page
    assert drafts(app) == [GOOD]
    send(manager, path, GOOD | {"v.A": "1"}, opened_with=stamp(page))
    assert drafts(app) == [GOOD | {"v.A": "1"}]


def test_a_check_page_left_open_does_not_file_what_it_did_not_show(app: Flask, manager: FlaskClient) -> None:
    send(manager, f"{KPI3}/fill/figures", GOOD)
    opened_with = stamp(opened(manager, f"{KPI3}/check"))
    send(manager, f"{KPI3}/fill/figures", GOOD | {"v.A": "1"})
    send(manager, f"{KPI3}/check", {}, status=409, opened_with=opened_with)
    assert filed(app) == []


def test_what_stays_open_is_carried_into_the_next_quarter(manager: FlaskClient) -> None:
    file_return(manager, "/returns/c1/kpi3/2025-10-01", GOOD)
    assert 'name="v.opening" type="text" spellcheck="false" value="3"' in opened(manager, KPI3)


def test_a_note_is_filed_beside_its_figure(app: Flask, manager: FlaskClient) -> None:
    file_return(manager, KPI3, GOOD | {"n.B": "Two by letter"})
    assert filed(app)[0][3] == {"B": "Two by letter"}
