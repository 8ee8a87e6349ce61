"""Drafts: what was typed is kept, good or not, until the return is filed."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from flask_security import current_user
from sqlalchemy import delete, select

from forms_app.clock import now
from forms_app.database import db
from forms_app.models.filing import FiledReturn, ReturnDraft
from forms_app.returns.blueprint import Asked
from forms_app.returns.typed_return import TypedReturn, as_typed
from surveys.model.returns import Form
from surveys.periods import MONTHS, add_months
from surveys.return_rules import left_open
from surveys.rules import OPENING, name_in_rule

KEY = (FiledReturn.provider, FiledReturn.framework, FiledReturn.form, FiledReturn.period_start)


@dataclass
class Draft:
    """A return being filled in. `latest` is the version filed last; `opening` what the period before left open."""

    asked: Asked
    typed: dict[str, str]
    is_saved: bool
    latest: FiledReturn | None
    opening: Fraction | None

    @property
    def version(self) -> int:
        """The number of the version filed last; 0 before the first."""
        return self.latest.version if self.latest else 0

    @property
    def content(self) -> TypedReturn:
        """What was typed, to be read."""
        return TypedReturn(self.asked.form, self.typed)

    def stamp(self, names: Iterable[str]) -> str:
        """Changes when a version is filed, or when what is kept under `names` does."""
        kept = [self.version, [self.typed.get(name, "") for name in names]]
        return hashlib.sha256(json.dumps(kept).encode()).hexdigest()[:20]

    def take(self, given: Mapping[str, str], names: Iterable[str]) -> None:
        """Put what was sent under `names` in the place of what was kept."""
        for name in names:
            text = given.get(name, "").replace("\0", "").replace("\r\n", "\n")
            self.typed.pop(name, None)
            if text:
                self.typed[name] = text

    def save(self) -> None:
        """Keep it. Raises IntegrityError where another request began the draft at the same time."""
        row = db.session.get(ReturnDraft, self.asked.key)
        if row is None:
            provider, framework, form, start = self.asked.key
            row = ReturnDraft(provider=provider, framework=framework, form=form, period_start=start)
            db.session.add(row)
        row.typed = json.dumps(self.typed)
        row.saved_by = current_user.id
        row.saved_at = now()
        db.session.flush()
        self.is_saved = True

    def discard(self) -> None:
        """Throw it away."""
        provider, framework, form, start = self.asked.key
        db.session.execute(
            delete(ReturnDraft).filter_by(provider=provider, framework=framework, form=form, period_start=start)
        )


def open_draft(asked: Asked) -> Draft:
    """The draft of a return; where none is kept, what was filed last, or an empty form.

    The draft is held until the transaction ends, so that two pages sent at once are taken one after the other.
    """
    row = db.session.get(ReturnDraft, asked.key, with_for_update=True)
    latest = latest_version(asked)
    opening = _opening(asked)
    if row is not None:
        typed = {str(name): str(text) for name, text in json.loads(row.typed).items()}
    elif latest is not None:
        typed = filed_as_typed(asked.form, latest)
    else:
        typed = _with_opening(asked.form, opening)
    return Draft(asked, typed, row is not None, latest, opening)


def has_draft(asked: Asked) -> bool:
    """Whether a draft of the return is kept."""
    return db.session.get(ReturnDraft, asked.key) is not None


def latest_version(asked: Asked) -> FiledReturn | None:
    """The version that counts, or None where the return is not filed."""
    return next(iter(versions(asked)), None)


def versions(asked: Asked) -> list[FiledReturn]:
    """Every version of a return, the newest first."""
    wanted = select(FiledReturn).where(*(column == part for column, part in zip(KEY, asked.key, strict=True)))
    return list(db.session.scalars(wanted.order_by(FiledReturn.version.desc())))


def filed_as_typed(form: Form, filed: FiledReturn) -> dict[str, str]:
    """What would have to be typed to file the same again."""
    return as_typed(form, {row.field: row.value for row in filed.values}, {row.field: row.note for row in filed.values})


def _opening(asked: Asked) -> Fraction | None:
    """What the period before left open, by its own filed return."""
    before = add_months(asked.period.start, -MONTHS[asked.form.interval])
    provider, framework, form, _start = asked.key
    filed = db.session.scalars(
        select(FiledReturn)
        .filter_by(provider=provider, framework=framework, form=form, period_start=before)
        .order_by(FiledReturn.version.desc())
    ).first()
    if filed is None:
        return None
    content = TypedReturn(asked.form, filed_as_typed(asked.form, filed))
    return left_open(asked.form, content.reading.values)


def _with_opening(form: Form, opening: Fraction | None) -> dict[str, str]:
    field = next((field for field in form.every_field() if name_in_rule(field.id) == OPENING), None)
    if field is None or opening is None or opening.denominator != 1:
        return {}
    return {f"v.{field.id}": str(opening.numerator)}
