"""The text of a CSV file as people save it: UTF-8, UTF-16, or what Excel in Britain writes as plain "CSV"."""

from flask_babel import gettext as _


class NotText(ValueError):
    """The file holds no text that we can read; the message says what to do."""


def text_of(content: bytes) -> str:
    """The text of a file, without the mark that says how it is written. Raises NotText."""
    encodings = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise NotText(_("This is not a CSV file or a spreadsheet"))
        return text
    raise NotText(_("The file is not text that we can read: save it as CSV UTF-8"))
