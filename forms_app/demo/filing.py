"""Returns: filled in from the records as far as they go, from the subject's own module beyond, and filed on a day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from forms_app.demo.area import BRIGHTWATER, CARERS_SERVICE, FIRST_DAY, TODAY, Deal, Service
from forms_app.demo.chance import luck_of, weekday
from forms_app.demo.counted import Counted
from forms_app.demo.filing_audit import audit_fields, yearly_audit_fields
from forms_app.demo.filing_carers import carers_monthly, carers_quarterly, hub_quarterly, hub_yearly
from forms_app.demo.filing_home_care import home_care_quarterly, home_care_yearly, six_kpis
from forms_app.demo.form_asked import FormAsked, Values
from forms_app.demo.rows import Rows
from forms_app.demo.twins import twins_of
from surveys.due import due_day, form_periods
from surveys.library import Library
from surveys.return_rules import failed_checks

Filler = Callable[[FormAsked], Values]
FILLERS: dict[tuple[str, str], Filler] = {
    ("rochdale-carers", "monthly"): carers_monthly,
    ("rochdale-carers", "quarterly"): carers_quarterly,
    ("birmingham-hub", "quarterly"): hub_quarterly,
    ("birmingham-hub", "yearly"): hub_yearly,
    ("carers-hub-audit", "yearly"): yearly_audit_fields,
    ("carers-hub-audit", "audit"): audit_fields,
    ("dorset-home-care", "quarterly"): home_care_quarterly,
    ("dorset-home-care", "yearly"): home_care_yearly,
    **{("six-kpis", f"kpi{number}"): six_kpis for number in range(1, 7)},
}


class ReturnFaulty(AssertionError):
    """A made-up return fails a check of its own form."""


@dataclass(frozen=True)
class Filing:
    """Files every return of every contract that is due by the day it is."""

    rows: Rows
    library: Library
    seed: int

    def file_all(self, deals: list[Deal]) -> None:
        """Add the returns of these contracts to the rows."""
        counted = {deal.service.key: Counted(self.rows, deal.service.key) for deal in deals}
        for deal in deals:
            self._contract(deal, counted[deal.service.key])

    def _contract(self, deal: Deal, counted: Counted) -> None:
        framework = self.library.frameworks[deal.framework]
        twins = twins_of(framework)
        for form in framework.forms:
            luck = luck_of(self.seed, f"{deal.contract} {form.id}")
            last: Values = {}
            for number, period in enumerate(form_periods(form, FIRST_DAY, TODAY)):
                due = due_day(form, period, deal.meeting_day)
                filed_on = _filed_on(luck, deal.service, form.interval, number, due, period.end)
                if filed_on > TODAY:
                    continue
                values: Values = {}
                for field in form.every_field():
                    twin = twins.get((form.id, field.id))
                    if twin is not None:
                        found = counted.quantity(twin, framework.id, period, filed_on)
                        if found is not None:
                            values[field.id] = found
                asked = FormAsked(
                    deal.service, framework.id, form, period, number, luck, counted, values, last, self.library
                )
                values |= FILLERS[framework.id, form.id](asked)
                self._add(asked, values, filed_on)
                last = values

    def _add(self, asked: FormAsked, values: Values, filed_on: date) -> None:
        texts = {name: f"{value:g}" if isinstance(value, float) else str(value) for name, value in values.items()}
        failed = failed_checks(asked.form, texts)
        if failed:
            raise ReturnFaulty(f"{asked.service.key} {asked.form.id} {asked.period.name}: {failed[0].check.rule} {texts}")
        for field in asked.form.every_field():
            if texts.get(field.id):
                self.rows.add(
                    "returns", provider=asked.service.key, framework=asked.framework, form=asked.form.id,
                    period_start=asked.period.start, field=field.id, value=texts[field.id], filed_on=filed_on,
                )  # fmt: skip


LATE_MONTHS = {8: 6, 9: 12, 21: 3}
"""Monthly returns of the carers' service that came late, and by how many days: its first Christmas, and a new manager."""


def _filed_on(luck: Random, service: Service, interval: str, number: int, due: date, ended: date) -> date:
    early = due - timedelta(days=luck.randint(0, min(6, max((due - ended).days - 2, 0))))
    early = early if early.weekday() < 5 else early - timedelta(days=early.weekday() - 4)
    if service is CARERS_SERVICE:
        return (
            weekday(due + timedelta(days=LATE_MONTHS[number])) if interval == "month" and number in LATE_MONTHS else early
        )
    # Brightwater was asked at its meeting in autumn 2025 to file on time, and has done better since.
    share = 0.15 if service is BRIGHTWATER and due > date(2025, 10, 1) else service.files_late
    if luck.random() < share:
        return weekday(due + timedelta(days=luck.randint(3, 24)))
    return max(early, ended + timedelta(days=1))
