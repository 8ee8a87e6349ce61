"""A provider with people on its books and a worker who has signed in, on 15 May 2026."""

from tests.forms_app.casework.conftest import app, definitions, worker

__all__ = ["app", "definitions", "worker"]
