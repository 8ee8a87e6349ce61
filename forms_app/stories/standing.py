"""Where a story stands on its way to the public site, and what it still needs."""

import json
from datetime import date
from typing import Literal

from flask_babel import gettext as _

from forms_app.models.stories import Story
from forms_app.stories.sharing import FEWEST_SHARING

SCOPES = ("website", "printed", "training", "press")
"""Where a person may agree to be told of."""
WEBSITE, FIRST_NAME = "website", "first_name"
State = Literal["draft", "waiting", "approved", "held", "expired", "withdrawn"]


def scope_of(story: Story) -> set[str]:
    """Where it may be shown, with FIRST_NAME where the first name may stand."""
    return {code for code in (story.consent_scope or "").split(";") if code}


def story_outcomes(story: Story) -> list[str]:
    """The outcomes that it speaks of, `framework:outcome`."""
    return [reference for reference in story.outcomes.split(";") if reference]


def is_anonymous(story: Story) -> bool:
    """Whether it is made of words of an anonymous survey."""
    return story.from_question is not None and story.from_response is None


def clearings(story: Story) -> dict[str, int]:
    """What of its text was cleared as pointing to nobody, and by whom."""
    return dict(json.loads(story.cleared)) if story.cleared else {}


def missing_of_consent(story: Story, today: date) -> list[str]:
    """What consent still lacks, in words."""
    missing = []
    if not (story.consent_reference and story.consent_form and story.consent_on):
        missing.append(_("Consent must be on file: its reference, how it was given, and when."))
    if story.consent_on is not None and story.consent_on > today:
        missing.append(_("Consent starts on a day that has not come yet."))
    if story.consent_until is not None and story.consent_until < today:
        missing.append(_("Consent has run out."))
    if WEBSITE not in scope_of(story):
        missing.append(_("Consent must include the website."))
    return missing


def missing_for_approval(story: Story, today: date) -> list[str]:
    """What stands in the way of approving a story, in words; nothing where it may be approved.

    How many share what it says is taken as last counted: at its saving, or at its approval.
    """
    missing = [_("It has been withdrawn.")] if story.withdrawn_on is not None else []
    missing += missing_of_consent(story, today)
    if story.attributes is None:
        missing.append(_("Say what the text tells of the person, or that it tells none of it."))
    elif (story.sharing_attributes or 0) < FEWEST_SHARING:
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
    """Where it stands on a day; `waiting` has all it needs but a second person.

    `expired` and `held` were approved, and may no longer be shown: consent has run out, or too few share what is said.
    """
    if story.withdrawn_on is not None:
        return "withdrawn"
    missing = missing_for_approval(story, today)
    if story.approved_on is None:
        return "draft" if missing else "waiting"
    if missing_of_consent(story, today):
        return "expired"
    return "held" if missing else "approved"
