"""CSV files are read however they were saved; what is no text is refused with what to do."""

import pytest
from flask import Flask

from forms_app.uploaded_text import NotText, text_of


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_reads_the_same_however_it_was_saved(encoding: str) -> None:
    assert text_of("name\nZoë – café\n".encode(encoding)) == "name\nZoë – café\n"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"name\n\x81\x8d", "save it as CSV UTF-8"),
        (b"\xff\xfea", "save it as CSV UTF-8"),
        (b"name\0", "not a CSV file or a spreadsheet"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_no_text_is_refused(app: Flask, content: bytes, words: str) -> None:
    with app.test_request_context(), pytest.raises(NotText, match=words):
        text_of(content)
