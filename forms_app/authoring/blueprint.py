"""The blueprint of authors, who may write and who may look, and which survey a page is about."""

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Blueprint, abort
from flask_babel import gettext as _
from flask_security import current_user
from pydantic import BaseModel

from forms_app.accounts import staff_only
from forms_app.app import library
from forms_app.authoring.drafts import Draft, read_draft
from forms_app.authoring.editions import current_survey
from forms_app.models.accounts import ROLES
from surveys.model.languages import Language
from surveys.model.survey import Question, Survey

authoring = Blueprint("authoring", __name__, template_folder="templates")

AUTHORS = ("administrator", "commissioner")
READERS = (*AUTHORS, "provider_manager")
assert set(READERS) <= set(ROLES)
Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


def may_write() -> bool:
    """Whether whoever has signed in may change surveys: the council's people, since every provider asks the same ones."""
    return current_user.provider is None and bool({role.name for role in current_user.roles} & set(AUTHORS))


def authors_only(view: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
    """Let in only those who may change surveys (`may_write`). Others are asked to sign in, or get a 403."""

    @wraps(view)
    @staff_only(*AUTHORS)
    def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
        if not may_write():
            abort(403, _("Only the council’s people change surveys: every provider asks the same ones."))
        return view(*args, **kwargs)

    return guarded


def at_work(survey_id: str) -> Draft:
    """The draft of a survey, or the survey as it is asked where none is being written. Aborts with 404 for neither."""
    draft = None if "\0" in survey_id else read_draft(survey_id)
    if draft is not None:
        return draft
    found = None if "\0" in survey_id else current_survey(survey_id)
    if found is None:
        abort(404, _("There is no such survey. Go to “Surveys” to see those that there are."))
    return Draft(found)


def question_called(survey: Survey, key: str) -> Question:
    """A question of the survey. Aborts with 404 where it has no such question any more."""
    found = survey.by_key.get(key)
    if found is None:
        abort(404, _("This survey has no such question now. A colleague may have removed it."))
    return found


def languages() -> list[Language]:
    """The languages of the area, English first."""
    return list(library().languages.values())


def other_language(code: str) -> Language:
    """A language besides English. Aborts with 404 for one that is not set up."""
    found = library().languages.get(code)
    if found is None or code == "en":
        abort(404, _("Surveys are not asked in this language here."))
    return found


def seen(part: BaseModel | str) -> str:
    """What a page shows of a part, in short: sent back with its form, it tells whether the part has changed since."""
    content = part if isinstance(part, str) else json.dumps(part.model_dump(mode="json"), sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:16]
