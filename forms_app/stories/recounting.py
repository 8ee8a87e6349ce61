"""How many people share what a story says changes with the books: counted again each day, so that lists are right."""

from sqlalchemy import select, update

from forms_app.app import library
from forms_app.clock import today
from forms_app.database import db
from forms_app.models.stories import Story
from forms_app.stories.sharing import count_sharing
from forms_app.worker import ONCE_A_DAY, duty


@duty("stories-counted", every=ONCE_A_DAY)
def recount_stories() -> int:
    """Count again for each story that is not withdrawn; how many have another number now.

    The evidence counts by itself: this is what the pages of staff show. Whoever edits a story meanwhile is not disturbed.
    """
    changed = 0
    for story in db.session.scalars(select(Story).where(Story.withdrawn_on.is_(None), Story.attributes.is_not(None))):
        number = count_sharing(db.session(), library(), story.provider, story.outcomes, story.attributes, today())
        if number != story.sharing_attributes:
            db.session.execute(update(Story).where(Story.id == story.id).values(sharing_attributes=number))
            changed += 1
    db.session.commit()
    return changed
