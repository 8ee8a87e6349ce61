"""What answers a clock: the page on which it is done, and what its link says."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from forms_app.casework.blueprint import blueprint
from forms_app.casework.clocks import Clock
from forms_app.casework.words import what_words


@dataclass(frozen=True)
class Action:
    """A link that leads to what is to be done next."""

    text: str
    href: str


def action_for(clock: Clock, person: str, open_assessments: list[str]) -> Action:
    """The one thing that answers a clock. `open_assessments`: their keys, the earliest first."""
    if clock.kind == "assessment" and open_assessments:
        href = url_for("casework.complete_assessment", person=person, assessment=open_assessments[0])
        return Action(_("Complete the assessment"), href)
    if clock.kind == "contact":
        kind = clock.rule.clock.kinds[0]
        text = _("Record the call") if kind.endswith("_call") else _("Record: %(what)s", what=what_words(clock))
        return Action(text, url_for("contacts.contact", person=person, kind=kind))
    if clock.kind == "emergency_plan":
        return Action(_("Review the emergency plan"), url_for("contacts.emergency_plan", person=person))
    return Action(_("Record the review"), url_for("casework.review", person=person))


blueprint.add_app_template_global(action_for)
