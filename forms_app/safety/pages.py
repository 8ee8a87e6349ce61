"""Every page and duty of safety, registered."""

from flask import Flask


def register(app: Flask) -> None:
    """Put the pages into the app."""
