"""How many parts a text takes: what it costs, and how long it is on a phone."""

from dataclasses import dataclass

PLAIN = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""Letters of the GSM alphabet that take one place (3GPP TS 23.038, 6.2.1)."""
TWO_PLACES = set("^{}\\[~]|€\f")


@dataclass(frozen=True)
class TextLength:
    """`places` of characters in `parts`; `unicode` where letters outside the GSM alphabet make each part shorter."""

    places: int
    parts: int
    unicode: bool


def text_length(body: str) -> TextLength:
    """How long a text is. A part holds 160 places, or 153 of several; in Unicode 70, or 67."""
    unicode = any(letter not in PLAIN and letter not in TWO_PLACES for letter in body)
    if unicode:
        places, single, several = len(body.encode("utf-16-be")) // 2, 70, 67
    else:
        places, single, several = len(body) + sum(letter in TWO_PLACES for letter in body), 160, 153
    return TextLength(places, 1 if places <= single else -(-places // several), unicode)
