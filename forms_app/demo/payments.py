"""What wellbeing payments came to and what they were spent on. No import file holds it: it is recorded in the app."""

from sqlalchemy import select

from forms_app.database import db
from forms_app.demo.chance import luck_of, pick
from forms_app.demo.rows import Rows
from forms_app.models.casework import WellbeingPayment
from forms_app.models.records import Contact

SPENT_ON = (
    ("breaks", 0.34), ("leisure", 0.17), ("learning", 0.1), ("equipment", 0.16), ("technology", 0.09), ("travel", 0.05),
    ("therapy", 0.06), ("other", 0.03),
)  # fmt: skip
POUNDS = (75, 100, 120, 150, 180, 200)


def make_payments(rows: Rows) -> None:
    """Add what each payment among the contacts came to, so that what is filed is what is recorded."""
    for row in rows.tables["contacts"]:
        if row["kind"] == "wellbeing_payment":
            pounds, spent_on = _paid(str(row["contact"]))
            rows.add(
                "payments", provider=row["provider"], person=row["person"], paid_on=row["on"], amount=pounds,
                spent_on=spent_on,
            )  # fmt: skip


def record_payments() -> None:
    """Put the same into the database, beside the imported contacts."""
    for contact in db.session.scalars(select(Contact).filter_by(kind="wellbeing_payment")):
        pounds, spent_on = _paid(contact.contact)
        paid = {"paid_on": contact.on, "amount": pounds, "spent_on": spent_on, "once": contact.contact}
        db.session.add(WellbeingPayment(provider=contact.provider, person=contact.person, **paid))
    db.session.commit()


def _paid(contact: str) -> tuple[int, str]:
    """Pounds, and what on, by the contact's reference alone: the files and the database say the same."""
    luck = luck_of(0, f"payment {contact}")
    return luck.choice(POUNDS), pick(luck, SPENT_ON)
