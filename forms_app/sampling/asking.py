"""A commissioner asks a provider to show some records."""

from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import select

from forms_app import audit_log
from forms_app.accounts import staff_only
from forms_app.clock import now
from forms_app.database import db
from forms_app.models.accounts import SamplingReview
from forms_app.models.records import Contract, Provider
from forms_app.sampling.blueprint import COMMISSIONER, sampling
from forms_app.sampling.drawing import PER_CENT, UNITS
from forms_app.sampling.notices import tell_managers
from forms_app.saving import check_same, page_id, saved_once
from forms_app.typed import Typed

LONGEST_TITLE, LONGEST_REASON = 200, 400
MOST_PEOPLE, MOST_DAYS = 500, 30


@sampling.route("/ask", methods=["GET", "POST"])
@staff_only(COMMISSIONER)
def ask() -> Response:
    """Ask: of whom, what for, how many records, for how many days. Sent twice, it is asked once."""
    typed = Typed(request.form)
    once = page_id(typed, "once")
    providers = _providers()
    if request.method != "POST":
        return _page(typed, providers)
    values = _read(typed, providers)
    if values is None:
        return _page(typed, providers)
    number = _save(once, values, typed)
    if number is None:
        return _page(typed, providers)
    flash(_("Your request is with the provider. A manager there agrees or says why not."), "success")
    return make_response(redirect(url_for(".review", number=number), 303))


def _read(typed: Typed, providers: dict[str, str]) -> dict[str, Any] | None:
    """What was typed, by column, or None with the errors on `typed`."""
    provider = typed.choice("provider", providers, missing=_("Choose a provider"))
    title = typed.text("title", longest=LONGEST_TITLE, missing=_("Enter a name for the review"))
    reason = typed.text("reason", longest=LONGEST_REASON, missing=_("Say why you need to read records"))
    unit = typed.choice("unit", UNITS, missing=_("Choose whether it is a number of records or a percentage"))
    most, what = (100, _("The percentage")) if unit == PER_CENT else (MOST_PEOPLE, _("The number of records"))
    size = typed.number("size", 1, most, what=what)
    days = typed.number("days", 1, MOST_DAYS, what=_("The number of days"))
    if not typed.value("size"):
        typed.wrong("size", _("Enter how many records you need"))
    if not typed.value("days"):
        typed.wrong("days", _("Enter for how many days you need them"))
    if typed.errors or None in (provider, title, reason, unit, size, days):
        return None
    return {"provider": provider, "title": title, "reason": reason, "unit": unit, "size": size, "days": days}


def _save(once: str, values: dict[str, Any], typed: Typed) -> int | None:
    """Save it unless this page was saved already; the number of the one that stands, or None where that says otherwise."""
    there = select(SamplingReview.id).where(SamplingReview.once == once, SamplingReview.asked_by == current_user.id)

    def add() -> None:
        if (number := db.session.scalar(there)) is not None:
            check_same(db.session.get_one(SamplingReview, number), values)
        else:
            made = SamplingReview(once=once, asked_by=current_user.id, asked_at=now(), **values)
            db.session.add(made)
            db.session.flush()
            audit_log.record("sampling-asked", provider=made.provider, sampling=made.id)
            tell_managers(made)

    return db.session.scalars(there).one() if saved_once(add, typed, "once", "title") else None


def _providers() -> dict[str, str]:
    """Providers that hold a contract, by name."""
    with_contract = Provider.provider.in_(select(Contract.provider))
    wanted = select(Provider.provider, Provider.name).where(with_contract).order_by(Provider.name, Provider.provider)
    return {row.provider: row.name for row in db.session.execute(wanted)}


def _page(typed: Typed, providers: dict[str, str]) -> Response:
    page = render_template(
        "sampling/ask.html",
        form=typed,
        errors=typed.errors,
        providers=[{"value": code, "text": name} for code, name in providers.items()],
        most_days=MOST_DAYS,
    )
    return make_response(page, 422 if typed.errors else 200)
