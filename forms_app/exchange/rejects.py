"""Files of rejected rows: as they came, with the reasons in front, to be corrected and imported again."""

import csv
import shutil
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

from forms_app.exchange.csv_files import REASONS, Sheet
from forms_app.exchange.layout import Fault, File


class Rejects:
    """Writes rejected rows below `folder`, one file for each file that has some. Use as a context."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writers: dict[str, Any] = {}
        self._open = ExitStack()
        self.rows = 0
        self.files: list[Path] = []

    def __enter__(self) -> "Rejects":
        return self

    def close(self) -> None:
        """Have everything on disk. Raises OSError where there is no room."""
        self._open.close()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _at: TracebackType | None) -> None:
        self.close()
        if kind is not None:
            for path in self.files:
                path.unlink(missing_ok=True)

    def add(self, file: File, sheet: Sheet, cells: list[str], faults: list[Fault]) -> None:
        """Write one row of `sheet` with its reasons.

        The reasons come first, so that they stay in their column where a row has too few or too many cells.
        """
        old = [place for place, name in enumerate(sheet.header) if name == REASONS]
        if file.name not in self._writers:
            path = self._path(file.name)
            opened = self._open.enter_context(path.open("w", encoding="utf-8", newline=""))
            self._writers[file.name] = csv.writer(opened, lineterminator="\n")
            self._writers[file.name].writerow([REASONS, *_without(list(sheet.header), old)])
        reasons = [f"{column}: {message}" if column else message for column, message in faults]
        self._writers[file.name].writerow(["; ".join(reasons), *_without(cells, old)])
        self.rows += 1

    def whole(self, sheet: Sheet) -> None:
        """Copy a file that can't be read at all, as it is."""
        shutil.copyfile(sheet.path, self._path(sheet.name))

    def _path(self, name: str) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / name
        self.files.append(path)
        return path


def _without(cells: list[str], places: list[int]) -> list[str]:
    return [cell for place, cell in enumerate(cells) if place not in places]
