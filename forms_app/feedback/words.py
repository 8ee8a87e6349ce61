"""Words and shapes for feedback."""

from flask_babel import gettext as _
from flask_babel import ngettext

from forms_app.day_words import day_words
from forms_app.feedback.blueprint import blueprint
from forms_app.feedback.clock import FeedbackClock

SHAPES = {"overdue": "▲", "due": "◆", "open": "○", "in_time": "●", "late": "■", "completed": "●"}
"""A shape for each state, so that none is told by its colour alone."""
COLOURS = {
    "overdue": "govuk-tag--red",
    "due": "govuk-tag--yellow",
    "open": "govuk-tag--blue",
    "in_time": "govuk-tag--green",
    "late": "govuk-tag--orange",
    "completed": "govuk-tag--green",
}


def feedback_state(state: str) -> str:
    """The word on the tag."""
    return str(
        {
            "overdue": _("Overdue"),
            "due": _("Due soon"),
            "open": _("Open"),
            "in_time": _("Completed in time"),
            "late": _("Completed late"),
            "completed": _("Completed"),
        }[state]
    )


def feedback_due(clock: FeedbackClock) -> str:
    """When it is or was due, and how much time is left or how late it is; "" where there is no clock."""
    if clock.due_on is None or clock.days is None:
        return ""
    day = day_words(clock.due_on)
    if clock.state == "in_time":
        return str(_("It was due by %(day)s.", day=day))
    if clock.days < 0:
        late = ngettext("%(num)s day late", "%(num)s days late", -clock.days)
        return str(_("It was due by %(day)s (%(late)s).", day=day, late=late))
    left = ngettext("%(num)s day left", "%(num)s days left", clock.days) if clock.days else _("last day today")
    return str(_("Due by %(day)s (%(left)s).", day=day, left=left))


def feedback_shape(state: str) -> str:
    """The shape on the tag."""
    return SHAPES[state]


def feedback_colour(state: str) -> str:
    """The colour of the tag."""
    return COLOURS[state]


for _function in (feedback_state, feedback_due, feedback_shape, feedback_colour):
    blueprint.add_app_template_global(_function)
