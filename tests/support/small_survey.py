"""A small survey with every kind of question, and a way to send answers to it."""

from datetime import date, timedelta
from typing import Any

from forms_app.database import db
from forms_app.models.responses import AnswerRow, Response
from forms_app.respond.versions import keep_version
from surveys.model.survey import Option, Question, ResolvedModule, Survey

DAY = date(2026, 5, 4)
REFUSE = Option(code="prefer-not-to-say", label="Prefer not to say", alone=True)


def options(*codes: str) -> list[Option]:
    """Options whose labels are their codes with a capital."""
    return [Option(code=code, label=code.capitalize()) for code in codes]


def the_survey(**changes: dict[str, Any]) -> Survey:
    """The small survey; `changes` are to questions, by key with `_` for `.`."""
    questions = [
        Question(key="help.enough", kind="one", text="Is there enough help?", options=options("yes", "partly", "no")),
        Question(key="help.kinds", kind="many", text="Which help?", options=options("breaks", "money", "advice")),
        Question(key="care.hours", kind="number", text="How many hours?", at_most=168, unit="hours"),
        Question(key="life.score", kind="scale", text="How is life?", options=[REFUSE]),
        Question(
            key="one.thing", kind="text", text="What is one thing?", coded_by_staff=options("breaks", "money", "other")
        ),
    ]
    questions[:2] = [one.model_copy(update={"options": [*one.options, REFUSE]}) for one in questions[:2]]
    changed = [
        one.model_copy(update=changes[name]) if (name := one.key.replace(".", "_")) in changes else one for one in questions
    ]
    module = ResolvedModule(id="all", title="Help & life", questions=changed)
    return Survey(id="small", title="A small survey", intro="Hello", respondent="carer", minutes=2, modules=[module])


def keep(survey: Survey, day: date = DAY) -> str:
    """Keep a version; returns its hash."""
    keep_version(db.session.connection(), survey, day)
    return survey.version


def send(response: str, *, version: str, provider: str = "north", sent: date | None = DAY, **given: Any) -> None:
    """Add a response. `given`: answers by key with `__` for `.`: a code, a list of codes, a number, None for passed over;
    a text as a tuple of one. Names of columns (`channel`, `round_id`, …) are set."""
    columns = {name: given.pop(name) for name in list(given) if name in Response.__table__.c}
    rows = []
    for name, answer in given.items():
        question = name.replace("__", ".")
        if isinstance(answer, list):
            rows += [AnswerRow(question=question, item=code, code=code) for code in answer]
        elif isinstance(answer, tuple):
            rows.append(AnswerRow(question=question, item="", text=answer[0]))
        else:
            kind = {"number": answer} if isinstance(answer, int) else {"code": answer}
            rows.append(AnswerRow(question=question, item="", **kind))
    columns = {"channel": "web", "language": "en", "started_on": DAY} | columns
    db.session.add(
        Response(
            response=response,
            survey="small",
            version=version,
            provider=provider,
            submitted_on=sent,
            answers=rows,
            **columns,
        )
    )


def ten_people() -> str:
    """Ten of `north`, worked by hand below; one of `south` and one who has not sent, who never count."""
    version = keep(the_survey())
    sent = {"version": version, "round_id": 1}
    send(
        "r1", **sent, help__enough="yes", help__kinds=["breaks", "money"], care__hours=10, life__score=3, one__thing=("A",)
    )
    send("r2", **sent, help__enough="yes", help__kinds=["breaks"], care__hours=20, life__score=5)
    send("r3", **sent, help__enough="yes", help__kinds=["prefer-not-to-say"], care__hours=30)
    send("r4", **sent, help__enough="partly", help__kinds=None, care__hours=40, channel="paper")
    send("r5", **sent, help__enough="partly", help__kinds=["advice"], care__hours=100, channel="paper", language="ur")
    send("r6", **sent, help__enough="no", help__kinds=["breaks", "money", "advice"], care__hours=None, helper="proxy")
    send("r7", **sent, help__enough="prefer-not-to-say", life__score="prefer-not-to-say")
    send("r8", **sent, help__enough=None)
    send("r9", **sent, help__enough="yes", sent=DAY + timedelta(days=9))
    send("r10", version=version, sent=date(2026, 1, 5), help__enough="no")
    send("other", version=version, provider="south", round_id=2, help__enough="yes")
    send("unsent", **sent, sent=None, help__enough="yes", help__kinds=["money"])
    db.session.commit()
    return version
