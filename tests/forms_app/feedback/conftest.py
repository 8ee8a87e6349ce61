"""A provider with a worker and a manager who have signed in, on 15 May 2026."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.forms_app.casework.conftest import app, definitions, worker
from tests.support.staff import signed_in

__all__ = ["app", "definitions", "manager", "worker"]


@pytest.fixture
def manager(app: Flask) -> FlaskClient:
    """A manager of the provider `north`, signed in."""
    return signed_in(app, "provider_manager")
