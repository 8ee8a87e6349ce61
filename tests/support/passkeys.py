"""A device that holds a passkey, without a browser: it answers what a page asks, rightly or as a forger would."""

import hashlib
import html
import json
import re
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url

ORIGIN = "http://localhost"
PRESENT, CHECKED, HOLDS_KEY = 0x01, 0x04, 0x40


class Passkey:
    """A passkey (ES256) on a device. `checks`: whether the device asks who holds it for a PIN, a finger or a face."""

    def __init__(self, mark: bytes, *, checks: bool = True, origin: str = ORIGIN) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._id = hashlib.sha256(mark).digest()
        self._flags = PRESENT | (CHECKED if checks else 0)
        self.origin = origin
        self.used = 0

    def make(self, page: str) -> dict[str, str]:
        """The fields that the page sends once the device has made the passkey."""
        data = (
            self._about(self._flags | HOLDS_KEY) + bytes(16) + len(self._id).to_bytes(2, "big") + self._id + self._public()
        )
        attestation = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58" + bytes([len(data)]) + data
        client = self._client("webauthn.create", page)
        return self._fields(page, {"clientDataJSON": client, "attestationObject": attestation})

    def use(self, page: str) -> dict[str, str]:
        """The fields that the page sends once the device has used the passkey."""
        self.used += 1
        data, client = self._about(self._flags), self._client("webauthn.get", page)
        signature = self._key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._fields(page, {"clientDataJSON": client, "authenticatorData": data, "signature": signature})

    def _about(self, flags: int) -> bytes:
        return hashlib.sha256(b"localhost").digest() + bytes([flags]) + self.used.to_bytes(4, "big")

    def _public(self) -> bytes:
        """The key as COSE writes it (RFC 9053, 7.1)."""
        numbers = self._key.public_key().public_numbers()
        x, y = (one.to_bytes(32, "big") for one in (numbers.x, numbers.y))
        return b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20" + x + b"\x22\x58\x20" + y

    def _client(self, kind: str, page: str) -> bytes:
        about = {"type": kind, "challenge": options_on(page)["challenge"], "origin": self.origin}
        return json.dumps(about).encode()

    def _fields(self, page: str, response: dict[str, bytes]) -> dict[str, str]:
        mine = bytes_to_base64url(self._id)
        answer = {
            "id": mine,
            "rawId": mine,
            "type": "public-key",
            "response": {name: bytes_to_base64url(value) for name, value in response.items()},
            "clientExtensionResults": {},
        }
        return {"state": state_on(page), "answer": json.dumps(answer)}


def options_on(page: str) -> dict[str, Any]:
    """What the page asks the browser for."""
    found = re.search(r'data-options="([^"]+)"', page)
    assert found, page
    options: dict[str, Any] = json.loads(html.unescape(found[1]))
    return options


def state_on(page: str) -> str:
    """The signature over it."""
    found = re.search(r'name="state" value="([^"]+)"', page)
    assert found, page
    return found[1]
