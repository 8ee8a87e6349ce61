"""The list of stories, and the page of one."""

from collections import Counter

from flask import render_template, request
from flask_security import current_user
from sqlalchemy import select

from forms_app import audit_log
from forms_app.accounts import names_of_users, staff_only
from forms_app.app import library
from forms_app.casework.words import outcome_words
from forms_app.clock import today
from forms_app.database import db
from forms_app.models.records import Provider
from forms_app.models.stories import Story
from forms_app.stories.approving import may_withdraw
from forms_app.stories.blueprint import READERS, WRITERS, blueprint, is_second_person, readable_story
from forms_app.stories.checking import check_story
from forms_app.stories.consents import form_words, scope_words
from forms_app.stories.saying import words_of
from forms_app.stories.sharing import FEWEST_SHARING, count_sharing
from forms_app.stories.sight import readable
from forms_app.stories.standing import FIRST_NAME, SCOPES, missing_for_approval, scope_of, state_of, story_outcomes

STATES = ("waiting", "draft", "held", "approved", "expired", "withdrawn")


@blueprint.get("/stories")
@staff_only(*READERS)
def stories() -> str:
    """The stories of the provider, or of every provider for the council's people; those that wait first."""
    wanted = select(Story, Provider.name).join(Provider, Provider.provider == Story.provider).order_by(Story.id.desc())
    if current_user.provider is not None:
        wanted = wanted.where(Story.provider == current_user.provider)
    rows = db.session.execute(wanted).all()
    seen = {story.id for story in readable([row[0] for row in rows])}
    found = [(story, name, state_of(story, today())) for story, name in rows if story.id in seen]
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
    """One story with what was found in its text, its consent, how many share what it says, and what it still needs."""
    found = readable_story(number)
    shared = None
    if found.attributes is not None:
        shared = count_sharing(db.session(), library(), found.provider, found.outcomes, found.attributes, today())
    if found.person is not None:
        audit_log.record("story-seen", provider=found.provider, person=found.person, story=found.id)
        db.session.commit()
    with db.session.no_autoflush:
        # As it would be at approval: counted again, and not kept.
        found.sharing_attributes = shared
        checked = check_story(found)
        missing = missing_for_approval(found, today())
        state = state_of(found, today())
        page = render_template(
            "stories/story.html",
            story=found,
            provider=db.session.get(Provider, found.provider),
            state=state,
            missing=missing,
            checked=checked,
            outcomes=[outcome_words(reference) for reference in story_outcomes(found)],
            shared=shared,
            fewest=FEWEST_SHARING,
            said=words_of(found.attributes),
            form_of_consent=form_words(found.consent_form),
            scopes=[scope_words(code) for code in SCOPES if code in scope_of(found)],
            first_name=FIRST_NAME in scope_of(found),
            names=names_of_users([found.written_by, found.approved_by]),
            own_words=found.written_by == current_user.id,
            may_write=current_user.provider == found.provider and any(current_user.has_role(role) for role in WRITERS),
            may_approve=is_second_person(found.written_by),
            may_withdraw=may_withdraw(found),
        )
    db.session.rollback()
    return page
