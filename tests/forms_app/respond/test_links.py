"""One response for each personal link, however it is opened; links of later messages open the same one."""

import pytest
from flask import Flask

from forms_app.database import db
from forms_app.models.responses import Invitation, InvitationToken, ResponseKey
from forms_app.respond.keys import key_hash
from tests.forms_app.respond.conftest import Respondent, add_round, responses, rows_of
from tests.forms_app.respond.test_rounds import TOKEN, answer_all, invite, states
from tests.forms_app.respond.test_sending import code_of
from tests.forms_app.respond.test_together import at_once

LATER = "a-reminders-link-00001"


@pytest.fixture
def named(app: Flask) -> Flask:
    """A named round; one person has the links of an invitation and of a reminder."""
    invite(app, add_round(app, "named", open_to_all=False, anonymous=False), TOKEN)
    remind(app)
    return app


def remind(app: Flask) -> None:
    with app.app_context():
        invitation = db.session.scalars(db.select(Invitation)).one()
        db.session.add(InvitationToken(token_hash=key_hash(LATER), invitation_id=invitation.id))
        db.session.commit()


def test_a_reminders_link_leads_to_the_answers_begun_with_the_first(named: Flask, carer: Respondent) -> None:
    carer.begin(f"/i/{TOKEN}")
    carer.answer("yes")
    carer.open(f"/i/{LATER}")
    assert "You have already begun" in carer.text
    carer.send(f"/i/{LATER}")
    assert carer.key == "small.kind"
    assert len(responses(named)) == 1
    assert carer.open(f"/i/{LATER}").endswith("/small.kind")


def test_both_links_of_one_person_pressed_at_once_make_one_response(named: Flask, carer: Respondent) -> None:
    assert at_once(named, *[(f"/i/{token}", {}) for token in (TOKEN, LATER, TOKEN, LATER)]) == [303] * 4
    assert len(responses(named)) == 1
    for token in (TOKEN, LATER):
        carer.open(f"/i/{token}")
        assert carer.key == "small.break"


def test_answers_given_through_either_link_are_one_persons(named: Flask, carer: Respondent) -> None:
    carer.begin(f"/i/{TOKEN}")
    carer.answer("no")
    carer.begin(f"/i/{LATER}")
    carer.answer("35")
    carer.open(f"/i/{TOKEN}")
    assert carer.key == "small.happy"
    assert len(rows_of(named)) == 2


def test_the_second_visitor_of_a_named_link_sees_that_answers_were_sent(named: Flask, carer: Respondent) -> None:
    carer.begin(f"/i/{TOKEN}")
    answer_all(carer)
    carer.send(f"/a/{carer.address}/answers/send")
    code = code_of(carer)
    carer.begin(f"/i/{LATER}")
    assert carer.at.endswith("/answers/sent")
    assert "Your answers are sent" in carer.text
    assert "app-receipt-code" not in carer.text
    assert "from which they were first sent" in carer.text
    carer.send("/receipt", code=code)
    assert "35 hours" in carer.text


def test_the_database_itself_refuses_a_second_response_for_an_invitation(named: Flask, carer: Respondent) -> None:
    from sqlalchemy.exc import IntegrityError

    carer.begin(f"/i/{TOKEN}")
    with named.app_context():
        (response,) = responses(named)
        db.session.add(Invitation(round_id=response.round_id, response=response.response))
        with pytest.raises(IntegrityError):
            db.session.commit()
        db.session.rollback()


def test_two_phones_with_one_anonymous_link_send_once(app: Flask, carer: Respondent) -> None:
    invite(app, add_round(app, "invited", open_to_all=False), TOKEN)
    second = Respondent(carer.client)
    for one in (carer, second):
        one.begin(f"/i/{TOKEN}")
        answer_all(one)
    posts = [(f"/a/{one.address}/answers/send", {}) for one in (carer, second)]
    assert sorted(at_once(app, *posts)) == [303, 409]
    assert sum(response.submitted_on is not None for response in responses(app)) == 1
    assert states(app) == ["sent"]


def test_a_link_stays_masked_whatever_server_writes_the_log() -> None:
    import logging

    from forms_app.respond.masking import MaskKeys

    for name in ("gunicorn.error", "gunicorn.access", "werkzeug"):
        assert any(isinstance(found, MaskKeys) for found in logging.getLogger(name).filters), name


def test_a_key_is_a_further_one_only_once(named: Flask, carer: Respondent) -> None:
    carer.begin(f"/i/{TOKEN}")
    for _ in range(2):
        carer.send(f"/i/{LATER}")
    with named.app_context():
        assert db.session.query(ResponseKey).count() == 1
