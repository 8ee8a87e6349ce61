"""In which language a respondent's page is, and the plain switch to the others that its round is asked in."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Flask, g, has_request_context, request, url_for
from sqlalchemy import select
from werkzeug.exceptions import RequestEntityTooLarge

from forms_app.database import db
from forms_app.models.responses import Response, Round
from forms_app.translations.speaking import known_languages, speak, spoken
from surveys.model.languages import ENGLISH, Language

PARAMETER = "lang"
"""Names the language in an address. Under `/a/` it is for one page alone: a response keeps its own language."""
SURE = "sure"
_RESPONDENTS: set[str] = set()


def offered_in(round_: Round) -> list[str]:
    """The codes of the languages a round is asked in, the first one shown first; English if it names none we know."""
    return [code for code in round_.languages.split(";") if code in known_languages()] or [ENGLISH.code]


def speak_as_asked() -> None:
    """Speak the language that the address names, before anything else is known."""
    speak(_asked())


def speak_in_round(round_: Round, preferred: str | None = None) -> None:
    """Speak the language that was asked for, that of an invitation (`preferred`), or the round's first."""
    if not _for_a_respondent():
        return
    g.offered = offered_in(round_)
    speak(next((code for code in (_asked(), preferred) if code in g.offered), g.offered[0]))


def speak_in_response(response: Response, round_: Round) -> None:
    """Speak the language in which these answers are given, even if the round is no longer asked in it."""
    if not _for_a_respondent():
        return
    g.offered, g.sent = offered_in(round_), response.submitted_on is not None
    own = response.language if response.language in known_languages() else g.offered[0]
    asked = _asked()
    speak(asked if asked in g.offered else own)


def speak_as_sent(response: Response) -> None:
    """Speak the language in which answers were sent, unless the address names another."""
    if _asked() is None:
        speak(response.language)


def change_language(response: Response, round_: Round, code: str | None) -> bool:
    """Go on in another language, if the round is asked in it: this page too. Part of the current transaction."""
    if code not in offered_in(round_):
        return False
    response.language = code
    speak(code)
    return True


def switch_leads_to(page: str) -> None:
    """Say that this page must not be sent again to be read in another language: `page`, of the same response, is."""
    g.switch_to = page


def for_respondents(blueprint: Blueprint) -> None:
    """Let the pages of `blueprint` speak the language that is asked for, and carry it in their links."""
    blueprint.before_request(speak_as_asked)
    blueprint.url_defaults(_carry)
    _RESPONDENTS.add(blueprint.name)


@dataclass(frozen=True)
class Switch:
    """What `base.html` shows to choose a language: items, and the form that their buttons send (None for links)."""

    languages: list[dict[str, Any]] = field(default_factory=list)
    form: dict[str, Any] | None = None


def switch(question_form: str | None = None) -> Switch:
    """The languages to choose from; none where there is no choice.

    Buttons of the question's form (`question_form` is its id) save what was typed. Other pages of a response have
    buttons that change the response's language, and a page made from what someone sent has buttons that send it
    again, so that nothing typed is lost. The rest have links to themselves.
    """
    if not (request.blueprint is None or _for_a_respondent()):
        return Switch()
    codes = g.offered if "offered" in g else _offered_anywhere()
    if len(codes) < 2:
        return Switch()
    address = (request.view_args or {}).get("address")
    try:
        sent = [] if SURE in request.form else list(request.form.items(multi=True))
    except RequestEntityTooLarge:
        # Far too much to be sent again: it is given back on this page, which must not be left for another.
        return Switch()
    form: dict[str, Any] | None = None
    if question_form:
        return Switch([_button_of(known_languages()[code], question_form) for code in codes])
    here = request.full_path.rstrip("?") if request.method == "GET" and PARAMETER not in request.args else None
    to = g.get("switch_to") or here
    if address and to and not g.get("sent"):
        form = {"action": url_for("respond.change_its_language", address=address), "fields": [("to", to)]}
    elif sent:
        form = {"action": None, "fields": sent}
    return Switch([_item(known_languages()[code], form) for code in codes], form)


def _button_of(language: Language, question_form: str) -> dict[str, Any]:
    item = _shown(language)
    return item | {"form": question_form, "name": "go", "value": f"language:{language.code}"}


def _shown(language: Language) -> dict[str, Any]:
    here = language.code == spoken().code
    return {"text": language.name, "lang": language.code, "dir": language.direction, "current": here}


def _item(language: Language, form: dict[str, Any] | None) -> dict[str, Any]:
    item = _shown(language)
    if form is None:
        item["href"] = _this_page_in(language.code)
    elif form["action"]:
        item |= {"name": "language", "value": language.code}
    else:
        item["formaction"] = _this_page_in(language.code)
    return item


def _this_page_in(code: str) -> str:
    others = [(name, value) for name, value in request.args.items(multi=True) if name != PARAMETER]
    path = url_for("respond.receipt") if SURE in request.form else request.path
    return f"{path.partition('?')[0]}?{urlencode([*others, (PARAMETER, code)])}"


def _for_a_respondent() -> bool:
    return has_request_context() and request.blueprint in _RESPONDENTS


def _asked() -> str | None:
    code = request.args.get(PARAMETER) if has_request_context() else None
    return code if code in known_languages() else None


def _carry(_endpoint: str, values: dict[str, Any]) -> None:
    """Links between pages that belong to no response name the language, where it is not the one that comes by itself."""
    if "address" not in values and has_request_context() and (_asked() or spoken() != ENGLISH):
        values.setdefault(PARAMETER, spoken().code)


def _offered_anywhere() -> list[str]:
    """The languages in which any round is asked, in the order of `languages.yaml`; English is always one."""
    found = {code for languages in db.session.scalars(select(Round.languages).distinct()) for code in languages.split(";")}
    return [code for code in known_languages() if code in found | {ENGLISH.code}]


def init_app(app: Flask) -> None:
    """Give templates the switch, and let addresses that lead nowhere say so in the language that is asked for."""
    app.add_template_global(switch, "language_switch")

    @app.before_request
    def _nowhere() -> None:
        if request.blueprint is None:
            speak_as_asked()
