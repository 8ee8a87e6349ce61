"""Words that are looked for, as they stand in an address: encrypted, since addresses end up in histories and logs."""

from cryptography.fernet import InvalidToken
from flask import current_app


def find_token(words: str, longest: int) -> str:
    """The words, or as much of them as is looked for, as they stand in an address."""
    token: bytes = current_app.extensions["keyring"].encrypt_at_time(words[:longest].encode(), 0)
    return token.decode()


def find_words(token: str, longest: int) -> str:
    """What was looked for. Words in clear, as of a part of a reference, are taken as they are."""
    try:
        words: str = current_app.extensions["keyring"].decrypt(token.encode()).decode()
    except InvalidToken:
        words = token
    return words.replace("\0", "").strip()[:longest]
