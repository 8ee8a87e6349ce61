"""Writing the rows of an import, and noting what it takes to take them back."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from forms_app.bringing.images import Image, Key, images, plain, print_of, table_of
from forms_app.exchange.filed_returns import WHOLE, latest_versions
from forms_app.exchange.known import Known
from forms_app.exchange.layout import File, Values
from forms_app.exchange.store import Writer

TOGETHER = 400
Entry = dict[str, Any]
"""A row that was new or changed. `k`: its key; `h`: its print after; `was`: the columns that changed as they were, none
where it is new; `who`: the person it is about."""


@dataclass
class Recorder:
    """Writes rows with `inner`, in batches, and notes each row that is new or changed."""

    connection: Connection
    file: File
    inner: Writer
    names: list[str]
    known: Known
    entries: list[Entry] = field(default_factory=list)
    same: int = 0
    alike: list[str] = field(default_factory=list)
    _batch: list[Values] = field(default_factory=list)

    def take(self, values: Values) -> None:
        """One good row."""
        self._batch.append(values)
        if len(self._batch) >= TOGETHER:
            self.finish()

    def finish(self) -> None:
        """Write what is gathered."""
        if not self._batch:
            return
        keys: list[Key] = [tuple(values[name] for name in self.file.key) for values in self._batch]
        before = self._images(keys)
        for values in self._batch:
            self.inner.take(values)
        self.inner.finish()
        after = self._images(keys)
        for key, values in zip(keys, self._batch, strict=True):
            self._note(key, before.get(key), after[key], self._who(values))
        self._batch = []

    def _images(self, keys: list[Key]) -> dict[Key, Image]:
        return images(self.connection, self.file.name, table_of(self.file.model), self.file.key, keys)

    def _note(self, key: Key, before: Image | None, after: Image, who: str | None) -> None:
        if before == after:
            self.same += 1
            return
        changed = None
        if before is not None:
            changed = {name: plain(before[name]) for name in before if before[name] != after[name] and name != "version"}
            self._look_alike(before, after)
        entry: Entry = {"k": [plain(one) for one in key], "h": print_of(after), "was": changed}
        self.entries.append(entry | ({"who": who} if who else {}))

    def _look_alike(self, before: Image, after: Image) -> None:
        """A known reference with another role or year of birth may be someone else's."""
        if self.file.thing != "person":
            return
        if any(before[name] and after[name] and before[name] != after[name] for name in ("role", "birth_year")):
            self.alike.append(str(after["person"]))

    def _who(self, values: Values) -> str | None:
        if self.file.thing == "review of a goal":
            return self.known.keys["goal"].get((values["provider"], values["goal"]))
        return values.get("person")


class ReturnsRecorder(Recorder):
    """Notes the versions of returns that were filed; a correction leaves the version before it as it was."""

    def take(self, values: Values) -> None:
        """One field of a return."""
        self._batch.append(values)

    def finish(self) -> None:
        """File them all."""
        keys = list(dict.fromkeys(tuple(values[name] for name in WHOLE) for values in self._batch))
        providers = {str(key[0]) for key in keys}
        before = latest_versions(self.connection, providers)
        for values in self._batch:
            self.inner.take(values)
        self.inner.finish()
        after = latest_versions(self.connection, providers)
        filed = {after[key].id: key in before for key in keys if key not in before or before[key].id != after[key].id}
        for (number,), image in self._images([(one,) for one in filed]).items():
            self.entries.append({"k": [number], "h": print_of(image), "was": None, "again": filed[number]})
        self.same += len(keys) - len(filed)
        self._batch = []


def recorder_for(connection: Connection, file: File, inner: Writer, names: list[str], known: Known) -> Recorder:
    """What writes the rows of a file."""
    made: Callable[..., Recorder] = ReturnsRecorder if file.name == "returns.csv" else Recorder
    return made(connection, file, inner, names, known)


def counts_of(recorder: Recorder) -> list[int]:
    """How many rows (of returns: how many returns) are new, changed, the same."""
    changed = sum(entry["was"] is not None or bool(entry.get("again")) for entry in recorder.entries)
    return [len(recorder.entries) - changed, changed, recorder.same]
