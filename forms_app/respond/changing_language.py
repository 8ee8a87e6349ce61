"""Another language for a response, chosen on a page that has nothing to save."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as Answered

from forms_app.database import db
from forms_app.respond.language import change_language
from forms_app.respond.pages import respond
from forms_app.respond.sheet import open_sheet


@respond.post("/a/<address>/answers/language")
def change_its_language(address: str) -> Answered:
    """Keep the language in which the response goes on, and lead back to the page of it that was open."""
    sheet = open_sheet(address, lock=True)
    if not sheet.sent:
        change_language(sheet.response, sheet.round, request.form.get("language"))
        db.session.commit()
    start, back = url_for(".resume", address=address), request.form.get("to", "")
    return redirect(back if back.startswith(f"{start}/") else start, 303)
