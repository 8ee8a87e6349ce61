"""The fonts of printed pages: Noto, whose parts between them hold every script that a survey is asked in."""

from collections.abc import Iterator
from pathlib import Path

from forms_app.frontend.node import npm_package

FOLDER = "fonts"
WEIGHTS = (400, 700)
PARTS = {
    "Noto Sans": ("noto-sans", ("latin", "latin-ext")),
    "Noto Sans Arabic": ("noto-sans-arabic", ("arabic",)),
    "Noto Nastaliq Urdu": ("noto-nastaliq-urdu", ("arabic",)),
    "Noto Sans Bengali": ("noto-sans-bengali", ("bengali",)),
}
"""By family: its npm package below @fontsource, and the parts of it that are taken."""


def font_packages(root: Path) -> list[Path]:
    """The folders of the packages. Raises FrontEndError where one is not installed."""
    return [npm_package(root, f"@fontsource/{package}") for package, _parts in PARTS.values()]


def font_files(root: Path) -> Iterator[tuple[str, bytes]]:
    """Name and content of each font file, then of `fonts.css`, which gives each part a family of its own.

    A family of its own for each part ("Noto Sans latin-ext"), because a printed page finds a letter by trying one family
    after another. The licence goes with them.
    """
    rules = []
    for (family, (_package, parts)), folder in zip(PARTS.items(), font_packages(root), strict=True):
        for part in parts:
            for weight in WEIGHTS:
                name = f"{folder.name}-{part}-{weight}-normal.woff2"
                yield f"{FOLDER}/{name}", (folder / "files" / name).read_bytes()
                called = f'"{family}"' if part == parts[0] else f'"{family} {part}"'
                rules.append(f"@font-face{{font-family:{called};font-weight:{weight};src:url({name})}}")
        yield f"{FOLDER}/{folder.name}-licence.txt", (folder / "LICENSE").read_bytes()
    yield f"{FOLDER}/fonts.css", "\n".join(rules).encode()
