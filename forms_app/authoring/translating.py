"""Translating a question, or the survey's own words, beside the English."""

from collections.abc import Mapping

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forms_app.accounts import names_of_users
from forms_app.authoring.blueprint import at_work, authoring, authors_only, other_language, question_called, seen
from forms_app.authoring.drafts import Draft, locked_draft, save
from forms_app.authoring.history import lineage
from forms_app.authoring.words import field_words
from forms_app.typed import Typed
from surveys.editing.staleness import marked, out_of_date
from surveys.editing.steps import altered, replaced
from surveys.editing.texts import all_texts, texts_of, with_texts, with_words
from surveys.model.common import Text, in_each
from surveys.model.languages import Language
from surveys.model.survey import Survey

LONGEST = 1_500


@authoring.route("/surveys/<survey>/questions/<question>/<language>", methods=["GET", "POST"])
@authors_only
def translate(survey: str, question: str, language: str) -> Response:
    """One question's texts in another language, each beside its English."""
    spoken = other_language(language)
    draft = at_work(survey)
    if request.method == "POST":
        draft = locked_draft(survey)
    asked = question_called(draft.survey, question)
    whole = {f"question:{question}.{name}": text for name, text in texts_of(asked).items()}
    if request.method == "GET":
        return _page(draft, spoken, whole, _filled(whole, language), seen(asked), question)
    typed = Typed(request.form)
    words = _typed_words(typed, whole)
    short = {name.removeprefix(f"question:{question}."): said for name, said in words.items()}
    after = with_texts(asked, language, short)
    return _taken(draft, spoken, whole, typed, replaced(draft.survey, question, after), seen(asked), question)


@authoring.route("/surveys/<survey>/words/<language>", methods=["GET", "POST"])
@authors_only
def translate_words(survey: str, language: str) -> Response:
    """The survey's title and introduction and its parts' titles in another language."""
    spoken = other_language(language)
    draft = at_work(survey)
    if request.method == "POST":
        draft = locked_draft(survey)
    whole = {name: text for name, text in all_texts(draft.survey) if not name.startswith("question:")}
    shown = seen(repr(sorted((name, sorted(in_each(text).items())) for name, text in whole.items())))
    if request.method == "GET":
        return _page(draft, spoken, whole, _filled(whole, language), shown)
    typed = Typed(request.form)
    after = with_own_words(draft.survey, language, _typed_words(typed, whole))
    return _taken(draft, spoken, whole, typed, after, shown)


def with_own_words(survey: Survey, language: str, words: Mapping[str, str]) -> Survey:
    """The survey with these words for its title, its introduction and its parts' titles, by name."""

    def said(name: str, text: Text) -> Text:
        return with_words(text, language, words[name]) or text if name in words else text

    modules = [one.model_copy(update={"title": said(f"module:{one.id}.title", one.title)}) for one in survey.modules]
    title, intro = said("survey.title", survey.title), said("survey.intro", survey.intro)
    return altered(survey, title=title, intro=intro, modules=modules)


def _taken(
    draft: Draft, spoken: Language, whole: Mapping[str, Text], typed: Typed, after: Survey, shown: str, key: str = ""
) -> Response:
    if typed.value("seen") != shown:
        return _page(draft, spoken, whole, typed, shown, key, conflict=True)
    if typed.errors:
        return _page(draft, spoken, whole, typed, shown, key)
    right = {marked(name, spoken.code) for name in typed.values("right") if name in whole}
    if after != draft.survey or right - draft.checked:
        save(draft, after, draft.checked | right)
        flash(_("The translation is saved in the draft."), "success")
    return make_response(redirect(url_for("authoring.survey", survey=draft.survey.id), 303))


def _typed_words(typed: Typed, whole: Mapping[str, Text]) -> dict[str, str]:
    return {name: typed.text(name, longest=LONGEST) or "" for name in whole if name in typed.fields}


def _filled(whole: Mapping[str, Text], language: str) -> Typed:
    typed = Typed()
    for name, text in whole.items():
        typed.fields[name] = in_each(text).get(language, "")
    return typed


def _page(
    draft: Draft,
    spoken: Language,
    whole: Mapping[str, Text],
    typed: Typed,
    shown: str,
    key: str = "",
    *,
    conflict: bool = False,
) -> Response:
    stale = out_of_date([*lineage(draft.survey.id), (draft.survey, draft.checked)])
    rows = [
        {
            "name": name,
            "label": field_words(name.removeprefix(f"question:{key}.")),
            "english": in_each(text)["en"],
            "theirs": in_each(text).get(spoken.code, ""),
            "stale": (name, spoken.code) in stale,
        }
        for name, text in whole.items()
    ]
    html = render_template(
        "authoring/translate.html",
        survey=draft.survey,
        question=draft.survey.by_key.get(key),
        language=spoken,
        rows=rows,
        form=typed,
        errors=typed.errors,
        seen=shown,
        conflict=conflict,
        draft=draft.row,
        saved_by=names_of_users([draft.row.saved_by] if draft.row else []),
    )
    return make_response(html, 409 if conflict else 422 if typed.errors else 200)
