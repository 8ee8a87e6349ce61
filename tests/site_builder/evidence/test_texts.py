"""Only texts whose consent is in force on the day of publishing leave the privacy wall."""

from datetime import date

import pytest
from flask import Flask

from forms_app.database import db
from forms_app.models.stories import Story
from site_builder.evidence.texts import publishable
from tests.support.staff import add_provider, add_staff

AS_OF = date(2026, 3, 31)
"""A day before the tests' own, 15 May 2026."""
GOOD = {
    "approved_on": date(2026, 1, 10), "consent_on": date(2026, 1, 5), "consent_until": date(2026, 5, 15),
    "withdrawn_on": date(2026, 5, 16), "consent_reference": "C-1", "sharing_attributes": 10,
}  # fmt: skip


def published(app: Flask, **different: object) -> bool:
    add_provider(app)
    writer = add_staff(app, "support_worker")
    approver = add_staff(app, "provider_manager")
    assert writer != approver
    with app.app_context():
        values = {"written_by": 1, "approved_by": 2, **GOOD, **different}
        story = Story(provider="north", title="t", text="x", outcomes="rochdale-carers:partners", **values)
        story.written_on = date(2026, 1, 5)
        db.session.add(story)
        db.session.flush()
        found = publishable(db.session(), "story", AS_OF)
        db.session.rollback()
    return bool(found)


def test_a_text_with_all_it_needs_is_published(app: Flask) -> None:
    assert published(app)


@pytest.mark.parametrize(
    "different",
    [
        {"withdrawn_on": date(2026, 4, 10)},
        {"consent_until": date(2026, 5, 14)},
        {"consent_on": date(2026, 4, 1)},
        {"approved_on": date(2026, 4, 1)},
        {"approved_on": None},
        {"approved_by": 1},
        {"consent_reference": None},
        {"sharing_attributes": 9},
    ],
    ids=lambda different: " ".join(different),
)
def test_a_text_is_kept_back_by(app: Flask, different: dict[str, object]) -> None:
    assert not published(app, **different)
