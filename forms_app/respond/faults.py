"""Pages for what goes wrong while someone answers: each gives back what was typed, whatever the fault."""

from urllib.parse import parse_qsl

from flask import render_template, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Response as Answered

from forms_app.clean_input import clean
from forms_app.database import db, read_only_request
from forms_app.errors import FAULT, show_error
from forms_app.respond.pages import respond

LONGEST_BODY = 64 * 1024
"""A page of answers is far shorter: two thousand letters of any script, as a browser writes them, take 24 KB at most."""
READ_ON = 2 * 1024 * 1024
"""So much of a body that is too long is read and dropped, since many servers show no page before all has been read."""
NOT_TYPED = {"whole", "go", "sure"}


@respond.before_request
def _small_bodies_only() -> None:
    request.max_content_length = LONGEST_BODY


@respond.errorhandler(HTTPException)
def fault(error: HTTPException) -> tuple[str, int] | Answered:
    """The page for an error. After a fault of ours the form can be sent again; otherwise its words can be copied."""
    if error.code == FAULT or error.response is not None:
        return show_error(error)
    db.session.rollback()
    read_only_request()
    own_words = error.description if error.description != type(error).description else None
    return render_template("error.html", code=error.code, advice=own_words, typed=_what_came()), error.code or FAULT


def _what_came() -> str:
    """What was typed into the form of this request, as far as it can be read."""
    if request.method != "POST":
        return ""
    try:
        fields = list(request.form.items(multi=True))
    except RequestEntityTooLarge:
        fields = _beginning_of_body()
    return "\n".join(value for name, value in fields if name not in NOT_TYPED and value.strip())


def _beginning_of_body() -> list[tuple[str, str]]:
    body = request.environ["wsgi.input"]
    start: bytes = body.read(min(LONGEST_BODY, request.content_length or 0))
    left = min(request.content_length or 0, READ_ON) - len(start)
    while left > 0 and (more := body.read(min(left, LONGEST_BODY))):
        left -= len(more)
    if request.mimetype != "application/x-www-form-urlencoded":
        return []
    # The cut may fall within a letter written as %E0%A6%95.
    text = start.decode("ascii", "replace").rsplit("%", 1)[0] if b"%" in start[-12:] else start.decode("ascii", "replace")
    return [(name, clean(value)) for name, value in parse_qsl(text, errors="ignore")]
