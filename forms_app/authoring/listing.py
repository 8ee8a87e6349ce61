"""The list of surveys, and one survey with its questions."""

from dataclasses import dataclass

from flask import render_template
from sqlalchemy import select

from forms_app.accounts import names_of_users, staff_only
from forms_app.authoring.arranging import order_of
from forms_app.authoring.blueprint import READERS, at_work, authoring, languages, may_write
from forms_app.authoring.drafts import Draft
from forms_app.authoring.editions import all_surveys, current_survey, editions_of
from forms_app.authoring.words import problem_words
from forms_app.database import db
from forms_app.models.editions import SurveyDraft, SurveyEdition
from surveys.editing.changes import changes_between
from surveys.editing.checking import problems
from surveys.model.common import say
from surveys.model.survey import Survey


@dataclass(frozen=True)
class SurveyLine:
    """One survey of the list. `survey` is None for one that is only a draft so far."""

    name: str
    title: str
    survey: Survey | None
    edition: SurveyEdition | None
    draft: SurveyDraft | None


@authoring.get("/surveys")
@staff_only(*READERS)
def surveys() -> str:
    """Every survey that can be asked, and the drafts of those that are not published yet."""
    drafts = {row.survey: row for row in db.session.scalars(select(SurveyDraft).order_by(SurveyDraft.survey))}
    asked = all_surveys()
    lines = [
        SurveyLine(name, say(survey.title), survey, next(iter(editions_of(name)), None), drafts.get(name))
        for name, survey in asked.items()
    ]
    new = [at_work(name) for name in drafts if name not in asked]
    lines += [SurveyLine(draft.survey.id, say(draft.survey.title), None, None, draft.row) for draft in new]
    names = names_of_users(line.draft.saved_by for line in lines if line.draft)
    return render_template("authoring/surveys.html", lines=lines, names=names, may_write=may_write())


@authoring.get("/surveys/<survey>")
@staff_only(*READERS)
def survey(survey: str) -> str:
    """The questions of a survey, as they are being written; what differs from what is asked now."""
    return survey_page(at_work(survey))


def survey_page(draft: Draft) -> str:
    """The page of a survey."""
    found = draft.survey
    now_asked = current_survey(found.id)
    changes = changes_between(now_asked, found) if draft.row else None
    return render_template(
        "authoring/survey.html",
        survey=found,
        draft=draft.row,
        now_asked=now_asked,
        editions=editions_of(found.id),
        changed={one.after.key for one in changes.edited} if changes else set(),
        new={one.key for one in changes.added} if changes and now_asked else set(),
        problems=[(one, problem_words(one)) for one in problems(found)] if draft.row else [],
        others=languages()[1:],
        names=names_of_users([draft.row.saved_by] if draft.row else []),
        order=order_of(found),
        may_write=may_write(),
    )
