"""The duty rota: who is the duty worker from which day, and the days that nobody covers."""

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from forms_app import audit_log, clock
from forms_app.accounts import own_provider, staff_only
from forms_app.accounts.names import names_of_users
from forms_app.database import db
from forms_app.models.safety import DutyPeriod, SafetyItem
from forms_app.safety.blueprint import ACTORS, blueprint
from forms_app.safety.duty import gaps, on_duty, period_on, periods_of, staff_of
from forms_app.safety.kinds import OPEN
from forms_app.typed import Typed

SHOWN_PAST = 10


@blueprint.get("/duty")
@staff_only(*ACTORS)
def duty() -> Response:
    """The rota of one's own provider."""
    typed = Typed()
    typed.set_day("starts_on", clock.today())
    return _page(typed)


@blueprint.post("/duty")
@staff_only("provider_manager")
def duty_add() -> Response:
    """Put someone on duty from a day on. Open items that nobody has go to whoever is on duty today."""
    provider, typed = own_provider(), Typed(request.form)
    able = {str(user.id): user for user in staff_of(provider)}
    user = typed.choice("user", able.keys(), missing=_("Choose who is on duty"))
    first = typed.day("starts_on", what=_("The first day"), missing=_("Enter the first day"))
    last = typed.day("ends_on", what=_("The last day"))
    if first and first < clock.today():
        typed.wrong("starts_on", _("The first day must be today or later"), "starts_on-day")
    if first and last and last < first:
        typed.wrong("ends_on", _("The last day must not be before the first"), "ends_on-day")
    if typed.errors or user is None or first is None:
        return _page(typed)
    same = {"provider": provider, "user_id": int(user), "starts_on": first, "ends_on": last}
    if db.session.scalar(select(DutyPeriod).filter_by(**same)) is None:
        db.session.add(DutyPeriod(**same))
        audit_log.record("duty-set", provider=provider, user=int(user), starts_on=first, ends_on=last)
        _hand_out(provider)
        db.session.commit()
    flash(_("%(name)s is on the rota.", name=able[user].name), "success")
    return make_response(redirect(url_for("safety.duty"), 303))


@blueprint.post("/duty/<int:number>/remove")
@staff_only("provider_manager")
def duty_remove(number: int) -> Response:
    """Take a period that has not begun off the rota; one that has begun stays, as it says who was on duty."""
    period = db.session.scalar(select(DutyPeriod).filter_by(id=number, provider=own_provider()))
    if period is None:
        abort(404, _("There is no such entry on your rota. It may have been removed already."))
    if period.starts_on <= clock.today():
        abort(409, _("This entry has begun. To change who is on duty, add someone else from today on."))
    audit_log.record(
        "duty-removed", provider=period.provider, user=period.user_id, starts_on=period.starts_on, ends_on=period.ends_on
    )
    db.session.delete(period)
    db.session.commit()
    flash(_("The entry is off the rota."), "success")
    return make_response(redirect(url_for("safety.duty"), 303))


def _hand_out(provider: str) -> None:
    worker = on_duty(provider, clock.today())
    if worker is None:
        return
    nobodys = select(SafetyItem).filter_by(provider=provider, state=OPEN, assigned_to=None)
    for item in db.session.scalars(nobodys.with_for_update()):
        item.assigned_to = worker.id


def _page(typed: Typed) -> Response:
    provider, today = own_provider(), clock.today()
    periods = periods_of(provider)
    now = period_on(periods, today)
    past = [period for period in periods if period.starts_on <= today and period is not now]
    page = render_template(
        "safety/duty.html",
        now=now,
        on_duty=on_duty(provider, today),
        coming=[period for period in periods if period.starts_on > today],
        past=list(reversed(past))[:SHOWN_PAST],
        gaps=gaps(provider, today),
        managers=staff_of(provider, "provider_manager"),
        staff=staff_of(provider),
        names=names_of_users(period.user_id for period in periods),
        form=typed,
        errors=typed.errors or None,
    )
    return make_response(page, 422 if typed.errors else 200)
