"""The words of invitations and reminders, in the language of whoever is invited."""

from dataclasses import dataclass, replace

from forms_app import clock
from forms_app.day_words import day_words
from forms_app.messages import Content
from forms_app.messages.content import TEXT
from forms_app.models.records import Provider
from forms_app.models.responses import Round
from forms_app.respond.rounds import link_address, survey_of, title_of
from forms_app.translations.speaking import gettext as _
from forms_app.translations.speaking import ngettext, speaking
from surveys.model.languages import Language

INVITATION, REMINDER = "invitation", "reminder"


@dataclass(frozen=True)
class LetterParts:
    """The words of a letter, round its link."""

    language: Language
    day: str
    before: list[str]
    scan: str
    qr: str
    after: list[str]
    stop: str


@dataclass(frozen=True)
class Asking:
    """What a message about a round says, and to whom."""

    kind: str
    channel: str
    round: Round
    provider: Provider
    language: str
    name: str | None = None

    def content(self, token: str) -> Content:
        """The message with a personal link in it."""
        link = link_address(token)
        stop = f"{link}/stop"
        with speaking(self.language) as language:
            who = {"provider": self.provider.name}
            if self.channel == TEXT:
                body = self._text(link, stop)
            else:
                body = "\n\n".join([*self.before_link(), link, *self.after_link(), _stop_words(), stop])
            subject = _("%(provider)s would like to hear from you", **who)
            if self.kind == REMINDER:
                subject = _("A reminder: %(provider)s would like to hear from you", **who)
            return Content(str(subject), body, language.code, language.direction, stop)

    def nameless(self) -> "Asking":
        """The same with a name that stands for any."""
        return replace(self, name=str(_("their name"))) if self.name else self

    def before_link(self) -> list[str]:
        """The paragraphs before the link: who asks what, and how long it takes."""
        survey = survey_of(self.round)
        greeting = _("Dear %(name)s,", name=self.name) if self.name else _("Hello,")
        asks = _("%(provider)s asks you to answer a few questions: %(survey)s.", provider=self.provider.name,
                 survey=str(title_of(self.round)))  # fmt: skip
        parts = [greeting, asks]
        if self.kind == REMINDER:
            parts.append(_("We wrote to you before. If you do not want to answer, you do not need to do anything."))
        takes = ngettext("It takes about %(num)s minute.", "It takes about %(num)s minutes.", survey.minutes)
        alone = _("This link is for you alone:")
        parts.append(f"{takes} {alone}")
        return parts

    def after_link(self) -> list[str]:
        """The paragraphs after the link: what happens with the answers, and until when."""
        if self.round.anonymous:
            private = _("Nobody can see which answers are yours.")
        else:
            private = _("Your answers are kept with your name, so that the people who support you can act on them.")
        parts = [private]
        if self.round.closes_on:
            parts.append(_("You can answer until the end of %(day)s.", day=day_words(self.round.closes_on)))
        return parts

    def parts(self) -> "LetterParts":
        """What stands round the link in a letter."""
        with speaking(self.language) as language:
            return LetterParts(
                language=language,
                day=day_words(clock.today()),
                before=self.before_link(),
                scan=_("Point your phone’s camera at the square, or type this address:"),
                qr=_("QR code of your link"),
                after=self.after_link(),
                stop=_("If you do not want to be asked again, open this address:"),
            )

    def _text(self, link: str, stop: str) -> str:
        who = {"provider": self.provider.name, "link": link, "stop": stop}
        if self.kind == REMINDER:
            return str(_("%(provider)s: a reminder of our questions for you: %(link)s No more of these: %(stop)s", **who))
        return str(_("%(provider)s would like to hear from you: %(link)s No more of these: %(stop)s", **who))


def _stop_words() -> str:
    return str(_("If you do not want to be asked again, open this link:"))
