"""How much of the definitions each language says, and what was translated from an English that has changed since."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from surveys.library import Library
from surveys.model.common import Text, say
from surveys.model.languages import ENGLISH, Language
from surveys.model.survey import Option, Question, Survey

KINDS = ("questions", "answers", "hints", "pictures")
"""What texts are counted as: questions, their answers, all that stands beside them (titles and help too); pictures."""
BESIDE = ("hint", "notice", "notice_named", "low_label", "high_label", "unit")
SCALE_ENDS = {"low_label": "low_picture", "high_label": "high_picture"}
FINGERPRINT_LENGTH = 12


@dataclass(frozen=True)
class Said:
    """One text: where it stands (`safe.feel: hint`), what it counts as, what it says, the picture beside it."""

    place: str
    kind: str
    text: Text
    picture: str | None = None
    may_have_picture: bool = False

    def in_language(self, language: Language) -> str:
        """The text in this language; "" where it has none of its own."""
        return "" if isinstance(self.text, str) else self.text.get(language.code, "")


@dataclass
class Coverage:
    """How many texts of each kind there are, how many a language has, and the places of those that it lacks."""

    wanted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    missing: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return sum(self.found.values()) / (sum(self.wanted.values()) or 1)


def parts_of(survey: Survey) -> Iterator[tuple[str, list[Said]]]:
    """Every text of a survey that a respondent reads, in the order of asking: first its own, then module by module."""
    yield say(survey.title), [Said("title", "hints", survey.title), Said("intro", "hints", survey.intro)]
    for module in survey.modules:
        texts = [Said(f"{module.id}: title", "hints", module.title)]
        for question in module.questions:
            texts += _of_question(question, question.key, question.options)
        yield say(module.title), texts


def texts_of(survey: Survey) -> Iterator[Said]:
    """Every text of a survey that a respondent reads, in the order of asking."""
    for _title, texts in parts_of(survey):
        yield from texts


def coverage(survey: Survey, language: Language) -> Coverage:
    """What of a survey a language says, with the pictures for languages that have them."""
    made = Coverage()
    for said in texts_of(survey):
        _count(made, said.kind, said.place, bool(said.in_language(language)))
        if language.pictures and said.may_have_picture:
            _count(made, "pictures", f"{said.place}: picture", said.picture is not None)
    return made


def content_hash(survey: Survey, language: Language) -> str:
    """SHA-256 of what a survey says in a language and in English, 64 hex digits: a change of either makes it another."""
    pictures = language.pictures
    content = [
        [said.place, say(said.text), said.in_language(language), said.picture if pictures else None]
        for said in texts_of(survey)
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def fingerprints(library: Library, language: Language) -> dict[str, dict[str, str]]:
    """The fingerprint of the English of each text that a language translates, by file and place."""
    found: dict[str, dict[str, str]] = {}
    for file, said in _as_written(library):
        if said.in_language(language):
            found.setdefault(file, {})[said.place] = fingerprint(say(said.text))
    return found


def fingerprint(english: str) -> str:
    """A short hash of an English text."""
    return hashlib.sha256(english.encode()).hexdigest()[:FINGERPRINT_LENGTH]


def stale(library: Library, language: Language, made_from: Mapping[str, Mapping[str, str]]) -> list[str]:
    """The places whose English is no longer the one that was translated, as `file: place`."""
    return [
        f"{file}: {place}"
        for file, places in fingerprints(library, language).items()
        for place, now in places.items()
        if made_from.get(file, {}).get(place, now) != now
    ]


def _count(made: Coverage, kind: str, place: str, found: bool) -> None:
    made.wanted[kind] += 1
    made.found[kind] += found
    if not found:
        made.missing.append(place)


def _of_question(question: Question, place: str, options: list[Option]) -> Iterator[Said]:
    yield Said(place, "questions", question.text, question.picture, may_have_picture=True)
    for name in BESIDE:
        text = getattr(question, name)
        if text:
            end = name if question.kind == "scale" and name in SCALE_ENDS else None
            picture = getattr(question, SCALE_ENDS[end]) if end else None
            yield Said(f"{place}: {name}", "hints", text, picture, may_have_picture=end is not None)
    yield from _of_options(options, place)
    if question.help:
        yield Said(f"{place}: help title", "hints", question.help.title)
        yield Said(f"{place}: help text", "hints", question.help.text)
        for number, contact in enumerate(question.help.contacts, 1):
            yield Said(f"{place}: help contact {number}", "hints", contact)


def _of_options(options: list[Option], place: str) -> Iterator[Said]:
    for option in options:
        here = f"{place}: answer {option.code}"
        yield Said(here, "answers", option.label, option.picture, may_have_picture=True)
        if option.hint:
            yield Said(f"{here}: hint", "hints", option.hint)


def _as_written(library: Library) -> Iterator[tuple[str, Said]]:
    """Each text once, with the file of definitions in which it stands."""
    for name, options in library.codes.option_sets.items():
        for said in _of_options(options, name):
            yield "codes.yaml", said
    shared = {option.code for options in library.codes.option_sets.values() for option in options}
    for module in library.modules.values():
        file = f"modules/{module.id}.yaml"
        yield file, Said("title", "hints", module.title)
        for question in module.questions:
            taken = library.codes.option_sets.get(question.options_from or "", [])
            others = {option.code for option in taken} | ({"prefer-not-to-say"} & shared if question.personal else set())
            own = [option for option in question.options if option.code not in others]
            for said in _of_question(question, question.key, own):
                yield file, said
    for survey in library.surveys.values():
        yield f"surveys/{survey.id}.yaml", Said("title", "hints", survey.title)
        yield f"surveys/{survey.id}.yaml", Said("intro", "hints", survey.intro)


def other_languages(library: Library) -> list[Language]:
    """The languages that are translated into."""
    return [language for code, language in library.languages.items() if code != ENGLISH.code]
