"""What tests of sampling reviews do again and again: ask, answer, and see whose records are open."""

import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forms_app.database import db
from forms_app.models.accounts import SamplingGrant, SamplingReview

ASKING = {
    "provider": "north",
    "title": "Quality of reviews, spring",
    "reason": "To see that reviews say what changed.",
    "size": "3",
    "unit": "people",
    "days": "7",
}


def ask(client: FlaskClient, **fields: str) -> str:
    """Ask for a review; the address of its page, or the page with what is wrong."""
    answer = client.post("/sampling/ask", data=ASKING | fields)
    return answer.location if answer.status_code == 303 else answer.text


def agree(client: FlaskClient, path: str = "/sampling/1") -> int:
    """Agree to it; the status of the answer."""
    return client.post(f"{path}/answer", data={"decision": "agreed"}).status_code


def references(page: str) -> list[str]:
    """Whose records a commissioner's page leads to."""
    return re.findall(r'href="/sampling/\d+/person/([^"]+)"', page)


def review(app: Flask, number: int = 1) -> SamplingReview:
    """A review as it is stored."""
    with app.app_context():
        return db.session.get_one(SamplingReview, number)


def granted(app: Flask) -> list[str]:
    """The references of everybody who was drawn."""
    with app.app_context():
        return list(db.session.scalars(select(SamplingGrant.person).order_by(SamplingGrant.person)))
