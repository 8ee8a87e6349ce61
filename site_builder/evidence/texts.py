"""Case studies and quotes whose consent is on file and in force."""

from collections.abc import Iterator
from datetime import date

import yaml
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from forms_app.clock import today
from forms_app.models.stories import Story
from site_builder.evidence.tables import Row
from site_builder.protect.people import SMALLEST_BASE


def publishable(session: Session, kind: str, as_of: date) -> list[Story]:
    """Texts approved by a second person by `as_of`, with consent still in force, sharing enough attributes.

    A release may be of a day that is past, but it is published now: consent that has ended since keeps a text out.
    """
    now = max(as_of, today())
    statement = (
        select(Story)
        .where(
            Story.kind == kind,
            Story.approved_on <= as_of,
            Story.approved_by != Story.written_by,
            Story.consent_reference.is_not(None),
            Story.consent_on <= as_of,
            or_(Story.consent_until.is_(None), Story.consent_until >= now),
            or_(Story.withdrawn_on.is_(None), Story.withdrawn_on > now),
            Story.sharing_attributes >= SMALLEST_BASE,
        )
        .order_by(Story.id)
    )
    return list(session.scalars(statement))


def story_files(session: Session, as_of: date) -> Iterator[tuple[str, str]]:
    """File name and text of each case study: front matter, then the story."""
    for story in publishable(session, "story", as_of):
        matter = {
            "title": story.title,
            "outcomes": story.outcomes.split(";"),
            "published_on": story.approved_on,
            "consent": story.consent_reference,
        }
        front = yaml.safe_dump(matter, sort_keys=False, allow_unicode=True)
        yield f"story-{story.id}.md", f"---\n{front}---\n\n{story.text.strip()}\n"


def quote_rows(session: Session, as_of: date) -> Iterator[Row]:
    """One row for each outcome that an approved quote speaks of."""
    for quote in publishable(session, "quote", as_of):
        for reference in quote.outcomes.split(";"):
            framework, _, outcome = reference.partition(":")
            yield {
                "framework": framework, "outcome": outcome, "quote": quote.text.strip(), "consent": quote.consent_reference
            }  # fmt: skip
