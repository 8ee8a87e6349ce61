"""The blueprint of sampling reviews, and whose one may see: a commissioner their own, a manager their provider's."""

from flask import Blueprint, abort
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import ColumnElement, Select, select

from forms_app.clock import now
from forms_app.database import db
from forms_app.models.accounts import SamplingGrant, SamplingReview

sampling = Blueprint("sampling", __name__, url_prefix="/sampling", template_folder="templates")
COMMISSIONER, MANAGER = "commissioner", "provider_manager"
ASKED, AGREED, REFUSED, ENDED, OVER = "asked", "agreed", "refused", "ended", "over"


def is_commissioner() -> bool:
    """Whether the person who has signed in asks for reviews; else they answer for a provider."""
    return bool(current_user.provider is None)


def visible() -> ColumnElement[bool]:
    """Whether a review is one that the person who has signed in asked for, or one of their own provider."""
    user: int = current_user.id
    provider: str | None = current_user.provider
    return SamplingReview.asked_by == user if provider is None else SamplingReview.provider == provider


def own_review(number: int, *, to_change: bool = False) -> SamplingReview:
    """A review that one may see; `to_change` holds it until the transaction ends. Aborts with 404 for any other."""
    wanted = select(SamplingReview).where(SamplingReview.id == number, visible())
    if to_change:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalar(wanted)
    if found is None:
        abort(404, _("There is no such sampling review here. “Sampling reviews” lists yours."))
    return found


def standing(review: SamplingReview) -> str:
    """How a review stands: its state, or "over" once the time that was agreed is up."""
    if review.state == AGREED and (review.expires_at is None or review.expires_at <= now()):
        return OVER
    return review.state


def in_force() -> Select[SamplingGrant]:
    """The grants by which the commissioner who has signed in may open records now. Served by ix_sampling_grant_person."""
    return (
        select(SamplingGrant)
        .join(SamplingReview, SamplingReview.id == SamplingGrant.review_id)
        .where(
            SamplingReview.state == AGREED,
            SamplingReview.asked_by == current_user.id,
            SamplingGrant.granted_to == current_user.id,
            SamplingGrant.ended_at.is_(None),
            SamplingGrant.expires_at > now(),
        )
    )
