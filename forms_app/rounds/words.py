"""Words of the pages of rounds."""

from collections import Counter

from flask_babel import gettext as _
from flask_babel import ngettext

from forms_app.invitations.burden import most
from forms_app.invitations.eligible import ENOUGH, IN_ROUND, NO_CARRIER, NO_CONTACT, NOT_WISHED, STOPPED
from forms_app.messages.content import EMAIL, LETTER, TEXT


def channel_words(channel: str | None) -> str:
    """How someone is written to, in words."""
    words: dict[str, str] = {EMAIL: _("E-mail"), TEXT: _("Text message"), LETTER: _("Letter")}
    return words.get(channel or "", "")


def problem_words(problem: str | None) -> str:
    """Why someone may not be asked, on the line of one person."""
    words: dict[str, str] = {
        IN_ROUND: _("In this round already"),
        NO_CONTACT: _("No e-mail, mobile number or address"),
        NOT_WISHED: _("Does not wish to be asked"),
        NO_CARRIER: _("This service sends no messages of this kind"),
        STOPPED: _("Asked for no more invitations"),
        ENOUGH: ngettext(
            "Has been asked %(num)s time this quarter, counting reviews",
            "Has been asked %(num)s times this quarter, counting reviews",
            most(),
        ),
    }
    return words.get(problem or "", "")


def council_problem_words(problem: str | None) -> str:
    """The same for the council's people, who are not told what is known of anyone on the list they bring.

    Any reason may come of the provider's records: by which of their addresses someone may be asked is kept there.
    """
    return _("May not be asked, for a reason that only their provider sees") if problem else ""


def added_words(added: int) -> str:
    """How many people were put into a round."""
    return (
        str(ngettext("%(num)s person is in the round now.", "%(num)s people are in the round now.", added))
        if added
        else str(_("Nobody was added."))
    )


def may_not_words(problems: Counter[str]) -> list[str]:
    """How many on a list may not be asked, for people who are not told who and why; nothing for none."""
    number = problems.total()
    words = ngettext(
        "%(num)s person may not be asked, for a reason that only their provider sees.",
        "%(num)s people may not be asked, for a reason that only their provider sees.",
        number,
    )
    return [words] if number else []


def left_out_words(left_out: Counter[str], *, council: bool = False) -> list[str]:
    """How many were left out for each reason, a sentence each."""
    by_words: Counter[str] = Counter()
    for problem, number in sorted(left_out.items()):
        by_words[council_problem_words(problem) if council else problem_words(problem)] += number
    found = []
    for words, number in by_words.items():
        people = ngettext("%(num)s person was left out", "%(num)s people were left out", number)
        found.append(f"{people}: {words[:1].lower()}{words[1:]}.")
    return found
