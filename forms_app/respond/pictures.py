"""Pictures beside questions and answers, in languages that have them."""

from functools import lru_cache

from flask import current_app
from markupsafe import Markup, escape

from forms_app.frontend.assets import picture_url
from forms_app.translations.speaking import spoken


def pictured(name: str | None, words: str) -> str:
    """`words` with the picture before them, where the language has pictures and this one was built.

    The picture says nothing that the words don't, so a screen reader passes over it.
    """
    if name is None or not spoken().pictures:
        return words
    address = picture_url(name)
    if address is None:
        _say_once(name)
        return words
    picture = Markup('<img class="app-picture" src="{}" alt="" width="72" height="72">').format(address)
    return Markup('{}<span class="app-pictured">{}</span>').format(picture, escape(words))


@lru_cache(maxsize=512)
def _say_once(name: str) -> None:
    current_app.logger.warning("The picture %s is not built. Run: python -m forms_app.frontend.build", name)
