"""PDF files are tagged, say their language, and fetch nothing."""

import io

import pytest
from pypdf import PdfReader

from forms_app.printing import pdf_of

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
