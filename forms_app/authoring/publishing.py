"""Publishing a draft: what each change means, then the edition."""

import json
from dataclasses import dataclass, field

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import select

from forms_app import audit_log, clock
from forms_app.app import library
from forms_app.authoring.blueprint import authoring, authors_only
from forms_app.authoring.drafts import Draft, read_draft
from forms_app.authoring.editions import current_survey, editions_of
from forms_app.authoring.history import lineage
from forms_app.authoring.words import field_words, problem_words
from forms_app.database import db
from forms_app.models.editions import SurveyEdition
from forms_app.models.records import Provider
from forms_app.models.responses import Round
from forms_app.respond.rounds import is_open
from forms_app.respond.versions import freeze
from forms_app.typed import Typed
from surveys.editing.changes import Changes, Edited, changes_between
from surveys.editing.checking import problems
from surveys.editing.staleness import out_of_date
from surveys.model.survey import Survey
from surveys.uses import Use, uses_of

MEANINGS = ("same", "changed")
LONGEST_NOTE = 400


@dataclass(frozen=True)
class Ahead:
    """What publishing would do."""

    before: Survey | None
    changes: Changes
    edited: list[tuple[Edited, list[Use]]] = field(default_factory=list)
    lost: list[tuple[str, list[Use]]] = field(default_factory=list)
    stale: dict[str, int] = field(default_factory=dict)
    rounds: list[tuple[Round, Provider]] = field(default_factory=list)


@authoring.route("/surveys/<survey>/publish", methods=["GET", "POST"])
@authors_only
def publish(survey: str) -> Response:
    """Say what each change means, then publish. Where the draft changed since the page was opened, it is shown again."""
    draft = read_draft(survey, lock=request.method == "POST") if "\0" not in survey else None
    if draft is None or draft.row is None:
        flash(_("There is no draft of this survey to publish."))
        return make_response(redirect(url_for("authoring.surveys"), 303))
    typed = Typed(request.form)
    ahead = _ahead(draft)
    if request.method == "GET":
        return _page(draft, ahead, typed)
    meanings = {
        one.after.key: typed.choice(f"meaning-{one.after.key}", MEANINGS, missing=_("Say whether it means the same"))
        for one in ahead.changes.edited
    }
    note = typed.text("note", longest=LONGEST_NOTE, missing=_("Say in a few words what changed and why"))
    if ahead.rounds:
        typed.choice("rounds", ("take", "leave"), missing=_("Select what open rounds ask from now on"))
    if typed.value("seen") != str(draft.row.lock):
        return _page(draft, ahead, typed, conflict=True)
    if typed.errors or note is None or problems(draft.survey) or not ahead.changes:
        return _page(draft, ahead, typed)
    left = [str(round_.id) for round_, _provider in ahead.rounds if typed.value("rounds") == "leave"]
    number = _publish(draft, ahead, {key: said for key, said in meanings.items() if said}, note, left)
    flash(_("Edition %(number)s is published. Whoever begins now is asked it.", number=number), "success")
    return make_response(redirect(url_for("authoring.editions", survey=survey), 303))


def _publish(draft: Draft, ahead: Ahead, meanings: dict[str, str], note: str, left: list[str]) -> int:
    """Put the edition on file and end the draft; who is answering goes on with the version they began. Its number."""
    editions = editions_of(draft.survey.id)
    number = (editions[0].number if editions else 0) + 1
    said = {
        "before": freeze(ahead.before) if ahead.before else None,
        "questions": meanings,
        "checked": sorted(draft.checked),
    }
    db.session.add(
        SurveyEdition(
            survey=draft.survey.id,
            number=number,
            version=freeze(draft.survey),
            changes=json.dumps(said, sort_keys=True),
            note=note,
            published_by=current_user.id,
            published_on=clock.today(),
            left_rounds=";".join(left),
        )
    )
    db.session.delete(draft.row)
    db.session.flush()
    audit_log.record("survey-published", survey=draft.survey.id, number=number)
    db.session.commit()
    return number


def _ahead(draft: Draft) -> Ahead:
    before = current_survey(draft.survey.id)
    changes = changes_between(before, draft.survey)
    stale: dict[str, int] = {}
    for _name, language in out_of_date([*lineage(draft.survey.id), (draft.survey, draft.checked)]):
        stale[language] = stale.get(language, 0) + 1
    open_now = select(Round, Provider).join(Provider).where(Round.survey == draft.survey.id).order_by(Round.id)
    return Ahead(
        before,
        changes,
        edited=[(one, uses_of(library(), one.after.key)) for one in changes.edited],
        lost=[(one.key, uses) for one in changes.removed if (uses := uses_of(library(), one.key))],
        stale=stale,
        rounds=[(row[0], row[1]) for row in db.session.execute(open_now) if is_open(row[0])],
    )


def _page(draft: Draft, ahead: Ahead, typed: Typed, *, conflict: bool = False) -> Response:
    assert draft.row is not None
    found = [(one, problem_words(one)) for one in problems(draft.survey)]
    html = render_template(
        "authoring/publish.html",
        survey=draft.survey,
        draft=draft.row,
        ahead=ahead,
        problems=found,
        form=typed,
        errors=typed.errors,
        conflict=conflict,
        rounds_open="; ".join(f"{round_.title}, {provider.name}" for round_, provider in ahead.rounds),
        field_words=field_words,
        language_names={code: language.name for code, language in library().languages.items()},
    )
    wrong = typed.errors or (request.method == "POST" and (found or not ahead.changes))
    return make_response(html, 409 if conflict else 422 if wrong else 200)
