"""What `carer-outcomes check` says of translations: how much each language has, what it lacks, what has grown old."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from babel import Locale, UnknownLocaleError

from forms_app.frontend.build import ROOT
from forms_app.frontend.node import FrontEndError
from forms_app.frontend.pictures import pictures_named, unknown_pictures
from forms_app.translations.catalogue import catalogue
from surveys.library import Library
from surveys.marked_yaml import FieldPath, Finding
from surveys.model.languages import Language
from surveys.translations import PICTURES_OF_A_QUESTION
from surveys.translations_coverage import KINDS, coverage, other_languages, stale
from surveys.translations_made_from import made_from, record_english

SHOWN = 3


def show_translations(directory: Path, library: Library) -> None:
    """How much of each survey and of the page words each language has. Nothing missing is an error."""
    for language in other_languages(library):
        click.echo(f"Translations: {language.name} ({language.code})")
        for survey in library.surveys.values():
            made = coverage(survey, language)
            counts = ", ".join(f"{kind} {made.found[kind]} of {made.wanted[kind]}" for kind in KINDS if made.wanted[kind])
            click.echo(f"  {survey.id}: {counts}{_first(made.missing)}")
        words = catalogue(language.code)
        found = f"{words.wanted - len(words.missing)} of {words.wanted}" if words.wanted else "none, so they are in English"
        click.echo(f"  page words {found}{_first(list(words.missing))}")
        old = stale(library, language, made_from(directory, language))
        if old:
            click.echo(f"  {len(old)} translated from an English that has changed since: {'; '.join(old)}")
        click.echo()


def show_missing(directory: Path, library: Library, code: str) -> None:
    """Everything that a language lacks, and what has grown old."""
    language = called(library, code)
    for survey in library.surveys.values():
        for place in coverage(survey, language).missing:
            click.echo(f"{survey.id}: {place}")
    for words in catalogue(code).missing:
        click.echo(f"page words: {words}")
    for place in stale(library, language, made_from(directory, language)):
        click.echo(f"{place}: the English has changed")


def record_translated(directory: Path, library: Library, code: str) -> None:
    """Note that a language is translated from the English as it is now."""
    click.echo(f"Wrote {record_english(directory, library, called(library, code))}")


def called(library: Library, code: str) -> Language:
    """The language of this code. Raises click.ClickException for one that is not among them."""
    languages = {language.code: language for language in other_languages(library)}
    if code not in languages:
        raise click.ClickException(f"There is no language {code!r} to translate into. There are: {', '.join(languages)}.")
    return languages[code]


def wrong_with_languages(library: Library) -> Iterator[Finding]:
    """Locales without rules, and pictures that the collection does not have (where it is installed)."""
    document = library.documents.get("languages.yaml")
    for number, language in enumerate(library.languages.values()):
        try:
            Locale.parse(language.locale.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            if document:
                message = f"CLDR has no locale {language.locale!r}, so there are no rules for its plurals and dates"
                yield document.finding(("languages", number, "locale"), message, "no-such-locale")
    named = pictures_named(library)
    try:
        unknown = unknown_pictures(ROOT, named) if named else []
    except FrontEndError:
        return
    for document in library.documents.values():
        for path, name in _pictures_in(document.data, ()) if unknown else ():
            if name in unknown:
                yield document.finding(path, f"OpenMoji has no picture called {name!r}", "no-such-picture")


def _pictures_in(data: Any, path: FieldPath) -> Iterator[tuple[FieldPath, str]]:
    """Each field that names a picture, of what was written, with its place."""
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        if key in PICTURES_OF_A_QUESTION and isinstance(value, str):
            yield (*path, key), value
        else:
            yield from _pictures_in(value, (*path, key))


def _first(missing: list[str]) -> str:
    if not missing:
        return ""
    more = f"; and {len(missing) - SHOWN} more" if len(missing) > SHOWN else ""
    return f". Missing: {'; '.join(missing[:SHOWN])}{more}"
