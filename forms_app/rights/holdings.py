"""Everything that is held about one person, found by following the tables' own keys, so that no new table is forgotten.

A row is someone's when it names their provider and reference, when it belongs to such a row by a foreign key, or when one
of the finders below says so.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Table, and_, or_, select, tuple_

from forms_app.bringing.naming import Naming, names, rows_naming, take_out
from forms_app.database import Base, db
from forms_app.drafts.forms import known_forms
from forms_app.invitations.reach import person_hash, reach_of_person
from forms_app.models.casework import FormDraft
from forms_app.models.records import Person
from forms_app.models.responses import Asked, Invitation, PaperSheet, Response, Round, StoppedContact
from forms_app.models.rights import ColumnMapping, GuidedImport
from forms_app.models.safety import SafetyItem
from forms_app.stories.unfinished import OF_REVIEW

LOG = "audit_event"
"""Named in the log: events are emptied, not removed."""
BY_FINDER = (
    "invitation", "response", "asked", "stopped_contact", "form_draft", "guided_import", "column_mapping", "safety_item",
)  # fmt: skip
NOT_OF_PEOPLE: dict[str, str] = {
    "activity": "done for many; who came stands in attendance",
    "attempt": "keyed hashes of callers, gone within an hour",
    "beat": "when the worker did its duties",
    "change_made": "what was done about what many said",
    "contract": "of organisations",
    "duty_period": "which member of staff is on duty",
    "erasure": "keyed hashes of people who were erased, and counts",
    "filed_return": "aggregates as filed",
    "job": "what staff asked the worker to make; its files are deleted",
    "language_sign_off": "who read a translation",
    "password_reset": "of staff accounts",
    "payment_decision": "of contracts",
    "provider": "of organisations",
    "published_figure": "aggregates as published",
    "retention_run": "counts",
    "return_draft": "aggregates being filed",
    "return_value": "aggregates as filed",
    "review_sample": "when how many were drawn for reviews; who stands in sampled_person",
    "role": "roles of staff",
    "round": "which survey is open when",
    "sampling_review": "what the council asked to see; whose records stands in sampling_grant",
    "second_coding_share": "a percentage",
    "sheet_tally": "counts by question",
    "staff_invitation": "of staff accounts",
    "staff_session": "of staff accounts",
    "survey_draft": "surveys being written",
    "survey_edition": "surveys as published",
    "survey_version": "surveys as asked",
    "target_override": "of contracts",
    "user": "staff accounts",
    "user_roles": "staff accounts",
    "web_authn": "staff accounts",
}
"""Tables that hold nothing about carers or the people they care for, each with what they hold."""
SHORTEST_MARK = 4
Keys = set[tuple[Any, ...]]


@dataclass
class Holdings:
    """The primary keys of a person's rows, by table. `hashes`: those by which their contact details are known again.

    `naming`: by what they are known in files that were brought over.
    """

    provider: str
    person: str
    hashes: set[str] = field(default_factory=set)
    naming: Naming | None = None
    keys: dict[str, Keys] = field(default_factory=lambda: defaultdict(set))

    @property
    def counts(self) -> dict[str, int]:
        """How many rows, by table."""
        return {table: len(keys) for table, keys in sorted(self.keys.items()) if keys}


def tables_of_people() -> set[str]:
    """Every table in which a row can be someone's."""
    found = {LOG, *BY_FINDER}
    for table in Base.metadata.sorted_tables:
        if {"provider", "person"} <= set(table.c.keys()) or any(_parent(one) in found for one in _constraints(table)):
            found.add(table.name)
    return found


def holdings_of(provider: str, person: str) -> Holdings:
    """Everything of one person but the log. The reference need not be of anyone on the books any more."""
    found = Holdings(provider, person)
    known = db.session.get(Person, (provider, person))
    contact = reach_of_person(known).contact_hashes() if known else set()
    found.hashes = contact | {person_hash(provider, person)}
    marks = _Marks(provider, person, known)
    for table in Base.metadata.sorted_tables:
        if table.name != LOG and {"provider", "person"} <= set(table.c.keys()):
            _add(found, table, and_(table.c.provider == provider, table.c.person == person))
    _invitations(found)
    _add(found, _table("safety_item"), SafetyItem.id.in_(marks.items_naming_them()))
    _responses(found)
    _follow(found)
    _add(found, _table("asked"), Asked.who.in_(found.hashes))
    _add(found, _table("stopped_contact"), StoppedContact.contact_hash.in_(found.hashes))
    found.keys["form_draft"] |= marks.drafts(found)
    found.naming = marks.naming
    found.keys["guided_import"] |= marks.imports()
    found.keys["column_mapping"] |= marks.mappings()
    return found


def rows_of(found: Holdings, name: str) -> list[dict[str, Any]]:
    """The rows of one table, by column, decrypted; in the order of their keys. Of an import, what is theirs alone."""
    if name == "guided_import" and found.naming is not None:
        imports = (db.session.get(GuidedImport, key[0]) for key in sorted(found.keys[name]))
        return [row for one in imports if one is not None for row in rows_naming(one, found.naming)]
    table = _table(name)
    primary = list(table.primary_key.columns)
    query = select(table).where(tuple_(*primary).in_(found.keys[name])).order_by(*primary)
    return [dict(row._mapping) for row in db.session.execute(query)]


def keep_others_in_imports(found: Holdings) -> None:
    """Take what is theirs out of imports. One in which it can't be told apart stays among what is to be deleted whole."""
    for key in sorted(found.keys["guided_import"]):
        record = db.session.get(GuidedImport, key[0])
        if record is not None and found.naming is not None and take_out(record, found.naming):
            found.keys["guided_import"].discard(key)
    db.session.flush()


def _follow(found: Holdings) -> None:
    """Add the rows that belong to rows found, by foreign keys; parents stand before their parts."""
    for table in Base.metadata.sorted_tables:
        for constraint in _constraints(table):
            parents = found.keys.get(_parent(constraint))
            if not parents or table.name == LOG:
                continue
            named = [element.column.name for element in constraint.elements]
            primary = [column.name for column in constraint.elements[0].column.table.primary_key.columns]
            if named == primary:
                _add(found, table, tuple_(*constraint.columns).in_(parents))


def _invitations(found: Holdings) -> None:
    """Invitations to rounds of the provider: of their record, or of nobody's to where they are reached.

    Two people of one household may share an address; what was sent to the other one's record is not theirs.
    """
    of_nobody = and_(Invitation.person.is_(None), Invitation.contact_hash.in_(found.hashes))
    theirs = or_(Invitation.person == found.person, of_nobody)
    rounds = select(Round.id).where(Round.provider == found.provider)
    _add(found, _table("invitation"), and_(Invitation.round_id.in_(rounds), theirs))


def _responses(found: Holdings) -> None:
    """Responses kept with a name: those of invitations, sheets and safety items, and those they came in place of."""
    invited = {key[0] for key in found.keys["invitation"]}
    items = {key[0] for key in found.keys["safety_item"]}
    for query in (
        select(Invitation.response).where(Invitation.id.in_(invited)),
        select(PaperSheet.response).where(PaperSheet.invitation_id.in_(invited)),
        select(SafetyItem.response).where(SafetyItem.id.in_(items)),
    ):
        found.keys["response"] |= {(one,) for one in db.session.scalars(query) if one}
    new = found.keys["response"]
    while new:
        ids = {key[0] for key in new}
        before = select(Response.replaces).where(Response.response.in_(ids), Response.replaces.is_not(None))
        after = select(Response.response).where(Response.replaces.in_(ids))
        more = {(one,) for query in (before, after) for one in db.session.scalars(query)}
        new = more - found.keys["response"]
        found.keys["response"] |= new
    _add(found, _table("response"), Response.response.in_({key[0] for key in found.keys["response"]}), only=True)


def _add(found: Holdings, table: Table, condition: Any, *, only: bool = False) -> None:
    keys = {tuple(row) for row in db.session.execute(select(*table.primary_key.columns).where(condition))}
    found.keys[table.name] = keys if only else found.keys[table.name] | keys


def _table(name: str) -> Table:
    return Base.metadata.tables[name]


def _constraints(table: Table) -> Iterable[ForeignKeyConstraint]:
    return sorted(table.foreign_key_constraints, key=lambda one: str(one.name))


def _parent(constraint: ForeignKeyConstraint) -> str:
    return str(constraint.elements[0].column.table.name)


class _Marks:
    """What someone would be known by in words that staff typed or uploaded: their reference, name and contact details."""

    def __init__(self, provider: str, person: str, known: Person | None) -> None:
        self.provider = provider
        self.reference = re.compile(rf"(?<![\w.-]){re.escape(person)}(?![\w.-])", re.IGNORECASE)
        words = (known.name, known.email, known.phone, known.address) if known else ()
        self.contact = [one.casefold() for one in words[1:] if one and len(one) >= SHORTEST_MARK]
        self.words = [one.casefold() for one in words if one and len(one) >= SHORTEST_MARK]
        self.naming = Naming(provider, person, tuple(self.words))

    def drafts(self, found: Holdings) -> Keys:
        """Forms that are being filled in about a row of theirs, of the table that each form is about, or that name them."""
        forms = known_forms()
        theirs = {about: {str(key[-1]) for key in keys} for about, keys in found.keys.items()}
        theirs["person"] = {found.person}
        reviews = {f"{OF_REVIEW}{review}" for review in theirs.get("review", ())}

        def is_theirs(row: FormDraft) -> bool:
            about = forms[row.form].about if row.form in forms else "person"
            return row.subject in theirs.get(about, ()) or (about == "story" and row.subject in reviews)

        rows = db.session.scalars(select(FormDraft).filter_by(provider=self.provider))
        return {
            (row.provider, row.form, row.subject, row.user_id)
            for row in rows
            if is_theirs(row) or self._named_in(row.typed)
        }

    def imports(self) -> Keys:
        """Files brought over in the browser that name them."""
        theirs = or_(GuidedImport.provider == self.provider, GuidedImport.provider.is_(None))
        rows = db.session.scalars(select(GuidedImport).where(theirs))
        return {(row.id,) for row in rows if names(row, self.naming)}

    def mappings(self) -> Keys:
        """What was remembered of files' columns, where a value that was matched names them."""
        theirs = or_(ColumnMapping.provider == self.provider, ColumnMapping.provider.is_(None))
        return {(row.id,) for row in db.session.scalars(select(ColumnMapping).where(theirs)) if self._named_in(row.mapping)}

    def items_naming_them(self) -> set[int]:
        """Requests for contact, made without a name to the answers, that give their e-mail address or number."""
        rows = db.session.scalars(
            select(SafetyItem).where(
                SafetyItem.provider == self.provider, SafetyItem.person.is_(None), SafetyItem.contact_how.is_not(None)
            )
        )
        return {row.id for row in rows if any(one in (row.contact_how or "").casefold() for one in self.contact)}

    def _named_in(self, words: str) -> bool:
        lowered = words.casefold()
        return bool(self.reference.search(words)) or any(one in lowered for one in self.words)
