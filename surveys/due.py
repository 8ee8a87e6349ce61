"""When a return is due."""

from datetime import date

from surveys.model.returns import Form
from surveys.periods import Period, add_months, periods_from


def due_day(form: Form, period: Period, contract_meeting_day: int | None) -> date:
    """The last day on which the return for `period` is on time (source 000: the 10th; or the contract meeting's day)."""
    meeting = form.due.before_contract_meeting and contract_meeting_day
    month = add_months(period.end.replace(day=1), form.due.months_after)
    return month.replace(day=min(meeting or form.due.day, _last_day(month)))


def form_periods(form: Form, starts_on: date, until: date) -> list[Period]:
    """The periods of a contract from `starts_on` for which `form` is asked, up to those that have ended by `until`."""
    return list(periods_from(starts_on, form.interval, until))


def _last_day(month: date) -> int:
    return (add_months(month, 1) - month).days
