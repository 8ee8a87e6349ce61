"""Checking a folder of definitions: what is wrong, what is asked, and what a reading has answered."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from surveys.library import SHIPPED, Library, load_what_can_be
from surveys.lint import lint
from surveys.lint.readings import reading_of
from surveys.lint.targets import SETTLED_BY_A_READING
from surveys.marked_yaml import Finding, merged
from surveys.model.measure import Reading

NAMED_BY_NOTHING = {"frameworks", "instruments", "translations", "languages.yaml"}
"""Files and folders without which the rest can still be looked at."""


@dataclass(frozen=True)
class Answered:
    """A question of the linter with the reading that answers it."""

    finding: Finding
    framework: str
    reading: Reading


@dataclass(frozen=True)
class Report:
    """What a check found: `errors` stop the definitions from being used, `questions` wait for a reading.

    `library` holds what could be loaded. `unchecked`: some files could not be loaded, so what depends on them was not
    looked at.
    """

    directory: Path
    library: Library
    errors: tuple[Finding, ...]
    questions: tuple[Finding, ...]
    answered: tuple[Answered, ...]
    unchecked: bool

    @property
    def passes(self) -> bool:
        """Whether the definitions can be used."""
        return not self.errors

    def summary(self) -> str:
        """One sentence on what was read, one on what was found."""
        library = self.library
        read = ", ".join(
            _counted(len(things), name)
            for name, things in (
                ("framework", library.frameworks),
                ("module", library.modules),
                ("survey", library.surveys),
                ("instrument", library.instruments),
            )
        )
        measures = sum(len(framework.measures) for framework in library.frameworks.values())
        found = ", ".join(
            (
                _counted(len(self.errors), "error"),
                _counted(len(self.questions), "open question"),
                _counted(len(self.answered), "answered question"),
            )
        )
        return f"Read {read}, {_counted(measures, 'measure')}. Found {found}."


def check(directory: Path = SHIPPED) -> Report:
    """Load and lint the definitions below `directory`. Raises nothing: what can't be read is among the errors."""
    if not directory.is_dir():
        message = "there is no such folder of definitions"
        error = Finding(str(directory), 1, "", message, "missing")
        return Report(directory, load_what_can_be(directory)[0], (error,), (), (), unchecked=True)
    library, broken = load_what_can_be(directory)
    # With a module or a code list missing, everything that names it would look wrong.
    rest = {finding.file.split("/")[0] for finding in broken} <= NAMED_BY_NOTHING
    errors = list(broken)
    questions: list[Finding] = []
    answered: list[Answered] = []
    for finding in lint(library) if rest else []:
        home = finding.file.removesuffix(".yaml").split("/")
        framework = library.frameworks.get(home[1]) if home[0] == "frameworks" else None
        reading = reading_of(framework, finding) if framework else None
        if framework and reading and (not finding.grave or finding.code in SETTLED_BY_A_READING):
            answered.append(Answered(finding, framework.id, reading))
        else:
            (errors if finding.grave else questions).append(finding)
    return Report(directory, library, tuple(merged(errors)), tuple(merged(questions)), _once(answered), unchecked=not rest)


def _once(answered: list[Answered]) -> tuple[Answered, ...]:
    """One entry where the same reading answers the same finding of a family's made measures."""
    kept: list[Answered] = []
    groups: Counter[tuple[str, int, str, str]] = Counter()
    for entry in answered:
        place = (entry.finding.file, entry.finding.line, entry.finding.message, entry.reading.id)
        groups[place] += 1
        if groups[place] == 1:
            kept.append(entry)
    return tuple(kept)


def _counted(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"
