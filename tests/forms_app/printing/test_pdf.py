"""PDF files are tagged, say their language, and fetch nothing."""

import builtins
import io
import re
import sys

import pytest
from pypdf import PdfReader

from forms_app.printing import NoPrinter, copies_of, pdf, pdf_of
from forms_app.printing.pdf import NEEDS

PAGE = '<!DOCTYPE html><html lang="{lang}"><head><title>A survey</title></head><body><h1>{words}</h1>{more}</body></html>'


def read(html: str, language: str = "en") -> PdfReader:
    return PdfReader(io.BytesIO(pdf_of(html, language=language)))


def test_a_page_is_tagged_and_says_its_language_and_title() -> None:
    made = read(PAGE.format(lang="pl", words="Jak się czujesz?", more=""), "pl")
    assert made.trailer["/Root"]["/Lang"] == "pl"
    assert made.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert made.metadata is not None
    assert made.metadata.title == "A survey"
    assert "Jak się czujesz?" in made.pages[0].extract_text()


@pytest.mark.parametrize("address", ["http://198.51.100.7/picture.png", "file:///etc/hostname", "build:../../secrets.toml"])
def test_nothing_but_our_own_files_is_fetched(address: str, caplog: pytest.LogCaptureFixture) -> None:
    made = read(PAGE.format(lang="en", words="Hello", more=f'<img src="{address}" alt="a picture">'))
    assert len(made.pages) == 1
    assert not made.pages[0].images
    assert "Failed to load image" in caplog.text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ur", "آپ خود کو کتنا محفوظ محسوس کرتے ہیں؟"),
        ("ar", "إلى أي مدى تشعر بالأمان؟"),
        ("bn", "আপনি কতটা নিরাপদ বোধ করেন?"),
    ],
)
def test_letters_that_change_shape_are_written_down_beside_their_shapes(language: str, words: str) -> None:
    made = read(PAGE.format(lang=language, words=words, more=""), language)
    content = made.pages[0].get_contents()
    assert content is not None
    spans = re.findall(rb"/ActualText ?<FEFF([0-9A-F]+)>", content.get_data(), re.IGNORECASE)
    assert "".join(bytes.fromhex(span.decode()).decode("utf-16-be") for span in spans).strip() == words


def test_copies_differ_in_what_is_marked_and_in_nothing_else() -> None:
    html = PAGE.format(lang="en", words="Code", more="<p>AAAA</p><p>AAAA BBBB</p>")
    made = PdfReader(io.BytesIO(copies_of(html, [{"AAAA": "one"}, {"AAAA": "two"}], language="en")))
    texts = [page.extract_text().split() for page in made.pages]
    assert texts == [["Code", "one", "AAAA", "BBBB"], ["Code", "two", "AAAA", "BBBB"]]


def test_without_pango_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf._printer.cache_clear()
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    def missing(name: str, *more: object, **named: object) -> object:
        if name.startswith("weasyprint"):
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *more, **named)

    real = builtins.__import__
    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(NoPrinter, match=NEEDS):
        pdf_of(PAGE.format(lang="en", words="Hello", more=""), language="en")
