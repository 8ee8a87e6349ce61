"""How a sampling review stands, in words."""

from flask_babel import gettext as _
from flask_babel import ngettext

from forms_app.models.accounts import SamplingReview
from forms_app.sampling.blueprint import sampling, standing
from forms_app.sampling.drawing import PER_CENT

COLOURS = {"asked": "yellow", "agreed": "green", "refused": "red", "ended": "grey", "over": "grey"}


def sampling_state(review: SamplingReview) -> str:
    """The word on the tag."""
    words = {
        "asked": _("Waiting for an answer"),
        "agreed": _("Open"),
        "refused": _("Refused"),
        "ended": _("Ended"),
        "over": _("Time is up"),
    }
    return str(words[standing(review)])


def sampling_colour(review: SamplingReview) -> str:
    """The colour of the tag."""
    return f"govuk-tag--{COLOURS[standing(review)]}"


def sampling_size(review: SamplingReview) -> str:
    """How much is asked for."""
    if review.unit == PER_CENT:
        return str(_("%(size)s%% of the people who are active", size=review.size))
    return str(ngettext("%(num)s record", "%(num)s records", review.size))


for _function in (sampling_state, sampling_colour, sampling_size):
    sampling.add_app_template_global(_function)
