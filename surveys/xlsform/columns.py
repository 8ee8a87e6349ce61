"""The columns of a form's sheets: one text in several languages, plain ones under any of their names, our own."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from surveys.model.common import Text, in_each
from surveys.xlsform.names import PREFIX
from surveys.xlsform.workbook import Row

TRANSLATED = ("label", "hint", "guidance_hint", "constraint_message", "required_message", "image", "audio", "video")
OWN_TRANSLATED = ("unit", "low", "high", "hint", "title", "named")
SAME = {
    "caption": "label", "relevance": "relevant", "calculate": "calculation", "constraining_message": "constraint_message",
    "requiredmsg": "required_message", "readonly": "read_only", "command": "type", "tag": "name", "value": "name",
    "list": "list_name", "form title": "form_title", "bind::relevant": "relevant", "bind::required": "required",
    "bind::constraint": "constraint", "set_form_title": "form_title", "set_form_id": "form_id", "count": "repeat_count",
}  # fmt: skip
LANGUAGES = {
    "english": "en", "polish": "pl", "polski": "pl", "urdu": "ur", "arabic": "ar", "bengali": "bn", "bangla": "bn",
    "french": "fr", "français": "fr", "spanish": "es", "español": "es", "portuguese": "pt", "welsh": "cy", "cymraeg": "cy",
    "german": "de", "deutsch": "de", "italian": "it", "romanian": "ro", "punjabi": "pa", "gujarati": "gu", "somali": "so",
    "ukrainian": "uk", "chinese": "zh", "hindi": "hi", "turkish": "tr", "kurdish": "ku", "farsi": "fa", "persian": "fa",
}  # fmt: skip
CODE = re.compile(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\)\s*$")


@dataclass(frozen=True)
class Cells:
    """One row: `plain` by column, `texts` by column and language, `own` for the columns that only we write."""

    row: int
    plain: dict[str, str] = field(default_factory=dict)
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    own_texts: dict[str, dict[str, str]] = field(default_factory=dict)

    def text(self, column: str) -> Text | None:
        """A translated column as a text, or None where it is empty in every language."""
        return as_text(self.texts.get(column, {}))

    def own_text(self, column: str) -> Text | None:
        """The same for one of our own columns."""
        return as_text(self.own_texts.get(column, {}))


def as_text(found: Mapping[str, str]) -> Text | None:
    """A text of what stands in each language. Without English the first language's words take its place."""
    filled = {code: words for code, words in found.items() if words}
    if not filled:
        return None
    if set(filled) == {"en"}:
        return filled["en"]
    return {"en": filled.get("en") or next(iter(filled.values())), **filled}


def read_cells(number: int, row: Row, default: str) -> Cells:
    """Sort the cells of a row by what they are. `default` is the language of a text that names none."""
    cells = Cells(number)
    for title, value in row.items():
        if title.startswith(PREFIX):
            _put_own(cells, title.removeprefix(PREFIX), value)
            continue
        base, language = _parted(title)
        if base in TRANSLATED:
            cells.texts.setdefault(base, {})[language or default] = value
        else:
            cells.plain[base] = value
    return cells


def _put_own(cells: Cells, title: str, value: str) -> None:
    base, _, language = title.partition("_")
    if base in OWN_TRANSLATED and language:
        cells.own_texts.setdefault(base, {})[language] = value
    else:
        cells.own[title] = value


def _parted(title: str) -> tuple[str, str | None]:
    """A column's name in its usual spelling, and the language that its title names."""
    plain = title.strip().removeprefix("media::").removeprefix("media:")
    whole = SAME.get(plain.lower())
    base, mark, language = plain.partition("::") if "::" in plain else plain.partition(":")
    spelt = base.strip().lower().replace(" ", "_")
    spelt = SAME.get(spelt, spelt)
    if whole:
        return whole, None
    if mark and spelt in TRANSLATED:
        return spelt, language_code(language)
    return (spelt if not mark else plain.lower()), None


def language_code(name: str) -> str:
    """The code of a language as forms write it: `Polski (pl)`, `pl`, `Polish`. A name nobody knows is its own code."""
    found = CODE.search(name)
    if found:
        return found[1]
    plain = name.strip().lower()
    return LANGUAGES.get(plain, re.sub(r"[^a-z0-9-]+", "-", plain).strip("-") or "en")


def titled(column: str, code: str, languages: Mapping[str, str]) -> str:
    """The title of a text's column: `label::Polski (pl)`."""
    return f"{column}::{language_title(code, languages)}"


def language_title(code: str, languages: Mapping[str, str]) -> str:
    """A language as forms write it: `Polski (pl)`."""
    return f"{languages.get(code, code)} ({code})"


def codes_in(texts: Iterable[Text | None]) -> list[str]:
    """The languages that any of these texts is in, English first."""
    found = dict.fromkeys(code for text in texts for code in in_each(text))
    return ["en", *(code for code in found if code != "en")]
