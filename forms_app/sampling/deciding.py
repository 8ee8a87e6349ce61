"""The provider agrees or refuses; either side ends it."""

import secrets
from datetime import timedelta

from flask import Response, flash, make_response, redirect, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import update

from forms_app import audit_log
from forms_app.accounts import staff_only
from forms_app.clock import now
from forms_app.database import db
from forms_app.lots import drawn
from forms_app.models.accounts import SamplingGrant, SamplingReview
from forms_app.sampling.asking import LONGEST_REASON
from forms_app.sampling.blueprint import (
    AGREED,
    ASKED,
    COMMISSIONER,
    ENDED,
    MANAGER,
    REFUSED,
    is_commissioner,
    own_review,
    sampling,
    standing,
)
from forms_app.sampling.drawing import how_many, population_of
from forms_app.sampling.notices import tell_asker
from forms_app.sampling.review import page_of
from forms_app.typed import Typed


@sampling.post("/<int:number>/answer")
@staff_only(MANAGER)
def answer(number: int) -> Response:
    """Agree, and draw who is in it, or refuse with a reason. What was answered already stays as it was answered."""
    found = own_review(number, to_change=True)
    back = make_response(redirect(url_for(".review", number=number), 303))
    if found.state != ASKED:
        flash(_("This request was answered or taken back before."))
        return back
    typed = Typed(request.form)
    decision = typed.choice("decision", (AGREED, REFUSED), missing=_("Choose whether you agree"))
    reason = typed.text("reason", longest=LONGEST_REASON, missing=_("Say why you refuse") if decision == REFUSED else None)
    people = population_of(found.provider) if decision == AGREED else []
    if decision == AGREED and not people:
        typed.wrong("decision", _("Nobody on your books is active, so there is nobody to draw. Refuse, and say so"))
    if decision is None or typed.errors:
        page = page_of(found, typed)
        db.session.commit()
        return make_response(page, 422)
    found.decided_by, found.decided_at, found.answer = current_user.id, now(), reason
    if decision == AGREED:
        _agree(found, people)
    else:
        found.state = REFUSED
        audit_log.record("sampling-refused", provider=found.provider, sampling=found.id)
    tell_asker(found, by=current_user)
    db.session.commit()
    agreed = _("You agreed. The records below were drawn by lot, and are open to the commissioner.")
    flash(agreed if decision == AGREED else _("You refused. The commissioner sees your reason."), "success")
    return back


@sampling.post("/<int:number>/end")
@staff_only(COMMISSIONER, MANAGER)
def end(number: int) -> Response:
    """End it, or take back what was not answered yet: from now on nothing can be opened."""
    found = own_review(number, to_change=True)
    stands = standing(found)
    if stands == AGREED or (stands == ASKED and is_commissioner()):
        found.state = ENDED
        grants = update(SamplingGrant).where(SamplingGrant.review_id == found.id, SamplingGrant.ended_at.is_(None))
        db.session.execute(grants.values(ended_at=now()))
        audit_log.record("sampling-ended", provider=found.provider, sampling=found.id)
        tell_asker(found, by=current_user)
        db.session.commit()
        flash(_("The review has ended. Its records can’t be opened any more."), "success")
    return make_response(redirect(url_for(".review", number=number), 303))


def _agree(found: SamplingReview, people: list[str]) -> None:
    """Draw by lot, and let the commissioner who asked open these records."""
    found.state, found.seed, found.population = AGREED, secrets.token_hex(16), len(people)
    found.expires_at = now() + timedelta(days=found.days)
    chosen = drawn(people, found.seed, how_many(found.size, found.unit, len(people)))
    db.session.add_all(
        SamplingGrant(
            review_id=found.id,
            provider=found.provider,
            person=person,
            granted_to=found.asked_by,
            granted_by=current_user.id,
            reason=found.reason,
            granted_at=now(),
            expires_at=found.expires_at,
        )
        for person in chosen
    )
    audit_log.record("sampling-agreed", provider=found.provider, sampling=found.id, people=len(chosen))
