"""Checks that need more than one cell: the range of a scale, one person's goals, a return's form, field and period."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from forms_app.exchange.kinds import read_day, write_cell
from forms_app.exchange.known import Term
from forms_app.exchange.layout import Context, Fault, Values
from forms_app.exchange.problems import CellError, either, shown
from surveys.model.returns import Form, ReturnField
from surveys.periods import MONTHS, Interval, add_months
from surveys.return_rules import ValueFault, largest, most_places, read_value

WELLBEING = (Decimal(0), Decimal(10))
"""The range of an area's chosen single scale."""
INTERVAL_NAMES: dict[Interval, str] = {
    "month": "month", "quarter": "quarter", "half_year": "half year", "year": "contract year"
}  # fmt: skip


def score_in_range(values: Values, context: Context) -> Iterator[Fault]:
    """A score lies between the ends of its scale."""
    instrument = context.setting.library.instruments.get(values["scale"])
    low, high = WELLBEING
    if instrument:
        low, high = Decimal(str(instrument.minimum)), Decimal(str(instrument.maximum))
    if not low <= values["score"] <= high:
        given, ends = write_cell(values["score"]), f"{write_cell(low)} and {write_cell(high)}"
        yield "score", f"'{given}' is not between {ends}, the ends of the scale '{values['scale']}'"


def goal_and_review_of_one_person(values: Values, context: Context) -> Iterator[Fault]:
    """A review takes up goals of the person it is a review of."""
    keys, provider = context.known.keys, values["provider"]
    reviewed = keys["review"].get((provider, values["review"]))
    agreed = keys["goal"].get((provider, values["goal"]))
    if reviewed and agreed and reviewed != agreed:
        yield "goal", f"{shown(values['goal'])} is a goal of person '{agreed}', and the review is of person '{reviewed}'"


def measure_of_framework(values: Values, context: Context) -> Iterator[Fault]:
    """A published figure names a measure of its framework."""
    measures = context.setting.measures[values["framework"]]
    if values["measure"] not in measures:
        near = either(measures, values["measure"])
        yield "measure", f"framework '{values['framework']}' has no measure {shown(values['measure'])}; {near}"


def return_row(values: Values, context: Context) -> Iterator[Fault]:
    """A row of a return names a form and field of its framework, a period of a contract, and a value of its kind."""
    framework = context.setting.library.frameworks[values["framework"]]
    forms = {form.id: form for form in framework.forms}
    form = forms.get(values["form"])
    if form is None:
        yield "form", f"framework '{framework.id}' has no form {shown(values['form'])}; {either(forms)}"
        return
    yield from _starts_a_period(values, form, context)
    fields = context.setting.fields[framework.id, form.id]
    field = fields.get(values["field"])
    if field is None:
        near = either(fields, values["field"])
        yield "field", f"form '{form.id}' has no field {shown(values['field'])}; {near}"
        return
    try:
        read_field(field, values["value"])
    except CellError as error:
        yield "value", str(error)


def read_field(field: ReturnField, text: str) -> str:
    """A field's value in the one way it is written: numbers with no zeros at their end, codes and dates plain.

    Raises CellError where the text is not of the field's kind.
    """
    try:
        return read_value(field, text)
    except ValueFault as fault:
        why = fault.why
    match why:
        case "not-whole":
            raise CellError(f"{shown(text)} is not a whole number")
        case "not-number":
            raise CellError(f"{shown(text)} is not a number")
        case "too-many-places":
            raise CellError(f"{shown(text)} has more than {most_places(field)} decimal places")
        case "too-small" | "too-large":
            raise CellError(f"{shown(text)} is not between 0 and {largest(field)}")
        case "not-date":
            return str(read_day(text))
        case "not-a-choice":
            raise CellError(f"{shown(text)} is not a known code; {either([it.code for it in field.choices], text)}")


def _starts_a_period(values: Values, form: Form, context: Context) -> Iterator[Fault]:
    provider, framework, day = values["provider"], values["framework"], values["period_start"]
    terms = context.known.terms(provider, framework)
    if not terms:
        if "contract" not in context.known.unsure:
            yield "framework", f"provider '{provider}' has no contract for '{framework}'"
        return
    starts = [start for term in terms if (start := _period_start_before(term, form.interval, day))]
    if day in starts or "contract" in context.known.unsure:
        return
    name = INTERVAL_NAMES[form.interval]
    near = sorted({start for term in terms for start in _nearest(term, form.interval, day)}, key=lambda it: abs(it - day))
    use = " or ".join(start.isoformat() for start in sorted(near[:2]))
    yield (
        "period_start",
        f"'{day}' does not start a {name} of a contract of '{provider}' for '{framework}'; the nearest is {use}",
    )


def _period_start_before(term: Term, interval: Interval, day: date) -> date | None:
    """The start of the contract's period that `day` falls in, or None outside the contract."""
    if day < term.starts_on or (term.ends_on is not None and day > term.ends_on):
        return None
    months = (day.year - term.starts_on.year) * 12 + day.month - term.starts_on.month
    if add_months(term.starts_on, months) > day:
        months -= 1
    return add_months(term.starts_on, months - months % MONTHS[interval])


def _nearest(term: Term, interval: Interval, day: date) -> list[date]:
    last = term.ends_on or max(day, term.starts_on)
    inside = _period_start_before(term, interval, min(max(day, term.starts_on), last))
    if inside is None:
        return [term.starts_on]
    following = add_months(inside, MONTHS[interval])
    return [inside, following] if term.ends_on is None or following <= last - timedelta(days=1) else [inside]
