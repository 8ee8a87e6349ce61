"""Safety: what is said before a question about danger, help at once, and an item for a named duty worker with a clock."""

from flask import Flask
from flask_babel import lazy_gettext as _

from forms_app.safety.notices import contacts_of, help_of, notice_for, notice_text, sentences
from forms_app.safety.opening import after_answer, contact_request

__all__ = ["after_answer", "contact_request", "contacts_of", "help_of", "init_app", "notice_for", "notice_text"]


def init_app(app: Flask) -> None:
    """Register the duty worker's pages and the reminders."""
    # The pages need the other subjects, which in turn open items.
    from forms_app.accounts import add_to_menu
    from forms_app.safety import acting, item, listing, reminders, rota  # noqa: F401
    from forms_app.safety.blueprint import READERS, blueprint

    app.add_template_filter(sentences)
    app.register_blueprint(blueprint)
    add_to_menu(app, _("Safety"), "safety.items", *READERS)
