"""Safety: what is said before a question about danger, help at once, and an item for a named duty worker with a clock."""

from flask import Flask

from forms_app.safety.notices import help_of, notice_for, notice_text
from forms_app.safety.opening import after_answer, contact_request

__all__ = ["after_answer", "contact_request", "help_of", "init_app", "notice_for", "notice_text"]


def init_app(app: Flask) -> None:
    """Register the duty worker's pages and the reminders."""
    from forms_app.safety import pages

    pages.register(app)
