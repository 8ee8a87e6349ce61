"""Someone's name in what was written about others: taken out when they are erased.

What is about a person goes whole (`holdings`). Their name can also stand in a note about a neighbour, in the title of an
activity, in an answer to a survey. There the words are somebody else's and stay; the name and the reference are replaced.
A first name alone, or a nickname, can't be told from anybody else's and stays: the pages say so.
"""

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, false, func, select, tuple_, update

from forms_app.casework.marks import NAME, mark, name_words
from forms_app.database import Base, db
from forms_app.models.accounts import User
from forms_app.models.casework import PersonMark
from forms_app.models.records import Person

TAKEN_OUT = "[name erased]"
WORDS: dict[str, tuple[str, ...]] = {
    "activity": ("title",), "answer": ("text",), "assessment": ("notes",), "change_made": ("said", "did"),
    "contact": ("notes",), "emergency_plan": ("plan",), "feedback": ("about", "what_was_done"),
    "filed_return": ("reason",), "goal": ("words",), "goal_review": ("words",), "note": ("text",),
    "person": ("cared_for_name",), "record_version": ("content", "reason"), "referral": ("notes",),
    "payment_decision": ("reason",), "return_draft": ("typed",), "return_value": ("value", "note"), "review": ("notes",),
    "review_version": ("content", "reason"), "round": ("title",), "safety_item": ("outcome_note",),
    "safety_note": ("words",), "sampling_review": ("title", "reason", "answer"), "story": ("title", "text", "cleared"),
    "target_override": ("reason",),
}  # fmt: skip
"""By table, the columns in which staff or respondents write as they like."""
NOT_WORDS: dict[str, str] = {
    "audit_event": "holds no words; what is someone's is emptied",
    "column_mapping": "deleted whole where it names someone",
    "double_coding": "codes of themes",
    "erasure": "counts",
    "finish_code": "a code",
    "form_draft": "deleted whole where it names someone",
    "guided_import": "its rows are taken out one by one",
    "held_answer": "of someone who has not sent their answers yet; gone once they have",
    "invitation": "someone's own name and address",
    "job": "numbers; what it made is deleted",
    "message": "an address",
    "published_figure": "as published",
    "retention_run": "counts",
    "sheet_correction": "why a sheet was typed again; it names the sheet alone",
    "sheet_draft": "of a sheet that someone sent",
    "survey_draft": "a survey's questions",
    "survey_edition": "a survey's questions",
    "survey_version": "a survey's questions",
}
"""Tables with long or encrypted columns that are not looked through, and why."""


@dataclass(frozen=True)
class KnownAs:
    """How someone is written of: their name in full, if nobody else has it, and their reference."""

    provider: str
    name: str | None
    reference: str | None

    @property
    def pattern(self) -> str | None:
        """An expression for any of it, in plain words and as JSON writes them."""
        ways = []
        for words in filter(None, (self.name, self.reference)):
            plain = r"\s+".join(re.escape(word) for word in words.split())
            quoted = r"\s+".join(re.escape(json.dumps(word)[1:-1]) for word in words.split())
            ways += list(dict.fromkeys([plain, quoted]))
        return rf"(?<![\w.-])(?:{'|'.join(ways)})(?![\w-])" if ways else None


def known_as(provider: str, person: str) -> KnownAs:
    """How someone is written of. Ask before they are erased.

    A name of one word is too likely somebody else's, and so is one that another person or a member of staff has; a
    reference of digits alone may be any number.
    """
    known = db.session.get(Person, (provider, person))
    name = known.name if known else None
    words = name_words(name)
    if len(words) < 2 or _has_namesake(provider, person, words):
        name = None
    return KnownAs(provider, name, None if person.isdigit() or len(person) < 4 else person)


def take_out_mentions(provider: str, known: Collection[KnownAs]) -> int:
    """Take these people out of what is written at their provider about others, in the current transaction.

    Reads every text of the provider once, however many people there are. Returns how many rows were changed.
    """
    patterns = [one.pattern for one in known if one.pattern]
    if not patterns:
        return 0
    anyone = re.compile("|".join(patterns), re.IGNORECASE)
    changed = 0
    for name, columns in WORDS.items():
        table = Base.metadata.tables[name]
        for key, row in list(_rows_naming(table, columns, provider, anyone)):
            values = {column: anyone.sub(TAKEN_OUT, text) for column, text in row.items() if text}
            primary = tuple_(*table.primary_key.columns)
            db.session.execute(update(table).where(primary.in_([key])).values(**_fitting(table, values)))
            changed += 1
    return changed


def _rows_naming(
    table: Table, columns: tuple[str, ...], provider: str, anyone: re.Pattern[str]
) -> Iterator[tuple[tuple[Any, ...], dict[str, str | None]]]:
    primary = list(table.primary_key.columns)
    wanted = _of_provider(table, select(*primary, *(table.c[name] for name in columns)), provider)
    for found in db.session.execute(wanted.execution_options(yield_per=1000)):
        row = dict(zip(columns, found[len(primary) :], strict=True))
        if any(text and anyone.search(text) for text in row.values()):
            yield tuple(found[: len(primary)]), row


def _of_provider(table: Table, query: Select[Any], provider: str) -> Select[Any]:
    """The rows of a provider: those that name it, or whose parent row does."""
    if "provider" in table.c:
        return query.where(table.c.provider == provider)
    parent = next(key.column.table for key in table.foreign_keys if "provider" in key.column.table.c)
    return query.join(parent).where(parent.c.provider == provider)


def _fitting(table: Table, values: dict[str, str]) -> dict[str, str]:
    """The values, no longer than their columns take."""
    return {name: text[: getattr(table.c[name].type, "length", None)] for name, text in values.items()}


def _has_namesake(provider: str, person: str, words: list[str]) -> bool:
    alike = mark(provider, NAME, " ".join(sorted(words)))
    others = select(PersonMark.person).filter_by(provider=provider, kind=NAME, mark=alike)
    staff: ColumnElement[bool] = func.lower(User.name) == " ".join(words) if words else false()
    return bool(
        db.session.scalar(others.where(PersonMark.person != person).limit(1))
        or db.session.scalar(select(User.id).where(staff).limit(1))
    )
