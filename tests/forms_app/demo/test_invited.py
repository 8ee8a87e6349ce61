"""The demonstration's round of invitations, whose messages wait in the outbox in several languages."""

from datetime import date
from pathlib import Path

from forms_app.database import db
from forms_app.demo.area import CARERS_SERVICE, SERVICES, TODAY
from forms_app.demo.invited import REACHED, invite_people
from forms_app.demo.rounds import open_rounds
from forms_app.models.records import Person, Provider
from forms_app.models.responses import Invitation
from forms_app.models.work import Message
from tests.conftest import let_go, make_app


def test_messages_wait_in_the_outbox_and_whoever_wishes_none_has_none(tmp_path: Path) -> None:
    app = make_app(f"sqlite:///{tmp_path / 'demo.sqlite'}", tmp_path / "home", TODAY=TODAY)
    with app.test_request_context():
        for service in SERVICES:
            db.session.add(Provider(provider=service.key, name=service.name))
        db.session.flush()
        for number in range(len(REACHED) + 3):
            db.session.add(
                Person(provider=CARERS_SERVICE.key, person=f"M-P{number:05}", role="carer", status="active",
                       registered_on=date(2026, 1, 5))
            )  # fmt: skip
        db.session.commit()
        open_rounds()
        invite_people()
        states = [(one.channel, one.state) for one in db.session.query(Message)]
        assert states.count(("email", "sent")) == 5
        assert states.count(("text", "sent")) == 3
        assert {one.name for one in db.session.query(Invitation)} == {name for name, _ in REACHED} - {"Trevor Lomax"}
    assert len(list((tmp_path / "home" / "outbox").iterdir())) == 8
    let_go(app)
