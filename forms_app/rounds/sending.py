"""Sending a round's invitations: first what they say, exactly, then the button."""

from collections import Counter
from dataclasses import dataclass

from flask import Response, abort, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from forms_app import audit_log
from forms_app.accounts import staff_only
from forms_app.database import db
from forms_app.invitations.links import PLACEHOLDER
from forms_app.invitations.sending import Sent, asking, not_yet_sent, send_invitations
from forms_app.invitations.words import INVITATION, REMINDER
from forms_app.messages import Content
from forms_app.messages.content import TEXT
from forms_app.messages.text_length import TextLength, text_length
from forms_app.models.responses import Invitation, Round
from forms_app.respond.rounds import has_closed, is_open, link_address
from forms_app.rounds.blueprint import STAFF, blueprint, personal_round
from forms_app.rounds.words import channel_words
from forms_app.translations.speaking import known_languages


@dataclass(frozen=True)
class Preview:
    """What a message will say, but for the link; and to how many."""

    channel: str
    language: str
    people: int
    content: Content
    reminder: Content | None
    length: TextLength | None


@blueprint.get("/<int:number>/send")
@staff_only(*STAFF)
def send_page(number: int) -> str:
    """What goes out, in each way and language."""
    round_ = _not_closed(personal_round(number))
    waiting = list(db.session.scalars(not_yet_sent(round_, letters=False)))
    return render_template(
        "rounds/send.html",
        round=round_,
        number=len(waiting),
        previews=_previews(round_, waiting),
        placeholder=link_address(PLACEHOLDER),
        channel_words=channel_words,
        names={code: language.name for code, language in known_languages().items()},
        open=is_open(round_),
    )


@blueprint.post("/<int:number>/send")
@staff_only(*STAFF)
def send(number: int) -> Response:
    """Queue the invitations that were not sent yet. Sent twice, it finds nobody the second time."""
    round_ = _not_closed(personal_round(number, lock=True))
    outcome = send_invitations(round_)
    if outcome.queued:
        audit_log.record("invitations-sent", provider=round_.provider, round=round_.slug, count=outcome.queued)
    db.session.commit()
    say_what_was_sent(outcome)
    return make_response(redirect(url_for("rounds.round_page", number=number), 303))


def _not_closed(round_: Round) -> Round:
    """Nobody is written to, or counted as asked, who could not begin any more. Aborts with 409."""
    if has_closed(round_):
        abort(409, _("The round is over, so nobody else can be invited."))
    return round_


def say_what_was_sent(outcome: Sent) -> None:
    """Tell the reader on the next page how many go, and how many do not."""
    if outcome.queued:
        words = ngettext("%(num)s invitation is on its way.", "%(num)s invitations are on their way.", outcome.queued)
        flash(words, "success")
    else:
        flash(_("There was nobody to send to."), "info")
    if outcome.asked_enough:
        flash(
            ngettext(
                "%(num)s person is not asked: others asked them often enough this quarter.",
                "%(num)s people are not asked: others asked them often enough this quarter.",
                outcome.asked_enough,
            ),
            "info",
        )
    if outcome.stopped:
        flash(
            ngettext(
                "%(num)s person is not asked: they asked for no more invitations.",
                "%(num)s people are not asked: they asked for no more invitations.",
                outcome.stopped,
            ),
            "info",
        )


def _previews(round_: Round, waiting: list[Invitation]) -> list[Preview]:
    numbers = Counter((one.channel or "", one.language or "") for one in waiting)
    first = {(one.channel or "", one.language or ""): one for one in reversed(waiting)}
    return [_preview(round_, first[key], number) for key, number in sorted(numbers.items())]


def _preview(round_: Round, invitation: Invitation, number: int) -> Preview:
    # The first name of a list is nobody's business on a page for the council.
    shown = asking(INVITATION, invitation, round_).nameless()
    content = shown.content(PLACEHOLDER)
    reminder = None
    if round_.remind_after_days is not None:
        reminder = asking(REMINDER, invitation, round_).nameless().content(PLACEHOLDER)
    length = text_length(content.body) if shown.channel == TEXT else None
    return Preview(shown.channel, shown.language, number, content, reminder, length)
