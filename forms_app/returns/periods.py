"""The periods for which a contract's returns are asked."""

from datetime import date

from forms_app.models.records import Contract
from surveys.model.returns import Form
from surveys.periods import Period, periods_from


def asked_periods(contract: Contract, form: Form, today: date) -> list[Period]:
    """The periods of `form` from the contract's start to today, the last of them under way, in order."""
    last = today if contract.ends_on is None else min(today, contract.ends_on)
    return list(periods_from(contract.starts_on, form.interval, last, whole_only=False))


def ended(contract: Contract, period: Period, today: date) -> bool:
    """Whether all of the period that the contract covers lies behind us: its return can be filed from its last day."""
    last = period.end if contract.ends_on is None else min(period.end, contract.ends_on)
    return last <= today
