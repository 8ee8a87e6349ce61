"""What staff read aloud to someone on the phone, in the caller's language."""

from flask import current_app

from forms_app.models.records import Provider
from forms_app.models.responses import Round
from forms_app.respond.translation import _, counted
from forms_app.translations.speaking import say, speaking
from surveys.model.survey import Survey


def before_a_call(round_: Round, provider: Provider, survey: Survey, language: str) -> list[str]:
    """Who asks, how long it takes, what happens with the answers: before the first question, a paragraph each."""
    council = current_app.config["COUNCIL_NAME"]
    with speaking(language):
        if round_.anonymous:
            whose = _(
                "This survey is anonymous. I do not write down your name or your number. I type your answers in as you "
                "say them."
            )
        else:
            whose = _(
                "This survey is not anonymous: your answers are kept with your name, so that the people who support you "
                "can act on them."
            )
        return [
            say(survey.title),
            say(survey.intro),
            _("%(provider)s asks these questions together with %(council)s.", provider=provider.name, council=council),
            counted("It takes about %(num)s minute.", "It takes about %(num)s minutes.", survey.minutes),
            whose,
            _(
                "Your answers are counted together with those of others. What we publish never shows one person. At the "
                "end you get a code with which you can read, change or erase what you sent."
            ),
            _("You can miss out any question, and you can stop at any time. May I begin?"),
        ]


def with_a_receipt(language: str) -> dict[str, str]:
    """What is said before and after a receipt code."""
    address = f"{current_app.config['PUBLIC_URL'].rstrip('/')}/receipt"
    with speaking(language):
        return {
            "before": _("Please write this receipt code down:"),
            "after": _("With it you alone can read, change or erase your answers, at %(address)s", address=address),
        }
