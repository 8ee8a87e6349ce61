"""The editions of a survey: what changed in each, and going back to one."""

import json
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from forms_app.accounts import names_of_users, staff_only
from forms_app.app import library
from forms_app.authoring.blueprint import READERS, at_work, authoring, authors_only, may_write
from forms_app.authoring.drafts import locked_draft, read_draft, save
from forms_app.authoring.editions import editions_of
from forms_app.authoring.words import field_words
from forms_app.models.editions import SurveyEdition
from forms_app.respond.versions import frozen_survey
from surveys.editing.changes import Changes, changes_between
from surveys.model.survey import Survey


@dataclass(frozen=True)
class Told:
    """One edition and what changed in it: `meanings` says of each edited question `same` or `changed`."""

    edition: SurveyEdition
    survey: Survey
    changes: Changes
    meanings: dict[str, str]


@authoring.get("/surveys/<survey>/editions")
@staff_only(*READERS)
def editions(survey: str) -> str:
    """Every edition with what changed, the newest first."""
    draft = at_work(survey)
    told = [_told(edition) for edition in editions_of(survey)]
    return render_template(
        "authoring/editions.html",
        survey=draft.survey,
        draft=draft.row,
        told=told,
        has_first=survey in library().surveys,
        names=names_of_users(one.edition.published_by for one in told),
        field_words=field_words,
        may_write=may_write(),
    )


@authoring.post("/surveys/<survey>/editions/<int:number>/again")
@authors_only
def again(survey: str, number: int) -> Response:
    """Make an earlier edition the draft, to be published as a new one. 0 is the survey as it came with the definitions."""
    at_work(survey)
    wanted = next((one for one in editions_of(survey) if one.number == number), None)
    found = frozen_survey(wanted.version) if wanted else library().surveys.get(survey) if number == 0 else None
    if found is None:
        abort(404, _("There is no such edition."))
    if read_draft(survey) is not None:
        flash(_("A draft is being written. Publish it or throw it away first, then go back to an earlier edition."))
        return make_response(redirect(url_for("authoring.survey", survey=survey), 303))
    save(locked_draft(survey), found)
    flash(_("The earlier edition is the draft now. Publish it to have it asked again."), "success")
    return make_response(redirect(url_for("authoring.survey", survey=survey), 303))


def lineage(survey_id: str) -> list[tuple[Survey, frozenset[str]]]:
    """The survey edition by edition from the first on, each with the translations that were found right in it."""
    found: list[tuple[Survey, frozenset[str]]] = []
    for edition in reversed(editions_of(survey_id)):
        said = said_of(edition)
        if not found and said.get("before"):
            found.append((frozen_survey(said["before"]), frozenset()))
        found.append((frozen_survey(edition.version), frozenset(said.get("checked", ()))))
    if not found and survey_id in library().surveys:
        found.append((library().surveys[survey_id], frozenset()))
    return found


def said_of(edition: SurveyEdition) -> dict[str, Any]:
    """What was said of an edition when it was published: `before`, `questions`, `checked`."""
    said: dict[str, Any] = json.loads(edition.changes)
    return said


def _told(edition: SurveyEdition) -> Told:
    said = said_of(edition)
    after = frozen_survey(edition.version)
    before = frozen_survey(said["before"]) if said.get("before") else None
    return Told(edition, after, changes_between(before, after), said.get("questions", {}))
