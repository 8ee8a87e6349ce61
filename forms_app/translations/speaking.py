"""The language of the page, the letter or the message that is being made, and its words.

The words are plain strings, fit for a text message too. Those that a language lacks come in English, and say so with
`lang` once they stand in a page.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, current_app, g, has_app_context
from markupsafe import Markup, escape

from forms_app.translations.catalogue import catalogue
from surveys.model.common import Text
from surveys.model.languages import ENGLISH, Language


class InEnglish(str):
    """Words that stayed English on a page in another language. Read as text they are only that."""

    def __html__(self) -> Markup:
        return Markup('<span lang="en" dir="ltr">{}</span>').format(str(self))


class Typed(str):
    """What a person wrote, in a language and direction of their own."""

    def __html__(self) -> Markup:
        return Markup('<span dir="auto">{}</span>').format(str(self))


def spoken() -> Language:
    """The language being spoken: English unless something else was said."""
    code = g.get("language", ENGLISH.code) if has_app_context() else ENGLISH.code
    return known_languages().get(code, ENGLISH) if code != ENGLISH.code else ENGLISH


def known_languages() -> dict[str, Language]:
    """The languages of the definitions at work, by code."""
    languages: dict[str, Language] = current_app.extensions["library"].languages
    return languages


def speak(code: str | None) -> None:
    """Go on in this language; English for one that is not known."""
    g.language = code if code in known_languages() else ENGLISH.code


@contextmanager
def speaking(code: str | None) -> Iterator[Language]:
    """Make something in this language (a message, a letter), then go on as before."""
    before = g.get("language", ENGLISH.code)
    speak(code)
    try:
        yield spoken()
    finally:
        g.language = before


def gettext(text: str, **filled: object) -> str:
    """`text` in the language being spoken, with its `%(name)s` filled in."""
    language = spoken()
    words = catalogue(language.code).words.get(text)
    if words is None:
        return _in_english(text % filled if filled else text, language)
    return words % filled if filled else words


def ngettext(one: str, many: str, number: int, **filled: object) -> str:
    """`one` or `many` by the language's own rules for `number`, which fills `%(num)s`."""
    words, translated = _form(one, many, number)
    words = words % {"num": number, **filled}
    return words if translated else _in_english(words, spoken())


def say(text: Text | None, code: str | None = None) -> str:
    """A text of the definitions in the language `code` (that being spoken, if none is named); "" for no text."""
    if not text:
        return ""
    language = known_languages().get(code, ENGLISH) if code else spoken()
    if isinstance(text, str):
        return _in_english(text, language)
    return text.get(language.code) or _in_english(text["en"], language)


def plain(words: str) -> str:
    """Words without marks, for attributes and titles."""
    return Markup(words).striptags() if isinstance(words, Markup) else str(words)


def titled(rendered: str) -> Markup:
    """A page's title as it was rendered, without the marks that only a page's body can hold."""
    return escape(Markup(rendered).striptags())


def _in_english(words: str, language: Language) -> str:
    same = ENGLISH.code in (language.code, language.base)
    return words if same else InEnglish(words)


def _in_a_template(text: str) -> str:
    return gettext(text)


def _many_in_a_template(one: str, many: str, number: int) -> str:
    """Jinja fills the places itself, so that what it fills them with is escaped."""
    words, translated = _form(one, many, number)
    return words if translated else _in_english(words, spoken())


def _form(one: str, many: str, number: int) -> tuple[str, bool]:
    """The words for a number, and whether the language has them."""
    found = catalogue(spoken().code)
    forms = found.plurals.get(one)
    if forms is None:
        return (one if number == 1 else many), False
    return forms[min(found.form(number), len(forms) - 1)], True


def _of_the_page() -> dict[str, Any]:
    language = spoken()
    return {"page_lang": language.code, "page_dir": language.direction, "page_pictures": language.pictures}


def init_app(app: Flask) -> None:
    """Let every template speak: `_`, `ngettext`, `say`, and the language's code and direction for the page's frame."""
    environment: Any = app.jinja_env
    environment.install_gettext_callables(_in_a_template, _many_in_a_template, newstyle=True)
    app.add_template_global(say, "say")
    app.add_template_filter(plain, "plain")
    app.add_template_filter(titled, "titled")
    app.context_processor(_of_the_page)
