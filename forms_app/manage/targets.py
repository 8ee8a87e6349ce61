"""Targets agreed for one contract in place of the framework's, each with its reason."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import select

from forms_app import audit_log
from forms_app.accounts import staff_only
from forms_app.app import library
from forms_app.clock import today
from forms_app.database import db
from forms_app.manage.blueprint import LONGEST_REASON, any_contract, manage
from forms_app.models.filing import TargetOverride
from forms_app.models.records import Contract, Provider
from forms_app.typed import Typed
from surveys.model.framework import Framework
from surveys.model.measure import Measure
from surveys.periods import Interval, contract_year

LARGEST = Decimal("999999999999.99")


@dataclass(frozen=True)
class Aim:
    """A measure's target for one interval: the framework's, and what was agreed in its place."""

    measure: Measure
    interval: Interval
    value: float | None
    stretch: float | None
    each: str | None
    override: TargetOverride | None


@manage.get("/targets/<path:contract>")
@staff_only("commissioner")
def targets(contract: str) -> str:
    """Every target of a contract."""
    found = any_contract(contract)
    aims = list(_aims(found, library().frameworks[found.framework], today()))
    return render_template(
        "manage/targets.html",
        contract=found,
        provider=db.session.get(Provider, found.provider),
        aims=[aim for aim in aims if aim.value is not None or aim.stretch is not None or aim.override],
        others=[aim for aim in aims if aim.value is None and aim.stretch is None and not aim.override],
    )


@manage.route("/targets/<path:contract>/<measure>/<interval>", methods=["GET", "POST"])
@staff_only("commissioner")
def target(contract: str, measure: str, interval: str) -> Response:
    """Agree a target for one contract, or go back to the framework's."""
    found = any_contract(contract, lock=request.method == "POST")
    aims = _aims(found, library().frameworks[found.framework], today())
    aim = next((one for one in aims if one.measure.id == measure and one.interval == interval), None)
    if aim is None:
        abort(404, _("This contract has no such measure."))
    typed = Typed(request.form)
    if request.method == "GET":
        if aim.override:
            typed.fields["value"], typed.fields["stretch"] = (
                number_words(aim.override.value),
                number_words(aim.override.stretch),
            )
            typed.fields["reason"] = aim.override.reason
        return _page(found, aim, typed)
    if typed.value("seen") != seen(aim.override):
        return _page(found, aim, typed, conflict=True)
    if typed.value("then") == "framework" and aim.override:
        db.session.delete(aim.override)
        return _saved(found, aim, _("The framework’s own target is in force again."))
    value, stretch = _number(typed, "value", _("Target")), _number(typed, "stretch", _("Stretch target"))
    if value is None and stretch is None and not typed.errors:
        typed.wrong("value", _("Enter a target, a stretch target or both"))
    reason = typed.text("reason", longest=LONGEST_REASON, missing=_("Give the reason for this target"))
    if typed.errors or reason is None:
        return _page(found, aim, typed)
    row = aim.override or TargetOverride(contract=found.contract, measure=measure, interval=interval)
    row.value, row.stretch, row.reason = value, stretch, reason
    row.decided_on, row.decided_by = today(), current_user.id
    db.session.add(row)
    return _saved(found, aim, _("The target is set."))


def number_words(number: object) -> str:
    """A number as people write it: no zeros at its end; "" for none."""
    return "" if number is None else f"{Decimal(str(number)).normalize():f}"


def seen(override: TargetOverride | None) -> str:
    """What a page was opened with."""
    return "" if override is None else f"{override.value}|{override.stretch}|{override.decided_on}|{override.decided_by}"


manage.add_app_template_global(number_words, "target_number")


def _aims(contract: Contract, framework: Framework, day: date) -> Iterator[Aim]:
    stored = db.session.scalars(select(TargetOverride).filter_by(contract=contract.contract))
    overrides = {(one.measure, one.interval): one for one in stored}
    year = contract_year(contract.starts_on, max(day, contract.starts_on))
    for measure in framework.measures:
        intervals = dict.fromkeys(
            [measure.interval, *(one.interval or measure.interval for one in measure.targets), *measure.also]
        )
        for interval in intervals:
            named = [one for one in measure.targets if (one.interval or measure.interval) == interval]
            values = [one.value for one in named if one.value is not None]
            stretches = [one.stretch[year] for one in named if year in one.stretch]
            each = next((one.each for one in named if one.each), None)
            yield Aim(
                measure,
                interval,
                values[-1] if values else None,
                stretches[-1] if stretches else None,
                each,
                overrides.get((measure.id, interval)),
            )


def _number(typed: Typed, name: str, what: str) -> Decimal | None:
    text = re.sub(r"[\s,£%]", "", typed.value(name))
    if not text:
        return None
    if not re.fullmatch(r"\d{1,12}(\.\d{1,2})?", text, re.ASCII) or Decimal(text) > LARGEST:
        typed.wrong(name, _("%(what)s must be a number of 0 or more, with no more than 2 decimal places", what=what))
        return None
    return Decimal(text)


def _saved(contract: Contract, aim: Aim, words: str) -> Response:
    db.session.flush()
    audit_log.record(
        "target-set", provider=contract.provider, contract=contract.contract, measure=aim.measure.id, interval=aim.interval
    )
    db.session.commit()
    flash(words, "success")
    return make_response(redirect(url_for("manage.targets", contract=contract.contract)))


def _page(contract: Contract, aim: Aim, typed: Typed, *, conflict: bool = False) -> Response:
    html = render_template(
        "manage/target.html",
        contract=contract,
        provider=db.session.get(Provider, contract.provider),
        aim=aim,
        form=typed,
        errors=typed.errors,
        seen=seen(aim.override),
        conflict=conflict,
    )
    return make_response(html, 409 if conflict else 422 if typed.errors else 200)
