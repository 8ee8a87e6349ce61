"""The blueprint of contacts and the kinds they come in."""

from flask import Blueprint

from forms_app.app import library

blueprint = Blueprint("contacts", __name__, template_folder="templates")

PLAN_KINDS = ("emergency_plan", "emergency_review", "emergency_registration")
CARD_KINDS = ("emergency_card", "partners_in_community_card", "partners_in_care_card")
"""The cards that sources 000 and 001 count."""
PAYMENT_KIND = "wellbeing_payment"
OWN_PAGES = (*PLAN_KINDS, *CARD_KINDS, PAYMENT_KIND)
"""Kinds of contact that are recorded on a page of their own, with what else is known of them."""
UNATTENDED = ("newsletter", "huddle", "volunteering", "staff_training")
"""Kinds of activity at which nobody is counted as having come (source 000, K2)."""
TAKING_PART = {"training": "training", "peer_support": "peer_support"}
"""The kind of contact that coming to an activity is, where it is not `activity`."""
CONTACT_FORM, ACTIVITY_FORM, PLAN_FORM = "contact", "activity", "emergency-plan"
"""Forms that are kept as drafts."""


def plain_kinds() -> list[str]:
    """The kinds of contact of the form for any contact, in the order of the list."""
    return [code for code in library().codes.codes("contact_kind") if code not in OWN_PAGES]


def kind_of_attendance(activity_kind: str) -> str | None:
    """The kind of contact by which someone who came to an activity is counted; None where nobody comes to such."""
    return None if activity_kind in UNATTENDED else TAKING_PART.get(activity_kind, "activity")
