"""The words that a provider's people wrote and staff sort: which there are, who sorted them, and what they say."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select

from forms_app.authoring.editions import all_surveys
from forms_app.database import db
from forms_app.models.responses import AnswerRow, DoubleCoding, Response, SecondCodingShare, TextTheme
from forms_app.respond.groups import shown_to_staff
from surveys.model.survey import Question

USUAL_SHARE = 20
AT_ONCE = 500
Key = tuple[str, str]
"""Response and question: what names one text."""


@dataclass(frozen=True)
class Text:
    """One text as it stands: whether anyone sorted it, this person did, and a second person did."""

    response: str
    question: str
    sorted: bool
    mine: bool
    twice: bool

    @property
    def key(self) -> Key:
        """What names it."""
        return self.response, self.question

    def waits_for_second(self, percent: int) -> bool:
        """Whether it is in the sample that a second person sorts, and this person may be the second.

        Until it is sorted twice, nobody but its first coder is shown its themes.
        """
        return self.sorted and not self.mine and not self.twice and in_sample(self.key, percent)


def coded_questions() -> dict[str, Question]:
    """The questions whose answers staff sort, by key, with their themes, as each survey asks them now."""
    return {
        key: question
        for survey in all_surveys().values()
        for key, question in survey.by_key.items()
        if question.coded_by_staff
    }


def in_sample(key: Key, percent: int) -> bool:
    """Whether a text is among the `percent` in a hundred that a second person sorts. It stays so as texts are added."""
    place = int(hashlib.sha256("\n".join(key).encode()).hexdigest()[:8], 16)
    return place < percent * 2**32 // 100


def share_of(provider: str) -> int:
    """How many texts in a hundred a second person sorts."""
    found = db.session.get(SecondCodingShare, provider)
    return found.percent if found else USUAL_SHARE


def wanted(provider: str, questions: Collection[str]) -> list[ColumnElement[bool]]:
    """Texts that were sent and are shown. Served by ix_response_submitted and the primary key of answers."""
    return [
        Response.provider == provider,
        Response.submitted_on.is_not(None),
        shown_to_staff(),
        AnswerRow.question.in_(questions),
        AnswerRow.text.is_not(None),
    ]


def texts_of(
    provider: str,
    user: int,
    questions: Collection[str],
    *,
    round_: int | None = None,
    theme: str | None = None,
    only: Iterable[Key] | None = None,
) -> list[Text]:
    """A provider's texts, those that nobody sorted first, then the newest; without their words."""
    themed = and_(TextTheme.response == AnswerRow.response, TextTheme.question == AnswerRow.question)
    coded = exists().where(themed)
    twice = exists().where(and_(DoubleCoding.response == AnswerRow.response, DoubleCoding.question == AnswerRow.question))
    query: Any = (
        select(AnswerRow.response, AnswerRow.question, coded, exists().where(themed, TextTheme.coded_by == user), twice)
        .join(Response, Response.response == AnswerRow.response)
        .where(*wanted(provider, questions))
        .order_by(coded, Response.submitted_on.desc(), AnswerRow.response, AnswerRow.question)
    )
    if round_ is not None:
        query = query.where(Response.round_id == round_)
    if theme is not None:
        query = query.where(exists().where(themed, TextTheme.theme == theme))
    if only is not None:
        query = query.where(AnswerRow.response.in_({response for response, _question in only}))
    return [Text(row[0], row[1], bool(row[2]), bool(row[3]), bool(row[4])) for row in db.session.execute(query)]


def words_of(keys: Iterable[Key]) -> dict[Key, str]:
    """What was written, by key. Served by the primary key of answers."""
    keys = set(keys)
    columns = (AnswerRow.response, AnswerRow.question, AnswerRow.text)
    query = select(*columns).where(AnswerRow.response.in_({key[0] for key in keys}), AnswerRow.text.is_not(None))
    return {(row[0], row[1]): row[2] or "" for row in db.session.execute(query) if (row[0], row[1]) in keys}


def with_words(texts: list[Text], words: str) -> list[Text]:
    """The texts that hold these words, in capitals or not. They are encrypted, so they are read a few hundred at a time."""
    sought = words.casefold()
    found = []
    for start in range(0, len(texts), AT_ONCE):
        some = texts[start : start + AT_ONCE]
        written = words_of(text.key for text in some)
        found += [text for text in some if sought in written.get(text.key, "").casefold()]
    return found


def themes_given(keys: Iterable[Key]) -> dict[Key, set[str]]:
    """The themes that stand for these texts. Served by the primary key of themes."""
    given: dict[Key, set[str]] = {key: set() for key in keys}
    for row in db.session.scalars(select(TextTheme).where(TextTheme.response.in_({key[0] for key in given}))):
        if (row.response, row.question) in given:
            given[row.response, row.question].add(row.theme)
    return given
