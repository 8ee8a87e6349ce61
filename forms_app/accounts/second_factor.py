"""The second factor: a code from an app or a passkey, besides the password."""

from flask import current_app, g

from forms_app.accounts.sessions import end_sessions_of
from forms_app.models.accounts import User


def has_second_factor(user: User) -> bool:
    """Whether signing in as `user` takes more than the password."""
    return bool(user.tf_totp_secret) or bool(user.webauthn)


def is_required() -> bool:
    """Whether everybody has to have one (setting SECOND_FACTOR)."""
    return bool(current_app.config["SECOND_FACTOR"] == "required")


def must_set_up(user: User) -> bool:
    """Whether `user`, who is signed in, has to set one up before anything else. Reads nothing that the session did not."""
    return is_required() and not user.tf_totp_secret and not g.get("has_passkey", False)


def reset_second_factor(user: User) -> None:
    """Take every second factor of `user` away (a lost phone), with their recovery codes, and end their sessions.

    Records no event: whoever takes them away says so, with their reason. The caller commits.
    """
    forget_second_factors(user)
    end_sessions_of(user)


def forget_second_factors(user: User) -> None:
    """Remove the app's secret, all passkeys and the recovery codes."""
    user.tf_totp_secret = user.tf_primary_method = None
    user.mf_recovery_codes = []
    user.webauthn.clear()
