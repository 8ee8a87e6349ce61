"""Case studies, quotes, and what was done about what people said: what may be published, and what is left out, and why."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import yaml
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from forms_app.clock import today
from forms_app.models.casework import Consent
from forms_app.models.stories import ChangeMade, Story
from forms_app.results.safe_cells import safe_cell
from forms_app.stories.sharing import count_sharing
from site_builder.evidence.tables import Row
from site_builder.protect.people import SMALLEST_BASE
from surveys.library import Library

WEBSITE = "website"
EVERYWHERE = "all"


@dataclass
class Texts:
    """Approved stories and quotes that may be published, and rows on those that were left out."""

    shown: list[Story] = field(default_factory=list)
    left_out: list[Row] = field(default_factory=list)


def weigh_texts(session: Session, library: Library, as_of: date) -> Texts:
    """Every text approved by a second person by `as_of`, that consent reaches and enough people share the attributes of.

    A release may be of a day that is past, but it is published now: consent that has ended since keeps a text out, and
    those who share what it says are counted anew. Withdrawn texts are nowhere, not even among those left out.
    """
    now = max(as_of, today())
    approved = (
        select(Story, Consent)
        .outerjoin(Consent, Consent.id == Story.consent_id)
        .where(
            Story.approved_on <= as_of,
            Story.approved_by != Story.written_by,
            or_(Story.withdrawn_on.is_(None), Story.withdrawn_on > now),
        )
        .order_by(Story.id)
    )
    texts = Texts()
    for story, consent in session.execute(approved):
        sharing = count_sharing(session, library, story.provider, story.outcomes, story.attributes, now)
        why = _kept_back_by(story, consent, as_of, now) or ("too few alike" if sharing < SMALLEST_BASE else "")
        if why:
            texts.left_out.append({"story": story.id, "provider": story.provider, "because": why, "sharing": sharing})
        else:
            texts.shown.append(story)
    return texts


def _kept_back_by(story: Story, consent: Consent | None, as_of: date, now: date) -> str:
    """What of consent keeps a text out, "" where nothing does."""
    if not story.consent_reference or story.consent_on is None or story.consent_on > as_of:
        return "no consent on file"
    if story.consent_until is not None and story.consent_until < now:
        return "consent has run out"
    if WEBSITE not in (story.consent_scope or "").split(";"):
        return "consent does not reach the website"
    if consent is not None and (consent.withdrawn_on is not None and consent.withdrawn_on <= now):
        return "consent was withdrawn"
    if consent is not None and consent.expires_on is not None and consent.expires_on < now:
        return "consent has run out"
    return ""


def story_files(stories: list[Story]) -> Iterator[tuple[str, str]]:
    """File name and text of each case study: front matter, then the story."""
    for story in stories:
        if story.kind != "story":
            continue
        matter = {
            "title": story.title,
            "outcomes": story.outcomes.split(";"),
            "published_on": story.approved_on,
            "consent": story.consent_reference,
        }
        front = yaml.safe_dump(matter, sort_keys=False, allow_unicode=True)
        yield f"story-{story.id}.md", f"---\n{front}---\n\n{story.text.strip()}\n"


def quote_rows(stories: list[Story]) -> Iterator[Row]:
    """One row for each outcome that an approved quote speaks of. No spreadsheet takes its words for a formula."""
    for quote in stories:
        for reference in quote.outcomes.split(";") if quote.kind == "quote" else ():
            framework, _, outcome = reference.partition(":")
            yield {
                "framework": framework, "outcome": outcome, "quote": safe_cell(quote.text.strip()),
                "consent": safe_cell(quote.consent_reference or ""),
            }  # fmt: skip


def change_rows(session: Session, as_of: date) -> Iterator[Row]:
    """Entries of "You said, we did" that a second person has approved; the council's are of all providers."""
    now = max(as_of, today())
    approved = select(ChangeMade).where(
        ChangeMade.approved_on <= as_of,
        ChangeMade.approved_by != ChangeMade.written_by,
        or_(ChangeMade.withdrawn_on.is_(None), ChangeMade.withdrawn_on > now),
    )
    for change in session.scalars(approved.order_by(ChangeMade.id)):
        yield {
            "framework": change.framework, "provider": change.provider or EVERYWHERE,
            "said": safe_cell(change.said.strip()), "did": safe_cell(change.did.strip()), "when": change.done_on,
        }  # fmt: skip
