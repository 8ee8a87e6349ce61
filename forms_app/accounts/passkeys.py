"""Passkeys (WebAuthn): what a browser is asked for, and whether its answer is right.

What is asked for stands in the page with a signature of ours, names whom it is for, and is good once for ten minutes.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC
from typing import Any
from urllib.parse import urlsplit

import webauthn
from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import select
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from forms_app.attempts import first_use
from forms_app.clock import now
from forms_app.database import db
from forms_app.models.accounts import User, WebAuthn

GOOD_FOR = 10 * 60
MOST = 20
"""Passkeys of one account."""
TRANSPORTS = frozenset({"usb", "nfc", "ble", "smart-card", "hybrid", "internal"})
FAULTS = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError, RecursionError)
"""What an answer that was made up or damaged may raise while it is read."""


@dataclass(frozen=True)
class Asked:
    """What a page asks a browser for: the options as JSON, and our signature over what has to come back."""

    options: str
    state: str


def host_and_origin() -> tuple[str, str]:
    """For which name passkeys are made, and from where their use is taken: PUBLIC_URL's, where it is served over HTTPS.

    Elsewhere (a trial on one machine) the address that the browser used; a forged `Host` must not choose it in earnest.
    """
    public = urlsplit(current_app.config["PUBLIC_URL"])
    if public.scheme == "https":
        return public.hostname or "", f"https://{public.netloc.lower()}"
    return urlsplit(request.host_url).hostname or "", request.host_url.rstrip("/")


def can_be_used() -> bool:
    """Whether browsers make passkeys here: at a name rather than a number, over HTTPS or on this machine."""
    host, origin = host_and_origin()
    named = not host.replace(".", "").isdigit() and ":" not in host
    return named and (origin.startswith("https:") or host == "localhost" or host.endswith(".localhost"))


def ask_for_new(user: User) -> Asked:
    """Ask for a passkey to be made for `user` on a device that has none of theirs."""
    handle = user.fs_webauthn_user_handle or secrets.token_urlsafe(32)
    challenge = secrets.token_bytes(32)
    options = webauthn.generate_registration_options(
        rp_id=host_and_origin()[0],
        rp_name=current_app.config["SERVICE_NAME"],
        user_id=handle.encode(),
        user_name=user.email,
        user_display_name=user.name or user.email,
        challenge=challenge,
        exclude_credentials=[PublicKeyCredentialDescriptor(id=key.credential_id) for key in user.webauthn],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.PREFERRED
        ),
    )
    return Asked(webauthn.options_to_json(options), _signed("new", challenge, user.id, handle))


def add_passkey(user: User, state: str, answer: str, name: str) -> WebAuthn | None:
    """Add the passkey that the browser made. None where the answer is not right, too old or used. The caller commits."""
    asked = _read("new", state, user.id)
    if asked is None:
        return None
    challenge, handle = asked
    host, origin = host_and_origin()
    try:
        made = webauthn.verify_registration_response(
            credential=answer, expected_challenge=challenge, expected_rp_id=host, expected_origin=origin
        )
        credential = webauthn.helpers.parse_registration_credential_json(answer)
        told = credential.response.transports or []
    except FAULTS:
        return None
    known = db.session.scalar(select(WebAuthn.id).where(WebAuthn.credential_id == made.credential_id))
    if known is not None or len(user.webauthn) >= MOST or len(made.credential_id) > 1024:
        return None
    user.fs_webauthn_user_handle = user.fs_webauthn_user_handle or handle
    passkey = WebAuthn(
        user_id=user.id,
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        transports=[way.value for way in told if way.value in TRANSPORTS],
        backup_state=made.credential_backed_up,
        device_type=made.credential_device_type.value,
        create_datetime=now(),
        lastuse_datetime=now(),
        name=name[:64],
        usage="first" if made.user_verified else "secondary",
    )
    user.webauthn.append(passkey)
    return passkey


def ask_for_one(user: User | None) -> Asked:
    """Ask for a passkey of `user` as a second factor; for any that knows its user, in place of a password, for None."""
    challenge = secrets.token_bytes(32)
    first = user is None
    options = webauthn.generate_authentication_options(
        rp_id=host_and_origin()[0],
        challenge=challenge,
        allow_credentials=[PublicKeyCredentialDescriptor(id=key.credential_id) for key in user.webauthn] if user else None,
        user_verification=UserVerificationRequirement.REQUIRED if first else UserVerificationRequirement.PREFERRED,
    )
    return Asked(webauthn.options_to_json(options), _signed("use", challenge, user.id if user else None, ""))


def used_passkey(user: User | None, state: str, answer: str) -> WebAuthn | None:
    """The passkey with which the browser answered, used up once. None where it is not right. The caller commits.

    In place of a password (`user` is None) the device has to have checked who holds it, by a PIN, a finger or a face.
    """
    asked = _read("use", state, user.id if user else None)
    if asked is None:
        return None
    try:
        passkey = _passkey_of(parse_authentication_credential_json(answer).raw_id, user)
        if passkey is None:
            return None
        host, origin = host_and_origin()
        found = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=asked[0],
            expected_rp_id=host,
            expected_origin=origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=user is None,
        )
    except FAULTS:
        return None
    passkey.sign_count, passkey.lastuse_datetime = found.new_sign_count, now()
    passkey.backup_state = found.credential_backed_up
    return passkey


def _passkey_of(credential_id: bytes, user: User | None) -> WebAuthn | None:
    """One request at a time reads a passkey, so that a count that goes backwards is seen."""
    wanted = select(WebAuthn).where(WebAuthn.credential_id == credential_id)
    if user is not None:
        wanted = wanted.where(WebAuthn.user_id == user.id)
    return db.session.scalar(wanted.with_for_update())


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="passkey")


def _signed(purpose: str, challenge: bytes, user_id: int | None, handle: str) -> str:
    return str(_signer().dumps([purpose, bytes_to_base64url(challenge), user_id, handle]))


def _read(purpose: str, state: str, user_id: int | None) -> tuple[bytes, str] | None:
    """The challenge and the user handle of what was asked, if it was asked of this user for this, and is used once."""
    try:
        content, asked_at = _signer().loads(state, max_age=GOOD_FOR, return_timestamp=True)
    except BadSignature:
        return None
    of, challenge, whose, handle = _parts(content)
    at = asked_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    if (of, whose) != (purpose, user_id) or not first_use("passkey-asked", challenge, at):
        return None
    return base64url_to_bytes(challenge), handle


def _parts(content: Any) -> tuple[str, str, int | None, str]:
    purpose, challenge, user_id, handle = content
    return purpose, challenge, user_id, handle
