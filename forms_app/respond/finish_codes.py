"""Codes to finish later with: short enough to type on another phone, and kept nowhere.

A code is made from the secret of the answers, so the same answers always have the same one. What is stored is found and
opened by the code alone: half of its scrypt hash finds the row, the other half is the key that seals the address.
"""

import base64
import hashlib
import hmac
import re
from datetime import date, timedelta

from cryptography.fernet import Fernet
from flask import current_app
from sqlalchemy import delete

from forms_app import clock
from forms_app.database import db
from forms_app.keyed_hash import keyed_hash
from forms_app.models.responses import FinishCode
from forms_app.respond.keys import letters_of, split_address
from forms_app.respond.rounds import may_finish_until
from forms_app.respond.sheet import Sheet

LENGTH = 8
"""39 bits: where a thousand codes wait, one caller's tries find one in about 1,900 years, all callers' in about 19."""
HARD = {"n": 2**14, "r": 8, "p": 1, "dklen": 64}
OTHERS = 3
"""How many codes are tried where two answers happen to have the same one, which may come once in a hundred years."""


def kept_until(sheet: Sheet) -> date:
    """The last day on which the answers are kept if they are not sent, and a code for them works."""
    saved = sheet.response.saved_on or sheet.response.started_on or clock.today()
    kept = saved + timedelta(days=current_app.config["FINISH_WITHIN_DAYS"])
    return min(kept, may_finish_until(sheet.round) or kept)


def make_code(sheet: Sheet) -> str:
    """A code that leads to this sheet, stored in the caller's transaction."""
    for code in _codes_of(sheet.address):
        lookup, seal = _halves(code)
        found = db.session.get(FinishCode, lookup)
        if found is not None and found.response != sheet.response.response:
            continue
        if found is None:
            # A sealed text tells when it was sealed, unless it is sealed at the beginning of time.
            sealed = seal.encrypt_at_time(sheet.address.encode(), 0).decode()
            found = FinishCode(lookup_hash=lookup, response=sheet.response.response, sealed=sealed)
            db.session.add(found)
        found.expires_on = kept_until(sheet)
        return code
    raise RuntimeError("every code of these answers belongs to others")


def code_made(sheet: Sheet) -> str | None:
    """The code that was made for this sheet, if one was and it still works."""
    for code in _codes_of(sheet.address):
        found = db.session.get(FinishCode, _halves(code)[0])
        if found is None:
            return None
        if found.response == sheet.response.response:
            return code if found.expires_on >= clock.today() else None
    return None


def address_under(typed: str) -> str | None:
    """The address that a code leads to, however it was typed; None where there is none, or no longer."""
    letters = re.sub(r"[^0-9A-Z]", "", typed.upper())
    if len(letters) != LENGTH:
        return None
    lookup, seal = _halves(letters)
    found = db.session.get(FinishCode, lookup)
    if found is None or found.expires_on < clock.today():
        return None
    return seal.decrypt(found.sealed.encode()).decode()


def forget_old_codes() -> int:
    """Delete the codes that have run out, in the caller's transaction; how many."""
    gone = db.session.execute(delete(FinishCode).where(FinishCode.expires_on < clock.today()))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _codes_of(address: str) -> list[str]:
    secret, _token = split_address(address)
    mixed = [hmac.new(secret.encode(), f"finish {turn}".encode(), hashlib.sha256).digest() for turn in range(OTHERS)]
    return [letters_of(one, LENGTH) for one in mixed]


def _halves(code: str) -> tuple[str, Fernet]:
    salt = bytes.fromhex(keyed_hash("codes", "finish"))
    both = hashlib.scrypt(code.replace("-", "").encode(), salt=salt, **HARD)
    return both[:32].hex(), Fernet(base64.urlsafe_b64encode(both[32:]))
