"""The blueprint of returns, and what its pages share: whose return it is, of which form and period."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, abort, url_for
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import select
from werkzeug.routing import BaseConverter, ValidationError

from forms_app.app import library
from forms_app.clock import today
from forms_app.database import db
from forms_app.models.records import Contract
from forms_app.returns.periods import asked_periods, ended
from surveys.due import due_day
from surveys.model.framework import Framework
from surveys.model.returns import Form
from surveys.periods import Period

blueprint = Blueprint("returns", __name__, template_folder="templates")

MANAGERS = ("provider_manager",)
READERS = ("provider_manager", "commissioner")


class DayConverter(BaseConverter):
    """A date in an address: `2026-04-01`."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValidationError from None

    def to_url(self, value: date) -> str:
        return value.isoformat()


@dataclass(frozen=True)
class Asked:
    """One return that is asked for: a form, for a period of a contract."""

    contract: Contract
    framework: Framework
    form: Form
    period: Period

    @property
    def due_on(self) -> date:
        """The last day on which it is on time."""
        return due_day(self.form, self.period, self.contract.contract_meeting_day)

    @property
    def key(self) -> tuple[str, str, str, date]:
        """Provider, framework, form and first day: the key of drafts and filed returns."""
        return self.contract.provider, self.framework.id, self.form.id, self.period.start

    def url(self, to: str = "form", /, **more: Any) -> str:
        """The address of one of its pages."""
        contract, form = self.contract.contract, self.form.id
        return url_for(f"returns.{to}", contract=contract, form=form, start=self.period.start, **more)


def may_file() -> bool:
    """Whether the person who has signed in files returns (and does not only read them)."""
    return current_user.provider is not None and current_user.has_role("provider_manager")


def readable_contract(reference: str) -> Contract:
    """The contract, if the person who has signed in may read its returns. Aborts with 404 otherwise."""
    found = None if "\0" in reference else db.session.scalar(select(Contract).filter_by(contract=reference))
    if found is None or current_user.provider not in (None, found.provider) or found.framework not in library().frameworks:
        abort(404, _("There is no such contract. Go to “Returns” to see those that there are."))
    return found


def asked_return(contract: str, form: str, start: date) -> Asked:
    """The return at an address. Aborts with 404 where none is asked for, or it is another provider's."""
    found = readable_contract(contract)
    framework = library().frameworks[found.framework]
    its_form = next((one for one in framework.forms if one.id == form), None)
    if its_form is None:
        abort(404, _("There is no such return. Go to “Returns” to see those that are asked for."))
    period = next((one for one in asked_periods(found, its_form, today()) if one.start == start), None)
    if period is None or not ended(found, period, today()):
        abort(404, _("No return is asked for this period yet. Go to “Returns” to see those that are."))
    return Asked(found, framework, its_form, period)
