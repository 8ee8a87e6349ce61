"""Quantities from filed returns, from when they were filed, and from commissioners' decisions."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms_app.models.filing import FiledReturn, PaymentDecision, ReturnValue
from site_builder.figures.slots import Slot
from surveys.due import due_day, form_periods
from surveys.model.framework import Framework
from surveys.model.source import FromReturn, Reporting

FieldKey = tuple[str, str, date, str]


@dataclass(frozen=True)
class Filed:
    """All returns filed under one framework, newest versions: values by (provider, form, period's start, field).

    `received` holds the day each return was first received in full, by (provider, form, period's start).
    """

    framework: Framework
    values: dict[FieldKey, str]
    notes: dict[FieldKey, str]
    received: dict[tuple[str, str, date], date | None]
    decisions: dict[tuple[str, int, str], PaymentDecision]

    def quantity(self, source: FromReturn, slot: Slot) -> Fraction | None:
        """The field over the slot's period, or None when a return that it needs was not filed or left it empty."""
        form = self.framework.form(source.form)
        provider = slot.contract.provider
        parts = [part.start for part in slot.period.parts(form.interval)]
        texts = [self.values.get((provider, form.id, start, source.field)) for start in parts]
        if source.over == "count_filled":
            filed = any((provider, form.id, start) in self.received for start in parts)
            return Fraction(sum(bool(text) for text in texts)) if filed else None
        if source.over in ("last", "first"):
            return as_number(texts[-1 if source.over == "last" else 0])
        numbers = [as_number(text) for text in texts]
        return (
            None if any(number is None for number in numbers) else sum((n for n in numbers if n is not None), Fraction(0))
        )

    def reporting(self, source: Reporting, slot: Slot) -> Fraction:
        """Returns on periods that ended in the slot's period: due by now, or received by their due day.

        On its due day a return that is not in yet is not counted: the day is not over.
        """
        due = on_time = 0
        contract = slot.contract
        forms = [self.framework.form(source.form)] if source.form else self.framework.forms
        for form in forms:
            for period in form_periods(form, contract.starts_on, slot.period.end):
                last_day = due_day(form, period, contract.meeting_day)
                received = self.received.get((contract.provider, form.id, period.start))
                day_is_over = last_day < slot.as_of or (last_day == slot.as_of and received is not None)
                if period.end not in slot.period or not day_is_over:
                    continue
                due += 1
                on_time += received is not None and received <= last_day
        return Fraction(due if source.pick == "due" else on_time)

    def overdue(self, form_id: str, slot: Slot) -> bool:
        """Whether a return for any part of the slot's period has passed its due day without being received."""
        form, contract = self.framework.form(form_id), slot.contract
        return any(
            (contract.provider, form_id, part.start) not in self.received
            and due_day(form, part, contract.meeting_day) < slot.as_of
            for part in slot.period.parts(form.interval)
        )

    def decision(self, slot: Slot, element: str) -> PaymentDecision | None:
        """The newest decision on an element for the slot's contract year, if there is one."""
        return self.decisions.get((slot.contract.contract, slot.contract_year, element))


def as_number(text: str | None) -> Fraction | None:
    """A filed number, exactly; None for an empty cell or words."""
    try:
        return Fraction(text.replace(",", "")) if text and text.strip() else None
    except ValueError:
        return None


def read_filed(session: Session, framework: Framework, as_of: date) -> Filed:
    """Read what was filed and decided under `framework` up to `as_of`; with no day of filing, by the period's start."""
    newest: dict[tuple[str, str, date], FiledReturn] = {}
    received: dict[tuple[str, str, date], date | None] = {}
    for filed in session.scalars(
        select(FiledReturn).where(FiledReturn.framework == framework.id).order_by(FiledReturn.version)
    ):
        if (filed.filed_on or filed.period_start) > as_of:
            continue
        key = (filed.provider, filed.form, filed.period_start)
        newest[key] = filed
        received.setdefault(key, filed.filed_on)
    values: dict[FieldKey, str] = {}
    notes: dict[FieldKey, str] = {}
    of_filing = {filed.id: key for key, filed in newest.items()}
    statement = select(ReturnValue).join(FiledReturn).where(FiledReturn.framework == framework.id)
    for value in session.scalars(statement.execution_options(yield_per=5000)):
        key_of_return = of_filing.get(value.filed_return_id)
        if key_of_return:
            values[(*key_of_return, value.field)] = value.value
            if value.note:
                notes[(*key_of_return, value.field)] = value.note
    decisions: dict[tuple[str, int, str], PaymentDecision] = {}
    for decision in session.scalars(
        select(PaymentDecision).where(PaymentDecision.decided_on <= as_of).order_by(PaymentDecision.id)
    ):
        decisions[decision.contract, decision.contract_year, decision.element] = decision
    return Filed(framework, values, notes, received, decisions)
