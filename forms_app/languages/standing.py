"""How far each language of a survey can be trusted: signed off by a speaker exactly as it is, or a draft."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from flask_babel import gettext as _
from sqlalchemy import select

from forms_app.app import library
from forms_app.database import db
from forms_app.models.responses import LanguageSignOff
from surveys.model.languages import ENGLISH, Language
from surveys.model.survey import Survey
from surveys.translations_coverage import Coverage, content_hash, coverage, other_languages


@dataclass(frozen=True)
class Standing:
    """One survey in one language: how much is translated, and the sign-off of exactly these words, if there is one."""

    survey: Survey
    language: Language
    coverage: Coverage
    content: str
    sign_off: LanguageSignOff | None

    @property
    def begun(self) -> bool:
        """Whether anything is translated at all."""
        return self.coverage.share > 0


def standings_of(survey: Survey) -> list[Standing]:
    """How each language but English stands, in the order of the definitions. One query, on the primary key."""
    rows = db.session.scalars(select(LanguageSignOff).where(LanguageSignOff.survey == survey.id))
    signed = {(row.language, row.content_hash): row for row in rows}
    found = []
    for language in other_languages(library()):
        made, content = _worked_out(_Of(survey), language)
        found.append(Standing(survey, language, made, content, signed.get((language.code, content))))
    return found


def languages_ready(survey: Survey) -> list[str]:
    """The codes of the languages that a round of this survey may open in: English, and those that are signed off."""
    return [ENGLISH.code, *(one.language.code for one in standings_of(survey) if one.sign_off)]


def refusal(survey: Survey, codes: Iterable[str]) -> str | None:
    """Why a round of this survey can't open in these languages, and what to do about it; None where it can."""
    ready, known = languages_ready(survey), library().languages
    unknown = [code for code in codes if code not in known]
    if unknown:
        words = {"codes": ", ".join(unknown), "known": ", ".join(known)}
        return str(_("There is no language %(codes)s. There are: %(known)s.", **words))
    drafts = [known[code].name for code in codes if code not in ready]
    if not drafts:
        return None
    refused = _(
        "Nobody has checked this survey in %(languages)s as it is now, so a round can't open in it."
        " Have a speaker read it and sign it off on the page “Languages” first.",
        languages=", ".join(drafts),
    )
    return str(refused)


def staff_name(survey: Survey, code: str) -> str:
    """A language's name where staff pick or preview it: a draft says that it is one."""
    language = library().languages[code]
    if code in languages_ready(survey):
        return language.name
    return str(_("%(language)s – draft, not checked by a speaker", language=language.name))


def every_standing(surveys: Iterable[Survey]) -> Iterator[tuple[Survey, list[Standing]]]:
    """Each survey with how its languages stand."""
    for survey in surveys:
        yield survey, standings_of(survey)


@dataclass(frozen=True)
class _Of:
    """A survey that is found again by its version, which is a hash of all it says."""

    survey: Survey

    def __hash__(self) -> int:
        return hash(self.survey.version)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Of) and other.survey.version == self.survey.version


@lru_cache(maxsize=256)
def _worked_out(of: _Of, language: Language) -> tuple[Coverage, str]:
    return coverage(of.survey, language), content_hash(of.survey, language)
