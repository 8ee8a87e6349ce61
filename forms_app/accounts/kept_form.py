"""Where someone goes once they have signed in. What was typed outlives a session: it is carried along on the pages.

The page that was asked for stands in `next`. A form that was sent without a session is carried through the password, the
second factor, and setting one up, in hidden fields and nowhere else, and can be sent on at the end.
"""

from dataclasses import dataclass, field

from flask import Response, make_response, redirect, render_template, request, url_for

MARK = "kept."
PATH = "kept-path"
NEXT = "next"
WITH_PASSWORDS = frozenset(
    f"accounts.{page}" for page in ("change_password", "confirm_password", "remove_app", "remove_passkey")
)
"""Pages whose forms are not kept: a page that is sent back never holds a password."""


@dataclass(frozen=True)
class Onward:
    """A page that was asked for (`path`), or a form (`kept` fields, on their way to `kept_path`), or neither."""

    path: str | None = None
    kept_path: str | None = None
    kept: list[tuple[str, str]] = field(default_factory=list)

    def answer(self) -> Response:
        """What someone sees who may go on: the page they asked for, or the form to send on, or the first page."""
        if self.kept_path is None:
            return make_response(redirect(self.path or url_for("accounts.home")))
        return make_response(render_template("accounts/send_on.html", onward=self))


def safe_path(text: str) -> str | None:
    """A path of this site, or None. Browsers drop tabs and line ends from an address."""
    return text if text.isprintable() and text.startswith("/") and not text.startswith(("//", "/\\")) else None


def onward() -> Onward:
    """What the request carries."""
    kept = [(name.removeprefix(MARK), value) for name, value in request.form.items(multi=True) if name.startswith(MARK)]
    return Onward(safe_path(request.args.get(NEXT, "")), kept_path(), kept)


def kept_path() -> str | None:
    """Where the kept form was going: a path of this site, or None."""
    return safe_path(request.form.get(PATH, ""))


def onward_from_here() -> Onward:
    """This request's page, or the form that it sends; neither a file nor a password can be kept."""
    here = request.full_path.rstrip("?")
    if request.method != "POST" or request.endpoint in WITH_PASSWORDS:
        return Onward(path=here)
    if not request.form or request.files:
        return Onward()
    return Onward(kept_path=here, kept=list(request.form.items(multi=True)))
