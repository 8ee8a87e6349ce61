"""The tables, one module a subject. Importing this package registers them all."""

from forms_app.models import (
    accounts,
    audit,
    casework,
    editions,
    filing,
    paper,
    records,
    responses,
    rights,
    safety,
    stories,
    work,
)

__all__ = [
    "accounts",
    "audit",
    "casework",
    "editions",
    "filing",
    "paper",
    "records",
    "responses",
    "rights",
    "safety",
    "stories",
    "work",
]
