"""QR codes of rounds, for posters and letters."""

import io

import segno

from forms_app.models.responses import Round
from forms_app.respond.rounds import public_address


def qr_svg(round_: Round) -> str:
    """An SVG picture of the round's address, with a title and a description that can be read aloud."""
    address = public_address(round_)
    picture = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(picture, kind="svg", scale=8, title=round_.title, desc=f"QR code that opens {address}", xmldecl=False)
    return picture.getvalue().decode()
