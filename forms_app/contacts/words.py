"""Words for contacts, as their pages and the person's page show them."""

from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import ngettext

from forms_app.casework.words import code_words
from forms_app.contacts.blueprint import blueprint
from forms_app.contacts.of_person import Entry
from forms_app.models.records import Contact


def kind_items(kinds: list[str]) -> list[dict[str, str]]:
    """Kinds of contact as the macros take choices."""
    return [{"value": code, "text": code_words("contact_kind", code)} for code in kinds]


def entry_words(entry: Entry) -> str:
    """What a contact was: its kind, or what it stands for."""
    if entry.activity is not None:
        return entry.activity.title or code_words("activity_kind", entry.activity.kind)
    return code_words("contact_kind", entry.contact.kind)


def time_spent(contact: Contact) -> str:
    """How long it took and whether it was online; "" where neither is known."""
    minutes = ngettext("%(num)s minute", "%(num)s minutes", contact.minutes) if contact.minutes is not None else ""
    return ", ".join(part for part in (minutes, _("online") if contact.online == "yes" else "") if part)


def pounds(amount: Decimal) -> str:
    """An amount of money, such as £1,250.00."""
    return f"£{amount:,.2f}"


for _function in (kind_items, entry_words, time_spent, pounds):
    blueprint.add_app_template_global(_function)
