"""Columns whose content is encrypted: free text, names, contact details. Keys rotate."""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from flask import Flask, current_app
from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator


class EncryptedText(TypeDecorator[str]):
    """Text that is stored encrypted with the newest key and read with any key that is still listed."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        # At the beginning of time: what is encrypted would otherwise tell, in clear, the second at which it was written.
        return None if value is None else _keyring().encrypt_at_time(value.encode(), 0).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        try:
            return _keyring().decrypt(value.encode()).decode()
        except InvalidToken:
            raise RuntimeError(
                "A stored text can't be read with the keys in ENCRYPTION_KEYS: add the key it was written with"
            ) from None


def init_app(app: Flask) -> None:
    """Make the key ring from the setting ENCRYPTION_KEYS: Fernet keys, the newest first."""
    keys = app.config["ENCRYPTION_KEYS"]
    app.extensions["keyring"] = MultiFernet([Fernet(key) for key in keys])


def _keyring() -> MultiFernet:
    keyring: MultiFernet = current_app.extensions["keyring"]
    return keyring
