"""Where Notify tells what became of a message."""

import hmac

from flask import Blueprint, abort, current_app, request

from forms_app.database import db
from forms_app.messages.delivery import note_status

blueprint = Blueprint("messages", __name__, url_prefix="/messages", template_folder="templates")


@blueprint.post("/notify")
def notify_tells() -> tuple[str, int]:
    """Take Notify's callback, which carries the bearer token of the settings; without that setting, 404."""
    expected = current_app.config["NOTIFY_CALLBACK_TOKEN"]
    if not expected:
        abort(404)
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(given.encode(), expected.encode()):
        abort(403)
    told = request.get_json(silent=True)
    if not isinstance(told, dict) or not isinstance(told.get("id"), str) or not isinstance(told.get("status"), str):
        abort(400)
    note_status(told["id"], told["status"])
    db.session.commit()
    return "", 204
