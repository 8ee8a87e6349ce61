"""What lies between two editions of a survey."""

import difflib
from dataclasses import dataclass

from surveys.editing.texts import all_texts, texts_of
from surveys.model.common import in_each
from surveys.model.survey import Option, Question, Survey

Word = tuple[str, str]
"""`same`, `gone` or `new`, and the words."""


@dataclass(frozen=True)
class Reworded:
    """One text in one language, before and after; either may be empty."""

    name: str
    language: str
    before: str
    after: str

    @property
    def words(self) -> list[Word]:
        """The words of both, marked."""
        return word_diff(self.before, self.after)


@dataclass(frozen=True)
class Edited:
    """A question that is in both editions and is not the same in both."""

    before: Question
    after: Question

    @property
    def reworded(self) -> list[Reworded]:
        """Its texts that differ, in each language, English first. Those of new and retired answers are not here."""
        old, new = texts_of(self.before), texts_of(self.after)
        kept = set(self.before.codes()) & set(self.after.codes())
        names = [
            name for name in dict.fromkeys([*old, *new]) if not name.startswith("options.") or name.split(".")[1] in kept
        ]
        found = []
        for name in names:
            before, after = in_each(old.get(name)), in_each(new.get(name))
            found += [
                Reworded(name, language, before.get(language, ""), after.get(language, ""))
                for language in dict.fromkeys([*before, *after])
                if before.get(language, "") != after.get(language, "")
            ]
        return sorted(found, key=lambda one: one.language != "en")

    @property
    def new_options(self) -> list[Option]:
        """Answers that are offered now and were not before."""
        return [option for option in self.after.options if option.code not in self.before.codes()]

    @property
    def retired_options(self) -> list[Option]:
        """Answers that are no longer offered."""
        return [option for option in self.before.options if option.code not in self.after.codes()]

    @property
    def other_order(self) -> bool:
        """Whether the answers that stay stand in another order."""
        old, new = self.before.codes(), self.after.codes()
        return [code for code in old if code in new] != [code for code in new if code in old]

    @property
    def settings(self) -> list[str]:
        """The names of what differs besides texts and answers: `kind`, `required`, `routes`, `at_most`, …"""
        names = ("kind", "required", "personal", "at_least", "at_most", "max_length", "routes", "helper", "coded_by_staff")
        found = [name for name in names if getattr(self.before, name) != getattr(self.after, name)]
        kept = [code for code in self.before.codes() if code in self.after.codes()]
        old, new = ({option.code: option.alone for option in one.options} for one in (self.before, self.after))
        found += ["alone"] if any(old[code] != new[code] for code in kept) else []
        helps = [
            (one.help.after, one.help.within_hours, one.help.council_line) if one.help else None
            for one in (self.before, self.after)
        ]
        return found + (["help"] if helps[0] != helps[1] else [])


@dataclass(frozen=True)
class Changes:
    """Everything that differs. `moved`: questions asked in another place among those that stay."""

    edited: list[Edited]
    added: list[Question]
    removed: list[Question]
    moved: list[Question]
    reworded: list[Reworded]
    settings: list[str]

    def __bool__(self) -> bool:
        return any((self.edited, self.added, self.removed, self.moved, self.reworded, self.settings))


def changes_between(before: Survey | None, after: Survey) -> Changes:
    """What differs in `after`; everything is new where there is nothing before."""
    if before is None:
        return Changes([], list(after.by_key.values()), [], [], [], [])
    old, new = before.by_key, after.by_key
    kept = [key for key in new if key in old]
    return Changes(
        edited=[Edited(old[key], new[key]) for key in kept if not _same(old[key], new[key])],
        added=[question for key, question in new.items() if key not in old],
        removed=[question for key, question in old.items() if key not in new],
        moved=[new[key] for key in _moved([key for key in old if key in new], kept)],
        reworded=_of_the_survey(before, after),
        settings=[name for name in ("respondent", "minutes") if getattr(before, name) != getattr(after, name)],
    )


def word_diff(before: str, after: str) -> list[Word]:
    """Both texts as one run of words: those in both, those that went, those that came."""
    old, new = before.split(), after.split()
    words: list[Word] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            words.append(("same", " ".join(old[a:b])))
            continue
        words += [("gone", " ".join(old[a:b]))] if a < b else []
        words += [("new", " ".join(new[c:d]))] if c < d else []
    return words


def _same(before: Question, after: Question) -> bool:
    """Whether nothing that a respondent can see, or that decides whom it is asked, differs."""
    unseen = {"options_from": None, "picture": None, "low_picture": None, "high_picture": None}
    return before.model_copy(update=unseen) == after.model_copy(update=unseen)


def _moved(old: list[str], new: list[str]) -> list[str]:
    """The fewest keys that, taken out, leave the others in the same order."""
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    steady = {key for block in matcher.get_matching_blocks() for key in new[block.b : block.b + block.size]}
    return [key for key in new if key not in steady]


def _of_the_survey(before: Survey, after: Survey) -> list[Reworded]:
    old = {name: in_each(text) for name, text in all_texts(before) if not name.startswith("question:")}
    new = {name: in_each(text) for name, text in all_texts(after) if not name.startswith("question:")}
    return [
        Reworded(name, language, old[name].get(language, ""), texts.get(language, ""))
        for name, texts in new.items()
        if name in old
        for language in dict.fromkeys([*old[name], *texts])
        if old[name].get(language, "") != texts.get(language, "")
    ]
