"""The draft of a survey: what authors have changed and not yet published. One for each survey, shared by its authors."""

import json
from dataclasses import dataclass, field

from flask_security import current_user
from sqlalchemy import select

from forms_app.authoring.editions import current_survey
from forms_app.clock import now
from forms_app.database import db, insert_into
from forms_app.models.editions import SurveyDraft
from surveys.editing.steps import settled
from surveys.model.survey import Survey


@dataclass(frozen=True)
class Draft:
    """A survey under an author's hands. `row` is None where nothing was changed yet.

    `checked`: the translations that were found right although their English has changed.
    """

    survey: Survey
    checked: frozenset[str] = field(default_factory=frozenset)
    row: SurveyDraft | None = None


def read_draft(survey_id: str, *, lock: bool = False) -> Draft | None:
    """The draft of a survey, or None. `lock` holds it until the transaction ends, so that authors take turns."""
    query = select(SurveyDraft).where(SurveyDraft.survey == survey_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    row = db.session.scalar(query)
    if row is None:
        return None
    content = json.loads(row.content)
    return Draft(Survey.model_validate(content["survey"]), frozenset(content["checked"]), row)


def begin_draft(survey: Survey, base_version: str | None) -> None:
    """Begin a draft where there is none; where there is one, it stays as it is. Part of the current transaction."""
    values = {
        "survey": survey.id, "content": _content(settled(survey), frozenset()), "lock": 1, "base_version": base_version,
        "saved_by": current_user.id, "saved_at": now(),
    }  # fmt: skip
    db.session.execute(
        insert_into(db.session.connection(), SurveyDraft).values(values).on_conflict_do_nothing(index_elements=["survey"])
    )


def locked_draft(survey_id: str) -> Draft:
    """The draft of a survey, begun from what is asked now if there is none, and held until the transaction ends."""
    found = read_draft(survey_id, lock=True)
    if found is None:
        current = current_survey(survey_id)
        if current is None:
            raise LookupError(survey_id)
        begin_draft(current, current.version)
        found = read_draft(survey_id, lock=True)
    assert found is not None
    return found


def save(draft: Draft, survey: Survey, checked: frozenset[str] | None = None) -> None:
    """Put the survey in the place of what the draft held. `draft` must be locked; its `lock` rises."""
    assert draft.row is not None
    draft.row.content = _content(survey, draft.checked if checked is None else checked)
    draft.row.saved_by, draft.row.saved_at = current_user.id, now()
    db.session.commit()


def _content(survey: Survey, checked: frozenset[str]) -> str:
    content = {"survey": survey.model_dump(mode="json"), "checked": sorted(checked)}
    return json.dumps(content, sort_keys=True, ensure_ascii=False)
