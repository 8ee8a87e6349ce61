"""Wellbeing payments: what was given to a carer, and what it was spent on. And what they came to in a quarter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask import Response, flash, make_response, render_template, request
from flask_babel import gettext as _
from sqlalchemy import func, select

from forms_app import audit_log
from forms_app.accounts import own_provider, staff_only
from forms_app.app import library
from forms_app.casework.blueprint import WORKERS, own_person
from forms_app.clock import today
from forms_app.contacts.blueprint import PAYMENT_KIND, blueprint
from forms_app.contacts.fields import check_on_books, read_amount, read_past_day
from forms_app.contacts.one import to_person
from forms_app.contacts.saving import add_contact
from forms_app.database import db
from forms_app.models.casework import WellbeingPayment
from forms_app.models.records import Person
from forms_app.saving import check_same, page_id, saved_once
from forms_app.typed import Typed
from surveys.periods import add_months

MOST_POUNDS = 100_000
QUARTERS_BACK = 8


@dataclass(frozen=True)
class Spent:
    """What was paid for one thing in a quarter. `on` is a code of `payment_spent_on`, or None."""

    on: str | None
    number: int
    pounds: Decimal


@blueprint.route("/person/<path:person>/payment", methods=["GET", "POST"])
@staff_only(*WORKERS)
def payment(person: str) -> Response:
    """Record a wellbeing payment. It is counted as a contact too. Sent twice, it is saved once."""
    found = own_person(person)
    typed = Typed(request.form)
    key = page_id(typed, "payment")
    if request.method == "GET":
        typed.set_day("paid_on", today())
        return _page(found, typed)
    paid_on = read_past_day(typed, "paid_on", _("Date paid"), _("Enter the date it was paid"))
    check_on_books(typed, "paid_on", _("Date paid"), paid_on, found)
    amount = read_amount(typed, "amount", MOST_POUNDS, what=_("Amount"), missing=_("Enter the amount in pounds"))
    if amount == 0:
        typed.wrong("amount", _("Amount must be more than nothing"))
    spent_on = typed.choice("spent_on", library().codes.codes("payment_spent_on"))
    if typed.errors or paid_on is None or amount is None:
        return _page(found, typed)
    if not saved_once(lambda: _add(found, key, paid_on, amount, spent_on), typed, "payment", "amount"):
        return _page(found, typed)
    flash(_("The payment is saved."), "success")
    return to_person(found)


@blueprint.get("/record/payments")
@staff_only(*WORKERS)
def payments() -> str:
    """What wellbeing payments came to in a quarter (`?quarter=` its first day), by what they were spent on."""
    quarters = last_quarters(today())
    asked = request.args.get("quarter", "")
    starts_on = next((day for day in quarters if day.isoformat() == asked), quarters[0])
    lines = spent_in(own_provider(), starts_on)
    return render_template("contacts/payments.html", quarters=quarters, starts_on=starts_on, lines=lines)


def last_quarters(day: date) -> list[date]:
    """The first days of the quarter that `day` is in and of those before it."""
    this = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return [add_months(this, -3 * number) for number in range(QUARTERS_BACK)]


def spent_in(provider: str, starts_on: date) -> Sequence[Spent]:
    """What was paid in the quarter, in the order of the list; what was not said last."""
    # Served by ix_wellbeing_payment_paid.
    query = (
        select(WellbeingPayment.spent_on, func.count(), func.sum(WellbeingPayment.amount))
        .where(WellbeingPayment.provider == provider)
        .where(WellbeingPayment.paid_on >= starts_on, WellbeingPayment.paid_on < add_months(starts_on, 3))
        .group_by(WellbeingPayment.spent_on)
    )
    order = {code: number for number, code in enumerate(library().codes.codes("payment_spent_on"))}
    found = [Spent(on, number, Decimal(pounds)) for on, number, pounds in db.session.execute(query)]
    return sorted(found, key=lambda line: order.get(line.on or "", len(order)))


def _add(person: Person, key: str, paid_on: date, amount: Decimal, spent_on: str | None) -> None:
    what = {"paid_on": paid_on, "amount": amount, "spent_on": spent_on}
    if not add_contact(person, key, PAYMENT_KIND, paid_on):
        check_same(db.session.scalars(select(WellbeingPayment).filter_by(once=key)).one(), what)
        return
    db.session.add(WellbeingPayment(provider=person.provider, person=person.person, once=key, **what))
    audit_log.record("payment-recorded", provider=person.provider, person=person.person, payment=key)


def _page(person: Person, typed: Typed) -> Response:
    page = render_template("contacts/payment.html", person=person, form=typed, errors=typed.errors)
    return make_response(page, 422 if typed.errors else 200)
