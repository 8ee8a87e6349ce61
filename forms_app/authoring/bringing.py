"""Bringing an XLSForm in: what becomes of each row is shown before anything is kept."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from pydantic import ValidationError

from forms_app.app import library
from forms_app.authoring.blueprint import authoring, authors_only
from forms_app.authoring.drafts import begin_draft, read_draft
from forms_app.authoring.editions import current_survey
from forms_app.authoring.words import kind_words
from forms_app.database import db
from forms_app.typed import Typed
from surveys.editing.steps import altered
from surveys.editing.texts import languages_of, with_words
from surveys.model.common import say
from surveys.model.survey import Survey
from surveys.xlsform import NotAForm, ReadForm, read_form, read_sheets
from surveys.xlsform.names import AN_ID

LARGEST_FILE = 2 * 1024 * 1024
LONGEST_INTRO = 1_500


@authoring.route("/surveys/bring", methods=["GET", "POST"])
@authors_only
def bring() -> Response:
    """Choose a file, then see what becomes of each of its rows. Nothing is kept yet."""
    typed = Typed(request.form)
    if request.method == "GET":
        return _choose_page(typed)
    file = request.files.get("file")
    content = file.read(LARGEST_FILE + 1) if file else b""
    if file is None or not content:
        typed.wrong("file", _("Choose a file"))
        return _choose_page(typed)
    if len(content) > LARGEST_FILE:
        typed.wrong("file", _("The file is larger than 2 MB, which is far too big for a form"))
        return _choose_page(typed)
    name = (file.filename or "form").rpartition("/")[2]
    try:
        read = read_form(read_sheets(content, name), name.rpartition(".")[0])
    except NotAForm as problem:
        typed.wrong("file", str(problem))
        return _choose_page(typed)
    return _report_page(read, _asked_of(read.survey))


@authoring.post("/surveys/bring/open")
@authors_only
def open_brought() -> Response:
    """Open what the report page carries as the draft of a new survey, or of the survey whose form it is."""
    typed = Typed(request.form)
    try:
        survey = Survey.model_validate_json(request.form.get("survey", ""))
    except ValidationError:
        typed.wrong("file", _("What was read from the file did not arrive whole. Choose the file again"))
        return _choose_page(typed)
    told = _read_answers(typed, survey)
    if told is None:
        return _report_page(ReadForm(survey, []), typed)
    current = current_survey(told.id)
    begin_draft(told, current.version if current else None)
    db.session.commit()
    flash(_("The form is a draft now. Look through it, see it as a phone shows it, then publish it."), "success")
    return make_response(redirect(url_for("authoring.survey", survey=told.id), 303))


def _asked_of(survey: Survey) -> Typed:
    """What a form does not say, or may say otherwise, filled in as it was read."""
    typed = Typed()
    typed.fields["name"], typed.fields["title"] = survey.id.lower(), say(survey.title)
    typed.fields["intro"], typed.fields["minutes"] = say(survey.intro), str(survey.minutes)
    typed.fields["respondent"] = survey.respondent
    return typed


def _read_answers(typed: Typed, survey: Survey) -> Survey | None:
    name = typed.text("name", longest=60, missing=_("Enter a short name")) or ""
    if name and (not AN_ID.fullmatch(name) or name == "bring"):
        typed.wrong("name", _("Use letters, digits, hyphens and underscores only"))
    elif name and read_draft(name) is not None:
        typed.wrong("name", _("A draft of this name is being written. Give another name, or publish that draft first"))
    elif name and current_survey(name) is not None and survey.id.lower() != name.lower():
        typed.wrong("name", _("There is a survey of this name. Give another one"))
    title = typed.text("title", longest=200, missing=_("Enter the title"))
    intro = typed.text("intro", longest=LONGEST_INTRO, missing=_("Say what the survey is for"))
    respondent = typed.choice("respondent", ("carer", "service_user"), missing=_("Select who answers"))
    minutes = typed.number("minutes", 1, 60, what=_("Minutes"))
    if minutes is None:
        typed.wrong("minutes", _("Enter how many minutes it takes, from 1 to 60"))
    if typed.errors or title is None or intro is None:
        return None
    own = {"title": with_words(survey.title, "en", title), "intro": with_words(survey.intro, "en", intro)}
    return altered(survey, **own, id=name, respondent=respondent, minutes=minutes)


def _choose_page(typed: Typed) -> Response:
    html = render_template("authoring/bring.html", form=typed, errors=typed.errors)
    return make_response(html, 422 if typed.errors else 200)


def _report_page(read: ReadForm, typed: Typed) -> Response:
    known = set(library().question_keys())
    survey = read.survey
    html = render_template(
        "authoring/brought.html",
        read=read,
        survey=survey,
        content=survey.model_dump_json(),
        kinds=kind_words(),
        continued=[question for key, question in survey.by_key.items() if key in known],
        unknown_languages=sorted(languages_of(survey) - set(library().languages)),
        exists=current_survey(survey.id) is not None,
        form=typed,
        errors=typed.errors,
    )
    return make_response(html, 422 if typed.errors else 200)
