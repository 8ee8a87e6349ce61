"""What the entries of a timeline are called."""

from datetime import datetime
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import ngettext

from forms_app.casework.blueprint import blueprint
from forms_app.casework.said import survey_title
from forms_app.casework.status import REASONS
from forms_app.casework.words import code_words, outcome_words
from forms_app.day_words import clock_words


def title_of(kind: str, code: str, extra: str, activity: str | None = None) -> str:
    """An entry in a few words. `code` and `extra` are those of its kind's SELECT; `activity`: what someone came to."""
    return str(_WORDS[kind](code, extra)) + (f": {activity}" if activity else "")


def group_words(group: str | None) -> str:
    """What a filter of the timeline is called."""
    return str(
        {
            None: _("Everything"),
            "record": _("Registration, referrals and status"),
            "reviews": _("Assessments, goals and reviews"),
            "scores": _("Scores"),
            "support": _("Contacts and support"),
            "feedback": _("Feedback"),
            "notes": _("Notes"),
            "consents": _("Consents"),
            "surveys": _("Surveys answered"),
            "safety": _("Safety"),
        }[group]
    )


def _referral(code: str, extra: str) -> str:
    what = _("Referral declined: %(source)s") if extra == "no" else _("Referral: %(source)s")
    return str(what % {"source": code_words("referral_source", code)})


def _status(code: str, extra: str) -> str:
    why = code_words(REASONS.get(code, ""), extra)
    return str(_("Status: %(status)s", status=code_words("status", code))) + (f" ({why})" if why else "")


def _assessment(code: str, _extra: str) -> str:
    return str(_("%(kind)s started", kind=code_words("assessment_kind", code)))


def _completed(code: str, _extra: str) -> str:
    return str(_("%(kind)s completed", kind=code_words("assessment_kind", code)))


def _goal(code: str, _extra: str) -> str:
    return str(_("Goal agreed: %(outcome)s", outcome=outcome_words(code)))


def _review(code: str, extra: str) -> str:
    kind = code_words("review_kind", code)
    said = _("Review (%(kind)s)", kind=kind.lower()) if kind else _("Review")
    return f"{said}, {_('corrected since')}" if extra else str(said)


def _score(code: str, extra: str) -> str:
    scale = str(_("Wellbeing")) if code == "wellbeing" else code_words("scale", code)
    return str(_("%(scale)s score: %(score)s", scale=scale, score=f"{float(extra):g}"))


def _contact(code: str, extra: str) -> str:
    minutes = ngettext("%(num)s minute", "%(num)s minutes", int(extra)) if extra else ""
    return code_words("contact_kind", code) + (f", {minutes}" if minutes else "")


def _payment(code: str, extra: str) -> str:
    spent = code_words("payment_spent_on", code)
    amount = _("Wellbeing payment of £%(amount)s", amount=f"{Decimal(extra):,.2f}")
    return str(amount) + (f" ({spent.lower()})" if spent else "")


def _feedback(code: str, extra: str) -> str:
    outcome = code_words("feedback_outcome", extra)
    return code_words("feedback_kind", code) + (f": {outcome.lower()}" if outcome else "")


def _note(_code: str, extra: str) -> str:
    return str(_("Note, %(time)s", time=clock_words(datetime.fromisoformat(extra))))


def _consent(code: str, extra: str) -> str:
    scope, form = code_words("consent_scope", code), code_words("consent_form", extra)
    return str(_("Agreed: %(scope)s (%(form)s)", scope=scope.lower(), form=form.lower()))


def _withdrawn(code: str, _extra: str) -> str:
    return str(_("No longer agrees: %(scope)s", scope=code_words("consent_scope", code).lower()))


def _survey(code: str, extra: str) -> str:
    channel = code_words("channel", extra)
    return str(_("Answered: %(survey)s", survey=survey_title(code))) + (f" ({channel.lower()})" if channel else "")


def _safety(code: str, _extra: str) -> str:
    return str(_("Safety item, closed") if code == "closed" else _("Safety item, open"))


_WORDS = {
    "registered": lambda _code, _extra: _("Registered"),
    "referral": _referral,
    "status": _status,
    "assessment": _assessment,
    "assessment-completed": _completed,
    "goal": _goal,
    "review": _review,
    "score": _score,
    "contact": _contact,
    "payment": _payment,
    "card": lambda code, _extra: code_words("contact_kind", code),
    "feedback": _feedback,
    "note": _note,
    "consent": _consent,
    "consent-withdrawn": _withdrawn,
    "survey": _survey,
    "safety": _safety,
}

blueprint.add_app_template_global(group_words, "timeline_group_words")
