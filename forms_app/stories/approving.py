"""Clearing what looks like a name, approving a story as a second person, and withdrawing it."""

import json

from flask import Response, abort, flash, make_response, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_security import current_user

from forms_app import audit_log
from forms_app.accounts import staff_only
from forms_app.app import library
from forms_app.clock import today
from forms_app.database import db
from forms_app.models.stories import Story
from forms_app.stories.blueprint import APPROVERS, READERS, blueprint, is_second_person, readable_story
from forms_app.stories.checking import check_story
from forms_app.stories.saving import save_decision
from forms_app.stories.sharing import count_sharing
from forms_app.stories.standing import clearings, missing_for_approval


def may_withdraw(story: Story) -> bool:
    """Whether the signed-in person may withdraw it: anyone of its provider, or a commissioner."""
    return story.withdrawn_on is None and (
        current_user.provider == story.provider or bool(current_user.has_role("commissioner"))
    )


@blueprint.post("/stories/<int:number>/clear")
@staff_only(*APPROVERS)
def clear(number: int) -> Response:
    """Keep that what was ticked points to nobody; what was unticked is no longer cleared."""
    story = _as_second_person(number)
    if story.withdrawn_on is not None or _changed(story):
        return _to(story)
    ticked = set(request.form.getlist("clear"))
    flags = [flag for flag in check_story(story).flags if flag.may_be_cleared]
    before = clearings(story)
    cleared = {flag.key: before.get(flag.key) for flag in flags if flag.is_ticked(ticked)}
    mine = {key: current_user.id if user in (None, story.written_by) else user for key, user in cleared.items()}
    if mine == before:
        return _to(story)
    story.cleared = json.dumps(mine, sort_keys=True) if mine else None
    if any(flag.key not in mine for flag in flags):
        story.approved_by = story.approved_on = None
    words = ngettext("%(num)s word is cleared.", "%(num)s words are cleared.", len(mine))
    return _save(story, "story-names-cleared", words, count=len(mine))


@blueprint.post("/stories/<int:number>/approve")
@staff_only(*APPROVERS)
def approve(number: int) -> Response:
    """Approve what the page showed. A story changed since then is shown again instead."""
    story = _as_second_person(number)
    if story.approved_on is not None and str(story.version) != request.form.get("version"):
        return _to(story)
    if _changed(story):
        return _to(story)
    if story.attributes is not None:
        shared = count_sharing(db.session(), library(), story.provider, story.outcomes, story.attributes, today())
        story.sharing_attributes = shared
    missing = missing_for_approval(story, today())
    if check_story(story).open:
        missing.append(_("What looks like a name or a place must be changed or cleared."))
    if missing:
        db.session.rollback()
        flash(_("The story can’t be approved yet: %(missing)s", missing=" ".join(missing)), "missing")
        return make_response(redirect(url_for("stories.story", number=number)))
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


def _as_second_person(number: int) -> Story:
    story = readable_story(number)
    if not is_second_person(story.written_by):
        abort(403, _("A story is approved by a second person, not by the one who wrote it."))
    return story


def _changed(story: Story) -> bool:
    """Whether the page that was sent showed an older version; then that is said."""
    if str(story.version) == request.form.get("version"):
        return False
    flash(_("The story was changed since you opened it, so it is not approved yet. Read it again."), "changed")
    return True


def _save(story: Story, action: str, words: str, **details: object) -> Response:
    number = story.id
    save_decision(
        lambda: audit_log.record(action, provider=story.provider, person=story.person, story=number, **details),
        done=words,
        changed=_("The story was changed at the same moment, so nothing was done. Read it again."),
    )
    return make_response(redirect(url_for("stories.story", number=number)))


def _to(story: Story) -> Response:
    return make_response(redirect(url_for("stories.story", number=story.id)))
