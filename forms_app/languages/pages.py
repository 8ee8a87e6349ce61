"""The pages on which staff see how translations stand, read them beside the English, and sign them off."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.wrappers import Response as Answered

from forms_app.accounts import staff_only
from forms_app.authoring.editions import all_surveys
from forms_app.database import db
from forms_app.frontend.assets import picture_url
from forms_app.languages.signing import sign_off, take_back
from forms_app.languages.standing import Standing, every_standing, standings_of
from forms_app.models.accounts import User
from forms_app.typed import Typed
from surveys.translations_coverage import KINDS, parts_of

languages = Blueprint("languages", __name__, url_prefix="/manage/languages", template_folder="templates")
STAFF = ("provider_manager", "commissioner", "administrator")
LONGEST_NAME = 200


@languages.get("/")
@staff_only(*STAFF)
def surveys() -> str:
    """Every survey in every language: how much is translated, and whether a speaker has checked it."""
    return render_template("languages/surveys.html", surveys=list(every_standing(all_surveys().values())), kinds=KINDS)


@languages.get("/<survey>/<language>")
@staff_only(*STAFF)
def texts(survey: str, language: str) -> str:
    """All texts of a survey in one language beside the English."""
    return _page(_standing(survey, language), Typed())


@languages.post("/<survey>/<language>")
@staff_only(*STAFF)
def sign(survey: str, language: str) -> Answered | tuple[str, int]:
    """Sign a translation off in the name of the speaker who read it, or take the sign-off back."""
    standing, typed = _standing(survey, language), Typed(request.form)
    here = url_for(".texts", survey=survey, language=language)
    if standing.sign_off and not may_take_back(standing):
        abort(403, _("Only the person who signed it off, or the council, may change that: it counts for every provider."))
    if typed.value("then") == "draft":
        if take_back(standing):
            flash(_("It is a draft again. No new round can open in it."), "success")
        return redirect(here, 303)
    speaker = typed.text("speaker", longest=LONGEST_NAME, missing=_("Enter the name of the speaker who read it"))
    if typed.value("content") != standing.content:
        return _page(standing, typed, conflict=True), 409
    if not standing.begun:
        typed.wrong("speaker", _("Nothing is translated yet, so there is nothing to sign off"))
    if typed.errors or speaker is None:
        return _page(standing, typed), 422
    sign_off(standing, speaker, current_user.id)
    flash(
        _("It is signed off. Rounds of this survey can open in %(language)s.", language=standing.language.name), "success"
    )
    return redirect(here, 303)


def may_take_back(standing: Standing) -> bool:
    """Whether the reader may take a sign-off back, or put another in its place: the council's people, and who signed."""
    signed_by = standing.sign_off.signed_by if standing.sign_off else None
    return current_user.provider is None or (signed_by is not None and signed_by == current_user.id)


def _standing(survey: str, language: str) -> Standing:
    asked = all_surveys().get(survey)
    found = next((one for one in standings_of(asked) if one.language.code == language), None) if asked else None
    if found is None:
        abort(404, _("There is no such survey or language. Go to “Languages” to see those that there are."))
    return found


def _page(standing: Standing, typed: Typed, **more: Any) -> str:
    signed_by = db.session.get(User, standing.sign_off.signed_by) if standing.sign_off else None
    return render_template(
        "languages/texts.html",
        standing=standing,
        parts=list(parts_of(standing.survey)),
        kinds=KINDS,
        form=typed,
        errors=typed.errors,
        signed_by=signed_by,
        may_take_back=may_take_back(standing),
        picture_url=picture_url,
        **more,
    )
