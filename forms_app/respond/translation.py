"""Words in the reader's language, as plain strings."""

from flask_babel import gettext, ngettext


def _(text: str, **filled: object) -> str:
    """`text` in the reader's language, with its `%(name)s` filled in."""
    words: str = gettext(text, **filled)
    return words


def counted(one: str, many: str, number: int) -> str:
    """`one` or `many` by `number`, which fills `%(num)s`."""
    words: str = ngettext(one, many, number)
    return words
