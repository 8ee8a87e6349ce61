"""Questions over the versions of a survey: counted together as long as they mean the same, apart from where they don't."""

import json
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from forms_app.app import library
from forms_app.database import db
from forms_app.models.editions import SurveyEdition
from forms_app.models.responses import SurveyVersion
from forms_app.respond.versions import frozen_survey
from surveys.model.common import Text, say
from surveys.model.survey import Option, Question, Survey

SAME = "same"
CHANGED, NOBODY_SAID = "changed", "nobody-said"
"""Why a series ended: its author said that the meaning changed, or wording changed and nobody said that it had not."""


@dataclass
class Series:
    """A question as long as its meaning stays: the versions in which it was asked, and every option it ever had."""

    question: Question
    module: Text
    number: int = 1
    since: date | None = None
    why: str = ""
    versions: list[str] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    wordings: list[tuple[object, ...]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The question's key; from the second series on with its number, such as `life.hours~2`."""
        return self.question.key if self.number == 1 else f"{self.question.key}~{self.number}"

    def take(self, version: str, question: Question) -> None:
        """Note that the question was asked so in this version."""
        self.question = question
        self.versions.append(version)
        self.wordings.append(_wording(question))
        newest = {option.code for option in question.options}
        self.options = [*question.options, *(option for option in self.options if option.code not in newest)]


@dataclass(frozen=True)
class AskedVersion:
    """One version of a survey with what its author said of each edited question; None for one from the library."""

    version: str
    survey: Survey
    since: date | None
    changes: dict[str, str] | None


def version_of_no_version(survey: str) -> str | None:
    """The version that responses without one are taken to answer: the library's of today, if it has the survey."""
    found = library().surveys.get(survey)
    return found.version if found else None


def versions_of(survey: str) -> list[AskedVersion]:
    """Every version of a survey that was ever asked or published, in order. Few rows; served by scans of small tables."""
    published = select(SurveyEdition).where(SurveyEdition.survey == survey).order_by(SurveyEdition.number)
    editions = {edition.version: edition for edition in db.session.scalars(published)}
    kept = select(SurveyVersion.version, SurveyVersion.first_used_on).where(SurveyVersion.survey == survey)
    found = []
    for row in db.session.execute(kept):
        edition = editions.get(row.version)
        since = edition.published_on if edition else row.first_used_on
        changes = json.loads(edition.changes) if edition else None
        found.append(
            (
                (since, edition.number if edition else 0, row.version),
                AskedVersion(row.version, frozen_survey(row.version), since, changes),
            )
        )
    versions = [version for _order, version in sorted(found, key=lambda pair: pair[0])]
    todays = library().surveys.get(survey)
    if todays is not None and todays.version not in {one.version for one in versions}:
        versions.append(AskedVersion(todays.version, todays, None, None))
    return versions


def series_of(versions: list[AskedVersion]) -> list[Series]:
    """The series of every question, in the order in which the newest version asks; those asked no more come last."""
    by_key: dict[str, list[Series]] = {}
    for version in versions:
        titles = {question.key: module.title for module in version.survey.modules for question in module.questions}
        for key, question in version.survey.by_key.items():
            place = _series_for(by_key.setdefault(key, []), question, titles[key], version)
            place.take(version.version, question)
    order = list(dict.fromkeys(key for version in reversed(versions) for key in version.survey.by_key))
    return [series for key in order for series in by_key[key]]


def _series_for(known: list[Series], question: Question, module: Text, version: AskedVersion) -> Series:
    for series in known:
        if _wording(question) in series.wordings:
            return series
    said = (version.changes or {}).get(question.key)
    if known and said == SAME:
        return known[-1]
    why = "" if not known else CHANGED if said else NOBODY_SAID
    known.append(Series(question, module, len(known) + 1, version.since, why))
    return known[-1]


def _wording(question: Question) -> tuple[object, ...]:
    """What a person reads in English, and what they may answer: translations and pictures are no part of it."""
    texts = (question.text, question.hint, question.low_label, question.high_label, question.unit)
    options = tuple((option.code, say(option.label), option.alone) for option in question.options)
    return (question.kind, *(say(text) for text in texts), question.at_least, question.at_most, options)
