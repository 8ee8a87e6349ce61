"""Payment elements that a commissioner decides on evidence (source 001, payment by outcomes 2 and 3)."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from forms_app.database import db
from forms_app.models.filing import FiledReturn, PaymentDecision, ReturnValue
from forms_app.models.records import Contract
from surveys.model.framework import Framework, Payment
from surveys.model.returns import Form, ReturnField
from surveys.periods import Period, periods_from


@dataclass(frozen=True)
class Element:
    """One element of one contract year; the first year is 1."""

    payment: Payment
    year: int
    period: Period


@dataclass(frozen=True)
class Evidence:
    """What the provider filed for an element: a field of a return, newest version."""

    form: Form
    field: ReturnField
    period_start: date
    version: int
    value: str
    note: str | None


def elements_of(contract: Contract, framework: Framework, until: date) -> list[Element]:
    """The elements to be decided of every contract year that has begun by `until`, in order."""
    last = until if contract.ends_on is None else min(until, contract.ends_on)
    return [
        Element(payment, number, period)
        for number, period in enumerate(periods_from(contract.starts_on, "year", last, whole_only=False), 1)
        for payment in framework.payments
        if payment.when == "decided"
    ]


def decisions_on(contract: Contract, element: Element) -> list[PaymentDecision]:
    """Every decision on an element, the newest first. Served by ix_payment_decision_contract."""
    return list(
        db.session.scalars(
            select(PaymentDecision)
            .filter_by(contract=contract.contract, contract_year=element.year, element=element.payment.id)
            .order_by(PaymentDecision.id.desc())
        )
    )


def newest_decisions() -> dict[tuple[str, int, str], PaymentDecision]:
    """The decision that counts, by contract, contract year and element."""
    found = db.session.scalars(select(PaymentDecision).order_by(PaymentDecision.id))
    return {(one.contract, one.contract_year, one.element): one for one in found}


def evidence_for(contract: Contract, framework: Framework, element: Element) -> list[Evidence]:
    """What was filed in the element's year for the measure it hangs on, in the order of the forms."""
    evidence = []
    for form in framework.forms:
        fields = {
            field.id: field for field in form.every_field() if field.measure and field.measure == element.payment.measure
        }
        if not fields:
            continue
        rows = db.session.execute(
            select(FiledReturn.period_start, FiledReturn.version, ReturnValue.field, ReturnValue.value, ReturnValue.note)
            .join(ReturnValue)
            .where(
                FiledReturn.provider == contract.provider,
                FiledReturn.framework == framework.id,
                FiledReturn.form == form.id,
                FiledReturn.period_start.between(element.period.start, element.period.end),
                ReturnValue.field.in_(list(fields)),
            )
            .order_by(FiledReturn.period_start, FiledReturn.version)
        )
        newest = {(row.period_start, row.field): row for row in rows}
        evidence += [
            Evidence(form, fields[row.field], row.period_start, row.version, row.value, row.note) for row in newest.values()
        ]
    return evidence


def worth_words(payment: Payment, annual_value: object) -> str:
    """What an element is worth: "£12,500", or a share of the contract's value with the pounds it comes to."""
    if payment.amount is not None:
        return f"£{payment.amount:,.0f}"
    share: str = _(
        "%(weight)s%% of the %(share)s%% of the contract’s value paid by outcomes",
        weight=f"{payment.weight:g}",
        share=f"{payment.share_of_contract:g}",
    )
    if annual_value is None or payment.weight is None or payment.share_of_contract is None:
        return share
    return f"£{float(str(annual_value)) * payment.weight * payment.share_of_contract / 10_000:,.2f} ({share})"
