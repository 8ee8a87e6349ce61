"""Keyed hashes: by which something is found again without being kept (an e-mail address, a number, a caller)."""

import hashlib
import hmac

from flask import current_app


def keyed_hash(text: str, purpose: str) -> str:
    """HMAC-SHA256 of `text` for one `purpose`, 64 hex digits; hashes of different purposes never match.

    The key follows from the oldest of ENCRYPTION_KEYS, which stays listed while newer ones are put before it.
    """
    oldest: str = current_app.config["ENCRYPTION_KEYS"][-1]
    key = hmac.new(oldest.encode(), f"carer-outcomes {purpose}".encode(), hashlib.sha256).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
