"""Which English each translation was made from: `translations/<code>/english.yaml`."""

from pathlib import Path

import yaml

from surveys.library import Library
from surveys.model.languages import Language
from surveys.translations_coverage import fingerprints
from surveys.translations_files import FINGERPRINTS, FOLDER

HEADER = """\
# The English that each text was translated from, as a short hash. When the English changes, the check says which
# translations are old. Written by: carer-outcomes check --translated {code}
"""


def made_from(directory: Path, language: Language) -> dict[str, dict[str, str]]:
    """The fingerprints that were recorded, by file and place; none where nothing was, or where they can't be read."""
    path = _path(directory, language)
    try:
        found = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) if path.exists() else None
    except (yaml.YAMLError, UnicodeDecodeError):
        return {}
    files = found if isinstance(found, dict) else {}
    return {str(file): places for file, places in files.items() if isinstance(places, dict)}


def record_english(directory: Path, library: Library, language: Language) -> Path:
    """Note that all of a language is translated from the English as it is now; the file that says so."""
    path = _path(directory, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    body = yaml.safe_dump(fingerprints(library, language), sort_keys=False, allow_unicode=True, width=200)
    path.write_text(HEADER.format(code=language.code) + body, encoding="utf-8")
    return path


def _path(directory: Path, language: Language) -> Path:
    return directory / FOLDER / language.code / FINGERPRINTS
