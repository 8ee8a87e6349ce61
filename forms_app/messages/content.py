"""What a message is on its way: its words, to whom, and what became of handing it over."""

import re
from dataclasses import dataclass
from html import escape

EMAIL, TEXT, LETTER = "email", "text", "letter"
CHANNELS = (EMAIL, TEXT, LETTER)
ADDRESS_IN_WORDS = re.compile(r"https?://[^\s<>]+[^\s<>.,;:!?)’”'\"]")


@dataclass(frozen=True)
class Content:
    """The words of a message, in one language. `stop_url`: where its reader says that they want no more."""

    subject: str
    body: str
    language: str = "en"
    direction: str = "ltr"
    stop_url: str | None = None

    @property
    def html(self) -> str:
        """The same words as a page for mail programs, with their language and direction said."""
        parts = [
            "<p>{}</p>".format(_with_links(part).replace("\n", "<br>\n"))
            for part in self.body.split("\n\n")
            if part.strip()
        ]
        return (
            f'<!DOCTYPE html>\n<html lang="{escape(self.language)}" dir="{escape(self.direction)}">\n<head>'
            f'<meta charset="utf-8"><title>{escape(self.subject)}</title></head>\n<body>\n'
            + "\n".join(parts)
            + "\n</body></html>\n"
        )


def _with_links(text: str) -> str:
    words, end = "", 0
    for found in ADDRESS_IN_WORDS.finditer(text):
        # An address reads from left to right within words of either direction.
        link = escape(found[0])
        words += f'{escape(text[end : found.start()])}<a dir="ltr" href="{link}">{link}</a>'
        end = found.end()
    return words + escape(text[end:])


@dataclass(frozen=True)
class Outgoing:
    """A message as a carrier takes it. `reference` is ours and stays the same however often it is tried."""

    channel: str
    address: str
    content: Content
    reference: str


@dataclass(frozen=True)
class SendOutcome:
    """What became of handing a message over: `problem` in plain words for staff, `temporary` where a later try may do."""

    ok: bool
    problem: str = ""
    carrier_id: str | None = None
    temporary: bool = False
