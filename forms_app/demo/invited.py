"""A round of the demonstration that people are invited to, with their messages in the outbox. Nobody here is real."""

from datetime import timedelta

from sqlalchemy import select

from forms_app import audit_log
from forms_app.database import db
from forms_app.demo.area import CARERS_SERVICE, TODAY
from forms_app.invitations.adding import add_people
from forms_app.invitations.reach import reach_of_person
from forms_app.invitations.sending import send_invitations
from forms_app.messages.sending import send_waiting
from forms_app.models.records import Person
from forms_app.models.responses import Round

SLUG = f"{CARERS_SERVICE.key}-invited"
SURVEY = "carer-short"
TITLE = "How are things at home? Summer 2026"
REACHED = (
    ("Maureen Tattersall", {"email": "maureen.t@example.org"}),
    ("Yusuf Rahman", {"email": "yusuf@example.org", "language": "bn"}),
    ("Shazia Hussain", {"phone": "+447700900461", "language": "ur"}),
    ("Derek Pickup", {"phone": "+447700900857"}),
    ("Irena Kowalska", {"email": "irena.k@example.org", "language": "pl"}),
    ("Layla Haddad", {"email": "layla@example.org", "language": "ar"}),
    ("Winifred Ogden", {"address": "4 Weir Street\nElmsford\nEL1 3QX", "contact_by": "letter"}),
    ("Trevor Lomax", {"email": "t.lomax@example.org", "contact_by": "none"}),
    ("Kath Brierley", {"email": "kath@example.org", "language": "en-simple"}),
    ("Precious Moyo", {"phone": "+447700900903"}),
)
"""People of the carers' service, by how they can be reached. Numbers and addresses are those kept free for examples."""


def invite_people() -> None:
    """Write down how some carers can be reached, invite them, and send what goes by e-mail and text."""
    wanted = select(Person).where(Person.provider == CARERS_SERVICE.key, Person.role == "carer", Person.status == "active")
    people = db.session.scalars(wanted.order_by(Person.person).limit(len(REACHED))).all()
    for person, (name, details) in zip(people, REACHED, strict=True):
        person.name = name
        for column, value in details.items():
            setattr(person, column, value)
    broad = db.session.scalars(select(Round).where(Round.provider == CARERS_SERVICE.key, Round.survey == SURVEY)).first()
    round_ = Round(
        slug=SLUG,
        survey=SURVEY,
        provider=CARERS_SERVICE.key,
        title=TITLE,
        languages=broad.languages if broad else "en",
        opens_on=TODAY,
        closes_on=TODAY + timedelta(days=42),
        open_to_all=False,
    )
    db.session.add(round_)
    db.session.flush()
    audit_log.record("round-opened", provider=round_.provider, round=round_.slug)
    added = add_people(round_, [reach_of_person(person) for person in people])
    audit_log.record("people-invited", provider=round_.provider, round=round_.slug, count=added.added)
    sent = send_invitations(round_)
    audit_log.record("invitations-sent", provider=round_.provider, round=round_.slug, count=sent.queued)
    db.session.commit()
    while send_waiting():
        pass
