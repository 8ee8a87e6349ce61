"""What our files and columns are called on the pages, and what they mean."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from forms_app.exchange.kinds import Coded, Day, Setting
from forms_app.exchange.layout import Column
from surveys.model.common import say

FILES = {
    "providers.csv": lazy_gettext("Providers"),
    "contracts.csv": lazy_gettext("Contracts"),
    "people.csv": lazy_gettext("People"),
    "referrals.csv": lazy_gettext("Referrals"),
    "assessments.csv": lazy_gettext("Assessments"),
    "goals.csv": lazy_gettext("Goals"),
    "reviews.csv": lazy_gettext("Reviews"),
    "goal_reviews.csv": lazy_gettext("What reviews said of each goal"),
    "scores.csv": lazy_gettext("Scores"),
    "contacts.csv": lazy_gettext("Contacts"),
    "activities.csv": lazy_gettext("Activities"),
    "feedback.csv": lazy_gettext("Complaints, concerns and compliments"),
    "returns.csv": lazy_gettext("Returns"),
    "responses.csv": lazy_gettext("Survey responses"),
    "published.csv": lazy_gettext("Published figures"),
}
MEANINGS = {
    "provider": lazy_gettext("the provider’s id"),
    "name": lazy_gettext("what the provider is called"),
    "contract": lazy_gettext("the contract’s id"),
    "framework": lazy_gettext("the id of the outcomes framework"),
    "starts_on": lazy_gettext("first day of the contract"),
    "ends_on": lazy_gettext("last day of the contract"),
    "annual_value": lazy_gettext("pounds a year"),
    "contract_meeting_day": lazy_gettext("day of the month, 1 to 31"),
    "person": lazy_gettext("your own reference for the person, not a name or NHS number"),
    "role": lazy_gettext("carer, or person who receives care"),
    "registered_on": lazy_gettext("day the person was registered"),
    "status": lazy_gettext("whether support goes on"),
    "closed_on": lazy_gettext("day support was closed"),
    "closed_reason": lazy_gettext("why it was closed"),
    "locality": lazy_gettext("neighbourhood or ward"),
    "carer_groups": lazy_gettext("groups of carers the person belongs to; several may stand"),
    "birth_year": lazy_gettext("year of birth; only the year of a date is kept"),
    "health_issues": lazy_gettext("the carer’s own health"),
    "cared_for_birth_year": lazy_gettext("year of birth of the person cared for"),
    "cared_for_gender": lazy_gettext("gender of the person cared for"),
    "cared_for_ethnicity": lazy_gettext("ethnicity of the person cared for"),
    "cared_for_conditions": lazy_gettext("conditions of the person cared for; several may stand"),
    "referral": lazy_gettext("your own reference for the referral"),
    "received_on": lazy_gettext("day it was received"),
    "source": lazy_gettext("where it came from"),
    "accepted": lazy_gettext("whether it was accepted"),
    "declined_reason": lazy_gettext("why it was declined"),
    "assessment": lazy_gettext("your own reference for the assessment"),
    "started_on": lazy_gettext("day it was started"),
    "completed_on": lazy_gettext("day it was completed"),
    "goal": lazy_gettext("your own reference for the goal"),
    "outcome": lazy_gettext("the outcome that it is about"),
    "agreed_on": lazy_gettext("day it was agreed"),
    "baseline": lazy_gettext("score at the start, 1 to 5"),
    "review": lazy_gettext("your own reference for the review"),
    "reviewed_on": lazy_gettext("day of the review"),
    "feels_supported": lazy_gettext("whether the person feels supported"),
    "score": lazy_gettext("the score"),
    "achieved": lazy_gettext("whether the goal was achieved"),
    "need_met": lazy_gettext("whether the need is met"),
    "unmet_reason": lazy_gettext("why a need is not met"),
    "scale": lazy_gettext("which scale the score is on"),
    "taken_on": lazy_gettext("day the score was taken"),
    "at": lazy_gettext("taken at an assessment or a review"),
    "contact": lazy_gettext("your own reference for the contact"),
    "on": lazy_gettext("day of the contact"),
    "minutes": lazy_gettext("how long it took"),
    "online": lazy_gettext("whether it was online"),
    "activity": lazy_gettext("your own reference for the activity"),
    "held_on": lazy_gettext("day it was held"),
    "attendees": lazy_gettext("how many came"),
    "hours": lazy_gettext("how many hours it took"),
    "title": lazy_gettext("what it was called"),
    "feedback": lazy_gettext("your own reference for the complaint, concern or compliment"),
    "form": lazy_gettext("which form of the return"),
    "period_start": lazy_gettext("first day of the period"),
    "period_end": lazy_gettext("last day of the period"),
    "field": lazy_gettext("which field of the form"),
    "value": lazy_gettext("the value"),
    "note": lazy_gettext("a note to it"),
    "filed_on": lazy_gettext("day it was filed"),
    "response": lazy_gettext("your own reference for the response"),
    "survey": lazy_gettext("which survey was answered"),
    "submitted_on": lazy_gettext("day it was sent"),
    "channel": lazy_gettext("web, paper or telephone"),
    "language": lazy_gettext("code of the language, such as en"),
    "measure": lazy_gettext("id of the measure"),
    "group": lazy_gettext("the group that the figure is of; none for all"),
}


def file_words(kind: str) -> str:
    """What one of the fifteen files holds."""
    return str(FILES.get(kind, kind))


def column_words(name: str) -> str:
    """A column as it is called: `registered_on` is "registered on"."""
    return name.replace("_", " ")


def meaning(column: Column, setting: Setting) -> str:
    """What a column holds, in words."""
    words = str(MEANINGS.get(column.name, ""))
    if not words:
        asked = [survey.by_key[column.name] for survey in setting.library.surveys.values() if column.name in survey.by_key]
        words = say(asked[0].text) if asked else ""
    if not words and isinstance(column.kind, Coded):
        return str(_("one of a list"))
    return str(_("%(words)s (a date)", words=words)) if isinstance(column.kind, Day) and words else words


def why_left(why: str) -> str:
    """Why an undo leaves a row."""
    return str(
        {
            "changed": _("it was changed since"),
            "newer": _("newer records belong to it, or to the same person"),
            "gone": _("what it referred to before is no longer there"),
        }.get(why, why)
    )
