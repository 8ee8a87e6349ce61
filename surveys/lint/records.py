"""Quantities of records that name a column, a date, a code or a scale that is not there."""

from collections.abc import Iterator

from surveys.lint.looking import Looking
from surveys.lint.references import nearest
from surveys.marked_yaml import FieldPath, Finding
from surveys.model.source import Condition, Records, Scalar
from surveys.vocabulary import COLUMNS, DATES, PERSON_COLUMNS, SUMMABLE, list_of_codes


def that_name_what_is_not_recorded(looking: Looking) -> Iterator[Finding]:
    """Check each `records` quantity against the vocabulary and the code lists, each scale against the instruments."""
    for path, _, quantity in looking.quantities():
        if quantity.records:
            yield from _of_records(looking, (*path, "records"), quantity.records)
        if quantity.score_pairs:
            yield from _scale(looking, (*path, "score_pairs", "scale"), quantity.score_pairs.scale)
    for path, _, way in looking.ways():
        if way.mean and way.mean.score:
            yield from _scale(looking, (*path, "mean", "score", "scale"), way.mean.score.scale)


def _of_records(looking: Looking, path: FieldPath, records: Records) -> Iterator[Finding]:
    dates, summable = DATES[records.of], SUMMABLE.get(records.of, ())
    if records.during and records.during not in dates:
        message = f"{records.of} have no date {records.during!r}; they have {', '.join(dates)}"
        yield looking.error((*path, "during"), message, "no-such-column")
    if records.sum and records.sum not in summable:
        message = f"{records.of} have no number {records.sum!r} to add up; they have {', '.join(summable) or 'none'}"
        yield looking.error((*path, "sum"), message, "no-such-column")
    if records.distinct and not set(PERSON_COLUMNS) <= set(COLUMNS[records.of]):
        yield looking.error((*path, "distinct"), f"{records.of} name no person to count once", "no-such-column")
    if records.months_back and records.as_at_end:
        message = "counts either the months up to the period's end or what stands on its last day, not both"
        yield looking.error((*path, "months_back"), message, "contradiction")
    for column, given in records.where.items():
        where = (*path, "where", column)
        if column not in COLUMNS[records.of]:
            message = f"{records.of} have no column {column!r}{nearest(column, COLUMNS[records.of])}"
            yield looking.error(where, message, "no-such-column")
            continue
        known = codes_of(looking, records.of, column)
        for code in _codes_in(given):
            if known is not None and code not in known:
                message = f"{column!r} never holds {code!r}{nearest(code, known)}"
                yield looking.error(where, message, "no-such-code")


def codes_of(looking: Looking, record: str, column: str) -> list[str] | None:
    """The codes a column may hold; None for numbers, dates, names, and what other rules check."""
    if column in ("locality", "referral_locality"):
        return [place.code for place in looking.framework.localities] or None
    if column in ("age_group", "cared_for_age_group"):
        return [band.code for band in looking.library.codes.age_bands]
    if column == "scale":
        return looking.library.scales()
    name = list_of_codes(record, column, looking.library.codes.lists)
    return looking.library.codes.codes(name) if name else None


def _codes_in(given: Scalar | list[Scalar] | Condition) -> list[str]:
    if isinstance(given, Condition):
        values = [*(given.any_of or []), *(given.none_of or []), *([given.includes] if given.includes else [])]
    else:
        values = given if isinstance(given, list) else [given]
    # YAML reads yes and no without quotation marks as true and false.
    return [("yes" if value else "no") if isinstance(value, bool) else str(value) for value in values]


def _scale(looking: Looking, path: FieldPath, scale: str) -> Iterator[Finding]:
    known = looking.library.scales()
    if scale not in known:
        yield looking.error(path, f"there is no scale {scale!r}{nearest(scale, known)}", "no-such-scale")
