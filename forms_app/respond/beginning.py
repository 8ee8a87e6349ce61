"""The start page of a round, a personal link, and beginning to answer."""

import uuid
from datetime import date

from flask import Response as Page
from flask import abort, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as Answered

from forms_app import clock
from forms_app.database import db, read_only_request
from forms_app.models.records import Provider
from forms_app.models.responses import Invitation, InvitationToken, Response, ResponseKey, Round
from forms_app.respond import keys
from forms_app.respond.coarse import coarse_day, is_coarse
from forms_app.respond.pages import respond
from forms_app.respond.qr import qr_svg
from forms_app.respond.rounds import invitation_for, is_open, may_finish_until, round_called, survey_of
from forms_app.respond.sheet import opens
from forms_app.respond.translation import _
from forms_app.respond.versions import freeze
from forms_app.translations.speaking import spoken

MADE, BEGUN, SENT = "made", "begun", "sent"
"""States of an invitation. In an anonymous round it goes from made to sent, and never says who is answering."""


@respond.get("/s/<slug>")
def start(slug: str) -> str:
    """What the survey is, before anything is asked."""
    read_only_request()
    round_, provider = round_called(slug)
    if not round_.open_to_all:
        return render_template("respond/personal_links_only.html", round=round_, provider=provider)
    return _start_page(round_, provider, url_for(".begin", slug=slug))


@respond.post("/s/<slug>")
def begin(slug: str) -> Answered | str:
    """Begin a response in a round that is open to all."""
    round_, provider = round_called(slug)
    if not round_.open_to_all or not is_open(round_):
        return start(slug) if not round_.open_to_all else _start_page(round_, provider, "")
    secret = keys.new_key()
    _begin(round_, secret)
    db.session.commit()
    return _to_the_questions(secret)


@respond.get("/s/<slug>/qr.svg")
def qr(slug: str) -> Page:
    """The address of an open round as a QR code, for posters."""
    read_only_request()
    round_, _provider = round_called(slug)
    if not round_.open_to_all:
        abort(404, _("This survey is answered by personal links, so it has no QR code."))
    return Page(qr_svg(round_), mimetype="image/svg+xml")


@respond.get("/i/<token>")
def invited(token: str) -> Answered | str:
    """The start page behind a personal link; where the link is tied to a response, the way back to it."""
    read_only_request()
    invitation, round_, provider = invitation_for(token)
    if invitation.response is not None:
        if opens(keys.secret_of_named_link(token), invitation.response):
            return _to_the_questions(keys.secret_of_named_link(token))
        return render_template("respond/begun_elsewhere.html", round=round_, go_on_url=url_for(".accept", token=token))
    if invitation.state == SENT:
        return render_template("respond/link_used.html", round=round_, provider=provider)
    return _start_page(round_, provider, url_for(".accept", token=token), by_link=True)


@respond.post("/i/<token>")
def accept(token: str) -> Answered | str:
    """Begin the one response of a personal link.

    Where people are named, the link and the response are tied, and every link that was sent to them leads back to it.
    In an anonymous round nothing in the database ties them: the browser's own address carries the token beside the
    secret, and the link is marked as used when the answers are sent. Its invitation isn't even locked: PostgreSQL
    would note the transaction's number beside it, which is that of the new response.
    """
    invitation, round_, provider = invitation_for(token)
    if invitation.state == SENT and invitation.response is None:
        return render_template("respond/link_used.html", round=round_, provider=provider)
    if invitation.response is None and not is_open(round_):
        return _start_page(round_, provider, "")
    if round_.anonymous:
        address = f"{keys.new_key()}~{token}"
        _begin(round_, keys.split_address(address)[0])
    else:
        address = keys.secret_of_named_link(token)
        _begin_once(round_, invitation, address)
    db.session.commit()
    return _to_the_questions(address)


def _begin_once(round_: Round, invitation: Invitation, secret: str) -> None:
    """Tie the invitation to one response, whoever begins first; a later link becomes one more key to it."""
    db.session.refresh(invitation, with_for_update=True)
    if invitation.response is None:
        invitation.response = _begin(round_, secret)
        invitation.state = BEGUN
    elif not opens(secret, invitation.response):
        db.session.add(ResponseKey(key_hash=keys.key_hash(secret), response=invitation.response))


def use_link(round_: Round, token: str | None) -> bool:
    """Mark an anonymous personal link as used; False when it can't be, so that each link sends once.

    Every invitation of the round is written anew, in one order: the database's own row versions would otherwise show
    which invitation was changed together with which response.
    """
    if token is None:
        return round_.open_to_all
    db.session.execute(select(Round.id).where(Round.id == round_.id).with_for_update())
    query = (
        select(Invitation.id)
        .join(InvitationToken, InvitationToken.invitation_id == Invitation.id)
        .where(
            InvitationToken.token_hash == keys.key_hash(token), Invitation.round_id == round_.id, Invitation.state == MADE
        )
    )
    used = db.session.scalar(query)
    if used is None:
        return False
    changed = db.case((Invitation.id == used, SENT), else_=Invitation.state)
    db.session.execute(db.update(Invitation).where(Invitation.round_id == round_.id).values(state=changed))
    return True


def _begin(round_: Round, secret: str) -> str:
    response = Response(
        response=uuid.uuid4().hex,
        survey=round_.survey,
        version=freeze(survey_of(round_)),
        round_id=round_.id,
        provider=round_.provider,
        channel="web",
        language=spoken().code,
        started_on=coarse_day(round_) if is_coarse(round_) else clock.today(),
        secret_hash=keys.key_hash(secret),
    )
    db.session.add(response)
    db.session.flush()
    return response.response


def _to_the_questions(address: str) -> Answered:
    return redirect(url_for(".resume", address=address), 303 if request.method == "POST" else 302)


def _start_page(round_: Round, provider: Provider, begin_url: str, *, by_link: bool = False) -> str:
    if not is_open(round_):
        return closed_page(round_, provider)
    return render_template(
        "respond/start.html",
        round=round_,
        provider=provider,
        survey=survey_of(round_),
        begin_url=begin_url,
        by_link=by_link,
        keeps_quarter=is_coarse(round_),
    )


def closed_page(round_: Round, provider: Provider | None = None, typed: str = "") -> str:
    """Why nothing can be answered today, and until when those who began may send; `typed` is shown back."""
    closed: date | None = round_.closes_on if round_.opens_on <= clock.today() else None
    return render_template(
        "respond/closed.html",
        round=round_,
        provider=provider,
        closed_on=closed,
        finish_by=may_finish_until(round_) if closed else None,
        typed=typed,
    )
