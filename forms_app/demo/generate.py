"""Making the import files of the made-up area."""

from pathlib import Path

from forms_app.demo.area import CARERS, CONTRACTS, FIRST_DAY, SERVICES, Service
from forms_app.demo.chance import luck_of
from forms_app.demo.contacts import make_contacts
from forms_app.demo.filing import Filing
from forms_app.demo.payments import make_payments
from forms_app.demo.people import make_people
from forms_app.demo.published import make_published
from forms_app.demo.responses import make_responses
from forms_app.demo.reviews import make_reviews
from forms_app.demo.rows import Rows
from forms_app.demo.sessions import make_feedback, make_sessions
from surveys.library import Library


def generate(library: Library, seed: int, folder: Path, services: tuple[Service, ...] = SERVICES) -> Rows:
    """Write the import files of the made-up area, or of some of its `services`, into `folder`.

    The same seed and definitions give the same bytes. Returns the rows that were written.
    """
    rows = make_rows(library, seed, services)
    rows.write(folder, list(dict.fromkeys(key for survey in library.surveys.values() for key in survey.by_key)))
    return rows


def make_rows(library: Library, seed: int, services: tuple[Service, ...] = SERVICES) -> Rows:
    """All rows of all files."""
    deals = [deal for deal in CONTRACTS if deal.service in services]
    rows = Rows()
    for service in services:
        rows.add("providers", provider=service.key, name=service.name, locality=service.locality)
    for deal in deals:
        rows.add(
            "contracts", contract=deal.contract, framework=deal.framework, provider=deal.service.key, starts_on=FIRST_DAY,
            annual_value=deal.annual_value, contract_meeting_day=deal.meeting_day,
        )  # fmt: skip
    for service in services:
        people = make_people(rows, luck_of(seed, f"{service.key} people"), service)
        make_reviews(rows, luck_of(seed, f"{service.key} reviews"), library, people)
        make_contacts(rows, luck_of(seed, f"{service.key} contacts"), people)
        if service in CARERS:
            make_sessions(rows, luck_of(seed, f"{service.key} sessions"), service)
        make_feedback(rows, luck_of(seed, f"{service.key} feedback"), service)
    make_payments(rows)
    Filing(rows, library, seed).file_all(deals)
    make_responses(rows, seed, library, services)
    make_published(rows)
    return rows
