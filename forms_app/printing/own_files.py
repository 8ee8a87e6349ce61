"""What a printed page may hold: our own built files and data addresses. Importing this needs Pango."""

from pathlib import Path
from typing import Any

from weasyprint.urls import URLFetcher

BUILT = Path(__file__).parents[1] / "static" / "build"


class OwnFiles(URLFetcher):  # type: ignore[misc]
    """Reads `build:name` from the built files, and `data:` addresses; refuses all else, so nothing is ever fetched."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        """The file at an address. Raises ValueError for one that is not ours."""
        if url.startswith("data:"):
            return super().fetch(url, headers)
        start = "file://" if url.startswith("file://") else "build:"
        path = (BUILT / url.removeprefix(start).partition("?")[0]).resolve()
        if not path.is_relative_to(BUILT.resolve()):
            raise ValueError("a printed page holds only our own files")
        return super().fetch(path.as_uri(), headers)
