"""Approving a story as a second person, and withdrawing it."""

from flask import Response, abort, flash, make_response, redirect, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy.orm.exc import StaleDataError

from forms_app import audit_log
from forms_app.accounts import staff_only
from forms_app.clock import today
from forms_app.database import db
from forms_app.models.stories import Story
from forms_app.stories.blueprint import APPROVERS, READERS, blueprint, readable_story
from forms_app.stories.standing import missing_for_approval


def may_approve(story: Story) -> bool:
    """Whether the signed-in person may approve it: a manager or commissioner who did not write it."""
    second = story.written_by is not None and story.written_by != current_user.id
    return second and any(current_user.has_role(role) for role in APPROVERS)


def may_withdraw(story: Story) -> bool:
    """Whether the signed-in person may withdraw it: anyone of its provider, or a commissioner."""
    return story.withdrawn_on is None and (
        current_user.provider == story.provider or bool(current_user.has_role("commissioner"))
    )


@blueprint.post("/stories/<int:number>/approve")
@staff_only(*APPROVERS)
def approve(number: int) -> Response:
    """Approve what the page showed. A story changed since then is shown again instead."""
    story = readable_story(number)
    if not may_approve(story):
        abort(403, _("A story is approved by a second person, not by the one who wrote it."))
    if story.approved_on is not None and str(story.version) != request.form.get("version"):
        return _to(story)
    if str(story.version) != request.form.get("version"):
        flash(_("The story was changed since you opened it, so it is not approved yet. Read it again."), "changed")
        return _to(story)
    missing = missing_for_approval(story, today())
    if missing:
        flash(_("The story can’t be approved yet: %(missing)s", missing=" ".join(missing)), "missing")
        return _to(story)
    story.approved_by, story.approved_on = current_user.id, today()
    return _save(story, "story-approved", _("The story is approved. It goes out with the next publication."))


@blueprint.post("/stories/<int:number>/withdraw")
@staff_only(*READERS)
def withdraw(number: int) -> Response:
    """Take a story back for good: the next publication no longer has it. Sent twice, it is withdrawn once."""
    story = readable_story(number)
    if story.withdrawn_on is not None:
        return _to(story)
    if not may_withdraw(story):
        abort(403, _("A story is withdrawn by its provider or by the council."))
    story.withdrawn_on = today()
    return _save(story, "story-withdrawn", _("The story is withdrawn. The next publication no longer has it."))


def _save(story: Story, action: str, words: str) -> Response:
    number = story.id
    try:
        db.session.flush()
    except StaleDataError:
        # Someone saved it at the same moment: show it as it is now.
        db.session.rollback()
        flash(_("The story was changed at the same moment, so nothing was done. Read it again."), "changed")
        return make_response(redirect(url_for("stories.story", number=number)))
    audit_log.record(action, provider=story.provider, person=story.person, story=number)
    db.session.commit()
    flash(words, "success")
    return make_response(redirect(url_for("stories.story", number=number)))


def _to(story: Story) -> Response:
    return make_response(redirect(url_for("stories.story", number=story.id)))
