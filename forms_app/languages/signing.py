"""Signing a translation off, and taking that back."""

from forms_app import audit_log
from forms_app.clock import today
from forms_app.database import db
from forms_app.languages.standing import Standing
from forms_app.models.responses import LanguageSignOff


def sign_off(standing: Standing, speaker: str, signed_by: int | None) -> None:
    """Keep the word of `speaker` that these very words can be trusted; a later word takes the place of an earlier one."""
    db.session.merge(
        LanguageSignOff(
            survey=standing.survey.id,
            language=standing.language.code,
            content_hash=standing.content,
            speaker=speaker,
            signed_by=signed_by,
            signed_on=today(),
        )
    )
    audit_log.record("language-signed-off", survey=standing.survey.id, language=standing.language.code)
    db.session.commit()


def take_back(standing: Standing) -> bool:
    """Make a draft of what was signed off; False where it is one."""
    if standing.sign_off is None:
        return False
    db.session.delete(standing.sign_off)
    audit_log.record("language-sign-off-taken-back", survey=standing.survey.id, language=standing.language.code)
    db.session.commit()
    return True
