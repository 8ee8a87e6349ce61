"""Which of our files hold words that respondents see: those that are translated. Staff pages are in English.

A Python file is one of them when its `_` is that of respondents (`forms_app.respond.translation`); staff code takes
Flask-Babel's own. A template is one when it stands on `respond_base.html`, is printed or sent to a respondent, or is
used by one that does.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
SPEAKING = re.compile(
    r"^from forms_app\.(respond\.translation import|translations\.speaking import [^\n]*gettext)", re.MULTILINE
)
STAFF_FRAME = "staff.html"
RESPONDENT_FRAME = "respond_base.html"
SCREEN_FRAMES = ("base.html", STAFF_FRAME, RESPONDENT_FRAME)
FOR_STAFF = "authoring/"
"""Previews look as respondents see the survey; their own words are for staff."""
READ_ALOUD = ("paper/call_words.html",)
"""What staff read to a caller, who hears it in their own language."""
WHOLE_DOCUMENT = "<!DOCTYPE html>"
NAMED = re.compile(r"{%-?\s*(?:extends|include|import|from)\s+[\"']([^\"']+)[\"']")


def python_sources() -> list[Path]:
    """Python files whose words are for respondents."""
    own = Path(__file__).parent
    files = (path for path in sorted(PACKAGE.rglob("*.py")) if own not in path.parents)
    return [path for path in files if SPEAKING.search(path.read_text(encoding="utf-8"))]


def template_sources() -> list[Path]:
    """Templates whose words are for respondents."""
    by_name = templates()
    first = [
        name
        for name, path in by_name.items()
        if not name.startswith(FOR_STAFF)
        and (name == RESPONDENT_FRAME or RESPONDENT_FRAME in _used_by(path) or _printed_or_sent(name, path))
    ]
    return sorted({by_name[name] for name in _reached(first, by_name)})


def templates_of_staff() -> list[Path]:
    """Templates that stand on the staff's frame, and what they use."""
    by_name = templates()
    first = [name for name, path in by_name.items() if STAFF_FRAME in (name, *_used_by(path)) or name.startswith(FOR_STAFF)]
    return sorted({by_name[name] for name in _reached(first, by_name)})


@lru_cache(maxsize=1)
def templates() -> dict[str, Path]:
    """Every template by the name under which it is used."""
    folders = [path for path in PACKAGE.rglob("templates") if path.is_dir()]
    return {
        path.relative_to(folder).as_posix(): path
        for folder in sorted(folders)
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".html", ".txt", ".svg")
    }


def _reached(names: list[str], by_name: dict[str, Path]) -> Iterator[str]:
    waiting, seen = list(names), set(names)
    while waiting:
        name = waiting.pop()
        yield name
        for used in _used_by(by_name[name]):
            if used in by_name and used not in seen:
                seen.add(used)
                waiting.append(used)


def _printed_or_sent(name: str, path: Path) -> bool:
    """Whether a template is a document of its own, on no frame of the screen, or is read aloud."""
    if name in READ_ALOUD:
        return True
    return name not in SCREEN_FRAMES and WHOLE_DOCUMENT.lower() in path.read_text(encoding="utf-8").lower()


def _used_by(path: Path) -> list[str]:
    return NAMED.findall(path.read_text(encoding="utf-8"))
