"""Another language for a response, chosen on a page that has nothing to save."""

import re

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as Answered

from forms_app.database import db
from forms_app.respond.language import change_language
from forms_app.respond.pages import respond
from forms_app.respond.sheet import open_sheet

WITHIN = re.compile(r"/[\w.~%/-]*(\?[\w.~%=&+-]*)?", re.ASCII)
"""The rest of the address of a page of the response, after the response's own."""


@respond.post("/a/<address>/answers/language")
def change_its_language(address: str) -> Answered:
    """Keep the language in which the response goes on, and lead back to the page of it that was open."""
    sheet = open_sheet(address, lock=True)
    if not sheet.sent:
        change_language(sheet.response, sheet.round, request.form.get("language"))
        db.session.commit()
    start, back = url_for(".resume", address=address), request.form.get("to", "")
    within = back.startswith(start) and ".." not in back and WITHIN.fullmatch(back.removeprefix(start))
    return redirect(back if within else start, 303)
