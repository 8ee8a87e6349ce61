"""Write a large area's files, import them, and print how long it took and how much memory it needed.

    python -m tests.performance.import_a_large_area [PEOPLE] [DATABASE_URL]

PEOPLE is 100,000 where it is not given (about 1.2 million rows); the database is an SQLite file unless a URL of an empty
PostgreSQL database is given. Nothing is asserted: the figures are for reading and for comparing from change to change.
"""

import csv
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from surveys.library import SHIPPED, load_library

PROVIDERS = 20
START = date(2023, 4, 1)


def write(folder: Path, name: str, header: str, rows: Iterable[tuple[Any, ...]]) -> int:
    """Write one file; gives its rows."""
    count = 0
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        for count, row in enumerate(rows, start=1):  # noqa: B007
            writer.writerow(row)
    return count


def write_area(folder: Path, people: int) -> int:
    """Write an area with `people` people and their history into `folder`; gives the rows in all."""
    chance = random.Random(1)
    library = load_library(SHIPPED)
    codes = {name: library.codes.codes(name) for name in library.codes.lists}
    framework = library.frameworks["rochdale-carers"]
    outcomes = [f"{framework.id}:{outcome}" for outcome in framework.outcome_ids()]

    def day(within: int = 1000) -> date:
        return START + timedelta(days=chance.randrange(within))

    def of(number: int) -> str:
        return f"provider-{number % PROVIDERS}"

    def pick(name: str) -> str:
        return chance.choice(codes[name])

    def everyone(times: int = 1) -> Iterator[tuple[str, str, str]]:
        for number in range(people):
            for time_number in range(times):
                yield of(number), f"carer-{number:06}", f"{number:06}-{time_number}"

    rows = write(folder, "providers.csv", "provider,name", ((f"provider-{n}", f"Provider {n}") for n in range(PROVIDERS)))
    rows += write(
        folder,
        "people.csv",
        "provider,person,role,registered_on,status,birth_year,gender,ethnicity,employment_status,carer_groups,cared_for_conditions",
        (
            (provider, person, "carer", day(), pick("status"), chance.randrange(1930, 2008), pick("gender"),
             pick("ethnicity"), pick("employment_status"), pick("carer_groups"),
             ";".join(chance.sample(codes["cared_for_conditions"], 2)))
            for provider, person, _ in everyone()
        ),
    )  # fmt: skip
    rows += write(
        folder,
        "referrals.csv",
        "provider,referral,person,received_on,source,kind,accepted",
        (
            (provider, f"r{key}", person, day(), pick("referral_source"), "new", "yes")
            for provider, person, key in everyone()
        ),
    )
    rows += write(
        folder,
        "assessments.csv",
        "provider,assessment,person,kind,started_on,completed_on",
        ((provider, f"a{key}", person, "carer", day(900), "2026-02-01") for provider, person, key in everyone()),
    )
    rows += write(
        folder,
        "goals.csv",
        "provider,goal,person,outcome,agreed_on,baseline",
        (
            (provider, f"g{key}", person, chance.choice(outcomes), day(), chance.randrange(1, 6))
            for provider, person, key in everyone(2)
        ),
    )
    rows += write(
        folder,
        "reviews.csv",
        "provider,review,person,reviewed_on,kind,feels_supported",
        ((provider, f"v{key}", person, day(), "scheduled", "yes") for provider, person, key in everyone()),
    )
    rows += write(
        folder,
        "goal_reviews.csv",
        "provider,review,goal,score,achieved,need_met",
        (
            (provider, f"v{key[:6]}-0", f"g{key}", chance.randrange(1, 6), pick("achieved"), "yes")
            for provider, person, key in everyone(2)
        ),
    )
    rows += write(
        folder,
        "scores.csv",
        "provider,person,scale,taken_on,score,at",
        ((provider, person, "wellbeing", day(), chance.randrange(11), "review") for provider, person, _ in everyone()),
    )
    rows += write(
        folder,
        "contacts.csv",
        "provider,contact,person,on,kind,minutes,online",
        (
            (provider, f"c{key}", person, day(), pick("contact_kind"), chance.randrange(90), pick("online"))
            for provider, person, key in everyone(3)
        ),
    )
    survey = library.surveys["carer-short"]
    plain = [question for question in survey.by_key.values() if question.kind == "one"]
    rows += write(
        folder,
        "responses.csv",
        "response,survey,provider,submitted_on,channel," + ",".join(question.key for question in plain),
        (
            (f"s{key}", survey.id, provider, day(), "web", *(chance.choice(question.codes()) for question in plain))
            for provider, _, key in everyone()
            if int(key[:6]) % 5 == 0
        ),
    )
    return rows


def timed(label: str, command: list[str], environment: dict[str, str]) -> None:
    """Run a command and print its seconds, those it was at work itself, and the most memory a command needed so far."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    seconds, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    own = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    last = " ".join((done.stdout or done.stderr).strip().splitlines()[-1:])
    print(
        f"{label:16} {seconds:6.1f} s, {own:6.1f} s of its own, at most {after.ru_maxrss / 1024:4.0f} MiB. {last}",
        flush=True,
    )


def main(people: int, database_url: str | None) -> None:
    """Write the files, then check, import, import again, and export."""
    with tempfile.TemporaryDirectory() as name:
        home, files = Path(name) / "home", Path(name) / "files"
        files.mkdir()
        started = time.perf_counter()
        print(f"{write_area(files, people):,} rows written in {time.perf_counter() - started:.1f} s", flush=True)
        environment = {"CARER_OUTCOMES_HOME": str(home), "PATH": ""}
        if database_url:
            environment["CARER_OUTCOMES_DATABASE_URL"] = database_url
        program = [sys.executable, "-c", "from forms_app.cli import main; main()"]
        timed("tables", [*program, "db", "upgrade"], environment)
        timed("import --check", [*program, "import", str(files), "--check"], environment)
        timed("import", [*program, "import", str(files)], environment)
        timed("import again", [*program, "import", str(files)], environment)
        timed("export", [*program, "export", str(Path(name) / "out")], environment)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, sys.argv[2] if len(sys.argv) > 2 else None)
