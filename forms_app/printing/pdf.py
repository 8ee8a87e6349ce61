"""HTML to PDF by WeasyPrint, with fonts of our own for every script and without any network."""

from functools import lru_cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parents[1] / "static" / "build" / "fonts"
"""Fonts that the front-end build copies: `fonts.css` beside the files it names."""
NEEDS = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


class NoPrinter(RuntimeError):
    """PDF files can't be made on this machine; the message says what to install."""


def pdf_of(html: str, *, language: str) -> bytes:
    """A tagged PDF (PDF/UA-1) of a whole HTML page in `language`, which its `lang` attribute must name.

    Nothing is fetched but our own built files (`build:pictures/house.svg`) and data addresses. Raises NoPrinter, and
    ValueError for a page that does not say its language.
    """
    if f'lang="{language}"' not in html:
        raise ValueError(f"the page does not say that it is in {language!r}")
    weasyprint, fetcher, fonts = _printer()
    sheet = FONTS / "fonts.css"
    sheets = [weasyprint.CSS(filename=sheet, font_config=fonts, url_fetcher=fetcher)] if sheet.exists() else []
    page = weasyprint.HTML(string=html, url_fetcher=fetcher, base_url="build:")
    document: bytes = page.write_pdf(stylesheets=sheets, font_config=fonts, pdf_variant="pdf/ua-1")
    return document


@lru_cache(maxsize=1)
def _printer() -> tuple[Any, Any, Any]:
    """The library, what fetches for it, and its fonts: loaded when first needed, so that most processes do without."""
    try:
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration

        from forms_app.printing.own_files import OwnFiles
    except OSError as error:
        words = f"PDF files can't be made: the Pango library is missing. On Debian: apt-get install {NEEDS}"
        raise NoPrinter(words) from error
    return weasyprint, OwnFiles(), FontConfiguration()
