"""The page on which a sheet is typed in: every question with what is typed for it, as the template takes them."""

import json
from typing import Any

from flask import Response as Page
from flask import make_response, render_template, request
from flask_babel import gettext as _

from forms_app.database import db
from forms_app.models.records import Provider
from forms_app.paper.blueprint import TypedSheet
from forms_app.paper.codes import in_print
from forms_app.paper.drafts import AGAIN, FIRST, Kept
from forms_app.paper.entry_form import ANSWER, EntryForm
from forms_app.paper.finishing import may_mean_danger
from forms_app.paper.keyed import keys_of, keys_of_route
from forms_app.paper.printed import ordered_options
from forms_app.paper.read_aloud import with_a_receipt
from forms_app.paper.routes import numbers_of
from forms_app.safety.notices import contacts_of
from forms_app.translations.speaking import known_languages, say
from surveys.model.languages import ENGLISH, Language
from surveys.model.survey import END_OF_MODULE, Question, ResolvedModule

IN_ENGLISH = "english"


def entry_page(
    typed: TypedSheet, form: EntryForm, kept: Kept, *, which: str = FIRST, status: int = 200, **more: Any
) -> Page:
    """The page with `form` filled in; `more` goes to the template (what is wrong, who saved something else)."""
    language = words_language(typed)
    form.check()
    errors = [{"text": text, "href": f"#{_id_of(typed, name)}"} for name, text in form.errors.items()]
    page = render_template(
        "paper/entry.html",
        typed=typed,
        form=form,
        kept=kept,
        which=which,
        again=which == AGAIN,
        code=in_print(typed.sheet.code),
        provider=db.session.get(Provider, typed.round.provider),
        parts=_parts(typed, form, language),
        words=language,
        other_words=_other_words(typed, language),
        errors=errors if status == 422 else None,
        number_of=numbers_of(typed.survey),
        say=say,
        read_out=with_a_receipt(typed.sheet.language) if kept.receipt else None,
        **more,
    )
    return make_response(page, status)


def words_language(typed: TypedSheet) -> Language:
    """The language in which the page shows the questions: the sheet's own, unless English is asked for."""
    return ENGLISH if request.args.get("words") == IN_ENGLISH else typed.language


def _other_words(typed: TypedSheet, language: Language) -> dict[str, str | None] | None:
    """The other language that the questions can be shown in, and how an address asks for it."""
    if typed.language.code == ENGLISH.code:
        return None
    if language.code == ENGLISH.code:
        return {"name": known_languages()[typed.language.code].name, "words": None}
    return {"name": ENGLISH.name, "words": IN_ENGLISH}


def _parts(typed: TypedSheet, form: EntryForm, language: Language) -> list[dict[str, Any]]:
    numbers = numbers_of(typed.survey)
    return [
        {
            "title": say(module.title, language.code),
            "questions": [
                _question(form, module, question, numbers[question.key], language) for question in module.questions
            ],
        }
        for module in typed.survey.modules
    ]


def _question(
    form: EntryForm, module: ResolvedModule, question: Question, number: int, language: Language
) -> dict[str, Any]:
    keys = keys_of(question)
    name = ANSWER + question.key
    keyed = form.keyed[question.key]
    return {
        "key": question.key,
        "name": name,
        "id": f"q{number}",
        "number": number,
        "text": say(question.text, language.code),
        "kind": question.kind,
        "hint": _hint(question, language),
        "value": form.fields.get(name, ""),
        "error": form.errors.get(name),
        "wrong": _wrong(question, keys),
        "least": question.at_least if question.kind in ("number", "scale") else None,
        "most": question.at_most,
        "skipped": question.key in form.skipped,
        "options": [
            {
                "key": keys[option.code],
                "text": say(option.label, language.code),
                "picked": option.code in keyed.answer.codes,
            }
            for option in ordered_options(question)
        ],
        "routes": _routes(module, question),
        "danger": json.dumps([keys[code] for code in question.help.after]) if question.help else None,
        "in_danger": may_mean_danger(question, keyed.answer),
        "help": question.help,
        "contacts": contacts_of(question.help) if question.help else [],
        "width": 10 if question.kind == "many" else 4,
    }


def _hint(question: Question, language: Language) -> str:
    if question.kind in ("number", "scale"):
        return str(_("%(low)s to %(high)s", low=question.at_least, high=question.at_most))
    return str(_("All that are ticked")) if question.kind == "many" else ""


def _wrong(question: Question, keys: dict[str, str]) -> str:
    """What the page's script says at once beside what no answer can be."""
    if question.kind == "text":
        return ""
    if question.kind in ("number", "scale"):
        words = _("Type a number from %(low)s to %(high)s, or ?", low=question.at_least, high=question.at_most)
        letters = ", ".join(keys.values())
        return str(_("%(words)s, or %(letters)s", words=words, letters=letters)) if letters else str(words)
    if question.kind == "one":
        return str(_("Type one number from 1 to %(highest)s, or ? for “unclear”", highest=len(keys)))
    return str(_("Type numbers from 1 to %(highest)s, as they stand beside the answers", highest=len(keys)))


def _routes(module: ResolvedModule, question: Question) -> str | None:
    """The routes of a question as the page's script follows them: by what is typed, to a question's key or the end."""
    keys = [one.key for one in module.questions]
    routes = []
    for route in question.routes:
        ahead = route.go_to in keys and keys.index(route.go_to) > keys.index(question.key)
        to = END_OF_MODULE if route.go_to == END_OF_MODULE else route.go_to if ahead else None
        limits = {"least": route.at_least, "most": route.at_most}
        routes.append({"when": keys_of_route(question, route), "to": to} | limits)
    return json.dumps(routes) if routes else None


def _id_of(typed: TypedSheet, name: str) -> str:
    """The id of the control that a field's error leads to."""
    if name.startswith(ANSWER):
        return f"q{numbers_of(typed.survey)[name.removeprefix(ANSWER)]}"
    return f"{name}-day" if name == "received" else name
