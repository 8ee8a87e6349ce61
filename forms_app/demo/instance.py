"""The demonstration's instance: where it lives, whether it is finished, how it is filled."""

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask

import forms_app.demo
from forms_app.app import create_app, library
from forms_app.commands.database import upgrade_database
from forms_app.demo.area import COUNCIL, TODAY
from forms_app.demo.decisions import record_decisions, sort_into_themes
from forms_app.demo.invited import invite_people
from forms_app.demo.payments import record_payments
from forms_app.demo.rounds import open_rounds
from forms_app.demo.safety import make_safety_items
from forms_app.demo.staff import make_staff
from forms_app.demo.stories import tell_stories
from forms_app.exchange.importing import import_folder, open_folder
from forms_app.migrations import SCRIPTS
from surveys.library import SHIPPED

MARKER = "demo.json"


class NotADemo(ValueError):
    """The folder holds something that is not a demonstration, and must not be cleared away."""


class DemoFaulty(RuntimeError):
    """The made-up files were refused; the message is the first problem."""


@dataclass(frozen=True)
class Instance:
    """The demonstration in folder `home`, made from `seed`, with the app at `port` once it is served."""

    home: Path
    seed: int
    port: int

    @property
    def files(self) -> Path:
        """The folder of the import files."""
        return self.home / "import"

    def is_finished(self) -> bool:
        """Whether a finished demonstration of this seed, made by this very program, is there."""
        return bool(self._marked() == {"made": self._made(), "finished": True})

    def begin(self) -> None:
        """Clear away what an earlier or unfinished run left. Raises NotADemo for a folder of any other kind."""
        if self.home.exists() and any(self.home.iterdir()):
            if self._marked() is None:
                raise NotADemo(f"{self.home} is not empty and holds no demonstration; name another folder with --home")
            shutil.rmtree(self.home)
        self.home.mkdir(parents=True, exist_ok=True)
        self._mark(finished=False)

    def finish(self) -> None:
        """Note that all is made."""
        self._mark(finished=True)

    def app(self) -> Flask:
        """The app on this instance, on the day that the demonstration takes it to be."""
        return create_app(self._settings())

    def write_settings(self) -> Path:
        """Write the settings as a file that CARER_OUTCOMES_CONFIG can name; returns it."""
        lines = [
            f"{name} = {json.dumps('yes' if value is True else str(value))}\n" for name, value in self._settings().items()
        ]
        path = self.home / "settings.toml"
        path.write_text("".join(lines), encoding="utf-8")
        return path

    def _settings(self) -> dict[str, Any]:
        home = self.home.absolute()
        return {
            "HOME": home,
            "DATABASE_URL": f"sqlite:///{home / 'carer-outcomes.sqlite'}",
            "DEFINITIONS": SHIPPED,
            "MADE_UP": True,
            "TODAY": TODAY,
            "COUNCIL_NAME": COUNCIL,
            "PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            "SECOND_FACTOR": "optional",
        }

    def _marked(self) -> Any:
        try:
            return json.loads((self.home / MARKER).read_text(encoding="utf-8"))
        except OSError:
            return None
        except ValueError:
            return {}

    def _mark(self, *, finished: bool) -> None:
        content = json.dumps({"made": self._made(), "finished": finished})
        (self.home / MARKER).write_text(content, encoding="utf-8")

    def _made(self) -> str:
        """What the demonstration is made from: the seed, the program that makes it, the definitions, the tables."""
        digest = hashlib.sha256(str(self.seed).encode())
        own = Path(forms_app.demo.__file__).parent
        for folder, kind in ((own, "*.py"), (SHIPPED, "**/*.yaml"), (SCRIPTS / "versions", "*.py")):
            for path in sorted(folder.glob(kind)):
                digest.update(path.read_bytes())
        return digest.hexdigest()[:16]


def import_files(folder: Path) -> int:
    """Import the made-up files as the import command does; returns how many rows. Raises DemoFaulty."""
    outcome = import_folder(open_folder(folder), check_only=False, rejects=None, progress=lambda name: lambda: None)
    if not outcome.imported:
        raise DemoFaulty(f"{outcome.report.closing_line()} The first: {outcome.report.problems[0]}")
    return sum(count.rows for count in outcome.counts)


def set_up(app: Flask) -> None:
    """Make the tables."""
    with app.app_context():
        upgrade_database()


def add_staff_rounds_and_stories(app: Flask) -> None:
    """Accounts, open rounds, stories, decisions, themes."""
    with app.app_context():
        make_staff()
        open_rounds()
        invite_people()
        tell_stories()
        record_payments()
        record_decisions()
        sort_into_themes(library())
        make_safety_items()
