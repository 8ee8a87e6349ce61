"""From a figure to the people behind it: for the staff of their own organisation. Opening the list is logged."""

from typing import Any

from flask import abort, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import func

from forms_app import audit_log
from forms_app.accounts import own_provider, staff_only
from forms_app.database import db
from forms_app.ledger import words
from forms_app.ledger.blueprint import OWN_STAFF, ledger_pages
from forms_app.ledger.choice import FILTERS
from forms_app.ledger.counting import joined
from forms_app.ledger.pages import asked
from forms_app.models.records import Goal, GoalReview, Person, Review

ON_A_PAGE = 50


@ledger_pages.get("/people")
@staff_only(*OWN_STAFF)
def people() -> str:
    """Each need not met that a figure counts, the newest first, with a link to the person's record."""
    provider = own_provider()
    found = asked()
    if found.choice.providers != (provider,):
        abort(403, _("This page is for the staff of a provider."))
    unmet = [*found.choice.reviewed(), GoalReview.need_met == "no"]
    count = db.session.scalar(joined(func.count()).where(*unmet)) or 0
    pages = max(1, -(-count // ON_A_PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    columns = (Person.person, Person.name, Goal.outcome, GoalReview.unmet_reason, Review.reviewed_on)
    wanted = joined(*columns).where(*unmet).order_by(Review.reviewed_on.desc(), Review.review, GoalReview.goal)
    lines = db.session.execute(wanted.offset((page - 1) * ON_A_PAGE).limit(ON_A_PAGE)).all()
    audit_log.record("people-listed", provider=provider, count=len(lines))
    shown = render_template(
        "ledger/people.html",
        lines=lines,
        count=count,
        choice=found.choice,
        asked=found,
        words_of=words.words_of,
        headings=words.headings(),
        quarter_words=words.quarter_words,
        narrowed=[(name, found.choice.filters[name]) for name in FILTERS if name in found.choice.filters],
        pages=_links(found.choice.address(), page, pages),
    )
    db.session.commit()
    return shown


def _links(address: dict[str, Any], page: int, pages: int) -> dict[str, Any] | None:
    if pages == 1:
        return None

    def link(number: int) -> dict[str, Any]:
        return {"href": url_for(".people", **address, page=str(number)), "labelText": _("Page %(number)s", number=number)}

    return {"previous": link(page - 1) if page > 1 else None, "next": link(page + 1) if page < pages else None}
