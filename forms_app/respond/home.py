"""The front page: what the service is, and where to go."""

from flask import render_template

from forms_app.respond.pages import respond


@respond.get("/")
def home() -> str:
    """The front page."""
    return render_template("respond/home.html")
