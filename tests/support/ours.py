"""A row of ours in every table that holds something of a provider's, and every address of the app that could show it."""

import itertools
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from forms_app.bringing.kept import Brought, BroughtFile
from forms_app.database import db
from forms_app.models.accounts import PasswordReset, SamplingGrant, SamplingReview, StaffInvitation, User
from forms_app.models.casework import (
    Attendance,
    CardIssued,
    Consent,
    EmergencyPlan,
    FormDraft,
    Note,
    RecordVersion,
    ReviewVersion,
    StatusChange,
    ToldApart,
    WellbeingPayment,
)
from forms_app.models.filing import FiledReturn, ReturnDraft, ReturnValue
from forms_app.models.paper import SheetDraft
from forms_app.models.records import (
    Activity,
    Assessment,
    Contact,
    Contract,
    Feedback,
    Goal,
    GoalReview,
    Person,
    Referral,
    Review,
    Score,
)
from forms_app.models.responses import (
    AnswerRow,
    DoubleCoding,
    Invitation,
    PaperSheet,
    Response,
    Round,
    SecondCoding,
    TextTheme,
)
from forms_app.models.rights import Erasure, GuidedImport
from forms_app.models.safety import DutyPeriod, SafetyItem, SafetyNote
from forms_app.models.stories import ChangeMade, Story
from forms_app.models.work import Job, Message
from forms_app.paper.making import edition_for
from forms_app.respond.versions import freeze
from tests.support.staff import add_provider, add_staff

DAY = date(2026, 4, 10)
SECRET = "canary"
"""Stands in everything that is ours and that no one else may see."""
FILED = "kestrel"
"""Stands in what we filed or wrote for the council: its commissioners see that, other providers do not."""
OURS: dict[str, tuple[str, ...]] = {
    "provider": ("north",),
    "contract": ("north-contract",),
    "framework": ("rochdale-carers",),
    "form": ("monthly", "quarterly"),
    "period": ("2026-04-01",),
    "period_start": ("2026-04-01",),
    "start": ("2026-04-01",),
    "version": ("1",),
    "survey": ("carer-short",),
    "question": ("safe.feel",),
    "number": ("1", "2"),
    "invitation": ("1",),
    "job": ("1", "2"),
    "place": ("0",),
    "code": ("34679ACF",),
    "draft_subject": ("canary-1", "1", "c" * 32, "new"),
    "action": ("off", "on", "second-factor", "sign-out", "password"),
}
"""What a path's parameter is filled with, by its name; any other name gets each of OUR_KEYS in turn.

`draft_form` gets each form that the app knows. Of `draft_subject`, every form has to know one: a record of ours, the id of
a page, or that it is new.
"""
OUR_KEYS = ("canary-1", "1", "2026-04-01")
ASKER = "asker@council.example"
"""The one commissioner who may open a record of ours."""
PARAMETER = re.compile(r"<(?:[^:<>]+:)?(\w+)>")
SKIPPED = ("static", "accounts.sign_out", "accounts.sign_out_everywhere")


def fill(app: Flask) -> None:
    """Add a row of ours to every table that holds something of a provider's."""
    add_provider(app, "north", "North Carers")
    add_provider(app, "south", "South Carers")
    worker = add_staff(app, "duty_worker", "north", "canary@north.example")
    add_staff(app, "commissioner", None, ASKER)
    key: dict[str, Any] = {"provider": "north"}
    whose = key | {"person": "canary-1"}
    with app.app_context():
        for provider in ("north", "south"):
            named = {"contract": f"{provider}-contract", "provider": provider}
            db.session.add(Contract(framework="rochdale-carers", starts_on=date(2025, 4, 1), **named))
        db.session.add(Person(role="carer", registered_on=DAY, status="active", name="Canary Carer", **whose))
        db.session.flush()
        for row in (
            Referral(referral="canary-1", received_on=DAY, source="gp", kind="new", **whose),
            Assessment(assessment="canary-1", kind="carer", started_on=DAY, **whose),
            Goal(goal="canary-1", outcome="rochdale-carers:wellbeing", agreed_on=DAY, words="canary words", **whose),
            Review(review="canary-1", reviewed_on=DAY, notes="canary notes", **whose),
            Score(scale="wellbeing", taken_on=DAY, score=4, at="review", **whose),
            Contact(contact="canary-1", on=DAY, kind="casework", **whose),
            Activity(activity="canary-1", kind="drop_in", held_on=DAY, title="canary drop-in", **key),
            Attendance(activity="canary-1", **whose),
            EmergencyPlan(made_on=DAY, plan="canary plan", **whose),
            WellbeingPayment(paid_on=DAY, amount=20, once="canary-1", **whose),
            CardIssued(kind="emergency_card", issued_on=DAY, once="canary-1", **whose),
            Note(text="canary note", written_at=datetime(2026, 4, 10), once="canary-1", **whose),
            Consent(scope="quote", form="signed", given_on=DAY, reference="canary file", once="canary-1", **whose),
            StatusChange(since=DAY, status="active", **whose),
            ToldApart(other="canary-1", told_on=DAY, **whose),
            Feedback(feedback="canary-1", kind="complaint", received_on=DAY, about="canary words", **key),
            ReturnDraft(
                framework="rochdale-carers", form="quarterly", period_start=date(2026, 4, 1), typed='{"k": "canary"}',
                saved_at=datetime(2026, 4, 10), **key,
            ),
            FiledReturn(
                framework="rochdale-carers", form="monthly", period_start=date(2026, 4, 1), filed_on=DAY,
                values=[ReturnValue(field="k1a", value="31", note="kestrel note")], **key,
            ),
            Story(title="kestrel title", text="kestrel text", outcomes="rochdale-carers:work", written_on=DAY, **whose),
            ChangeMade(
                framework="rochdale-carers", said="kestrel said", did="kestrel did", done_on=DAY, written_on=DAY, **key
            ),
        ):  # fmt: skip
            db.session.add(row)
            db.session.flush()
        on_duty = db.session.query(User).filter_by(email=worker).one().id
        clock = {"opened_at": datetime(2026, 4, 10), "due_at": datetime(2026, 4, 11), "state": "open"}
        item = SafetyItem(contact_name="canary", contact_how="canary", assigned_to=on_duty, **clock, **whose)
        db.session.add_all([DutyPeriod(user_id=on_duty, starts_on=DAY, **key), item])
        db.session.flush()
        db.session.add(SafetyNote(item_id=item.id, at=datetime(2026, 4, 10), kind="tried", words="canary words"))
        db.session.add(GoalReview(review="canary-1", goal="canary-1", achieved="partly", need_met="no", **key))
        _add_versions(app, on_duty)
        _add_answers(app, worker=on_duty)
        _add_invitations()
        _add_named_answers()
        _add_sheet()
        _add_import()
        _add_access(on_duty, db.session.query(User).filter_by(email=ASKER).one().id)
        db.session.add(Erasure(who="canary", provider="north", erased_at=datetime(2026, 4, 10), rows='{"canary": 1}'))
        db.session.commit()


def draft_forms(app: Flask) -> tuple[str, ...]:
    """The forms that save themselves, by name."""
    return tuple(app.extensions["draft_forms"])


def _add_versions(app: Flask, worker: int) -> None:
    """What was typed so far of every form that saves itself, and what was said before corrections."""
    at = datetime(2026, 4, 10)
    typed = '{"page": "", "number": 0, "began": "2026-04-10T10:00:00", "fields": [["notes", "canary typed"]]}'
    for form, subject in itertools.product(draft_forms(app), OURS["draft_subject"]):
        db.session.add(FormDraft(provider="north", form=form, subject=subject, user_id=worker, typed=typed, saved_at=at))
    review = '{"reviewed_on": "2026-04-09", "kind": null, "feels_supported": null, "next_due_on": null, "wellbeing": null, '
    review += '"goals": [], "notes": "canary before", "new_goals": []}'
    why = {"reason": "canary reason", "replaced_by": worker, "replaced_at": at, "provider": "north"}
    db.session.add(ReviewVersion(review="canary-1", number=1, content=review, **why))
    goal = '{"outcome": "rochdale-carers:work", "agreed_on": "2026-04-09", "baseline": 1, "words": "canary before"}'
    whose = {"person": "canary-1", "kind": "goal", "record": "canary-1", "number": 1, "taken_back": False}
    db.session.add(RecordVersion(content=goal, **whose, **why))


def _add_invitations() -> None:
    """A round that people of ours are invited to, with one whose message did not arrive and one not written to yet."""
    invited = Round(
        id=2, slug="kestrel-2", survey="carer-short", provider="north", title="kestrel round", opens_on=DAY,
        closes_on=date(2027, 4, 1), open_to_all=False,
    )  # fmt: skip
    details = {"name": "Canary Carer", "email": "canary@home.example", "contact_hash": "x", "channel": "email"}
    db.session.add(invited)
    db.session.flush()
    db.session.add(Invitation(id=1, round_id=2, person="canary-1", **details))
    db.session.flush()
    failed = {"state": "failed", "failure": "canary", "reference": "f" * 32, "not_before": datetime(2026, 4, 10)}
    about = {"provider": "north", "round_id": 2, "invitation_id": 1}
    db.session.add(Message(kind="invitation", channel="email", **about, **failed))
    made = {"parameters": '{"round": 2}', "result": "canary.pdf", "made_at": datetime(2026, 4, 10)}
    db.session.add(Job(id=2, kind="letters", provider="north", state="done", **made))


def _add_named_answers() -> None:
    """A survey that was not anonymous, with what one of ours said in it."""
    whose = {"survey": "carer-short", "provider": "north"}
    db.session.add(Round(id=3, slug="named", title="kestrel named", opens_on=DAY, anonymous=False, **whose))
    db.session.flush()
    words = AnswerRow(question="one-thing.difference", item="", text="canary said this")
    db.session.add(Response(response="1", round_id=3, submitted_on=DAY, channel="phone", answers=[words], **whose))
    db.session.add(Invitation(id=2, round_id=3, person="canary-1", response="1"))


def _add_access(user: int, commissioner: int) -> None:
    """A sampling review of ours that is open to one commissioner, someone we invited, and a link to a new password."""
    began, ends = datetime(2026, 4, 10), datetime(2099, 4, 10)
    asked = {"title": "canary title", "reason": "canary reason", "size": 1, "days": 30, "asked_at": began}
    opened = {"state": "agreed", "expires_at": ends, "seed": "canary", "answer": "canary", "decided_by": user}
    db.session.add(SamplingReview(id=1, provider="north", asked_by=commissioner, **asked, **opened))
    db.session.add(SamplingReview(id=2, provider="north", asked_by=commissioner, **asked))
    db.session.flush()
    grant = {"granted_to": commissioner, "reason": "canary", "granted_at": began, "expires_at": ends}
    db.session.add(SamplingGrant(review_id=1, provider="north", person="canary-1", **grant))
    invited = {"email": "canary@new.example", "name": "Canary", "roles": "support_worker"}
    db.session.add(StaffInvitation(id=1, provider="north", made_by=user, made_at=began, expires_at=ends, **invited))
    db.session.add(PasswordReset(token_hash="canary", user_id=user, made_at=began, expires_at=ends))


def _add_sheet() -> None:
    """A sheet of paper of ours that is being typed in, and sheets that were printed."""
    made = edition_for(db.session.get_one(Round, 1), "en", "standard")
    sheet = PaperSheet(
        code="34679ACF", round_id=1, version=freeze(made.survey), language="en", layout="standard", made_on=DAY
    )
    db.session.add(sheet)
    db.session.flush()
    db.session.add(
        SheetDraft(sheet="34679ACF", typed='{"a.one-thing.difference": "canary"}', saved_at=datetime(2026, 4, 10))
    )
    db.session.add(Job(id=3, kind="paper-sheets", provider="north", made_at=datetime(2026, 4, 10), problem="canary"))


def _add_import() -> None:
    """A file of ours that is being brought over, and has a fault."""
    file = BroughtFile("canary.csv", ["person"], [(2, ["canary-1"])], "people.csv", {"person": "0"})
    file.settled = ["kind", "columns", "values"]
    content = Brought([file], faults=[(0, 2, "person", "canary")], fault_rows=1).to_text()
    day = datetime(2026, 4, 10)
    db.session.add(GuidedImport(provider="north", state="mapped", content=content, made_at=day, changed_at=day, rows=1))


def _add_answers(app: Flask, worker: int) -> None:
    """A round of ours that is over, what one person wrote in it, how it was sorted, and a file of its answers."""
    survey = {"survey": "carer-short", "provider": "north"}
    db.session.add(
        Round(id=1, slug="ours", title="kestrel round", opens_on=date(2026, 4, 1), closes_on=date(2026, 4, 2), **survey)
    )
    db.session.flush()
    words = AnswerRow(question="one-thing.difference", item="", text="canary wrote this")
    sent = {"round_id": 1, "submitted_on": DAY, "channel": "web", "answers": [words]}
    db.session.add(Response(response="canary-1", **sent, **survey))
    db.session.flush()
    which = {"response": "canary-1", "question": "one-thing.difference"}
    db.session.add(TextTheme(theme="breaks", coded_by=worker, **which))
    db.session.add(SecondCoding(theme="mixed", coded_by=worker, **which))
    db.session.add(DoubleCoding(first_themes="breaks", first_by=worker, second_by=worker, **which))
    folder = Path(app.config["HOME"]) / "files" / "exports"
    folder.mkdir(parents=True)
    (folder / "ours.zip").write_bytes(b"canary")
    done = {"state": "done", "result": "exports/ours.zip", "made_at": datetime(2026, 4, 10), "made_by": worker}
    db.session.add(Job(id=1, kind="results-export", provider="north", finished_at=datetime(2026, 4, 10), **done))


def addresses(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Every rule of the app with its parameters filled with what is ours."""
    ours = OURS | {"draft_form": draft_forms(app)}
    for rule in app.url_map.iter_rules():
        if rule.endpoint in SKIPPED:
            continue
        names = PARAMETER.findall(rule.rule)
        for values in itertools.product(*(ours.get(name, OUR_KEYS) for name in names)):
            filled = iter(values)
            yield rule, PARAMETER.sub(lambda _found, filled=filled: next(filled), rule.rule)
