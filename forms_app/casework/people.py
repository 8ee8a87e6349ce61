"""My people: who is due for what, and why."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _

from forms_app import audit_log
from forms_app.accounts import own_provider, staff_only
from forms_app.app import library
from forms_app.casework.blueprint import WORKERS, blueprint
from forms_app.casework.caseload import STATES, Caseload, read_caseload
from forms_app.casework.words import state_words
from forms_app.clock import today
from forms_app.database import db


@blueprint.get("/people")
@staff_only(*WORKERS)
def people() -> str:
    """The people of the worker's provider, the most pressing first; filters in the query string."""
    state = request.args.get("show") if request.args.get("show") in STATES else None
    role = request.args.get("role") if request.args.get("role") in library().codes.codes("role") else None
    reference = request.args.get("reference", "").replace("\0", "").strip()[:80]
    caseload = read_caseload(
        own_provider(), today(), state=state, role=role, reference=reference, page=request.args.get("page", 1, type=int)
    )
    audit_log.record("people-listed", provider=own_provider(), count=len(caseload.lines))
    db.session.commit()
    filters: dict[str, Any] = {
        name: value for name, value in (("show", state), ("role", role), ("reference", reference)) if value
    }
    return render_template(
        "casework/people.html",
        caseload=caseload,
        filters=filters,
        pages=_pages(caseload, filters),
        tabs=_tabs(caseload, filters),
    )


def _tabs(caseload: Caseload, filters: dict[str, Any]) -> list[dict[str, Any]]:
    """The links that show everyone, or only those in one state."""
    others: dict[str, Any] = {name: value for name, value in filters.items() if name != "show"}
    everyone: dict[str, Any] = {
        "text": _("Everyone"),
        "count": sum(caseload.counts.values()),
        "href": url_for("casework.people", **others),
        "current": "show" not in filters,
    }
    return [everyone] + [
        {
            "text": state_words(state),
            "count": caseload.counts[state],
            "href": url_for("casework.people", show=state, **others),
            "current": filters.get("show") == state,
        }
        for state in STATES
    ]


def _pages(caseload: Caseload, filters: dict[str, Any]) -> dict[str, Any] | None:
    """What the pagination macro takes, or None where everyone is on one page."""
    if caseload.pages == 1:
        return None

    def link(page: int) -> dict[str, Any]:
        return {"href": url_for("casework.people", **filters, page=page)}

    shown = sorted({1, caseload.pages, *range(max(1, caseload.page - 1), min(caseload.pages, caseload.page + 1) + 1)})
    items: list[dict[str, Any]] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number - before > 1:
            items.append({"ellipsis": True})
        items.append({"number": number, "current": number == caseload.page, **link(number)})
    return {
        "items": items,
        "previous": link(caseload.page - 1) if caseload.page > 1 else None,
        "next": link(caseload.page + 1) if caseload.page < caseload.pages else None,
    }
