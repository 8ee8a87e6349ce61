"""Writing a story and changing it. Whoever changed it last is its writer, and an approval ends with a change."""

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from forms_app import audit_log
from forms_app.accounts import own_provider, staff_only
from forms_app.clock import today
from forms_app.database import db
from forms_app.models.stories import Story
from forms_app.stories.blueprint import WRITERS, blueprint, readable_story
from forms_app.stories.story_form import StoryAnswers, fill_in, outcome_choices, read_story
from forms_app.typed import Typed


@blueprint.route("/stories/new", methods=["GET", "POST"])
@staff_only(*WRITERS)
def new() -> Response:
    """Write a story. The query string may name the person and the kind, as a review's link does."""
    provider = own_provider()
    typed = Typed(request.form)
    if request.method == "GET":
        typed.fields["kind"] = "quote" if request.args.get("kind") == "quote" else "story"
        typed.fields["person"] = request.args.get("person", "")
        return _page(typed, None)
    answers = read_story(typed, provider)
    if answers is None:
        return _page(typed, None)
    story = _same_again(provider, answers)
    if story is None:
        story = Story(provider=provider, written_on=today(), version=1)
        db.session.add(story)
        _write(story, answers)
    return _to(story)


@blueprint.route("/stories/<int:number>/edit", methods=["GET", "POST"])
@staff_only(*WRITERS)
def edit(number: int) -> Response:
    """Change a story that has not been withdrawn. Where a colleague saved since the page opened, both are shown."""
    provider = own_provider()
    story = readable_story(number)
    if story.withdrawn_on is not None:
        abort(404, _("This story has been withdrawn, so it can’t be changed. Write a new one, with new consent."))
    typed = Typed(request.form)
    if request.method == "GET":
        fill_in(typed, story)
        return _page(typed, story)
    if typed.value("version") != str(story.version):
        return _page(typed, story, conflict=True)
    answers = read_story(typed, provider)
    if answers is None:
        return _page(typed, story)
    try:
        _write(story, answers)
    except StaleDataError:
        # A colleague saved at the same moment: show what is on file now.
        db.session.rollback()
        return edit(number)
    return _to(story)


def _same_again(provider: str, answers: StoryAnswers) -> Story | None:
    """The story that the same form, sent before, has made."""
    found = select(Story).filter_by(
        provider=provider, written_by=current_user.id, written_on=today(), title=answers.title, kind=answers.kind
    )
    return next((story for story in db.session.scalars(found) if story.text == answers.text), None)


def _write(story: Story, answers: StoryAnswers) -> None:
    for name, value in vars(answers).items():
        setattr(story, name, value)
    story.written_by = current_user.id
    story.approved_by = story.approved_on = None
    db.session.flush()
    audit_log.record("story-written", provider=story.provider, person=story.person, story=story.id)
    db.session.commit()
    flash(_("The story is saved. It is not published until a second person has approved it."), "success")


def _page(typed: Typed, story: Story | None, *, conflict: bool = False) -> Response:
    html = render_template(
        "stories/write.html",
        story=story,
        form=typed,
        errors=typed.errors,
        outcomes=outcome_choices(own_provider()),
        conflict=conflict,
    )
    return make_response(html, 409 if conflict else 422 if typed.errors else 200)


def _to(story: Story) -> Response:
    return make_response(redirect(url_for("stories.story", number=story.id)))
