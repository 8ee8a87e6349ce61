"""What tables, columns and values are called in the file that someone is given, and what events say."""

import json
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from forms_app.app import library
from forms_app.casework.words import code_words, list_words, locality_words, outcome_words
from forms_app.day_words import day_words
from surveys.model.common import say
from surveys.model.survey import Question

HEADINGS = {
    "person": lazy_gettext("Profile and contact details"),
    "assessment": lazy_gettext("Assessments"),
    "asked": lazy_gettext("When asked how things are"),
    "answer": lazy_gettext("Answers to surveys"),
    "attendance": lazy_gettext("Activities attended"),
    "audit_event": lazy_gettext("Who opened or changed the record"),
    "card_issued": lazy_gettext("Cards given"),
    "consent": lazy_gettext("What was agreed to"),
    "contact": lazy_gettext("Contacts"),
    "emergency_plan": lazy_gettext("Emergency plan"),
    "feedback": lazy_gettext("Complaints, concerns and compliments"),
    "goal": lazy_gettext("Goals"),
    "goal_review": lazy_gettext("What reviews said of each goal"),
    "invitation": lazy_gettext("Invitations to surveys"),
    "message": lazy_gettext("Messages sent"),
    "note": lazy_gettext("Notes"),
    "record_version": lazy_gettext("Goals and assessments as they were before a correction"),
    "referral": lazy_gettext("Referrals"),
    "response": lazy_gettext("Surveys answered"),
    "review": lazy_gettext("Reviews"),
    "review_version": lazy_gettext("Reviews as they were before a correction"),
    "safety_item": lazy_gettext("When someone might not be safe"),
    "safety_note": lazy_gettext("What was done when someone might not be safe"),
    "score": lazy_gettext("Scores"),
    "status_change": lazy_gettext("When the status changed"),
    "story": lazy_gettext("Case studies and quotes"),
    "told_apart": lazy_gettext("Who is like them but someone else"),
    "wellbeing_payment": lazy_gettext("Wellbeing payments"),
}
LISTS = {"kind": ("assessment_kind", "review_kind", "contact_kind", "feedback_kind"), "score_at": ("score_at",)}
MANY = ("present", "carer_groups", "cared_for_conditions")


def heading_of(table: str) -> str:
    """What a table is called; its name in plain letters where nobody has named it."""
    return str(HEADINGS.get(table) or label_of(table))


def label_of(column: str) -> str:
    """What a column is called."""
    return column.removesuffix("_id").replace("_", " ").capitalize()


def value_words(column: str, value: Any, row: dict[str, Any], questions: dict[str, Question]) -> str:
    """A value in words."""
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(value, datetime):
        return f"{day_words(value.date())}, {value:%H:%M}"
    if isinstance(value, date):
        return day_words(value)
    if not isinstance(value, str):
        return str(value)
    return _text_words(column, value, row, questions)


def _text_words(column: str, value: str, row: dict[str, Any], questions: dict[str, Question]) -> str:
    if column == "locality":
        return locality_words(value)
    if column == "outcome":
        return outcome_words(value)
    if column == "action":
        return action_words(value)
    if column in MANY:
        return list_words(column, value)
    asked = questions.get(str(row.get("question", "")))
    if column == "question":
        return say(asked.text) if asked else value
    if column in ("code", "item", "answer_code") and asked:
        return next((say(option.label) for option in asked.options if option.code == value), value)
    for name in (column, *LISTS.get(column, ())):
        if name in library().codes.lists and value in library().codes.codes(name):
            return code_words(name, value)
    return value


def action_words(action: str) -> str:
    """An event in words: "Person seen" where nobody has put it better."""
    better = {
        "person-seen": _("Opened the record"),
        "person-registered": _("Registered the person"),
        "person-told-apart": _("Said that this is not the same person as someone alike"),
        "person-told-apart-taken-back": _("Took back that this is not the same person as someone alike"),
        "person-given": _("Gave the person to a worker"),
        "person-contact-changed": _("Changed the contact details"),
        "person-changed": _("Changed the record"),
        "status-changed": _("Changed the status"),
        "referral-recorded": _("Recorded a referral"),
        "note-added": _("Added a note"),
        "consent-recorded": _("Recorded a consent"),
        "consent-withdrawn": _("Recorded that a consent was withdrawn"),
        "survey-answers-seen": _("Read what they said in a survey"),
        "timeline-seen": _("Opened the timeline"),
        "assessment-started": _("Started an assessment"),
        "assessment-completed": _("Completed an assessment"),
        "review-recorded": _("Recorded a review"),
        "review-corrected": _("Corrected a review"),
        "review-versions-seen": _("Looked at what a review said before it was corrected"),
        "goal-corrected": _("Corrected a goal"),
        "goal-taken-back": _("Took back a goal that was recorded by mistake"),
        "assessment-corrected": _("Corrected an assessment"),
        "assessment-taken-back": _("Took back an assessment that was recorded by mistake"),
        "person-events-listed": _("Looked at who opened or changed the record"),
        "person-data-given": _("Made the file of everything that is held"),
        "emergency-plan-seen": _("Opened the emergency plan"),
        "emergency-plan-saved": _("Changed the emergency plan"),
        "contact-recorded": _("Recorded a contact"),
        "sampled-record-seen": _("Opened the record for a sampling review of the council"),
        "story-seen": _("Opened a story about them"),
        "story-written": _("Wrote or changed a story about them"),
        "story-names-cleared": _("Cleared words of a story about them that look like names"),
        "story-approved": _("Approved a story about them"),
        "story-withdrawn": _("Withdrew a story about them"),
        "safety-item-seen": _("Opened a safety item"),
        "safety-item-closed": _("Closed a safety item"),
        "import-uploaded": _("Uploaded files to bring over"),
        "import-made": _("Brought files over"),
        "import-undone": _("Undid bringing files over"),
    }
    return better.get(action) or action.replace("-", " ").capitalize()


def details_words(details: str) -> str:
    """An event's details in words: "Goals: 2. Review: r-1." """
    return " ".join(f"{label_of(key)}: {value}." for key, value in json.loads(details).items())
