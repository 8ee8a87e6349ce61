"""The rounds that there are, and the picture that leads to one."""

from collections.abc import Sequence
from typing import Any

from flask import Response, make_response, render_template
from sqlalchemy import func, select

from forms_app.accounts import staff_only
from forms_app.authoring.editions import all_surveys
from forms_app.clock import today
from forms_app.database import db
from forms_app.models.records import Provider
from forms_app.models.responses import Response as SurveyResponse
from forms_app.models.responses import Round
from forms_app.respond.qr import qr_svg
from forms_app.respond.rounds import is_open, public_address
from forms_app.rounds.blueprint import STAFF, blueprint, of_ours, own_round
from surveys.model.common import say


@blueprint.get("")
@staff_only(*STAFF)
def rounds() -> str:
    """The rounds of the provider, or for the council's people of every provider; the newest first."""
    wanted = select(Round, Provider).join(Provider).order_by(Round.opens_on.desc(), Round.id.desc())
    found: Sequence[Any] = db.session.execute(of_ours(wanted)).all()
    return render_template(
        "rounds/list.html",
        rounds=found,
        sent=answers_sent([round_.id for round_, _provider in found]),
        surveys={name: say(survey.title) for name, survey in all_surveys().items()},
        is_open=is_open,
        address=public_address,
        today=today(),
    )


@blueprint.get("/<int:number>/qr.svg")
@staff_only(*STAFF)
def qr_code(number: int) -> Response:
    """The picture of a round's address."""
    answer = make_response(qr_svg(own_round(number)))
    answer.content_type = "image/svg+xml"
    return answer


def answers_sent(numbers: list[int]) -> dict[int | None, int]:
    """How many people have sent answers, by round. Served by ix_response_round_id."""
    counted = (
        select(SurveyResponse.round_id, func.count().label("number"))
        .where(SurveyResponse.round_id.in_(numbers), SurveyResponse.submitted_on.is_not(None))
        .group_by(SurveyResponse.round_id)
    )
    return {row.round_id: row.number for row in db.session.execute(counted)}
