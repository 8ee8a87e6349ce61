"""The tables, one module a subject. Importing this package registers them all."""

from forms_app.models import accounts, audit, filing, records, responses, stories

__all__ = ["accounts", "audit", "filing", "records", "responses", "stories"]
