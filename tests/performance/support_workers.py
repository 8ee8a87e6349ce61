"""What support workers wait for with 100,000 people and 1,000,000 events on PostgreSQL: a list, a person, a review.

Run: `python -m tests.performance.support_workers [PEOPLE_OF_EACH [PROVIDERS [OF_THE_LARGE]]]`. Prints the median and the
95th percentile of 30 requests in this process, what they use of a core here and in PostgreSQL, the number of queries, and
how many times as long it takes as a page that reads nothing; and the same for a provider with 20,000 people of its own.
PostgreSQL is found as in the tests.
"""

import math
import os
import secrets
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import psycopg
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, text

from forms_app.app import create_app
from forms_app.casework.marks import marks_of
from forms_app.casework.samples import draw_samples
from forms_app.commands.database import upgrade_database
from forms_app.database import db
from forms_app.models.accounts import User
from forms_app.models.records import Contract, Person, Provider
from tests.support.databases import POSTGRES, SECRETS
from tests.support.staff import add_staff, new_client, sign_in

TODAY, AT = date(2026, 5, 15), datetime(2026, 5, 1, 9)
SIZES = (2_000, 50, 20_000)
REQUESTS = 30
TARGET = 0.150
FRAMEWORKS = ("rochdale-carers", "dorset-home-care")
CONTACT_KINDS = ("casework", "one_to_one", "wellbeing_call", "phone_call", "information", "emergency_plan")
EACH = {"contacts": 5, "reviews": 1, "goal reviews": 2, "scores": 1, "audit events": 1}
"""How many events there are for each person: ten, so that 100,000 people have a million."""
BUSY = "P00000"
"""Someone with two goals, thirty reviews and sixty contacts, whose pages are the ones measured."""
BARE = "/account"
"""A page that reads nobody's record."""
PAGES = (
    "/people", "/people?whose=all", "/people?whose=all&page=20", "/people?whose=all&clock=review",
    "/people?whose=all&find=P0001", "/people?whose=all&find=Ada", f"/person/{BUSY}", f"/person/{BUSY}/review",
)  # fmt: skip


@contextmanager
def database() -> Iterator[str]:
    """A PostgreSQL database of its own, removed afterwards; its address."""
    name = f"carer_bench_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield POSTGRES.rsplit("/", 1)[0] + "/" + name
    finally:
        with psycopg.connect(POSTGRES, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


class Loader:
    """Writes many rows by COPY. Column defaults are the database's."""

    def __init__(self, address: str) -> None:
        self.connection = psycopg.connect(address)
        # What is made up here fits together: looking each row's person up again would take most of the time.
        self.connection.execute("SET session_replication_role = replica")
        self.connection.execute("SET synchronous_commit = off")
        self.luck = Random(1)

    def copy(self, table: str, columns: str, rows: Iterator[tuple[Any, ...]]) -> None:
        """Write `rows` of `columns` into `table`."""
        with self.connection.cursor() as cursor, cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)

    def provider(self, provider: str, references: list[str], role: str, worker: int | None, names: list[str]) -> None:
        """Write the people of a provider and their events; one in twenty is the worker's own."""
        luck, zeros, framework = self.luck, "0" * 64, FRAMEWORKS[role == "service_user"]
        statuses = ("active",) * 8 + ("non_engaging", "closed")
        self.copy("person", "provider, person, role, registered_on, status, locality, name, worker_id", (
            (provider, one, role, self.day(500), luck.choice(statuses) if n else "active", "heywood", names[n % len(names)],
             worker if n % 20 == 0 else None)
            for n, one in enumerate(references)
        ))  # fmt: skip
        goals = [(one, f"{one}-g{n}") for one in references for n in (1, 2)]
        outcome = f"{framework}:{'wellbeing' if role == 'carer' else 'quality-of-life'}"
        self.copy("goal", "provider, goal, person, outcome, agreed_on, baseline", (
            (provider, goal, one, outcome, self.day(500), 2) for one, goal in goals
        ))  # fmt: skip
        reviews = [(one, f"{one}-r{n}") for one in references for n in range(30 if one == BUSY else EACH["reviews"])]
        self.copy("review", "provider, review, person, reviewed_on, kind, feels_supported, next_due_on", (
            (provider, review, one, day := self.day(200), "scheduled", "yes", day + timedelta(days=luck.choice([60, 90])))
            for one, review in reviews
        ))  # fmt: skip
        self.copy("goal_review", "provider, review, goal, score, achieved", (
            (provider, review, f"{one}-g{n}", luck.randint(1, 5), "not_yet") for one, review in reviews for n in (1, 2)
        ))  # fmt: skip
        self.copy("contact", 'provider, contact, person, "on", kind, minutes', (
            (provider, f"{one}-k{n}", one, self.day(400), luck.choice(CONTACT_KINDS), 20)
            for one in references for n in range(60 if one == BUSY else EACH["contacts"])
        ))  # fmt: skip
        self.copy("score", "provider, person, scale, taken_on, score, at", (
            (provider, one, "wellbeing", self.day(400), luck.randint(0, 10), "review") for one in references
        ))  # fmt: skip
        self.copy("assessment", "provider, assessment, person, kind, started_on, completed_on", (
            (provider, f"{one}-a", one, "carer", started := self.day(60), None if n % 10 == 0 else started)
            for n, one in enumerate(references)
        ))  # fmt: skip
        self.copy("audit_event", "at, user_id, action, provider, person, details, salt, sealed, previous_hash, hash", (
            (AT, worker, "person-seen", provider, one, "{}", zeros[:32], zeros, zeros, secrets.token_hex(32))
            for one in references
        ))  # fmt: skip

    def marks(self, provider: str, references: list[str], marks: list[set[tuple[str, str]]]) -> None:
        """Write the marks by which people are found; `marks` of each name in turn."""
        self.copy("person_mark", "provider, kind, mark, person", (
            (provider, kind, mark, one) for n, one in enumerate(references) for kind, mark in marks[n % len(marks)]
        ))  # fmt: skip
        self.connection.commit()

    def day(self, days_back: int) -> date:
        """A day within so many days before today."""
        return TODAY - timedelta(days=self.luck.randint(1, days_back))


def fill(app: Flask, address: str, each: int, providers: int, large: int) -> None:
    """Write all providers, one of them large, with a worker for the first and for the large one."""
    loader = Loader(address)
    with app.app_context():
        upgrade_database()
        wanted = {f"p{number:02}": each for number in range(providers)} | {"large": large}
        for number, provider in enumerate(wanted):
            framework = FRAMEWORKS[number % 2]
            db.session.add(Provider(provider=provider, name=f"Provider {provider}"))
            db.session.flush()
            contract = {"framework": framework, "starts_on": date(2025, 4, 1)}
            db.session.add(Contract(contract=f"c-{provider}", provider=provider, **contract))
        db.session.commit()
        encrypted = Person.__table__.c.name.type.process_bind_param
        names = [f"Ada Example{number}" for number in range(500)]
        written = [encrypted(name, db.engine.dialect) for name in names]
        workers = {}
        for provider in ("p00", "large"):
            workers[provider] = db.session.query(User).filter_by(email=add_staff(app, provider=provider)).one().id
        db.session.commit()
        for number, (provider, size) in enumerate(wanted.items()):
            references = [f"P{one:05}" for one in range(size)]
            loader.provider(provider, references, ("carer", "service_user")[number % 2], workers.get(provider), written)
            found = {name: marks_of(provider, name, None, None) for name in names}
            loader.marks(provider, references, [found[name] for name in names])
        draw_samples()
    loader.connection.close()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


@dataclass(frozen=True)
class Measured:
    """REQUESTS requests: how long they took, in order; of a core, how much this process used in the median one and
    PostgreSQL in the mean one (None where it runs elsewhere), all in seconds; and how many queries the last one made.

    What is used of a core hardly depends on what else the machine does; how long a request takes does.
    """

    times: list[float]
    here: float
    there: float | None
    queries: int

    @property
    def median(self) -> float:
        """How long the median request took."""
        return statistics.median(self.times)

    def words(self) -> str:
        """The figures as they stand in the table, in milliseconds."""
        late = self.times[math.ceil(0.95 * len(self.times)) - 1]
        there = "   ?" if self.there is None else f"{self.there * 1000:4.0f}"
        took = f"{self.median * 1000:6.0f} {late * 1000:6.0f} {self.times[0] * 1000:6.0f}"
        return f"{took} {self.here * 1000:6.0f} {there:>6} {self.queries:7}"


def used_by_postgres(engine: Engine) -> float | None:
    """The seconds of a core that the app's connections have used in PostgreSQL; None where it is on another machine."""
    with engine.connect() as connection:
        wanted = text("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        pids = list(connection.scalars(wanted))
    try:
        return sum(int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) for pid in pids) / 1e9
    except OSError:
        return None


def measured(app: Flask, client: FlaskClient, path: str) -> Measured:
    """Ask for a page, three times before it counts."""
    counted: list[str] = []

    def count(*given: Any) -> None:
        counted.append(given[2])

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", count)
    times, used = [], []
    before = None
    for number in range(REQUESTS + 3):
        if number == 3:
            before = used_by_postgres(engine)
        counted.clear()
        begun, begun_used = time.perf_counter(), time.process_time()
        answer = client.get(path)
        if number >= 3:
            times.append(time.perf_counter() - begun)
            used.append(time.process_time() - begun_used)
        assert answer.status_code == 200, (path, answer.status_code, answer.location)
    event.remove(engine, "before_cursor_execute", count)
    after = used_by_postgres(engine)
    there = (after - before) / REQUESTS if before is not None and after is not None else None
    return Measured(sorted(times), statistics.median(used), there, len(counted))


def table(app: Flask) -> list[str]:
    """Print the figures of each page; returns those of the ordinary provider that take longer than they should."""
    slow = []
    for provider in ("p00", "large"):
        client = new_client(app)
        sign_in(client, f"support_worker@{provider}.example")
        print(f"\n{provider:32} median    p95  least  here*  there* queries  × bare")
        bare = measured(app, client, BARE)
        for path in (BARE, *PAGES):
            found = bare if path == BARE else measured(app, client, path)
            print(f"{path:32} {found.words()} {found.median / bare.median:7.1f}", flush=True)
            if provider == "p00" and found.median > TARGET:
                slow.append(path)
    print("\nMilliseconds. * of a core: in this process, and in PostgreSQL.")
    return slow


def main() -> None:
    """Fill a database, then measure each page."""
    each, providers, large = (int(given) for given in (*sys.argv[1:], *SIZES[len(sys.argv) - 1 :]))
    with database() as address, tempfile.TemporaryDirectory() as home:
        quick = {"SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {"argon2__time_cost": 1, "argon2__memory_cost": 64}}
        given = {"HOME": Path(home), "DATABASE_URL": address, "TODAY": TODAY, "SECOND_FACTOR": "optional"}
        app = create_app({**given, **SECRETS, **quick})
        begun = time.perf_counter()
        fill(app, address, each, providers, large)
        people = each * providers
        print(
            f"{people:,} people of {providers} providers with {people * sum(EACH.values()):,} events, and {large:,} people"
        )
        print(
            f"of a large one, loaded in {time.perf_counter() - begun:.0f} s. Load of the machine: {os.getloadavg()[0]:.1f}"
        )
        slow = table(app)
        with app.app_context():
            db.engine.dispose()
    print(f"\nOver {TARGET * 1000:.0f} ms: {', '.join(slow) or 'none'}")


if __name__ == "__main__":
    main()
