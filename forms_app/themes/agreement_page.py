"""The page that says how far two people who sorted the same words agree, and how many are sorted twice."""

from dataclasses import dataclass

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from forms_app.accounts import own_provider, staff_only
from forms_app.database import db
from forms_app.models.responses import DoubleCoding, SecondCoding, SecondCodingShare
from forms_app.models.responses import Response as SurveyResponse
from forms_app.respond.groups import shown_to_staff
from forms_app.themes.agreement import Agreement, Pair, agreement_on, agreement_overall
from forms_app.themes.blueprint import themes_pages
from forms_app.themes.texts import coded_questions, share_of
from surveys.model.common import say
from surveys.model.survey import Question

SHARES = (10, 20, 50, 100)


@dataclass(frozen=True)
class QuestionAgreement:
    """Agreement on the answers to one question: overall, on each theme, and how many texts got the same themes."""

    question: Question
    overall: Agreement
    alike: int
    by_theme: list[tuple[str, Agreement]]


def readings() -> dict[str, str]:
    """How each reading of agreement is put."""
    return {
        "not-enough": _("Not enough yet: fewer than 10 answers have been sorted by two people"),
        "undefined": _("Both said the same of every answer, so there is nothing to tell agreement from chance by"),
        "poor": _("Poor: less than by chance"),
        "slight": _("Slight"),
        "fair": _("Fair"),
        "moderate": _("Moderate"),
        "substantial": _("Substantial"),
        "almost-perfect": _("Almost perfect"),
    }


@themes_pages.get("/agreement")
@staff_only("provider_manager")
def agreement() -> str:
    """Cohen's kappa for each question and theme."""
    provider = own_provider()
    pairs = _pairs(provider)
    found = [_on_question(question, pairs[key]) for key, question in coded_questions().items() if key in pairs]
    percent = share_of(provider)
    return render_template(
        "themes/agreement.html", found=found, readings=readings(), percent=percent, shares=SHARES, in_english=say
    )


@themes_pages.post("/share")
@staff_only("provider_manager")
def choose_share() -> Response:
    """Set how many texts in a hundred a second person sorts."""
    percent = request.form.get("percent", type=int)
    if percent not in SHARES:
        abort(400, _("Choose one of the shares on the page."))
    db.session.merge(SecondCodingShare(provider=own_provider(), percent=percent))
    db.session.commit()
    flash(_("Saved."), "success")
    return make_response(redirect(url_for("themes.agreement")))


def _on_question(question: Question, pairs: list[Pair]) -> QuestionAgreement:
    labels = {theme.code: say(theme.label) for theme in question.coded_by_staff}
    labels |= {code: code for pair in pairs for side in pair for code in sorted(side) if code not in labels}
    by_theme = [(label, agreement_on(code, pairs)) for code, label in labels.items()]
    alike = sum(first == second for first, second in pairs)
    return QuestionAgreement(question, agreement_overall(labels, pairs), alike, by_theme)


def _pairs(provider: str) -> dict[str, list[Pair]]:
    """What the two chose, by question, as it was before they spoke. From the pairs to responses by their primary key."""
    second: dict[tuple[str, str], set[str]] = {}
    own = (SurveyResponse.provider == provider, shown_to_staff())
    chosen = select(SecondCoding).join(SurveyResponse, SurveyResponse.response == SecondCoding.response).where(*own)
    for row in db.session.scalars(chosen):
        second.setdefault((row.response, row.question), set()).update({row.theme} - {""})
    pairs: dict[str, list[Pair]] = {}
    kept = select(DoubleCoding).join(SurveyResponse, SurveyResponse.response == DoubleCoding.response).where(*own)
    for pair in db.session.scalars(kept):
        first = frozenset(pair.first_themes.split(";")) - {""}
        pairs.setdefault(pair.question, []).append((first, frozenset(second.get((pair.response, pair.question), ()))))
    return pairs
