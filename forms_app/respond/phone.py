"""The script of respondents' pages and the worker that keeps answers while there is no signal.

Nothing needs them: they help where scripts run. Their sources are in `forms_app/frontend`; the script comes with its
words in the page's language, so that no page has to carry them.
"""

import hashlib
import json
import re
from functools import cache
from pathlib import Path

from flask import Response, current_app, request, url_for

from forms_app.frontend import assets
from forms_app.respond.pages import respond
from forms_app.respond.translation import _
from forms_app.security_headers import RESPONDENTS_POLICY
from forms_app.translations.speaking import InEnglish, spoken

SOURCES = Path(assets.__file__).parent
PARTS = ("page.js", "keep.js", "aloud_button.js")
WORKER = "/worker.js"
YEAR, DAY = 31_536_000, 86_400


@respond.get("/phone.js")
def phone_script() -> Response:
    """The script, its words in the language `lang`. Asked for by its fingerprint `v`, it may be kept for a year."""
    content = _content()
    answer = Response(content, mimetype="text/javascript")
    fresh = request.args.get("v") == _fingerprint(content)
    answer.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable" if fresh else "no-cache"
    return answer


@respond.get(WORKER)
def worker() -> Response:
    """The worker. It may serve one address below `/a/` at a time; a phone asks once a day whether there is a newer one."""
    content = f"const POLICY = {json.dumps(RESPONDENTS_POLICY)};\n{_source('worker.js')}"
    answer = Response(content, mimetype="text/javascript")
    answer.headers["Cache-Control"] = f"public, max-age={DAY}"
    answer.headers["Service-Worker-Allowed"] = "/a/"
    return answer


@respond.app_template_global()
def phone_script_url() -> str:
    """The address of the script in the language being spoken, such as `/phone.js?lang=pl&v=0123456789ab`."""
    return url_for("respond.phone_script", lang=spoken().code, v=_fingerprint(_content()))


def _content() -> str:
    # An address made by url_for may carry the language of this request; the worker speaks none.
    links: dict[str, str | int] = {"worker": request.script_root + WORKER, "aloud": assets.static_url("aloud.js")}
    links["days"] = current_app.config["FINISH_WITHIN_DAYS"]
    given = f"const words = {_as_json(_words())}, links = {_as_json(links)};"
    scripts = "\n".join(_source(name) for name in PARTS)
    return f"(() => {{\n{given}\n{scripts}\n}})();\n"


def _words() -> dict[str, str | bool]:
    words = {
        "noSignal": _("You have no signal."),
        "unreachable": _("We can't be reached just now."),
        "answerKept": _("Your answer is kept on this phone and will be sent when the signal is back."),
        "notSentYet": _("Your answers are not sent yet. They will be sent when the signal is back."),
        "pageKept": _("What you sent before is saved. This page goes on by itself when the signal is back."),
        "stayHere": _("What you typed stays on this page and will be sent when the signal is back. Keep this page open."),
        "nothingSent": _("Nothing was sent. Press the button again when the signal is back."),
        "back": _("The signal is back. Press the button to go on."),
        "keptSent": _("The signal is back. What was kept on this phone has been sent."),
        "readAloud": _("Read this page aloud"),
        "stopReading": _("Stop reading"),
    }
    return {**words, "english": any(isinstance(word, InEnglish) for word in words.values())}


def _as_json(values: object) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


@cache
def _source(name: str) -> str:
    """A script without its comments and indents."""
    text = (SOURCES / name).read_text(encoding="utf-8")
    return re.sub(r"^\s*(?://.*)?\n?", "", text, flags=re.MULTILINE)


def _fingerprint(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()[:12]
