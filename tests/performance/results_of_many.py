"""How long results and files of 100,000 responses with 20 answers each take, and how much memory.

Run: `python -m tests.performance.results_of_many [RESPONSES]`. Prints seconds and the most memory held, in MiB, each
measured in a process of its own.
"""

import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from flask import Flask
from sqlalchemy import insert

from forms_app.app import create_app, library
from forms_app.commands.database import upgrade_database
from forms_app.database import db
from forms_app.models.records import Provider
from forms_app.models.responses import AnswerRow, Response
from forms_app.respond.versions import freeze
from forms_app.results.export.checking import faults_of
from forms_app.results.export.making import ExportOrder, make_export
from forms_app.results.report import report_on
from forms_app.results.selection import Selection

ANSWERS = 20
SELECTION = Selection("carer", ("hub",))


def app_at(folder: Path) -> Flask:
    """The app on the SQLite file in `folder`."""
    keys = {"SECRET_KEY": "bench", "PASSWORD_SALT": "bench", "ENCRYPTION_KEYS": ["x" * 43 + "="]}
    return create_app({"HOME": folder / "home", "DATABASE_URL": f"sqlite:///{folder / 'many.sqlite'}", **keys})


def fill(folder: Path, responses: int) -> None:
    """Send `responses` responses with 20 answers each, one of them in words."""
    luck = Random(1)
    with app_at(folder).app_context():
        upgrade_database()
        survey = library().surveys["carer"]
        questions = [one for one in survey.by_key.values() if one.kind == "one"][: ANSWERS - 2]
        db.session.add(Provider(provider="hub", name="Hub"))
        version = freeze(survey)
        db.session.commit()
        base = {"survey": "carer", "version": version, "provider": "hub", "channel": "web", "language": "en"}
        for start in range(0, responses, 5_000):
            keys = [f"{start + number:032x}" for number in range(min(5_000, responses - start))]
            db.session.execute(
                insert(Response), [base | {"response": key, "submitted_on": date(2026, 4, 1)} for key in keys]
            )
            rows: list[dict[str, Any]] = []
            for key in keys:
                blank = {"response": key, "item": "", "code": None, "number": None, "text": None}
                rows += [blank | {"question": one.key, "code": luck.choice(one.codes())} for one in questions]
                rows.append(blank | {"question": "wellbeing.happy", "number": luck.randint(0, 10)})
                rows.append(blank | {"question": "one-thing.difference", "text": "Somebody who listens, and a break."})
            db.session.execute(insert(AnswerRow), rows)
            db.session.commit()


def count(folder: Path) -> None:
    """What a results page counts."""
    with app_at(folder).app_context():
        assert report_on(db.session, SELECTION).sent


def export(folder: Path) -> None:
    """A file with words, made and checked."""
    with app_at(folder).app_context():
        make_export(folder / "made.zip", ExportOrder(SELECTION, "en", True, "bench"))


def check(folder: Path) -> None:
    """The check of that file."""
    with app_at(folder).app_context():
        assert faults_of(folder / "made.zip") == []


def start(folder: Path) -> None:
    """Nothing: what the app takes by itself."""
    app_at(folder)


def _measured(task: Callable[[Path], None], folder: Path, told: Any) -> None:
    begun = time.perf_counter()
    task(folder)
    told.put((time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def main() -> None:
    """Fill a database, then measure each task in a new process."""
    responses = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    apart = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(folder, responses)
        for task in (start, count, export, check):
            told = apart.Queue()
            process = apart.Process(target=_measured, args=(task, folder, told))
            process.start()
            seconds, memory = told.get(timeout=1_800)
            process.join()
            print(f"{task.__name__:8} {responses:,} responses: {seconds:6.1f} s, {memory:5.0f} MiB at most")
        print(f"zip: {(folder / 'made.zip').stat().st_size / 2**20:.1f} MiB")


if __name__ == "__main__":
    main()
