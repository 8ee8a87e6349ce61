"""An attacker who holds the whole database, and wants to know which answers came from which invitation.

Whatever a row tells of its subject is a feature: each column, and what the database notes unasked (on PostgreSQL the
numbers of the transactions that wrote and locked it and where it lies, on SQLite its number and place). Invitations and
responses are then matched in three ways: by values and transactions they share, by their order in any two features, and
by telling those who answered before a reminder from those after.
"""

import base64
import csv
import hashlib
import io
import itertools
import json
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from flask import Flask, current_app
from flask.testing import FlaskClient
from sqlalchemy import Table, text

from forms_app.database import db
from forms_app.keyed_hash import keyed_hash

Subject = str | int
Feature = dict[Subject, list[Any]]
SHORTEST = 6
"""Values shorter than this are shared by chance."""


@dataclass
class Side:
    """What is known of the invitations, or of the responses: features by name, and every value by subject."""

    features: dict[str, Feature] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    values: dict[Subject, set[str]] = field(default_factory=lambda: defaultdict(set))
    transactions: dict[Subject, set[int]] = field(default_factory=lambda: defaultdict(set))

    def note(self, table: str, subject: Subject, row: dict[str, Any], unasked: dict[str, Any]) -> None:
        """Take in one row of a subject."""
        for name, value in {**row, **unasked}.items():
            if value is None:
                continue
            self.features[f"{table}.{name}"][subject].append(value)
            for sealed in _time_of_sealing(value):
                self.features[f"{table}.{name} sealed"][subject].append(sealed)
        for value in row.values():
            if isinstance(value, str) and len(value) >= SHORTEST:
                self.values[subject] |= {value, *_hashes(value)}
        self.transactions[subject] |= {unasked[name] for name in ("xmin", "xmax") if unasked.get(name)}

    def orders(self, subjects: Iterable[Subject]) -> dict[str, list[Any]]:
        """The features that every subject has, as something that can be put in order."""
        wanted = list(subjects)
        found = {}
        for name, by_subject in self.features.items():
            if all(subject in by_subject for subject in wanted):
                for pick in (min, max):
                    found[f"{pick.__name__} {name}"] = [pick(by_subject[subject], key=str_or_number) for subject in wanted]
        return found


def look(app: Flask, names: dict[str, int]) -> tuple[Side, Side]:
    """Both sides, from every row of every table. `names`: what people call themselves, by invitation."""
    invited, answered = Side(), Side()
    with app.app_context():
        for table in db.metadata.sorted_tables:
            if not {"invitation_id", "response", "contact_name"} & set(table.columns.keys()) and table.name != "invitation":
                continue
            for row, unasked in _rows(table):
                who = _invitation_of(table.name, row, names)
                if who is not None:
                    invited.note(table.name, who, row, unasked)
                if table.name != "invitation" and row.get("response"):
                    answered.note(table.name, row["response"], row, unasked)
    return invited, answered


def shared(invited: Side, answered: Side, truth: dict[int, str]) -> int:
    """How many are tied to their own answers by a value, or a transaction, that they share with no others."""
    right = 0
    for kind in ("values", "transactions"):
        ours, theirs = getattr(invited, kind), getattr(answered, kind)
        found = {}
        for one, other in itertools.product(ours, theirs):
            common = ours[one] & theirs[other]
            rare = [
                value
                for value in common
                if sum(value in held for held in ours.values()) == 1 == sum(value in held for held in theirs.values())
            ]
            if rare:
                found[one] = other
        right = max(right, sum(truth.get(int(one)) == other for one, other in found.items()))
    return right


def ordered(invited: Side, answered: Side, truth: dict[int, str], luck: Random) -> tuple[int, str]:
    """The most that are tied rightly by putting both sides in the order of one feature each; and which two those are."""
    people, responses = list(truth), list(truth.values())
    best, how = 0, "nothing"
    theirs = {name: _ranks(values, luck) for name, values in answered.orders(responses).items()}
    for name, values in invited.orders(people).items():
        ours = _ranks(values, luck)
        for other, ranks in theirs.items():
            for turned in (ours, [len(ours) - 1 - rank for rank in ours]):
                right = sum(one == another for one, another in zip(turned, ranks, strict=True))
                if right > best:
                    best, how = right, f"{name} with {other}"
    return best, how


def told_apart(answered: Side, early: set[str], late: set[str], luck: Random) -> tuple[float, str]:
    """How well one feature tells answers before a reminder from those after it: 0.5 by chance, 1 for certain."""
    both = [*early, *late]
    best, how = 0.5, "nothing"
    for name, values in answered.orders(both).items():
        ranks = dict(zip(both, _ranks(values, luck), strict=True))
        pairs = [ranks[one] < ranks[other] for one in early for other in late]
        share = sum(pairs) / len(pairs)
        if max(share, 1 - share) > best:
            best, how = max(share, 1 - share), name
    return best, how


def str_or_number(value: Any) -> tuple[int, Any]:
    """A key by which values of any kind can be put in order."""
    return (0, value) if isinstance(value, int | float) and not isinstance(value, bool) else (1, str(value))


def _ranks(values: list[Any], luck: Random) -> list[int]:
    """Each one's place in the order of values; places of equal values are drawn by lot."""
    order = sorted(range(len(values)), key=lambda place: (str_or_number(values[place]), luck.random()))
    return [order.index(place) for place in range(len(values))]


def _rows(table: Table) -> Iterable[tuple[dict[str, Any], dict[str, Any]]]:
    columns = [column.name for column in table.columns]
    if db.engine.dialect.name == "postgresql":
        extra = "xmin::text::bigint, xmax::text::bigint, (ctid::text::point)[0] * 1000 + (ctid::text::point)[1]"
        names = ["xmin", "xmax", "ctid"]
    else:
        numbered = table.dialect_options["sqlite"].get("with_rowid", True)
        extra, names = ("rowid", ["rowid"]) if numbered else ("0", ["rowid"])
    found = db.session.execute(text(f'SELECT *, {extra} FROM "{table.name}"')).mappings()
    for place, row in enumerate(found):
        values = list(row.values())
        yield {name: row[name] for name in columns}, dict(zip(names, values[-len(names) :], strict=True)) | {"place": place}


def _invitation_of(table: str, row: dict[str, Any], names: dict[str, int]) -> int | None:
    if table == "invitation":
        return int(row["id"])
    if row.get("contact_name"):
        return names.get(current_app.extensions["keyring"].decrypt(row["contact_name"].encode()).decode())
    return row.get("invitation_id")


def _time_of_sealing(value: Any) -> list[int]:
    """The second at which a Fernet token says, in clear, that it was made."""
    if not isinstance(value, str) or not value.startswith("gAAAAA"):
        return []
    return [int.from_bytes(base64.urlsafe_b64decode(value[:16])[1:9])]


def _hashes(value: str) -> list[str]:
    """What a programmer might have stored of a value."""
    plain = [hashlib.sha256(value.encode()).hexdigest(), hashlib.sha256(json.dumps(value).encode()).hexdigest()]
    return [*plain, *(keyed_hash(value, purpose) for purpose in ("finish", "sent today", "contact"))]


Told = tuple[str, ...]


class Watch:
    """A manager who fetches the round's file after each answer, and gives what is new in it to who answered last."""

    def __init__(self, manager: FlaskClient, round_: int) -> None:
        self._manager, self._path = manager, f"/results/rounds/{round_}/export"
        self._seen: Counter[Told] = Counter()
        self._answered: list[int] = []
        self.guessed: dict[int, Told] = {}
        self.groups: list[int] = []

    def look(self, number: int) -> None:
        """Fetch the file, knowing from its link that the invitation with this number has just been used."""
        self._answered.append(number)
        file = self._file()
        new = sorted((file - self._seen).elements())
        if new:
            self.groups.append(len(new))
        self._seen = file
        last = [one for one in reversed(self._answered) if one not in self.guessed]
        self.guessed |= dict(zip(last, new, strict=False))

    def right(self, told: dict[int, Told]) -> int:
        """How many are given what they told."""
        return sum(told[number] == guess for number, guess in self.guessed.items())

    def _file(self) -> Counter[Told]:
        """What differs most from person to person, as often as it stands in the file."""
        answer = self._manager.post(self._path, data={"language": "en", "words": "yes"})
        if answer.mimetype != "application/zip":
            return Counter()
        with zipfile.ZipFile(io.BytesIO(answer.data)) as zipped:
            rows = list(csv.DictReader(io.StringIO(zipped.read("responses.csv").decode("utf-8-sig"))))
        # A question's words stand in the last of its columns.
        names = [[name for name in rows[0] if question in name][-1] for question in ("small.hours", "small.more")]
        return Counter(tuple("" if row[name].startswith("(") else row[name] for name in names) for row in rows)
