"""The list of stories, and the page of one."""

from collections import Counter

from flask import render_template, request
from flask_security import current_user
from sqlalchemy import select

from forms_app.accounts import names_of_users, staff_only
from forms_app.clock import today
from forms_app.database import db
from forms_app.models.records import Provider
from forms_app.models.stories import Story
from forms_app.stories.approving import may_approve, may_withdraw
from forms_app.stories.blueprint import READERS, WRITERS, blueprint, readable_story
from forms_app.stories.standing import missing_for_approval, state_of

STATES = ("waiting", "draft", "approved", "expired", "withdrawn")


@blueprint.get("/stories")
@staff_only(*READERS)
def stories() -> str:
    """The stories of the provider, or of every provider for the council's people; those that wait first."""
    wanted = select(Story, Provider.name).join(Provider, Provider.provider == Story.provider).order_by(Story.id.desc())
    if current_user.provider is not None:
        wanted = wanted.where(Story.provider == current_user.provider)
    found = [(story, name, state_of(story, today())) for story, name in db.session.execute(wanted)]
    shown = request.args.get("show") if request.args.get("show") in STATES else None
    return render_template(
        "stories/list.html",
        stories=sorted((one for one in found if shown in (None, one[2])), key=lambda one: STATES.index(one[2])),
        counts=Counter(state for _story, _name, state in found),
        total=len(found),
        states=STATES,
        shown=shown,
        may_write=any(current_user.has_role(role) for role in WRITERS),
    )


@blueprint.get("/stories/<int:number>")
@staff_only(*READERS)
def story(number: int) -> str:
    """One story, its consent, and what it still needs."""
    found = readable_story(number)
    return render_template(
        "stories/story.html",
        story=found,
        provider=db.session.get(Provider, found.provider),
        state=state_of(found, today()),
        missing=missing_for_approval(found, today()),
        names=names_of_users([found.written_by, found.approved_by]),
        own_words=found.written_by == current_user.id,
        may_write=current_user.provider == found.provider and any(current_user.has_role(role) for role in WRITERS),
        may_approve=may_approve(found),
        may_withdraw=may_withdraw(found),
    )
