"""Accounts of the demonstration: two at each provider, a duty worker, administrators, the council's."""

from dataclasses import dataclass

from sqlalchemy import select

from forms_app.commands.users import add_user
from forms_app.database import db
from forms_app.demo.area import CARERS_SERVICE, SERVICES
from forms_app.models.accounts import User

PASSWORD = "made-up-elmsford"
DUTY = f"duty@{CARERS_SERVICE.key}.example"
"""The duty worker of the busiest provider."""
NAMES = {
    "moorside-carers": ("Aisha Malik", "Helen Booth"), "hollin-hub": ("Tom Okafor", "Ruth Kershaw"),
    "elm-valley": ("Marta Nowak", "David Lees"), "larchfield": ("Grace Mensah", "Paul Whitehead"),
    "brightwater": ("Liam Doyle", "Sunita Rao"), "copse-end": ("Beth Ashworth", "Colin Farrar"),
}  # fmt: skip


@dataclass(frozen=True)
class Account:
    """Someone who can sign in."""

    email: str
    name: str
    role: str
    provider: str | None
    works_for: str


def accounts() -> list[Account]:
    """Everyone who can sign in, the busiest provider's people first."""
    found = []
    for service in SERVICES:
        worker, manager = NAMES[service.key]
        found.append(Account(f"worker@{service.key}.example", worker, "support_worker", service.key, service.name))
        found.append(Account(f"manager@{service.key}.example", manager, "provider_manager", service.key, service.name))
        if service == CARERS_SERVICE:
            found.append(Account(DUTY, "Nadia Farrell", "duty_worker", service.key, service.name))
            admin = f"admin@{service.key}.example"
            found.append(Account(admin, "Olu Adeyemi", "administrator", service.key, service.name))
    council = "the council"
    found.append(Account("commissioner@elmsford.example", "Joan Hartley", "commissioner", None, council))
    found.append(Account("second@elmsford.example", "Imran Shah", "commissioner", None, council))
    found.append(Account("admin@elmsford.example", "Wendy Cole", "administrator", None, council))
    return found


def make_staff() -> None:
    """Make the accounts."""
    for account in accounts():
        add_user(account.email, account.name, (account.role,), account.provider, PASSWORD)
    db.session.commit()


def user_called(email: str) -> User:
    """The account with this address."""
    return db.session.scalars(select(User).where(User.email == email)).one()
