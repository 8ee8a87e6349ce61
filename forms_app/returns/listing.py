"""The list of returns: what is due, what is late, what is filed."""

from flask import Response, abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import select

from forms_app.accounts import own_provider, staff_only
from forms_app.clock import today
from forms_app.database import db
from forms_app.models.records import Contract, Provider
from forms_app.returns.blueprint import READERS, blueprint, may_file
from forms_app.returns.standing import read_standings


@blueprint.get("/returns")
@staff_only(*READERS)
def returns() -> Response:
    """Every return of a provider, newest first. The council's people name the provider in the query string."""
    if current_user.provider is None and "provider" not in request.args:
        return make_response(redirect(url_for("manage.home")))
    name = own_provider() if current_user.provider else request.args["provider"]
    provider = None if "\0" in name else db.session.get(Provider, name)
    if provider is None:
        abort(404, _("There is no provider with this reference."))
    contracts = db.session.scalars(select(Contract).filter_by(provider=provider.provider).order_by(Contract.contract)).all()
    standings = read_standings(contracts, today())
    return make_response(
        render_template(
            "returns/list.html",
            provider=provider,
            several=len(contracts) > 1,
            contracts=contracts,
            to_do=sorted((one for one in standings if one.state in ("late", "due")), key=lambda one: one.asked.due_on),
            corrections=[one for one in standings if one.state == "filed" and one.has_draft],
            coming=sorted((one for one in standings if one.state == "coming"), key=lambda one: one.asked.due_on),
            filed=[one for one in standings if one.state == "filed"],
            late=sum(one.state == "late" for one in standings),
            may_file=may_file(),
        )
    )
