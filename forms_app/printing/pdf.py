"""HTML to PDF by WeasyPrint, with fonts of our own for every script and without any network."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from forms_app.printing.marks import MarkedPage
from forms_app.printing.spoken_text import keep_letters

FONTS = Path(__file__).parents[1] / "static" / "build" / "fonts"
"""Fonts that the front-end build copies: `fonts.css` beside the files it names."""
NEEDS = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
FAMILIES = '"Noto Sans", "Noto Sans latin-ext", "Noto Sans Arabic", "Noto Sans Bengali"'
BASE_STYLE = f"""
html {{ font-family: {FAMILIES}; font-variant-ligatures: no-common-ligatures; line-height: 1.35 }}
:lang(ur) {{ font-family: "Noto Sans", "Noto Nastaliq Urdu"; line-height: 2.1 }}
:lang(ar) {{ font-family: "Noto Sans Arabic", "Noto Sans"; line-height: 1.6 }}
:lang(bn) {{ font-family: "Noto Sans Bengali", "Noto Sans"; line-height: 1.55 }}
:lang(en), :lang(pl) {{ font-family: {FAMILIES}; line-height: 1.35 }}
"""
"""Urdu in Nastaliq, as it is read in books and newspapers, which needs taller lines; Arabic in Naskh."""
_one_at_a_time = Lock()


class NoPrinter(RuntimeError):
    """PDF files can't be made on this machine; the message says what to install."""


def pdf_of(html: str, *, language: str) -> bytes:
    """A tagged PDF (PDF/UA-1) of a whole HTML page in `language`, which its `lang` attribute must name.

    Nothing is fetched but our own built files (`build:pictures/house.svg`) and data addresses. Raises NoPrinter, and
    ValueError for a page that does not say its language.
    """
    return copies_of(html, [{}], language=language)


def copies_of(html: str, copies: Sequence[Mapping[str, str]], *, language: str) -> bytes:
    """As `pdf_of`, with the page once for each of `copies`, in which a text that is one of its keys is another.

    The texts that differ (a code in a footer, a receipt code) must stand alone in their element. Laying a page out takes
    most of the time, and is done once.
    """
    if f'lang="{language}"' not in html:
        raise ValueError(f"the page does not say that it is in {language!r}")
    weasyprint, fetcher, fonts, sheets = _printer()
    with _one_at_a_time:
        page = weasyprint.HTML(string=html, url_fetcher=fetcher, base_url="build:")
        document = page.render(stylesheets=sheets, font_config=fonts)
        pages = [MarkedPage(page, dict(marks)) for marks in copies for page in document.pages]
        made: bytes = document.copy(pages).write_pdf(pdf_variant="pdf/ua-1")
    return made


def ready_to_print() -> None:
    """Load what PDF files are made with. Raises NoPrinter."""
    _printer()


@lru_cache(maxsize=1)
def _printer() -> tuple[Any, Any, Any, list[Any]]:
    """The library, what fetches for it, its fonts and its own styles, once for a process and not before they are needed."""
    try:
        import weasyprint
        import weasyprint.draw.text
        from weasyprint.text.fonts import FontConfiguration

        from forms_app.printing.own_files import OwnFiles
    except OSError as error:
        words = f"PDF files can't be made: the Pango library is missing. On Debian: apt-get install {NEEDS}"
        raise NoPrinter(words) from error
    keep_letters(weasyprint.draw.text)
    fetcher, fonts = OwnFiles(), FontConfiguration()
    sheet = FONTS / "fonts.css"
    if not sheet.exists():
        raise NoPrinter("PDF files can't be made: their fonts have not been built. Run: python -m forms_app.frontend.build")
    sheets = [
        weasyprint.CSS(filename=sheet, font_config=fonts, url_fetcher=fetcher),
        weasyprint.CSS(string=BASE_STYLE, font_config=fonts, url_fetcher=fetcher),
    ]
    return weasyprint, fetcher, fonts, sheets
