"""Anonymous means it: whoever holds the whole database, the logs and the exports can't tell whose answers are whose."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.commands.exchange import export
from forms_app.database import db
from forms_app.models.records import Person
from forms_app.models.responses import (
    AnswerRow,
    DoubleCoding,
    Invitation,
    InvitationToken,
    Response,
    Round,
    SecondCoding,
    SecondCodingShare,
    TextTheme,
)
from forms_app.models.work import Message
from forms_app.respond import beginning
from forms_app.respond.forgetting import forget_order
from forms_app.respond.keys import key_hash, new_key, receipt_code
from forms_app.themes import second, settling, sorting
from surveys.model.survey import Option, Question
from tests.forms_app.respond.conftest import add_round
from tests.support.relinking import Watch, look, ordered, shared, told_apart
from tests.support.staff import add_staff, new_client, sign_in

PEOPLE = 24
FIRST_DAY, REMINDED, LAST_DAY = date(2026, 5, 15), date(2026, 6, 5), date(2026, 6, 20)
BY_LUCK = PEOPLE // 2
"""Two orders that have nothing to do with one another put one of 24 in its place, on average; 12 never."""
SURELY = 0.97
ROUND = 2
"""The number of the round that `play` makes: `app` comes with one."""
THEME = Option(code="rest", label="Rest")


@dataclass
class Story:
    """A round as it happened: who was invited with which links, and what the attacker must not find out."""

    tokens: dict[int, str] = field(default_factory=dict)
    truth: dict[int, str] = field(default_factory=dict)
    secrets: dict[int, str] = field(default_factory=dict)
    early: set[str] = field(default_factory=set)
    late: set[str] = field(default_factory=set)

    @property
    def names(self) -> dict[str, int]:
        return {f"Person {number}": number for number in self.tokens}


def play(app: Flask, after_each: Callable[[int, str, int], None] = lambda *_: None, **round_values: object) -> Story:
    """People answer in no order, half of them after a reminder, all with a code to finish later; some ask for contact."""
    luck, story = Random(7), Story()
    round_id = add_round(app, "asked", opens_on=FIRST_DAY, **round_values)
    with app.app_context():
        for number in range(PEOPLE):
            person = f"P{number}"
            known = {"role": "carer", "registered_on": FIRST_DAY, "status": "active", "name": f"Person {number}"}
            db.session.add(Person(provider="hub", person=person, **known))
            db.session.flush()
            invitation = Invitation(round_id=round_id, person=person)
            db.session.add(invitation)
            db.session.flush()
            story.tokens[invitation.id] = _link(invitation.id, "invitation", FIRST_DAY)
        db.session.commit()
    order = list(story.tokens)
    luck.shuffle(order)
    for place, number in enumerate(order):
        app.config["TODAY"] = FIRST_DAY + timedelta(days=place % 20) if place < PEOPLE // 2 else LAST_DAY
        if place == PEOPLE // 2:
            app.config["TODAY"] = REMINDED
            _remind(app, round_id, story)
        response = _answer(app, story, number, f"198.51.100.{number}", luck)
        story.truth[number] = response
        (story.early if place < PEOPLE // 2 else story.late).add(response)
        after_each(number, response, place)
    with app.app_context():
        forget_order()
    return story


def _link(invitation: int, kind: str, day: date) -> str:
    token = new_key()
    db.session.add(InvitationToken(token_hash=key_hash(token), invitation_id=invitation, made_on=day))
    sent = datetime(day.year, day.month, day.day, 10, invitation % 60)
    db.session.add(
        Message(kind=kind, channel="text", invitation_id=invitation, reference=new_key(), not_before=sent, sent_at=sent)
    )
    db.session.flush()
    return token


def _remind(app: Flask, round_id: int, story: Story) -> None:
    with app.app_context():
        waiting = db.select(Invitation.id).where(Invitation.round_id == round_id, Invitation.state == "made")
        for number in db.session.scalars(waiting.order_by(Invitation.id)).all():
            story.tokens[number] = _link(number, "reminder", REMINDED)
        db.session.commit()


def _answer(app: Flask, story: Story, number: int, caller: str, luck: Random) -> str:
    client = app.test_client()
    client.environ_base |= {"HTTP_SEC_FETCH_SITE": "same-origin", "REMOTE_ADDR": caller}
    address = client.post(f"/i/{story.tokens[number]}").headers["Location"].split("/")[2]
    story.secrets[number] = address
    with app.app_context():
        response = db.session.scalars(
            db.select(Response.response).where(Response.secret_hash == key_hash(address.split("~")[0]))
        ).one()
    client.post(f"/a/{address}/small.break", data={"answer": luck.choice(["yes", "no"]), "whole": "yes"})
    later = client.post(f"/a/{address}/small.hours", data={"answer": "about 30", "whole": "yes", "go": "later"})
    assert later.status_code == 303
    for _ in range(8):
        at = client.get(f"/a/{address}").headers["Location"]
        if at.endswith("/answers/check"):
            break
        given = {"small.more": f"My own words, number {luck.random()}", "small.hours": str(luck.randrange(168))}
        client.post(at, data={"answer": given.get(at.rsplit("/", 1)[1], ""), "whole": "yes"})
    if luck.random() < 0.3:
        asked = {"name": f"Person {number}", "how": "07700 900123", "whole": "yes", "once": new_key()}
        assert client.post("/s/asked/contact", data=asked).status_code == 303
    sent = client.post(f"/a/{address}/answers/send")
    assert "/answers/sent" in sent.headers["Location"], sent.headers["Location"]
    return response


def test_the_database_ties_no_invitation_to_its_answers(app: Flask) -> None:
    story = play(app, open_to_all=False)
    invited, answered = look(app, story.names)
    assert len(answered.features) > 12
    assert shared(invited, answered, story.truth) == 0
    right, how = ordered(invited, answered, story.truth, Random(1))
    assert right < BY_LUCK, how
    certainty, how = told_apart(answered, story.early, story.late, Random(1))
    assert certainty < SURELY, how
    sealed = [feature for name, feature in answered.features.items() if name.endswith("sealed")]
    assert {moment for feature in sealed for moments in feature.values() for moment in moments} == {0}


def test_a_round_open_to_all_with_invitations_ties_nothing_either(app: Flask) -> None:
    story = play(app, open_to_all=True)
    invited, answered = look(app, story.names)
    assert shared(invited, answered, story.truth) == 0
    assert ordered(invited, answered, story.truth, Random(1))[0] < BY_LUCK
    assert told_apart(answered, story.early, story.late, Random(1))[0] < SURELY


def test_the_attack_finds_everyone_in_a_round_with_names(app: Flask) -> None:
    story = play(app, open_to_all=False, anonymous=False)
    invited, answered = look(app, story.names)
    assert shared(invited, answered, story.truth) == PEOPLE


def test_the_attack_finds_everyone_where_both_sides_keep_the_order(app: Flask) -> None:
    def thank(number: int, response: str, place: int) -> None:
        with app.app_context():
            _link(number, "thanks", LAST_DAY)
            db.session.get_one(Response, response).started_on = date(2026, 1, 1) + timedelta(days=place)
            db.session.commit()

    story = play(app, thank, open_to_all=False)
    invited, answered = look(app, story.names)
    assert ordered(invited, answered, story.truth, Random(1))[0] == PEOPLE


def test_the_attack_tells_who_was_reminded_where_days_are_kept(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from forms_app.respond import submitting

    monkeypatch.setattr(submitting, "is_coarse", lambda _round: False)
    story = play(app, open_to_all=False)
    _, answered = look(app, story.names)
    assert told_apart(answered, story.early, story.late, Random(1))[0] == 1


def test_the_attack_sees_on_postgresql_what_was_written_together(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def use_link_alone(round_: Round, token: str | None) -> bool:
        tied = db.select(InvitationToken.invitation_id).where(InvitationToken.token_hash == key_hash(token or ""))
        one = db.update(Invitation).where(Invitation.id == tied.scalar_subquery())
        db.session.execute(one.values(state=beginning.SENT))
        return True

    from forms_app.respond import submitting

    if "sqlite" in app.config["DATABASE_URL"]:
        pytest.skip("SQLite keeps no numbers of transactions")
    monkeypatch.setattr(submitting, "use_link", use_link_alone)
    # Showing a group writes five others' rows too, and would blur what is to be seen.
    monkeypatch.setattr(submitting, "wait_for_group", lambda *_: None)
    monkeypatch.setitem(globals(), "forget_order", lambda: 0)
    story = play(app, open_to_all=False)
    invited, answered = look(app, story.names)
    assert shared(invited, answered, story.truth) == PEOPLE


def test_the_file_and_the_log_of_sqlite_hold_neither_links_nor_secrets_nor_what_was_written_together(app: Flask) -> None:
    if "postgresql" in app.config["DATABASE_URL"]:
        pytest.skip("a file of SQLite's")
    story = play(app, open_to_all=False)
    path = Path(app.config["DATABASE_URL"].removeprefix("sqlite:///"))
    log = Path(f"{path}-wal")
    assert not log.exists() or log.stat().st_size == 0
    held = path.read_bytes()
    for number, address in story.secrets.items():
        with app.app_context():
            receipt = receipt_code(address.split("~")[0])
        for secret in (story.tokens[number], address.split("~")[0], receipt):
            assert secret.encode() not in held


@pytest.mark.parametrize("open_to_all", [False, True])
def test_a_manager_who_watches_links_and_files_ties_no_answers_to_anyone(app: Flask, open_to_all: bool) -> None:
    watch = Watch(_manager(app), ROUND)
    story = play(app, lambda number, _response, _place: watch.look(number), open_to_all=open_to_all)
    assert watch.right(_told(app, story)) < BY_LUCK
    assert min(watch.groups) >= 5
    assert sum(watch.groups) == 15


def test_a_manager_who_watches_finds_everyone_where_answers_show_one_by_one(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    from forms_app.respond import submitting

    monkeypatch.setattr(submitting, "wait_for_group", lambda *_: None)
    watch = Watch(_manager(app), ROUND)
    story = play(app, lambda number, _response, _place: watch.look(number), open_to_all=False)
    assert watch.right(_told(app, story)) == PEOPLE


def test_sorting_words_tells_no_times_and_names_no_answers(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def to_code() -> dict[str, Question]:
        return {"small.more": Question(key="small.more", kind="text", text="Why?", coded_by_staff=[THEME])}

    for module in (sorting, second, settling):
        monkeypatch.setattr(module, "coded_questions", to_code)
    managers = [_manager(app, name) for name in ("first", "other")]
    with app.app_context():
        db.session.add(SecondCodingShare(provider="hub", percent=100))
        db.session.commit()
    story = play(app, lambda *_: _sort(app, *managers), open_to_all=False)
    with app.app_context():
        audit = str(db.session.execute(db.text("SELECT * FROM audit_event WHERE action <> 'signed-in'")).all())
        for table in (TextTheme, SecondCoding, DoubleCoding):
            assert db.session.query(table).count() > 0
        assert {one.coded_at for one in db.session.query(TextTheme)} == {datetime(2026, 5, 15)}
        assert {one.coded_at for one in db.session.query(SecondCoding)} == {datetime(2026, 5, 15)}
        assert {one.settled_at for one in db.session.query(DoubleCoding)} <= {datetime(2026, 5, 15), None}
    for action in ("text-coded", "text-coded-again", "themes-settled"):
        assert f"'{action}'" in audit
    assert not any(response in audit for response in story.truth.values())
    invited, answered = look(app, story.names)
    assert shared(invited, answered, story.truth) == 0
    assert ordered(invited, answered, story.truth, Random(1))[0] < BY_LUCK


def _told(app: Flask, story: Story) -> dict[int, tuple[str, ...]]:
    """What each person answered, as far as it differs."""
    with app.app_context():
        rows = {(one.response, one.question): one for one in db.session.query(AnswerRow)}
        return {
            number: tuple(
                str(getattr(rows.get((response, f"small.{question}")), kind, None) or "")
                for question, kind in (("hours", "number"), ("more", "text"))
            )
            for number, response in story.truth.items()
        }


def _manager(app: Flask, name: str = "manager") -> FlaskClient:
    client = new_client(app)
    sign_in(client, add_staff(app, "provider_manager", "hub", email=f"{name}@hub.example"))
    return client


def _sort(app: Flask, first: FlaskClient, other: FlaskClient) -> None:
    """Sort what there is to sort, twice, with different themes half of the time, and settle."""
    with app.app_context():
        new = db.select(AnswerRow.response).join(Response).where(Response.shown, Response.submitted_on.is_not(None))
        new = new.where(AnswerRow.text.is_not(None), AnswerRow.response.not_in(db.select(TextTheme.response)))
        found = db.session.scalars(new).all()
    for response in found:
        given = {"response-1": response, "question-1": "small.more"}
        assert first.post("/manage/themes", data=given | {"theme-1": "rest"}).status_code == 302
        assert other.post("/manage/themes/second", data=given | {"theme-1": "none-fits"}).status_code == 302
        assert first.post("/manage/themes/settle", data=given | {"theme-1": "rest"}).status_code == 302


def test_logs_and_exports_name_nothing_that_leads_from_one_to_the_other(
    app: Flask, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    logging.getLogger("sqlalchemy.engine").setLevel(logging.WARNING)
    with caplog.at_level(logging.DEBUG):
        story = play(app, open_to_all=False)
        result = app.test_cli_runner().invoke(export, [str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    files = {path.name: path.read_text() for path in (tmp_path / "out").iterdir()}
    rows = [name for name, content in files.items() if any(one in content for one in story.truth.values())]
    assert rows == ["responses.csv"]
    with app.app_context():
        audit = str(db.session.execute(db.text("SELECT * FROM audit_event")).all())
    for place in (files["responses.csv"], caplog.text, audit, result.output):
        for number, address in story.secrets.items():
            secret, token = address.split("~")
            for key in (secret, token, key_hash(secret), key_hash(token), f"Person {number}", f",P{number},"):
                assert key not in place
    order = [line.split(",")[0] for line in files["responses.csv"].splitlines()[1:]]
    assert set(order) == set(story.truth.values())
    assert order == sorted(order)
