"""The blueprint, and which round or sheet a page is about: only those of the person's own provider."""

from dataclasses import dataclass

from flask import Blueprint, abort
from flask_babel import gettext as _
from sqlalchemy import select

from forms_app.accounts import own_provider
from forms_app.database import db
from forms_app.models.responses import PaperSheet, Round
from forms_app.paper.codes import read_code
from forms_app.paper.making import CALL
from forms_app.respond.versions import frozen_survey
from forms_app.translations.speaking import known_languages
from surveys.model.languages import ENGLISH, Language
from surveys.model.survey import Survey

STAFF = ("support_worker", "provider_manager")

paper = Blueprint("paper", __name__, url_prefix="/paper", template_folder="templates")


@dataclass(frozen=True)
class TypedSheet:
    """A sheet of paper, or a call, that staff type in."""

    sheet: PaperSheet
    round: Round
    survey: Survey

    @property
    def is_call(self) -> bool:
        """Whether the answers are given over the telephone."""
        return self.sheet.layout == CALL

    @property
    def channel(self) -> str:
        """How the answers came, as the response says it."""
        return "phone" if self.is_call else "paper"

    @property
    def language(self) -> Language:
        """The language that the sheet was printed in."""
        return known_languages().get(self.sheet.language, ENGLISH)


def own_round(number: int) -> Round:
    """A round of the person's own provider. Aborts with 404 where it is not."""
    found = db.session.scalar(select(Round).where(Round.id == number, Round.provider == own_provider()))
    if found is None:
        abort(404, _("There is no such round."))
    return found


def own_sheet(code: str, *, lock: bool = False, to_finish: bool = False) -> TypedSheet:
    """A sheet of the person's own provider, held until the transaction ends with `lock`. Aborts with 404.

    With `to_finish` its round is held as well, and first: finishing writes every sheet of an anonymous round anew, and
    two that are finished at once must take turns.
    """
    known = read_code(code)
    query = select(PaperSheet, Round).join(Round, Round.id == PaperSheet.round_id)
    query = query.where(PaperSheet.code == known, Round.provider == own_provider())
    if to_finish:
        db.session.execute(query.with_only_columns(Round.id).with_for_update(of=Round))
    if lock or to_finish:
        query = query.with_for_update(of=PaperSheet).execution_options(populate_existing=True)
    row = db.session.execute(query).first() if known else None
    if row is None:
        abort(404, _("There is no sheet with this code. Go to “Paper and phone” and type it again."))
    sheet, round_ = row
    return TypedSheet(sheet, round_, for_paper(frozen_survey(sheet.version)))


def for_paper(survey: Survey) -> Survey:
    """A survey as paper asks it: no question can insist on an answer."""
    if not any(question.required for question in survey.by_key.values()):
        return survey
    modules = [
        module.model_copy(update={"questions": [one.model_copy(update={"required": False}) for one in module.questions]})
        for module in survey.modules
    ]
    return Survey(**{**dict(survey), "modules": modules})
