"""Rounds of surveys: where people answer, as a link and as a picture for posters."""

from collections.abc import Sequence
from typing import Any

from flask import Response, abort, make_response, render_template
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import func, select

from forms_app.accounts import staff_only
from forms_app.authoring.editions import all_surveys
from forms_app.clock import today
from forms_app.database import db
from forms_app.manage.blueprint import rounds_pages
from forms_app.models.records import Provider
from forms_app.models.responses import Response as SurveyResponse
from forms_app.models.responses import Round
from forms_app.respond.qr import qr_svg
from forms_app.respond.rounds import is_open, public_address
from surveys.model.common import say


@rounds_pages.get("/rounds")
@staff_only("provider_manager", "commissioner")
def rounds() -> str:
    """The rounds of the provider, or for the council's people of every provider; the newest first."""
    wanted = select(Round, Provider).join(Provider).order_by(Round.opens_on.desc(), Round.id.desc())
    found: Sequence[Any] = db.session.execute(_own(wanted)).all()
    return render_template(
        "manage/rounds.html",
        rounds=found,
        sent=_sent([round_.id for round_, _provider in found]),
        surveys={name: say(survey.title) for name, survey in all_surveys().items()},
        is_open=is_open,
        address=public_address,
        today=today(),
    )


@rounds_pages.get("/rounds/<int:number>/qr.svg")
@staff_only("provider_manager", "commissioner")
def qr_code(number: int) -> Response:
    """The picture of a round's address."""
    found = db.session.scalar(_own(select(Round)).where(Round.id == number))
    if found is None:
        abort(404, _("There is no such round."))
    answer = make_response(qr_svg(found))
    answer.content_type = "image/svg+xml"
    return answer


def _sent(numbers: list[int]) -> dict[int | None, int]:
    """How many people have sent answers, by round."""
    counted = (
        select(SurveyResponse.round_id, func.count().label("number"))
        .where(SurveyResponse.round_id.in_(numbers), SurveyResponse.submitted_on.is_not(None))
        .group_by(SurveyResponse.round_id)
    )
    return {row.round_id: row.number for row in db.session.execute(counted)}


def _own(query: Any) -> Any:
    return query if current_user.provider is None else query.where(Round.provider == current_user.provider)
