"""What commissioners decided, and the themes that managers gave to what people wrote."""

from datetime import UTC, date, datetime

from sqlalchemy import select

from forms_app import audit_log
from forms_app.database import db
from forms_app.demo.area import TODAY
from forms_app.demo.opinions import ONE_THING
from forms_app.demo.staff import user_called
from forms_app.models.filing import PaymentDecision
from forms_app.models.responses import AnswerRow, Response, TextTheme
from surveys.library import Library

HUB_CONTRACT, HUB_PROVIDER = "HUB-2023", "hollin-hub"
DECIDED = (
    (1, "pbo2", False, date(2024, 5, 21), "The mental health trust is not part of the pathway yet, and it was to be."),
    (1, "pbo3", True, date(2024, 5, 21), "Eight partners meet, and two posts are shared."),
    (2, "pbo2", True, date(2025, 5, 20), "The pathway is used by the hospital, social care and the mental health trust."),
    (2, "pbo3", True, date(2025, 5, 20), "Fourteen partners, joint training, and breaks that any of them can book."),
    (3, "pbo2", True, date(2026, 6, 16), "All partners use the pathway, and carers can see where their referral stands."),
)
"""The third year's partnership element is still to be decided: a commissioner can do so in the demonstration."""


def record_decisions() -> None:
    """Record the decisions on the Carers Hub's payment elements, on the days on which they were made."""
    decider = user_called("commissioner@elmsford.example")
    for year, element, met, day, reason in DECIDED:
        db.session.add(
            PaymentDecision(
                contract=HUB_CONTRACT,
                contract_year=year,
                element=element,
                met=met,
                reason=reason,
                decided_on=day,
                decided_by=decider.id,
            )
        )
        audit_log.record(
            "payment-decided", provider=HUB_PROVIDER, contract=HUB_CONTRACT, contract_year=year, element=element, met=met
        )
    db.session.commit()


def sort_into_themes(library: Library) -> int:
    """Give what people wrote before today its theme; today's words wait for a manager. Returns how many were sorted."""
    themes = {text: theme for theme, texts in ONE_THING.items() for text in texts}
    questions = [one.key for survey in library.surveys.values() for one in survey.by_key.values() if one.coded_by_staff]
    written = (
        select(AnswerRow, Response.provider)
        .join(Response, Response.response == AnswerRow.response)
        .where(AnswerRow.question.in_(questions), AnswerRow.text.is_not(None), Response.submitted_on < TODAY)
    )
    managers: dict[str, int] = {}
    number = 0
    for row, provider in db.session.execute(written):
        manager = managers.setdefault(provider, user_called(f"manager@{provider}.example").id)
        theme = themes.get(row.text or "")
        if theme:
            number += 1
            now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
            coded = TextTheme(response=row.response, question=row.question, theme=theme, coded_by=manager, coded_at=now)
            db.session.add(coded)
    db.session.commit()
    return number
