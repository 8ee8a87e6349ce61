"""Authors: changing a live survey, seeing it as a phone shows it, publishing an edition, bringing a survey in or out."""

from importlib import import_module

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages below `/surveys`. They are read here, as the respondents' pages read `authoring.editions`."""
    import_module("forms_app.authoring.pages").register(app)
