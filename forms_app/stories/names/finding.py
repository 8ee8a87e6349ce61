"""What in a text looks like a name, a place, or something else by which someone could be found. Pure: no database.

It finds names of which it knows, and the shapes of others. It can't be sure of either, so a person decides of each.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from forms_app.stories.names.disguised import mixed, spelt_out
from forms_app.stories.names.ordinary import CAPITALS, FUNCTION_WORDS, ORDINARY, STARTERS
from forms_app.stories.names.seen import as_seen
from forms_app.stories.names.shapes import SHAPES

Kind = Literal[
    "own-name", "on-record", "staff", "place", "title", "institution", "street", "postcode", "email", "phone", "number",
    "date", "age", "capitals", "script", "spelt-out", "mixed",
]  # fmt: skip
WORD = re.compile(r"[^\W\d_]+(?:['’ʼ\-‐][^\W\d_]+)*")
POSSESSIVE = re.compile(r"['’ʼ]s?$", re.IGNORECASE)
STARTS_SENTENCE = re.compile(r"(?:^|[.!?:;…۔؟।\n\r•*#>]|^\s*[-–]|[\"“”«»(\[‘'])\s*[\"“”«(\[‘'*_]*$")
SHORTEST = 2
LONGEST_ACRONYM = 3
FEWEST_LETTERS = 12
MOSTLY = 0.5


@dataclass(frozen=True)
class Known:
    """Names that the service knows of, in small letters.

    `own`: words of the names of the person told of, and of whoever they care for. `first_name`: the one that consent
    lets stand. `on_record`: words that are names of people on the provider's books. `staff`, `places`: others'.
    """

    own: frozenset[str] = frozenset()
    first_name: str | None = None
    on_record: frozenset[str] = frozenset()
    staff: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Found:
    """Something found, from `start` to `end` of the text."""

    start: int
    end: int
    kind: Kind
    words: str

    @property
    def key(self) -> str:
        """By which it is known again after the text has changed."""
        return f"{self.kind}:{' '.join(self.words.casefold().split())}"


def find_names(text: str, known: Known) -> list[Found]:
    """Everything in `text` that could be a mark of someone, in the order of the text; no two of them overlap."""
    seen, at = as_seen(text)
    found = _find(seen, known)
    return [one if one.end == 0 else Found(at[one.start], at[one.end], one.kind, one.words) for one in found]


def _find(text: str, known: Known) -> list[Found]:
    taken: list[Found] = []
    named = list(_known_words(text, known))
    own = (found for found in named if found.kind == "own-name")
    hidden = (Found(*place, "spelt-out", text[slice(*place)]) for place in spelt_out(text, known.own))
    odd = (Found(*place, "mixed", text[slice(*place)]) for place in mixed(text))
    for found in (*own, *_shapes(text), *named, *hidden, *_places(text, known), *odd, *_capitals(text)):
        if not any(found.start < one.end and one.start < found.end for one in taken):
            taken.append(found)
    return [*_script(text), *sorted(taken, key=lambda one: one.start)]


def words_to_look_up(text: str) -> set[str]:
    """The words of a text that could be names on record, in small letters, with the parts of double names."""
    text, _places = as_seen(text)
    return {
        form
        for match in WORD.finditer(text)
        if _may_be_name(match.group(), starts=_starts(text, match.start()))
        for form in forms_of(match.group())
    }


def forms_of(word: str) -> list[str]:
    """A word in small letters without accents and the ending of a possessive, and its parts where it has several."""
    bare = unicodedata.normalize("NFKD", POSSESSIVE.sub("", word).replace("’", "'").casefold())
    plain = "".join(one for one in bare if not unicodedata.combining(one))
    parts = [part for part in re.split(r"['\-‐]", plain) if len(part) > SHORTEST]
    return [form for form in dict.fromkeys([plain, *parts]) if len(form) >= SHORTEST]


def _known_words(text: str, known: Known) -> Iterator[Found]:
    for match in WORD.finditer(text):
        forms = set(forms_of(match.group()))
        may_be = _may_be_name(match.group(), starts=_starts(text, match.start()))
        if forms & known.own and (may_be or not forms & ORDINARY):
            kind: Kind = "on-record" if known.first_name in forms else "own-name"
        elif may_be and forms & known.on_record:
            kind = "on-record"
        elif forms & known.staff and match.group()[0].isupper() and may_be:
            kind = "staff"
        else:
            continue
        yield Found(match.start(), match.end(), kind, match.group())


def _may_be_name(word: str, *, starts: bool) -> bool:
    """Whether a word is worth looking up: "will" is a name only as "Will", and "He" none where a sentence starts."""
    plain = forms_of(word)[0] if forms_of(word) else ""
    if not plain:
        return False
    if word[0].isupper():
        return not (starts and plain in FUNCTION_WORDS)
    return plain not in ORDINARY


def _places(text: str, known: Known) -> Iterator[Found]:
    for place in sorted(known.places, key=len, reverse=True):
        for match in re.finditer(rf"(?<!\w){re.escape(place)}(?!\w)", text, re.IGNORECASE):
            if match.group() != match.group().lower() or place not in ORDINARY:
                yield Found(match.start(), match.end(), "place", match.group())


def _shapes(text: str) -> Iterator[Found]:
    for kind, pattern in SHAPES:
        for match in pattern.finditer(text):
            yield Found(match.start(), match.end(), kind, match.group().strip())


def _capitals(text: str) -> Iterator[Found]:
    """Words in capitals that are not ordinary; those that stand side by side are found as one."""
    english = _is_english(text)
    run: list[re.Match[str]] = []
    for match in WORD.finditer(text):
        if not _unusual(match.group(), starts=_starts(text, match.start()), english=english):
            continue
        if run and text[run[-1].end() : match.start()] not in (" ", "-"):
            yield _joined(text, run)
            run = []
        run.append(match)
    if run:
        yield _joined(text, run)


def _joined(text: str, run: list[re.Match[str]]) -> Found:
    start, end = run[0].start(), run[-1].end()
    return Found(start, end, "capitals", text[start:end])


def _unusual(word: str, *, starts: bool, english: bool) -> bool:
    plain = POSSESSIVE.sub("", word).replace("’", "'")
    small = plain.casefold()
    if not word[0].isupper() or len(plain) < SHORTEST or small in CAPITALS or word.replace("’", "'").casefold() in CAPITALS:
        return False
    if plain.isupper() and len(plain) <= LONGEST_ACRONYM:
        return False
    if starts:
        return english and not {small, word.replace("’", "'").casefold(), *re.split(r"['\-]", small)[:1]} & STARTERS
    return True


def _starts(text: str, at: int) -> bool:
    return bool(STARTS_SENTENCE.search(text[max(0, at - 12) : at])) or not text[:at].strip()


def _is_english(text: str) -> bool:
    """Whether most words in small letters are ordinary ones of English."""
    small = [word for word in WORD.findall(text) if word.islower()]
    return not small or sum(forms[0] in ORDINARY for word in small if (forms := forms_of(word))) >= MOSTLY * len(small)


def _script(text: str) -> Iterator[Found]:
    """The text as a whole, where most of its letters have no capitals by which names could be told."""
    letters = [letter for letter in text if letter.isalpha()]
    without = sum(letter.lower() == letter.upper() for letter in letters)
    if len(letters) >= FEWEST_LETTERS and without > MOSTLY * len(letters):
        yield Found(0, 0, "script", "")


def pieces(text: str, found: Iterable[Found], numbers: dict[str, int]) -> list[tuple[str, int | None]]:
    """The text in pieces, each with the number of what was found there, or None; joined, they are the text."""
    cut: list[tuple[str, int | None]] = []
    at = 0
    for one in sorted(found, key=lambda one: one.start):
        if one.end > one.start:
            cut += [(text[at : one.start], None), (text[one.start : one.end], numbers[one.key])]
            at = one.end
    return [piece for piece in [*cut, (text[at:], None)] if piece[0]]
