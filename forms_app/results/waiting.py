"""What staff are told of answers that were sent and are not shown yet."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from forms_app.database import db, only_reading
from forms_app.models.responses import Response, Round
from forms_app.respond.coarse import is_coarse
from forms_app.respond.groups import ENOUGH, GROUP, over_and_waiting, show_what_is_over, waiting_in
from forms_app.respond.rounds import may_finish
from forms_app.results.blueprint import results
from forms_app.results.selection import Selection


@dataclass(frozen=True)
class Waiting:
    """How many answers wait, and what is said of it; `why` is empty where answers are shown as they come."""

    number: int
    why: str = ""


@results.before_request
def show_groups_that_are_due() -> None:
    """What is over is shown when a page is opened, though the worker had not come round yet."""
    with only_reading():
        due = over_and_waiting()
        db.session.rollback()
    if due:
        show_what_is_over()


def waiting_of(whole: Selection) -> Waiting:
    """For all of a survey's or a round's answers: counts of fewer would tell which of them wait."""
    round_ = db.session.get(Round, whole.round) if whole.round else None
    which = [Response.survey == whole.survey, Response.provider.in_(whole.providers)]
    number = waiting_in(*which, *([Response.round_id == round_.id] if round_ else []))
    if not number and not (round_ and is_coarse(round_)):
        return Waiting(0)
    return Waiting(number, " ".join([_in_groups(), _how_many(number), _when(round_, number)]).strip())


def waiting_words(round_: Round) -> str:
    """What is said of one round; "" where answers are shown as they come."""
    return waiting_of(Selection(round_.survey, (round_.provider,), round_.id)).why


def _in_groups() -> str:
    return str(
        _("Answers of people who were invited are shown in groups of five or more, so that nobody can tell whose they are.")
    )


def _how_many(number: int) -> str:
    if not number:
        return str(_("All that have been sent are shown."))
    return str(
        ngettext(
            "%(num)s more person has sent answers, which are not shown yet.",
            "%(num)s more people have sent answers, which are not shown yet.",
            number,
        )
    )


def _when(round_: Round | None, number: int) -> str:
    if round_ is None:
        return ""
    if not may_finish(round_):
        few = _("The round is over, and fewer than five are left: they count in the published figures alone.")
        return str(few) if 0 < number < GROUP else ""
    more = max(ENOUGH - number, 1)
    return str(
        ngettext(
            "The next group shows when %(num)s more person has sent theirs, or when the round is over.",
            "The next group shows when %(num)s more people have sent theirs, or when the round is over.",
            more,
        )
    )
