"""A small survey that asks how safe someone feels, in a round with names and an anonymous one, and people to act."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.database import db
from forms_app.models.accounts import User
from forms_app.models.records import Person
from forms_app.models.responses import Invitation, InvitationToken
from forms_app.models.safety import DutyPeriod, SafetyItem, SafetyNote
from forms_app.respond.keys import key_hash
from tests.conftest import let_go, make_app
from tests.forms_app.respond.conftest import Respondent, _built_styles, add_round, carer
from tests.forms_app.respond.conftest import definitions as definitions_of_respond
from tests.support.staff import QUICK_HASHES, add_provider, add_staff

__all__ = ["_built_styles", "carer", "definitions_of_respond"]
TOKEN = "personal"
DUTY = "duty@hub.example"


@pytest.fixture
def definitions(definitions_of_respond: Path) -> Path:
    """The small survey, with a notice for rounds with names."""
    module = definitions_of_respond / "modules" / "small.yaml"
    notice = "  notice_named: 'Kept with your name: {hours} hours.'\n  help:\n"
    module.write_text(module.read_text().replace("  help:\n", notice))
    return definitions_of_respond


@pytest.fixture
def app(database_url: str, tmp_path: Path, definitions: Path) -> Iterator[Flask]:
    """An anonymous round `spring`; a round `named` with one personal link, for Ada Example; a duty worker."""
    app = make_app(database_url, tmp_path / "home", DEFINITIONS=definitions, **QUICK_HASHES)
    add_provider(app, "hub", "The Carers Hub")
    add_staff(app, "duty_worker", "hub", DUTY)
    add_round(app, "spring")
    named = add_round(app, "named", anonymous=False, open_to_all=False, title="Named survey")
    with app.app_context():
        db.session.add(Person(provider="hub", person="NC-1", role="carer", status="active", registered_on=date(2026, 1, 5)))
        invitation = Invitation(round_id=named, person="NC-1", name="Ada Example", phone="07700 900123", channel="sms")
        db.session.add(invitation)
        db.session.flush()
        db.session.add(InvitationToken(token_hash=key_hash(TOKEN), invitation_id=invitation.id))
        put_on_duty(DUTY, date(2026, 1, 1))
    yield app
    let_go(app)


def put_on_duty(email: str, first: date, last: date | None = None, provider: str = "hub") -> None:
    """Make someone the duty worker from a day on. Needs an app context."""
    user = db.session.query(User).filter_by(email=email).one()
    db.session.add(DutyPeriod(provider=provider, user_id=user.id, starts_on=first, ends_on=last))
    db.session.commit()


@pytest.fixture
def ada(client: FlaskClient) -> Respondent:
    """Ada, who has come to the question about safety through her personal link."""
    return to_safety(Respondent(client), f"/i/{TOKEN}")


def to_safety(respondent: Respondent, url: str) -> Respondent:
    """Begin and go on to the question about feeling safe."""
    respondent.begin(url)
    for values in (["no"], ["1"], ["prefer-not-to-say"]):
        respondent.answer(*values)
    assert respondent.key == "small.safe"
    return respondent


def items(app: Flask) -> list[SafetyItem]:
    """All items, in the order of opening."""
    with app.app_context():
        found = list(db.session.query(SafetyItem).order_by(SafetyItem.id))
        db.session.expunge_all()
        return found


def notes(app: Flask) -> list[SafetyNote]:
    """All notes, in order."""
    with app.app_context():
        found = list(db.session.query(SafetyNote).order_by(SafetyNote.id))
        db.session.expunge_all()
        return found


def user_id(app: Flask, email: str) -> int:
    """The id of an account."""
    with app.app_context():
        return db.session.query(User).filter_by(email=email).one().id
