"""What was typed outlives a session: it is carried through signing in, on the page and nowhere else."""

from flask import Response, make_response, redirect, render_template, request, url_for

from forms_app.accounts.sign_in_form import SignInForm

MARK = "kept."
PATH = "kept-path"


def kept_fields() -> list[tuple[str, str]]:
    """Every field that the sign-in page carries, in order, under the name it had."""
    return [(name.removeprefix(MARK), value) for name, value in request.form.items(multi=True) if name.startswith(MARK)]


def kept_path() -> str | None:
    """Where the kept form was going: a path of this site, or None. Browsers drop tabs and line ends from an address."""
    path = request.form.get(PATH, "")
    return path if path.isprintable() and path.startswith("/") and not path.startswith(("//", "/\\")) else None


def ask_to_sign_in() -> Response:
    """The answer to someone who has not signed in, or whose session has ended.

    A page that was asked for opens after signing in. A form that was sent is kept in the sign-in page and can be sent
    on from there; a file can't be kept.
    """
    if request.method != "POST" or not request.form or request.files:
        return make_response(redirect(url_for("security.login", next=request.full_path.rstrip("?"))))
    fields = list(request.form.items(multi=True))
    return make_response(keep_on_page(SignInForm(formdata=None), fields, request.full_path.rstrip("?")), 401)


def keep_on_page(form: SignInForm, fields: list[tuple[str, str]], path: str) -> str:
    """The sign-in page that carries `fields` on their way to `path`."""
    return render_template("accounts/sign_in.html", login_user_form=form, kept=fields, kept_path=path)
