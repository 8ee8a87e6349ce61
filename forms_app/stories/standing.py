"""Where a story stands on its way to the public site, and what it still needs."""

from datetime import date
from typing import Literal

from flask_babel import gettext as _

from forms_app.models.stories import Story

FEWEST_SHARING = 10
"""How many people must share what a text describes, so that nobody is told apart by it."""

State = Literal["draft", "waiting", "approved", "expired", "withdrawn"]


def missing_for_approval(story: Story, today: date) -> list[str]:
    """What stands in the way of approving a story, in words; nothing where it may be approved."""
    missing = []
    if story.withdrawn_on is not None:
        missing.append(_("It has been withdrawn."))
    if not (story.consent_reference and story.consent_form and story.consent_on):
        missing.append(_("Consent must be on file: its reference, how it was given, and when."))
    if story.consent_on is not None and story.consent_on > today:
        missing.append(_("Consent starts on a day that has not come yet."))
    if story.consent_until is not None and story.consent_until < today:
        missing.append(_("Consent has run out."))
    if (story.sharing_attributes or 0) < FEWEST_SHARING:
        missing.append(
            _(
                "At least %(fewest)s people must share what is described, so that nobody can be told apart.",
                fewest=FEWEST_SHARING,
            )
        )
    if not story.outcomes:
        missing.append(_("It must speak of an outcome."))
    return missing


def state_of(story: Story, today: date) -> State:
    """`waiting` has all it needs but a second person; `expired` was approved and its consent has run out."""
    if story.withdrawn_on is not None:
        return "withdrawn"
    if story.approved_on is not None:
        return "expired" if missing_for_approval(story, today) else "approved"
    return "draft" if missing_for_approval(story, today) else "waiting"
