"""Posters of rounds that are open to all."""

from flask import render_template

from forms_app.invitations.letters import qr_picture
from forms_app.models.records import Provider
from forms_app.models.responses import Round
from forms_app.printing import pdf_of
from forms_app.respond.rounds import public_address, survey_of, title_of
from forms_app.translations.speaking import speaking

SIZES = ("A4", "A3")


def poster(round_: Round, provider: Provider, language: str, size: str) -> bytes:
    """A PDF of one page, in one of the round's languages. Its link opens the round in that language. Raises NoPrinter."""
    address = public_address(round_)
    first = round_.languages.split(";")[0]
    link = address if language == first else f"{address}?lang={language}"
    with speaking(language) as spoken:
        page = render_template(
            "invitations/poster.html",
            round=round_,
            provider=provider,
            title=title_of(round_),
            survey=survey_of(round_),
            qr=qr_picture(link),
            address=address.partition("://")[2],
            size=size,
            language=spoken,
        )
    return pdf_of(page, language=language)
