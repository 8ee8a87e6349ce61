"""The tables, one module a subject. Importing this package registers them all."""

from forms_app.models import accounts, audit, editions, filing, paper, records, responses, safety, stories, work

__all__ = ["accounts", "audit", "editions", "filing", "paper", "records", "responses", "safety", "stories", "work"]
