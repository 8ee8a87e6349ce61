"""The pictures of easy read: those that the definitions name, out of the OpenMoji collection (CC BY-SA 4.0)."""

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from forms_app.frontend.node import FrontEndError, npm_package
from forms_app.settings import load_settings
from surveys.library import SHIPPED, Library, load_what_can_be

COLLECTION = "@iconify-json/openmoji"
FOLDER = "pictures"
"""Below the built files: `picture_url` in `assets.py` looks here."""
_ACTIVE = re.compile(r"<\s*(script|foreignObject|image|iframe)|\son\w+\s*=|href\s*=\s*[\"'](?!#)", re.IGNORECASE)
"""What would run, or load something from elsewhere."""


def pictures_named(library: Library) -> dict[str, str]:
    """The pictures that questions and answers name, each with the key of a question that does."""
    named: dict[str, str] = {}
    for module in library.modules.values():
        for question in module.questions:
            own = (question.picture, question.low_picture, question.high_picture)
            for name in (*own, *(option.picture for option in question.options)):
                if name:
                    named.setdefault(name, question.key)
    return named


def pictures_wanted() -> dict[str, str]:
    """Those of the definitions that came with the program, and of the folder that the settings name."""
    # Secrets are given, so that none are made by looking up a folder.
    settings = load_settings(given={"SECRET_KEY": "-", "ENCRYPTION_KEYS": ["-"], "PASSWORD_SALT": "-"})
    folders = dict.fromkeys([SHIPPED, Path(settings["DEFINITIONS"])])
    named: dict[str, str] = {}
    for folder in folders:
        if folder.is_dir():
            named |= pictures_named(load_what_can_be(folder)[0])
    return dict(sorted(named.items()))


def picture_files(root: Path, named: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    """The SVG file of each picture: its name below the built files, and its content.

    Raises FrontEndError for a picture that the collection does not have, or that is not only a picture.
    """
    if not named:
        return
    missing = unknown_pictures(root, named)
    if missing:
        words = "; ".join(f"{name} ({named[name]})" for name in missing)
        raise FrontEndError(
            f"OpenMoji has no picture of this name: {words}. Correct it in translations/. Then build again."
        )
    icons = _collection(root)
    for name in named:
        body = icons[name]["body"]
        if _ACTIVE.search(body):
            raise FrontEndError(f"The picture {name} does more than show something. Choose another in translations/.")
        size = f"0 0 {icons[name].get('width', 72)} {icons[name].get('height', 72)}"
        yield f"{FOLDER}/{name}.svg", f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}">{body}</svg>'.encode()


def unknown_pictures(root: Path, names: Iterable[str]) -> list[str]:
    """Those names that the collection does not have. Raises FrontEndError where it is not installed."""
    icons = _collection(root)
    return [name for name in names if name not in icons]


@lru_cache(maxsize=1)
def _collection(root: Path) -> dict[str, dict[str, Any]]:
    found = json.loads((npm_package(root, COLLECTION) / "icons.json").read_text(encoding="utf-8"))
    icons: dict[str, dict[str, Any]] = found["icons"]
    others = {name: icons[of["parent"]] for name, of in found.get("aliases", {}).items() if of["parent"] in icons}
    return others | icons
