"""Editing one question in English."""

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forms_app.accounts import names_of_users
from forms_app.authoring.blueprint import at_work, authoring, authors_only, languages, question_called, seen
from forms_app.authoring.drafts import Draft, locked_draft, save
from forms_app.authoring.question_form import NEW_OPTIONS, NEW_ROUTES, fill_in, read_question, rows_of
from forms_app.authoring.words import kind_words, problem_words
from forms_app.typed import Typed
from surveys.editing.checking import problems
from surveys.editing.steps import module_of, replaced
from surveys.model.common import say
from surveys.model.survey import END_OF_MODULE, Question, Survey


@authoring.route("/surveys/<survey>/questions/<question>", methods=["GET", "POST"])
@authors_only
def edit(survey: str, question: str) -> Response:
    """Change a question. Where a colleague changed it since the page was opened, both are shown and nothing is saved."""
    if request.method == "GET":
        draft = at_work(survey)
        typed = Typed()
        fill_in(typed, question_called(draft.survey, question))
        return page(draft, question, typed)
    at_work(survey)
    draft = locked_draft(survey)
    before = question_called(draft.survey, question)
    typed = Typed(request.form)
    read = read_question(typed, before, later_keys(draft.survey, question))
    if typed.value("seen") != seen(before):
        if read == before:
            return make_response(redirect(url_for("authoring.survey", survey=survey), 303))
        return page(draft, question, typed, conflict=True)
    if read is None:
        return page(draft, question, typed)
    if read != before:
        save(draft, replaced(draft.survey, question, read))
        flash(_("The change is saved in the draft. Nobody is asked it until you publish."), "success")
    return make_response(redirect(url_for("authoring.survey", survey=survey, _anchor=f"q-{question}"), 303))


def later_keys(survey: Survey, key: str) -> list[str]:
    """Where a question may lead: the later questions of its part, and the part's end."""
    keys = [one.key for one in module_of(survey, key).questions]
    return [*keys[keys.index(key) + 1 :], END_OF_MODULE]


def page(draft: Draft, key: str, typed: Typed, *, conflict: bool = False) -> Response:
    """The form of a question, with what was typed."""
    question = question_called(draft.survey, key)
    later = [(name, draft.survey.by_key.get(name)) for name in later_keys(draft.survey, key)]
    html = render_template(
        "authoring/question.html",
        survey=draft.survey,
        question=question,
        form=typed,
        errors=typed.errors,
        conflict=conflict,
        saved_by=names_of_users([draft.row.saved_by] if draft.row else []),
        draft=draft.row,
        seen=seen(question),
        problems=[problem_words(one) for one in problems(draft.survey) if one.key == key] if not typed.errors else [],
        kinds=kind_words(),
        option_rows=rows_of(typed, "label", NEW_OPTIONS),
        route_rows=rows_of(typed, "go", NEW_ROUTES),
        destinations=[(name, say(one.text) if one else _("the end of this part")) for name, one in later],
        others=languages()[1:],
    )
    return make_response(html, 409 if conflict else 422 if typed.errors else 200)


def new_question(kind: str, key: str, words: str) -> Question:
    """A question as it begins. Aborts with 400 for a kind that there is not."""
    if kind not in kind_words():
        abort(400, _("Choose one of the kinds of question on the page."))
    return Question.model_validate({"key": key, "kind": kind, "text": words})
