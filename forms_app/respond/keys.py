"""The keys that respondents hold. The database keeps only their hashes.

- *secret*: 128 random bits in the address of a response under way.
- *token*: 128 random bits in a personal link.
- *receipt code*: twelve letters and digits made from the secret; it reads back or erases what was sent.
"""

import hashlib
import hmac
import re
import secrets

from forms_app.keyed_hash import keyed_hash

RECEIPT_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
RECEIPT_LENGTH = 12
"""30 letters and digits that are not mistaken for one another, twelve times: 59 bits, too many to guess."""


def new_key() -> str:
    """128 random bits, 22 characters that an address can hold."""
    return secrets.token_urlsafe(16)


def key_hash(key: str) -> str:
    """SHA-256 of a secret, token or receipt code, 64 hex digits."""
    return hashlib.sha256(key.encode()).hexdigest()


def secret_of_named_link(token: str) -> str:
    """The secret of the response that belongs to a personal link in a round that is not anonymous.

    It follows from the token, so that the link leads back to the same response from any phone. In an anonymous
    round nothing follows from the token: whoever kept a copy of the links could open the answers.
    """
    return hmac.new(token.encode(), b"answers", hashlib.sha256).hexdigest()[:32]


def letters_of(digest: bytes, length: int) -> str:
    """So many letters and digits of the receipt alphabet, made from a digest."""
    number, letters = int.from_bytes(digest), ""
    for _ in range(length):
        number, place = divmod(number, len(RECEIPT_ALPHABET))
        letters += RECEIPT_ALPHABET[place]
    return letters


def secret_of_change(code: str, turn: int) -> str:
    """The secret under which the holder of a receipt code changes what they sent, for the `turn`th time (from 0).

    It follows from the code, so that whoever asks twice goes on with the same changed answers.
    """
    return hmac.new(_plain(code).encode(), f"change {turn}".encode(), hashlib.sha256).hexdigest()[:32]


def receipt_code(secret: str) -> str:
    """The receipt code, such as `7QK2-MX4D-9RTB`. The same secret always gives the same code.

    It takes the service's own key to make one: an address left in a phone's history must not yield it.
    """
    letters = letters_of(bytes.fromhex(keyed_hash(secret, "receipt")), RECEIPT_LENGTH)
    return "-".join(letters[start : start + 4] for start in range(0, RECEIPT_LENGTH, 4))


def receipt_hash(typed: str) -> str:
    """The hash of a receipt code however it was typed: small letters, spaces, no hyphens."""
    return key_hash(_plain(typed))


def _plain(code: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", code.upper())


def split_address(address: str) -> tuple[str, str | None]:
    """The secret and, after `~`, the token of an anonymous personal link, which only the browser's address ties to it."""
    secret, _, token = address.partition("~")
    return secret, token or None
