"""The languages that a round may be asked in: those that someone has signed off for its survey."""

from forms_app.languages import languages_ready
from forms_app.translations.speaking import known_languages
from surveys.model.survey import Survey


def languages_for(survey: Survey) -> list[dict[str, str]]:
    """The languages as the macros take them, in the order of the definitions."""
    ready = languages_ready(survey)
    return [{"value": code, "text": language.name} for code, language in known_languages().items() if code in ready]
