"""Typing a sheet a second time, to check the first: what differs is shown, and settled by looking at the paper."""

from flask import Response as Page
from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answered

from forms_app.accounts import staff_only
from forms_app.database import db
from forms_app.paper import drafts
from forms_app.paper.blueprint import STAFF, TypedSheet, own_sheet, paper
from forms_app.paper.codes import in_print
from forms_app.paper.drafts import AGAIN, FIRST, Kept, kept_of
from forms_app.paper.entering import already_page, finish_kept, form_of, save
from forms_app.paper.entry_form import ANSWER, HELPER
from forms_app.paper.entry_page import entry_page, words_language
from forms_app.paper.keyed import keys_of
from forms_app.paper.making import PRINTED
from forms_app.paper.printed import ordered_options
from forms_app.paper.routes import numbers_of
from forms_app.translations.speaking import say


@paper.get("/sheets/<code>/again")
@staff_only(*STAFF)
def second(code: str) -> Page:
    """The empty page again, with what is kept of the second typing."""
    typed = own_sheet(code)
    if typed.sheet.state != PRINTED:
        return already_page(typed)
    kept = kept_of(typed.sheet.code)
    return entry_page(typed, form_of(typed, kept.again), kept, which=AGAIN)


@paper.post("/sheets/<code>/again")
@staff_only(*STAFF)
def second_typed(code: str) -> Page | Answered:
    """Keep the second typing; compare the two when it is done, and finish where they agree."""
    saved = save(code, AGAIN)
    if not isinstance(saved, Kept):
        return saved
    if request.form.get("do", "save") != "compare":
        return redirect(url_for(".second", code=code), 303)
    typed = own_sheet(code)
    form = form_of(typed, saved.again)
    _read = form.keyed, form.helper
    if form.errors:
        return entry_page(typed, form, saved, which=AGAIN, status=422)
    if _differences(typed, saved):
        return redirect(url_for(".differences", code=code), 303)
    return finish_kept(code, saved)


@paper.get("/sheets/<code>/differences")
@staff_only(*STAFF)
def differences(code: str) -> Page:
    """What was typed in two ways."""
    typed = own_sheet(code)
    if typed.sheet.state != PRINTED:
        return already_page(typed)
    return _differences_page(typed, kept_of(typed.sheet.code))


@paper.post("/sheets/<code>/differences")
@staff_only(*STAFF)
def settle(code: str) -> Page | Answered:
    """Take what the paper says for each difference into the first typing, then finish."""
    typed = own_sheet(code, lock=True)
    if typed.sheet.state != PRINTED:
        return already_page(typed, status=409)
    kept = kept_of(typed.sheet.code)
    found = _differences(typed, kept)
    chosen = {name: request.form.get(f"pick-{name}", "") for name in found}
    missing = [name for name, pick in chosen.items() if pick not in ("first", "second")]
    if missing:
        return _differences_page(typed, kept, chosen, missing)
    settled = dict(kept.fields)
    for name, pick in chosen.items():
        if pick == "second":
            settled[name] = kept.again.get(name, "")
    settled = {name: value for name, value in settled.items() if value.strip()}
    drafts.keep(typed.sheet.code, settled, kept.version, which=FIRST)
    drafts.keep(typed.sheet.code, settled, kept_of(typed.sheet.code).version, which=AGAIN)
    db.session.commit()
    return finish_kept(code, kept_of(typed.sheet.code))


def _differences(typed: TypedSheet, kept: Kept) -> list[str]:
    """Fields in which the two typings differ in meaning, in the order of the page."""
    first, again = form_of(typed, kept.fields), form_of(typed, kept.again)
    found = [ANSWER + key for key in typed.survey.by_key if first.keyed[key] != again.keyed[key]]
    if kept.fields.get(HELPER, "").strip() != kept.again.get(HELPER, "").strip():
        found.append(HELPER)
    return found


def _differences_page(
    typed: TypedSheet, kept: Kept, chosen: dict[str, str] | None = None, missing: list[str] | None = None
) -> Page:
    language = words_language(typed).code
    numbers = numbers_of(typed.survey)
    rows = []
    for name in _differences(typed, kept):
        question = typed.survey.by_key.get(name.removeprefix(ANSWER))
        labels = (
            {}
            if question is None
            else {
                key: say(option.label, language)
                for option, key in ((option, keys_of(question)[option.code]) for option in ordered_options(question))
            }
        )
        rows.append(
            {
                "name": name,
                "number": numbers.get(name.removeprefix(ANSWER)),
                "text": say(question.text, language) if question else None,
                "first": kept.fields.get(name, ""),
                "second": kept.again.get(name, ""),
                "labels": labels,
                "chosen": (chosen or {}).get(name),
                "missing": name in (missing or []),
            }
        )
    page = render_template(
        "paper/differences.html", typed=typed, code=in_print(typed.sheet.code), rows=rows, words=words_language(typed)
    )
    return make_response(page, 422 if missing else 200)
