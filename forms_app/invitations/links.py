"""Personal links: a token of 128 random bits for each message, of which the database keeps the hash alone."""

import secrets

from sqlalchemy import insert

from forms_app import clock
from forms_app.database import db
from forms_app.models.responses import Invitation, InvitationToken, ResponseKey
from forms_app.respond.keys import key_hash, new_key, secret_of_named_link

EASY_TO_TYPE = "abcdefghjkmnpqrstuvwxyz23456789"
TYPED_LENGTH = 26
"""26 of 31 letters and digits that are not mistaken for one another: 128 bits."""
PLACEHOLDER = "their-own-private-link"
"""Stands in previews for a token, and is as long."""


def new_link(invitation: Invitation, *, to_type: bool = False) -> str:
    """A new token, kept as its hash in the caller's transaction. Earlier ones go on working.

    `to_type` makes one that is read from paper. Where the answers are named and under way, the new link opens them too.
    """
    token = "".join(secrets.choice(EASY_TO_TYPE) for _ in range(TYPED_LENGTH)) if to_type else new_key()
    kept = {"token_hash": key_hash(token), "invitation_id": invitation.id, "made_on": clock.today()}
    db.session.execute(insert(InvitationToken).values(kept))
    if invitation.response is not None:
        opens = {"key_hash": key_hash(secret_of_named_link(token)), "response": invitation.response}
        db.session.execute(insert(ResponseKey).values(opens))
    return token
