"""You said, we did, in the demonstration: written by one person and approved by another, but for one that waits."""

from datetime import date

from forms_app import audit_log
from forms_app.database import db
from forms_app.demo.staff import user_called
from forms_app.models.stories import ChangeMade

COUNCIL = ("commissioner@elmsford.example", "second@elmsford.example")
MADE: tuple[tuple[str | None, str, str | None, str, str, date, bool], ...] = (
    (
        "moorside-carers", "rochdale-carers", "rochdale-carers:wellbeing",
        "Many of you could not come to groups in the daytime, because you work.",
        "Two groups now meet in the evening, one of them online.", date(2025, 9, 15), True,
    ),
    (
        "moorside-carers", "rochdale-carers", "rochdale-carers:work-money",
        "Several of you found the forms for benefits too long to fill in alone.",
        "A worker now sits down with you for an hour to fill them in. There is no waiting list for it.",
        date(2026, 2, 2), True,
    ),
    (
        "larchfield", "dorset-home-care", "dorset-home-care:dignity",
        "You told us that too many different workers came to your home.",
        "Each of you now has a team of four, and is told on Friday who comes in the next week.", date(2025, 11, 3), True,
    ),
    (
        None, "birmingham-hub", None,
        "Carers asked for one number to call at night.",
        "The council pays for a line that is open all night, since the beginning of the year.", date(2026, 1, 5), True,
    ),
    (
        "moorside-carers", "rochdale-carers", None,
        "You asked for a list of what there is for young carers.",
        "The list is on the website, and schools have it on paper.", date(2026, 6, 8), False,
    ),
)  # fmt: skip
"""Provider (none: the council), framework, outcome, what was said, what was done, when, and whether it is approved."""


def tell_changes() -> None:
    """Write the entries, in the current transaction, and approve all but the one that waits."""
    for provider, framework, outcome, said, did, on, approved in MADE:
        addresses = (f"worker@{provider}.example", f"manager@{provider}.example") if provider else COUNCIL
        writer, approver = (user_called(address) for address in addresses)
        change = ChangeMade(
            provider=provider, framework=framework, outcome=outcome, said=said, did=did, done_on=on, written_on=on,
            written_by=writer.id, approved_by=approver.id if approved else None, approved_on=on if approved else None,
        )  # fmt: skip
        db.session.add(change)
        db.session.flush()
        audit_log.record("change-written", provider=provider, change=change.id)
        if approved:
            audit_log.record("change-approved", provider=provider, change=change.id, cleared=0)
