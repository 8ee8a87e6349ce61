"""My people: who is due for what, and why."""

from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user

from forms_app import audit_log
from forms_app.accounts import own_provider, staff_only
from forms_app.casework.blueprint import WORKERS, blueprint
from forms_app.casework.caseload import STATES, Caseload, Narrowing, read_caseload
from forms_app.casework.colleagues import Staff, staff_of
from forms_app.casework.in_force import InForce, in_force
from forms_app.casework.narrowing import EVERYONE, LONGEST_FIND, MINE, UNASSIGNED, read_narrowing, which_clocks
from forms_app.casework.words import code_items, locality_words, state_words, which_words
from forms_app.clock import today
from forms_app.database import db
from forms_app.sought_words import find_token
from forms_app.typed import Typed


@blueprint.get("/people")
@staff_only(*WORKERS)
def people() -> str:
    """The people of the worker's provider, the most pressing first; filters in the query string."""
    return people_page(Typed())


@blueprint.post("/people")
@staff_only(*WORKERS)
def find_people() -> Response:
    """Look for someone by name or reference, among everyone. The words stand encrypted in the address that follows."""
    words = Typed(request.form).value("find")
    found: dict[str, Any] = {"find": find_token(words, LONGEST_FIND)} if words else {}
    return make_response(redirect(url_for("casework.people", **found), 303))


def people_page(typed: Typed) -> str:
    """The list as the address asks for it. `typed`: what was ticked on it, with what is wrong with that."""
    provider = own_provider()
    force, staff = in_force(provider, today()), staff_of(provider)
    narrowing, kept = read_narrowing(staff, force)
    page = request.args.get("page", 1, type=int)
    caseload = read_caseload(provider, today(), narrowing, force, page)
    html = render_template(
        "casework/people.html",
        caseload=caseload,
        narrowing=narrowing,
        kept=kept,
        staff=staff,
        typed=typed,
        choices=_choices(staff, force),
        filtered=filtered(narrowing),
        give_to=give_items(staff.names, staff.may_be_given),
        give_back=kept | ({"page": caseload.page} if caseload.page > 1 else {}),
        pages=_pages(caseload, kept),
        tabs=_tabs(caseload, narrowing, kept),
    )
    # Last, since nobody else may write to the log from here to the commit.
    audit_log.record("people-listed", provider=provider, count=len(caseload.lines))
    db.session.commit()
    return html


def filtered(narrowing: Narrowing) -> bool:
    """Whether the list is narrowed by more than whose people it shows, and in which state."""
    chosen = (narrowing.which, narrowing.role, narrowing.status, narrowing.locality, narrowing.carer_group)
    return any(chosen) or narrowing.by_reference


def give_items(names: dict[int, str], may_be_given: list[int]) -> list[dict[str, Any]]:
    """To whom people can be given, as the macros take it: oneself first, and nobody last."""
    mine = [one for one in may_be_given if one == current_user.id]
    others = [one for one in may_be_given if one != current_user.id]
    return [
        {"value": "", "text": _("Choose a worker")},
        *({"value": str(one), "text": _("%(name)s (you)", name=names[one])} for one in mine),
        *({"value": str(one), "text": names[one]} for one in others),
        {"value": UNASSIGNED, "text": _("Nobody yet")},
    ]


def _choices(staff: Staff, force: InForce) -> dict[str, list[dict[str, Any]]]:
    """What each filter offers, as the macros take it."""
    everyone = sum(staff.have.values())
    colleagues = [one for one in staff.names if one != current_user.id]
    whose = [
        (MINE, _("My people"), staff.have.get(current_user.id, 0)),
        (EVERYONE, _("Everyone’s"), everyone),
        (UNASSIGNED, _("Nobody’s yet"), staff.have.get(None, 0)),
        *((str(one), staff.name(one), staff.have.get(one, 0)) for one in colleagues),
    ]
    anything = {"value": "", "text": _("Any")}
    return {
        "whose": [{"value": value, "text": f"{text} ({number})"} for value, text, number in whose],
        "clock": [anything, *({"value": one, "text": which_words(one)} for one in which_clocks(force))],
        "role": [anything, *code_items("role")],
        "status": [anything, *code_items("status")],
        "group": [anything, *code_items("carer_groups")],
        "locality": [anything, *({"value": one, "text": locality_words(one)} for one in staff.localities)],
        "sort": [
            {"value": "", "text": _("Most pressing first")}, {"value": "reference", "text": _("By reference")},
        ],
    }  # fmt: skip


def _tabs(caseload: Caseload, narrowing: Narrowing, kept: dict[str, Any]) -> list[dict[str, Any]]:
    """The links that show everyone, or only those in one state. Nobody is closed among those for whom a clock runs."""
    others: dict[str, Any] = {name: value for name, value in kept.items() if name != "show"}
    everyone: dict[str, Any] = {
        "text": _("Everyone"),
        "count": sum(caseload.counts.values()),
        "href": url_for("casework.people", **others),
        "current": narrowing.state is None,
    }
    return [everyone] + [
        {
            "text": state_words(state),
            "count": caseload.counts[state],
            "href": url_for("casework.people", show=state, **others),
            "current": narrowing.state == state,
        }
        for state in STATES
        if state != "closed" or not narrowing.which
    ]


def _pages(caseload: Caseload, kept: dict[str, Any]) -> dict[str, Any] | None:
    """What the pagination macro takes, or None where everyone is on one page."""
    if caseload.pages == 1:
        return None

    def link(page: int) -> dict[str, Any]:
        return {"href": url_for("casework.people", **kept, page=page)}

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
