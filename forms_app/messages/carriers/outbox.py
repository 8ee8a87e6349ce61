"""The carrier that sends nothing: messages become files in HOME/outbox, for trying out and for demonstrations."""

from pathlib import Path

from flask import current_app

from forms_app.messages.carriers.mail import mail_of
from forms_app.messages.content import EMAIL, Outgoing, SendOutcome

ENDINGS = {True: ".eml", False: ".txt"}


def outbox_folder() -> Path:
    """The folder of the files, which only its owner can read."""
    folder = Path(current_app.config["HOME"]) / "outbox"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


class Outbox:
    """Writes each message to a file named by its reference."""

    tells_delivery = False

    def send(self, message: Outgoing) -> SendOutcome:
        """Write the file whole or not at all."""
        path = _path(message)
        if message.channel == EMAIL:
            content = mail_of(message).as_bytes()
        else:
            content = f"To: {message.address}\n\n{message.content.body}\n".encode()
        draft = path.with_suffix(".part")
        draft.touch(mode=0o600)
        draft.write_bytes(content)
        draft.rename(path)
        return SendOutcome(ok=True, carrier_id=path.name)

    def taken_before(self, message: Outgoing) -> SendOutcome | None:
        """Whether the file is there."""
        path = _path(message)
        return SendOutcome(ok=True, carrier_id=path.name) if path.exists() else None


def _path(message: Outgoing) -> Path:
    return outbox_folder() / f"{message.reference}{ENDINGS[message.channel == EMAIL]}"
