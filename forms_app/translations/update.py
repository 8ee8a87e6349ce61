"""Bringing the catalogues up to date with the pages: `python -m forms_app.translations.update` (or `make translations`).

Words that are new come in empty, those that are gone go, and what was translated stays.
"""

import io
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.pofile import read_po, write_po
from babel.plural import to_gettext

from forms_app.translations.catalogue import path_of
from forms_app.translations.sources import PACKAGE, python_sources, template_sources
from surveys.library import load_library
from surveys.model.languages import ENGLISH, Language

KEYWORDS = {**DEFAULT_KEYWORDS, "counted": (1, 2)}
HEADER = """\
# Page words of carer-outcomes in {name}. The English stands above each text (msgid).
# Keep %(name)s places as they are. Bring new words in with: make translations"""


def wanted() -> Catalog:
    """Every word of a page that respondents see, with the files it stands in."""
    found = Catalog(project="carer-outcomes", charset="utf-8")
    for path, message, comments in _messages():
        found.add(message, locations=[(path.relative_to(PACKAGE.parent).as_posix(), 0)], auto_comments=comments)
    return found


def updated(language: Language, words: Catalog, before: Path) -> str:
    """The catalogue of a language with exactly these words, as the text of its file."""
    if before.exists():
        with before.open("rb") as file:
            kept = read_po(file, locale=language.locale)
    else:
        kept = Catalog(locale=language.locale, charset="utf-8")
    made = Catalog(locale=language.locale, charset="utf-8", fuzzy=False, header_comment=HEADER.format(name=language.name))
    made.mime_headers = [("Plural-Forms", plural_forms(language))]
    for message in sorted(words, key=lambda found: found.id if isinstance(found.id, str) else found.id and found.id[0]):
        if not message.id:
            continue
        old = kept.get(message.id)
        same_kind = old is not None and isinstance(old.id, str) == isinstance(message.id, str)
        string = old.string if old and same_kind else None
        if string and not isinstance(string, str) and len(string) != made.num_plurals:
            string = None
        flags = {"fuzzy"} if old and old.fuzzy else set()
        made.add(message.id, string, locations=message.locations, flags=flags)
    text = io.BytesIO()
    write_po(text, made, width=110, include_lineno=False, ignore_obsolete=True)
    return "".join(line for line in text.getvalue().decode().splitlines(keepends=True) if not _dated(line))


def plural_forms(language: Language) -> str:
    """The header that says how many forms a plural has, and which number takes which: CLDR's rules for whole numbers.

    The forms stand in CLDR's order: zero, one, two, few, many, other, of which a language has some. Babel's own table for
    catalogues has those of Arabic in another order, so it is not used.
    """
    rule = Locale.parse(language.locale.replace("-", "_")).plural_form
    expression = to_gettext(rule)
    if "other" not in {rule(number) for number in range(1000)}:
        count = int(expression.removeprefix("nplurals=").partition(";")[0])
        expression = expression.replace(f"nplurals={count}", f"nplurals={count - 1}", 1)
    return expression


def _dated(line: str) -> bool:
    """Lines of the header that would change with each run."""
    unsaid = (
        "POT-Creation",
        "PO-Revision",
        "Generated-By",
        "Last-Translator",
        "Report-Msgid",
        "Language-Team",
        "Project-Id",
    )
    return line.startswith(tuple(f'"{name}' for name in unsaid))


def _messages() -> Iterator[tuple[Path, str | tuple[str, ...], list[str]]]:
    for method, paths in (("python", python_sources()), ("jinja2", template_sources())):
        for path in paths:
            for _line, message, comments, _context in extract_from_file(method, path, keywords=KEYWORDS):
                yield path, message, comments


def main() -> None:
    """Write every language's catalogue, and say how much of it is translated."""
    words = wanted()
    for code, language in load_library().languages.items():
        if code == ENGLISH.code:
            continue
        path = path_of(code)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(updated(language, words, path), encoding="utf-8")
        print(f"{path.relative_to(PACKAGE.parent)}: {len(words)} texts")


if __name__ == "__main__":
    main()
