"""Writing a story and changing it. Whoever changed it last is its writer, and an approval ends with a change."""

from datetime import date

from flask import Response, abort, flash, make_response, redirect, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from forms_app import audit_log
from forms_app.accounts import own_provider, staff_only
from forms_app.app import library
from forms_app.clock import today
from forms_app.database import db
from forms_app.drafts import forget_draft
from forms_app.models.stories import Story
from forms_app.saving import page_id, says
from forms_app.stories.blueprint import WRITERS, blueprint, may_read_words, readable_story
from forms_app.stories.checking import keep_clearings
from forms_app.stories.consents import a_year_on
from forms_app.stories.sharing import count_sharing
from forms_app.stories.sources import FromReview, FromWords, Source, review_named, words_named
from forms_app.stories.standing import clearings, is_anonymous
from forms_app.stories.story_form import StoryAnswers, fill_in, outcome_choices, read_story
from forms_app.stories.unfinished import FORM, draft_of, subject_of
from forms_app.stories.write_page import form_page
from forms_app.typed import Typed


@blueprint.route("/stories/new", methods=["GET", "POST"])
@staff_only(*WRITERS)
def new() -> Response:
    """Write a story. The query string may name the review or the words it is written from, the person, and the kind."""
    provider = own_provider()
    source = _source()
    draft = draft_of(_subject(None, source), request.form)
    kept = draft.fields if draft and request.method == "GET" else None
    typed = Typed(request.form if kept is None else kept)
    once = page_id(typed, "once")
    if request.method == "GET":
        if kept is None:
            _begin(typed, source)
        return form_page(typed, None, source, draft)
    answers = read_story(typed, provider, anonymous=isinstance(source, FromWords) and source.anonymous)
    if (there := _same_again(provider, once)) is not None:
        return _again(there, answers, typed)
    if answers is None:
        return form_page(typed, None, source, draft)
    story = Story(provider=provider, written_on=today(), once=once)
    if isinstance(source, FromReview):
        story.from_review = source.review
    if isinstance(source, FromWords):
        story.from_question, story.from_response = source.question, source.response
    try:
        _write(story, answers, _subject(None, source))
    except IntegrityError:
        # The same page was sent twice at once: the other one has made the story.
        db.session.rollback()
        if (there := _same_again(provider, once)) is None:
            raise
        return _again(there, answers, typed)
    return _to(story)


def _again(there: Story, answers: StoryAnswers | None, typed: Typed) -> Response:
    """After a page that has made a story already: where it now says something else, both are shown."""
    if there.withdrawn_on is not None or (answers is not None and says(there, vars(answers))):
        return _to(there)
    typed.fields["version"] = str(there.version)
    return form_page(typed, there, None, draft_of(_subject(there, None), request.form), conflict=True)


@blueprint.route("/stories/<int:number>/edit", methods=["GET", "POST"])
@staff_only(*WRITERS)
def edit(number: int) -> Response:
    """Change a story that has not been withdrawn. Where a colleague saved since the page opened, both are shown."""
    provider = own_provider()
    story = readable_story(number)
    if story.withdrawn_on is not None:
        abort(404, _("This story has been withdrawn, so it can’t be changed. Write a new one, with new consent."))
    draft = draft_of(_subject(story, None), request.form)
    kept = draft.fields if draft and request.method == "GET" else None
    typed = Typed(request.form if kept is None else kept)
    if request.method == "GET" and kept is None:
        fill_in(typed, story)
        return form_page(typed, story, None, draft)
    if typed.value("version") != str(story.version):
        typed.fields["version"] = str(story.version)
        return form_page(typed, story, None, draft, conflict=True)
    if request.method == "GET":
        return form_page(typed, story, None, draft)
    answers = read_story(typed, provider, anonymous=is_anonymous(story))
    if answers is None:
        return form_page(typed, story, None, draft)
    try:
        _write(story, answers, _subject(story, None))
    except StaleDataError:
        # A colleague saved at the same moment: show what is on file now.
        db.session.rollback()
        return edit(number)
    return _to(story)


def _source() -> Source:
    """What the address says the story is written from. Aborts with 404 where that is not the user's to read."""
    if request.args.get("review"):
        return review_named(request.args["review"])
    if request.args.get("response"):
        if not may_read_words():
            abort(403, _("Only managers of your organisation read what people wrote in surveys."))
        return words_named(request.args["response"], request.args.get("question", ""))
    return None


def _begin(typed: Typed, source: Source) -> None:
    """Fill in what is known before anything is typed: never a name."""
    typed.fields["kind"] = "quote" if request.args.get("kind") == "quote" else "story"
    typed.fields["person"] = request.args.get("person", "")
    typed.set_day("consent_until", a_year_on(today()))
    if isinstance(source, FromWords):
        typed.fields["kind"] = "quote"
        typed.fields["text"] = source.text
        typed.fields["person"] = source.person or ""
    if isinstance(source, FromReview):
        typed.fields["person"] = source.person.person
        known = [choice["value"] for choice in outcome_choices(own_provider())]
        spoken_of = [one.outcome.partition(".")[0] for one in source.changed]
        typed.fields.setlist("outcomes", [value for value in known if value in spoken_of])
        parts = [_("What was hard:"), _("What was done:"), _("What changed:")]
        typed.fields["text"] = "\n\n".join(parts) + "\n" + "\n".join(one.words for one in source.changed)


def _same_again(provider: str, once: str) -> Story | None:
    """The story that the same page, sent before, has made."""
    return db.session.scalar(select(Story).filter_by(provider=provider, once=once))


def _subject(story: Story | None, source: Source) -> str | None:
    """By what a draft of the form is known."""
    review = source.review if isinstance(source, FromReview) else None
    of_words = isinstance(source, FromWords) or (story is not None and is_anonymous(story))
    return subject_of(story, review, of_words=of_words)


def _write(story: Story, answers: StoryAnswers, subject: str | None) -> None:
    """Save what the form says. Approval ends; what was cleared stays cleared where the text still has it."""
    cleared = clearings(story)
    with db.session.no_autoflush:
        # One change of the row, and so one version.
        for name, value in vars(answers).items():
            setattr(story, name, value)
        story.written_by = current_user.id
        story.approved_by = story.approved_on = None
        story.sharing_attributes = _shared_by(story, today())
        keep_clearings(story, cleared)
        db.session.add(story)
    db.session.flush()
    if subject:
        forget_draft(FORM, subject)
    audit_log.record("story-written", provider=story.provider, person=story.person, story=story.id)
    db.session.commit()
    flash(_("The story is saved. It is not published until a second person has approved it."), "success")


def _shared_by(story: Story, on: date) -> int | None:
    if story.attributes is None:
        return None
    return count_sharing(db.session(), library(), story.provider, story.outcomes, story.attributes, on)


def _to(story: Story) -> Response:
    return make_response(redirect(url_for("stories.story", number=story.id)))
