"""The page "Sampling reviews", for both sides."""

from flask import render_template
from sqlalchemy import case, func, select

from forms_app.accounts import names_of_users, staff_only
from forms_app.database import db, read_only_request
from forms_app.models.accounts import SamplingReview
from forms_app.models.records import Provider
from forms_app.pages import Pages
from forms_app.sampling.blueprint import ASKED, COMMISSIONER, MANAGER, is_commissioner, sampling, visible

A_PAGE = 50


@sampling.get("")
@staff_only(COMMISSIONER, MANAGER)
def reviews() -> str:
    """A commissioner's own reviews, or those asked of a provider: what waits for an answer first, then the newest."""
    read_only_request()
    count = db.session.scalar(select(func.count(SamplingReview.id)).where(visible())) or 0
    pages = Pages("sampling.reviews", {}, count, A_PAGE)
    found = db.session.execute(
        select(SamplingReview, Provider.name)
        .join(Provider, Provider.provider == SamplingReview.provider)
        .where(visible())
        .order_by(case((SamplingReview.state == ASKED, 0), else_=1), SamplingReview.id.desc())
        .offset(pages.offset)
        .limit(A_PAGE)
    ).all()
    return render_template(
        "sampling/reviews.html",
        lines=[(row[0], row[1]) for row in found],
        names=names_of_users(row[0].asked_by for row in found),
        asks=is_commissioner(),
        pages=pages,
    )
