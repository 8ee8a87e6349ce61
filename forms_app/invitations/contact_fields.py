"""The fields of a form that say how someone can be reached, wherever staff fill them in."""

from typing import Any

from flask_babel import gettext as _

from forms_app.invitations.reach import CONTACT_BY
from forms_app.messages.addresses import clean_email, clean_phone
from forms_app.typed import Typed

LONGEST_ADDRESS = 500
FIELDS = ("email", "phone", "address", "contact_by")


def read_contact(typed: Typed) -> dict[str, Any]:
    """E-mail, mobile number, postal address and how they wish to be asked, in their clean form. All optional."""
    values: dict[str, Any] = {
        "email": None,
        "phone": None,
        "address": typed.text("address", longest=LONGEST_ADDRESS),
        "contact_by": typed.choice("contact_by", CONTACT_BY),
    }
    for name, clean, words in (
        ("email", clean_email, _("Enter an e-mail address, such as ann@example.org")),
        ("phone", clean_phone, _("Enter a mobile number, such as 07700 900123, or one from abroad that begins with +")),
    ):
        written = typed.text(name, longest=254)
        values[name] = clean(written) if written else None
        if written and values[name] is None:
            typed.wrong(name, words)
    needs = {"email": "email", "text": "phone", "letter": "address"}
    needed = needs.get(values["contact_by"] or "")
    if needed and not values[needed] and not typed.error(needed):
        typed.wrong(needed, _("Enter this, or choose another way of asking"))
    return values
