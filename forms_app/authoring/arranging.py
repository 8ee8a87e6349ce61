"""Arranging a survey: moving, adding and removing questions, the survey's own words, throwing a draft away."""

from collections.abc import Callable

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forms_app import audit_log
from forms_app.app import library
from forms_app.authoring.blueprint import at_work, authoring, authors_only, question_called, seen
from forms_app.authoring.drafts import Draft, locked_draft, read_draft, save
from forms_app.authoring.editing import new_question
from forms_app.authoring.history import lineage
from forms_app.authoring.question_form import LONGEST_TEXT
from forms_app.authoring.translating import with_own_words
from forms_app.authoring.words import kind_words
from forms_app.database import db
from forms_app.typed import Typed
from surveys.editing.steps import added, altered, moved, new_key, removed
from surveys.editing.texts import all_texts
from surveys.model.common import in_each
from surveys.model.survey import Survey
from surveys.uses import uses_of

LONGEST_WORDS = 1_500


@authoring.post("/surveys/<survey>/questions/<question>/move")
@authors_only
def move(survey: str, question: str) -> Response:
    """Move a question one place up or down in its part."""
    by = {"up": -1, "down": 1}.get(request.form.get("to", ""))
    if by is None:
        abort(400, _("Use one of the buttons beside the question."))
    return _arranged(survey, question, lambda found: moved(found, question, by))


@authoring.route("/surveys/<survey>/questions/<question>/remove", methods=["GET", "POST"])
@authors_only
def remove(survey: str, question: str) -> Response | str:
    """Ask before a question is removed, with the measures that rest on it; then remove it from the draft."""
    draft = at_work(survey)
    asked = question_called(draft.survey, question)
    if request.method == "GET":
        uses = uses_of(library(), question)
        shown = order_of(draft.survey)
        return render_template("authoring/remove.html", survey=draft.survey, question=asked, uses=uses, seen=shown)
    if len(draft.survey.by_key) == 1:
        flash(_("A survey needs at least one question."))
        return _to_survey(survey)
    return _arranged(survey, question, lambda found: removed(found, question))


def _arranged(survey: str, key: str, change: Callable[[Survey], Survey]) -> Response:
    """Make a change of order, unless the order has changed since the page was opened."""
    at_work(survey)
    draft = locked_draft(survey)
    question_called(draft.survey, key)
    if request.form.get("seen") != order_of(draft.survey):
        flash(
            _("A colleague has changed the order since you opened the page, so nothing was changed. This is how it is now.")
        )
        return _to_survey(survey)
    after = change(draft.survey)
    if after != draft.survey:
        save(draft, after)
    return _to_survey(survey, key if key in after.by_key else None)


def order_of(survey: Survey) -> str:
    """The questions and their order in short, to be sent back with a change of it."""
    return seen(" ".join(survey.by_key))


@authoring.route("/surveys/<survey>/add", methods=["GET", "POST"])
@authors_only
def add(survey: str) -> Response:
    """Add a question of any kind behind another."""
    draft = at_work(survey)
    typed = Typed(request.form)
    if request.method == "GET":
        typed.fields["after"] = request.args.get("after", "")
        return _add_page(draft, typed)
    draft = locked_draft(survey)
    places = _places(draft.survey)
    words = typed.text("text", longest=LONGEST_TEXT, missing=_("Enter the question"))
    kind = typed.choice("kind", kind_words(), missing=_("Select the kind of question"))
    place = typed.choice("after", places, missing=_("Select where it stands"))
    if words is None or kind is None or place is None or typed.errors:
        return _add_page(draft, typed)
    part, _mark, after = place.partition(":")
    key = new_key(draft.survey, part, words, [*library().question_keys(), *_keys_asked_before(survey)])
    save(draft, added(draft.survey, part, new_question(kind, key, words), after or None))
    return make_response(redirect(url_for("authoring.edit", survey=survey, question=key), 303))


def _keys_asked_before(survey: str) -> set[str]:
    """The keys of every edition: a new question never takes the place of one that people answered before."""
    return {key for found, _checked in lineage(survey) for key in found.by_key}


def _places(survey: Survey) -> dict[str, str]:
    """Where a question may be added: at the head of each part, or behind any question, with the question's key."""
    return {
        f"{module.id}:{key}": key
        for module in survey.modules
        for key in ("", *(question.key for question in module.questions))
    }


def _add_page(draft: Draft, typed: Typed) -> Response:
    if typed.value("after") in draft.survey.by_key:
        place = next(place for place, key in _places(draft.survey).items() if key == typed.value("after"))
        typed.fields["after"] = place
    html = render_template("authoring/add.html", survey=draft.survey, form=typed, errors=typed.errors, kinds=kind_words())
    return make_response(html, 422 if typed.errors else 200)


@authoring.route("/surveys/<survey>/words", methods=["GET", "POST"])
@authors_only
def words(survey: str) -> Response:
    """The survey's title, introduction, parts' titles, who answers and how long it takes, in English."""
    draft = at_work(survey)
    typed = Typed(request.form)
    if request.method == "POST":
        draft = locked_draft(survey)
    own = {name: in_each(text)["en"] for name, text in all_texts(draft.survey) if not name.startswith("question:")}
    shown = seen(repr((sorted(own.items()), draft.survey.respondent, draft.survey.minutes)))
    if request.method == "GET":
        for name, text in own.items():
            typed.fields[name] = text
        typed.fields["respondent"], typed.fields["minutes"] = draft.survey.respondent, str(draft.survey.minutes)
        return _words_page(draft, typed, own, shown)
    said = {name: typed.text(name, longest=LONGEST_WORDS, missing=_("Enter some words")) or "" for name in own}
    respondent = typed.choice("respondent", ("carer", "service_user"), missing=_("Select who answers"))
    minutes = typed.number("minutes", 1, 60, what=_("Minutes"))
    if minutes is None:
        typed.wrong("minutes", _("Enter how many minutes it takes, from 1 to 60"))
    if typed.value("seen") != shown:
        return _words_page(draft, typed, own, shown, conflict=True)
    if typed.errors:
        return _words_page(draft, typed, own, shown)
    after = altered(with_own_words(draft.survey, "en", said), respondent=respondent, minutes=minutes)
    if after != draft.survey:
        save(draft, after)
        flash(_("The change is saved in the draft."), "success")
    return _to_survey(survey)


def _words_page(draft: Draft, typed: Typed, own: dict[str, str], shown: str, *, conflict: bool = False) -> Response:
    html = render_template(
        "authoring/words.html",
        survey=draft.survey,
        form=typed,
        errors=typed.errors,
        own=own,
        seen=shown,
        conflict=conflict,
    )
    return make_response(html, 409 if conflict else 422 if typed.errors else 200)


@authoring.post("/surveys/<survey>/discard")
@authors_only
def discard(survey: str) -> Response:
    """Throw the draft away, unless it has changed since the page was opened."""
    at_work(survey)
    draft = read_draft(survey, lock=True)
    if draft is None or draft.row is None:
        return make_response(redirect(url_for("authoring.surveys"), 303))
    if request.form.get("seen") != str(draft.row.lock):
        flash(_("A colleague has changed the draft since you opened the page, so it was kept."))
        return _to_survey(survey)
    db.session.delete(draft.row)
    audit_log.record("survey-draft-discarded", survey=survey)
    db.session.commit()
    flash(_("The draft is thrown away. What is asked has not changed."), "success")
    return make_response(redirect(url_for("authoring.surveys"), 303))


def _to_survey(survey: str, key: str | None = None) -> Response:
    return make_response(redirect(url_for("authoring.survey", survey=survey, _anchor=f"q-{key}" if key else None), 303))
