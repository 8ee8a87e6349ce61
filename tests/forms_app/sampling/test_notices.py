"""Each side hears by e-mail that it is their turn, in words that name nobody."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.administration.changes import account_of, turn_off
from forms_app.database import db
from tests.forms_app.administration.accounts import messages, send
from tests.forms_app.sampling.asked import ASKING, agree, ask
from tests.forms_app.sampling.conftest import WRITTEN
from tests.support.staff import add_staff, signed_in

MANAGER, COMMISSIONER = "provider_manager@north.example", "commissioner@council.example"


def told(app: Flask) -> dict[str, list[str | None]]:
    """Whom a message waits for, by its kind."""
    kinds = ("sampling-asked", "sampling-agreed", "sampling-refused", "sampling-ended")
    return {kind: [one.address for one in found] for kind in kinds if (found := messages(app, kind))}


def test_a_request_is_told_to_each_manager_of_the_provider_and_to_nobody_else(
    app: Flask, commissioner: FlaskClient, manager: FlaskClient
) -> None:
    add_staff(app, "provider_manager", "north", "second@north.example")
    add_staff(app, "provider_manager", "south")
    add_staff(app, "support_worker", "north")
    add_staff(app, "commissioner", None, "other@council.example")
    for _twice in range(2):
        ask(commissioner, once="a" * 32)
    assert told(app) == {"sampling-asked": [MANAGER, "second@north.example"]}
    mails = send(app)
    assert len(mails) == 2
    assert "A commissioner asks North Carers for a sampling review" in mails[0]
    assert "/sampling" in mails[0]
    for word in (WRITTEN, "Sam", ASKING["title"], ASKING["reason"], "NC-"):
        assert word not in mails[0]


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        ({"decision": "agreed"}, "sampling-agreed", "North Carers agreed to a sampling review you asked for."),
        ({"decision": "refused", "reason": WRITTEN}, "sampling-refused", "North Carers refused a sampling review"),
    ],
)
def test_the_answer_is_told_to_the_commissioner_who_asked(
    app: Flask, commissioner: FlaskClient, manager: FlaskClient, answer: dict[str, str], kind: str, said: str
) -> None:
    add_staff(app, "commissioner", None, "other@council.example")
    ask(commissioner)
    send(app)
    for _twice in range(2):
        manager.post("/sampling/1/answer", data=answer)
    assert [one.address for one in messages(app, kind)] == [COMMISSIONER]
    mail = send(app)[-1]
    assert said in mail
    for word in (WRITTEN, "Sam", "NC-"):
        assert word not in mail


def test_the_end_is_told_to_the_commissioner_where_the_provider_ends_it(
    app: Flask, commissioner: FlaskClient, manager: FlaskClient
) -> None:
    for number, side in enumerate((commissioner, manager), 1):
        ask(commissioner, once=str(number) * 32)
        agree(manager, f"/sampling/{number}")
        side.post(f"/sampling/{number}/end")
        assert len(messages(app, "sampling-ended")) == number - 1
    assert "North Carers ended a sampling review you asked for." in send(app)[-1]


def test_what_was_taken_back_or_answered_before_it_was_sent_is_not_sent(
    app: Flask, commissioner: FlaskClient, manager: FlaskClient
) -> None:
    ask(commissioner)
    commissioner.post("/sampling/1/end")
    assert send(app) == []


def test_nothing_is_sent_to_an_account_that_was_turned_off_meanwhile(
    app: Flask, commissioner: FlaskClient, manager: FlaskClient
) -> None:
    ask(commissioner)
    agree(manager)
    with app.app_context():
        user = account_of(COMMISSIONER)
        assert user is not None
        turn_off(user, last=True)
        db.session.commit()
    assert send(app) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_provider_without_a_manager_is_asked_all_the_same(app: Flask, commissioner: FlaskClient) -> None:
    assert ask(commissioner, provider="south") == "/sampling/1"
    assert told(app) == {}
    assert signed_in(app, "provider_manager", "south").get("/sampling/1").status_code == 200
