"""Rounds that are open in the demonstration: each survey at each provider it is for."""

from forms_app import audit_log
from forms_app.app import library
from forms_app.database import db
from forms_app.demo.area import SERVICES, TODAY
from forms_app.languages.signing import sign_off
from forms_app.languages.standing import languages_ready, standings_of
from forms_app.models.responses import Round
from surveys.model.common import say
from surveys.periods import add_months


def slug_of(provider: str, survey: str) -> str:
    """The end of the address of a round."""
    return f"{provider}-{survey}"


SPEAKER = "The demonstration (no speaker has read it)"


def sign_off_languages() -> None:
    """Sign every translation off, in the demonstration's own name."""
    for survey in library().surveys.values():
        for standing in standings_of(survey):
            if standing.begun:
                sign_off(standing, SPEAKER, None)


def open_rounds() -> list[Round]:
    """Open a round of each survey for each provider that serves the people who answer it, in all its languages."""
    rounds = []
    sign_off_languages()
    for service in SERVICES:
        for survey in library().surveys.values():
            if survey.respondent == service.role:
                made = Round(
                    slug=slug_of(service.key, survey.id),
                    survey=survey.id,
                    provider=service.key,
                    title=say(survey.title),
                    languages=";".join(languages_ready(survey)),
                    opens_on=add_months(TODAY.replace(day=1), -2),
                )
                audit_log.record("round-opened", provider=service.key, round=made.slug)
                db.session.add(made)
                rounds.append(made)
    db.session.commit()
    return rounds
