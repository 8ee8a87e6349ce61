"""Building the styles and the script of the pages: `python -m forms_app.frontend.build`.

Sass, run by Node, makes one sheet for survey pages and one for staff pages. Each gets a mirrored twin for
right-to-left languages, and every file a .gz twin so that a server need not compress on the way. The pictures that the
definitions name are laid beside them.
Nothing happens when the sources are the same as last time. The fonts of printed pages are laid beside them.
"""

import gzip
import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from forms_app.frontend.css import mirrored, without
from forms_app.frontend.fonts import font_files, font_packages
from forms_app.frontend.node import FrontEndError, node_program, npm_package
from forms_app.frontend.pictures import COLLECTION, FOLDER, picture_files, pictures_wanted

SOURCES = Path(__file__).parent
ROOT = SOURCES.parents[1]
BUILT = ROOT / "forms_app" / "static" / "build"

SHEETS = ("survey", "staff")
COPIED = (
    "page.js", "menu.js", "aloud.js", "icon.svg", "entry.css", "entry.js", "drafts.js", "review.js", "preview.css",
    "passkeys.js",
)  # fmt: skip

# Parts of the survey components that no survey page has; staff pages keep them.
NOT_IN_SURVEYS = (
    ".govuk-summary-card",
    ".govuk-radios--small",
    ".govuk-checkboxes--small",
    ".govuk-button--inverse",
    ".govuk-link--inverse",
    ".govuk-link-image",
    ".govuk-radios__conditional",
    ".govuk-checkboxes__conditional",
    "::-moz-focus-inner",
)


def build(built: Path = BUILT, root: Path = ROOT) -> bool:
    """Writes the built files into `built`; True when there was something to do.

    Raises FrontEndError, with what to do, when Node, an npm package or a valid source is missing.
    """
    stamp = built / ".stamp"
    pictures = pictures_wanted()
    digest = _digest_of_inputs(root, pictures)
    names = [*(f"{sheet}{twin}.css" for sheet in SHEETS for twin in ("", ".rtl")), *COPIED]
    names += [f"{FOLDER}/{name}.svg" for name in pictures]
    complete = all((built / name).is_file() and (built / f"{name}.gz").is_file() for name in names)
    complete = complete and (built / "fonts" / "fonts.css").is_file()
    if complete and stamp.is_file() and stamp.read_text() == digest:
        return False
    built.mkdir(parents=True, exist_ok=True)
    for name, content in (*picture_files(root, pictures), *_contents(root)):
        _write(built / name, content)
        _write(built / f"{name}.gz", gzip.compress(content, 9, mtime=0))
    for name, content in font_files(root):
        _write(built / name, content)
    _write(stamp, digest.encode())
    return True


def _digest_of_inputs(root: Path, pictures: Iterable[str] = ()) -> str:
    packages = [npm_package(root, name) / "package.json" for name in ("govuk-frontend", "sass", COLLECTION)]
    packages += [folder / "package.json" for folder in font_packages(root)]
    own = [path for path in SOURCES.rglob("*") if path.suffix in {".scss", ".css", ".js", ".svg", ".py"}]
    digest = hashlib.sha256(" ".join(pictures).encode())
    for path in [*packages, *sorted(own)]:
        digest.update(f"{path.name}:{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _contents(root: Path) -> Iterator[tuple[str, bytes]]:
    with tempfile.TemporaryDirectory() as folder:
        _run_sass(root, Path(folder))
        for sheet in SHEETS:
            css = (Path(folder) / f"{sheet}.css").read_text(encoding="utf-8").removeprefix("\ufeff").strip()
            if sheet == "survey":
                css = without(css, NOT_IN_SURVEYS)
            yield f"{sheet}.css", css.encode()
            yield f"{sheet}.rtl.css", mirrored(css).encode()
    for name in COPIED:
        yield name, (SOURCES / name).read_bytes()


def _run_sass(root: Path, folder: Path) -> None:
    sass = npm_package(root, "sass") / "sass.js"
    modules = npm_package(root, "govuk-frontend").parent
    pairs = [f"{SOURCES / 'scss' / sheet}.scss:{folder / sheet}.css" for sheet in SHEETS]
    options = ["--no-source-map", "--style=compressed", "--no-charset", f"--load-path={modules}"]
    done = subprocess.run([node_program(), str(sass), *options, *pairs], capture_output=True, text=True)
    if done.returncode:
        raise FrontEndError(f"Sass could not build the styles. Correct the source it names:\n{done.stderr}")


def _write(path: Path, content: bytes) -> None:
    """Puts the file in place in one step, so that a running server never reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as new:
        new.write(content)
    Path(new.name).chmod(0o644)
    Path(new.name).replace(path)


def main() -> int:
    try:
        done = build()
    except FrontEndError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Styles built in {BUILT.relative_to(ROOT)}." if done else "Styles are up to date.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
