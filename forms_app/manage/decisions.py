"""Deciding a payment element: evidence, met or not, and why. The newest decision counts; all stay readable."""

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user

from forms_app import audit_log
from forms_app.accounts import names_of_users, staff_only
from forms_app.app import library
from forms_app.clock import today
from forms_app.database import db
from forms_app.manage.blueprint import LONGEST_REASON, any_contract, manage
from forms_app.manage.payments import Element, decisions_on, elements_of, evidence_for, worth_words
from forms_app.models.filing import PaymentDecision
from forms_app.models.records import Contract, Provider
from forms_app.typed import Typed


@manage.route("/decisions/<path:contract>/<int:year>/<element>", methods=["GET", "POST"])
@staff_only("commissioner")
def decision(contract: str, year: int, element: str) -> Response:
    """Decide an element. Sent twice, it is decided once; a colleague's decision made meanwhile is shown first."""
    found = any_contract(contract, lock=request.method == "POST")
    framework = library().frameworks[found.framework]
    its_element = next(
        (one for one in elements_of(found, framework, today()) if one.year == year and one.payment.id == element), None
    )
    if its_element is None:
        abort(404, _("There is nothing to decide under this name and contract year."))
    typed = Typed(request.form)
    if request.method == "GET":
        return _page(found, its_element, typed)
    met = typed.choice("met", ("yes", "no"), missing=_("Select whether it is met"))
    reason = typed.text("reason", longest=LONGEST_REASON, missing=_("Give the reason for the decision"))
    if typed.errors or met is None or reason is None:
        return _page(found, its_element, typed)
    newest = next(iter(decisions_on(found, its_element)), None)
    if typed.value("seen") != (str(newest.id) if newest else ""):
        if newest and newest.decided_by == current_user.id and (newest.met, newest.reason) == (met == "yes", reason):
            return make_response(redirect(url_for("manage.home")))
        return _page(found, its_element, typed, conflict=True)
    _decide(found, its_element, met == "yes", reason)
    flash(_("The decision is recorded."), "success")
    return make_response(redirect(url_for("manage.home")))


def _decide(contract: Contract, element: Element, met: bool, reason: str) -> None:
    db.session.add(
        PaymentDecision(
            contract=contract.contract,
            contract_year=element.year,
            element=element.payment.id,
            met=met,
            reason=reason,
            decided_on=today(),
            decided_by=current_user.id,
        )
    )
    db.session.flush()
    audit_log.record(
        "payment-decided",
        provider=contract.provider,
        contract=contract.contract,
        contract_year=element.year,
        element=element.payment.id,
        met=met,
    )
    db.session.commit()


def _page(contract: Contract, element: Element, typed: Typed, *, conflict: bool = False) -> Response:
    history = decisions_on(contract, element)
    framework = library().frameworks[contract.framework]
    html = render_template(
        "manage/decision.html",
        contract=contract,
        provider=db.session.get(Provider, contract.provider),
        element=element,
        worth=worth_words(element.payment, contract.annual_value),
        evidence=evidence_for(contract, framework, element),
        history=history,
        names=names_of_users(one.decided_by for one in history),
        form=typed,
        errors=typed.errors,
        conflict=conflict,
    )
    return make_response(html, 409 if conflict else 422 if typed.errors else 200)
