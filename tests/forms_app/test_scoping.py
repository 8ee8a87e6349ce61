"""Every route, as every role of another organisation: nothing of ours is shown, and nothing of ours is changed."""

import itertools
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule

from forms_app.bringing.kept import Brought, BroughtFile
from forms_app.database import Base, db
from forms_app.models.accounts import ROLES, PasswordReset, SamplingGrant, SamplingReview, StaffInvitation, User
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
from tests.conftest import let_go, make_app
from tests.support.staff import QUICK_HASHES, add_provider, add_staff, new_client, sign_in, signed_in

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
DECIDED_BY_COMMISSIONERS = ("story", "change_made")
"""Tables in which a commissioner approves or withdraws what providers wrote."""
ASKER = "asker@council.example"
"""The one commissioner who may open a record of ours."""
COUNCILS_ADMINISTRATOR = "administrator of the council"
ANSWERED_FOR = {COUNCILS_ADMINISTRATOR: ("rights",)}
"""Subjects that a role answers for at every provider: the council's administrators find, give and erase what is held."""
PARAMETER = re.compile(r"<(?:[^:<>]+:)?(\w+)>")
SKIPPED = ("static", "accounts.sign_out", "accounts.sign_out_everywhere")


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An app with a row of ours in every table that holds something of a provider's."""
    app = make_app(database_url, tmp_path / "home", **QUICK_HASHES)
    fill(app)
    yield app
    let_go(app)


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


def what_is_ours(app: Flask) -> dict[str, list[tuple[Any, ...]]]:
    """Every row that names our provider, by table."""
    with app.app_context():
        found = {
            table.name: sorted(map(repr, db.session.execute(select(table).where(table.c.provider == "north"))))
            for table in Base.metadata.sorted_tables
            if "provider" in table.c and table.name != "audit_event"
        }
        for table in ("paper_sheet", "sheet_draft", "password_reset"):
            found[table] = sorted(map(repr, db.session.execute(select(Base.metadata.tables[table]))))
        return found


def stray(app: Flask, client: FlaskClient, role: str | None, methods: tuple[str, ...] = ("GET", "POST")) -> list[str]:
    """Every request by `methods` whose answer holds something of ours that `role` may not see, or that fails."""
    faults = []
    secrets = (SECRET,) if role in ("commissioner", COUNCILS_ADMINISTRATOR) else (SECRET, FILED)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    for rule, address in addresses(app):
        if rule.endpoint.partition(".")[0] in ANSWERED_FOR.get(role or "", ()):
            continue
        for method in sorted(set(methods) & (rule.methods or set())):
            answer = client.open(address, method=method, data={"reason": "x"} if method == "POST" else None)
            shown = answer.get_data().decode(errors="replace").lower().replace(address.lower(), "")
            if any(secret in shown for secret in secrets):
                faults.append(f"{method} {address} shows it")
            if answer.status_code >= 500:
                faults.append(f"{method} {address} fails with {answer.status_code}")
    return faults


@pytest.mark.parametrize("role", [*ROLES, COUNCILS_ADMINISTRATOR, None])
def test_nothing_of_ours_is_shown_to_or_changed_by(app: Flask, role: str | None) -> None:
    client = new_client(app)
    if role is not None:
        councils = role in ("commissioner", COUNCILS_ADMINISTRATOR)
        sign_in(client, add_staff(app, role.partition(" ")[0], None if councils else "south"))
    before = what_is_ours(app)
    assert stray(app, client, role) == []
    after = what_is_ours(app)
    for table in DECIDED_BY_COMMISSIONERS if role == "commissioner" else ():
        del before[table], after[table]
    assert after == before


def seen(app: Flask, client: FlaskClient, role: str) -> list[str]:
    """Every page that shows something of ours, read without changing anything."""
    return stray(app, client, role, ("GET",))


def test_the_walk_would_see_what_is_shown(app: Flask) -> None:
    faults = seen(app, signed_in(app, "support_worker", "north"), "support_worker")
    assert "GET /person/canary-1 shows it" in faults
    assert "GET /people shows it" in faults


def test_the_walk_would_see_a_safety_item(app: Flask) -> None:
    assert "GET /safety/item/1 shows it" in seen(app, signed_in(app, "duty_worker", "north"), "duty_worker")


def test_the_walk_would_see_who_is_invited(app: Flask) -> None:
    faults = seen(app, signed_in(app, "provider_manager", "north"), "provider_manager")
    assert "GET /manage/rounds/2 shows it" in faults
    assert "GET /manage/rounds/2/invitations/1 shows it" in faults


def test_the_walk_would_see_a_sheet_that_is_typed_in(app: Flask) -> None:
    faults = seen(app, signed_in(app, "support_worker", "north"), "support_worker")
    assert "GET /paper/sheets/34679ACF shows it" in faults


def test_the_walk_would_see_what_is_recorded_from_day_to_day(app: Flask) -> None:
    faults = seen(app, signed_in(app, "provider_manager", "north"), "provider_manager")
    for page in ("/person/canary-1/emergency-plan", "/person/canary-1/contact/canary-1", "/record/activity/canary-1"):
        assert f"GET {page} shows it" in faults
    assert "GET /feedback/item/canary-1 shows it" in faults


def test_the_walk_would_see_what_was_typed_so_far_and_what_was_said_before(app: Flask) -> None:
    before = what_is_ours(app)
    assert len(before["form_draft"]) == len(draft_forms(app)) * len(OURS["draft_subject"])
    assert len(before["review_version"]) == len(before["record_version"]) == 1
    worker = signed_in(app, "support_worker", "north")
    typed = {"notes": "x", "draft_page": "a" * 32}
    for form in draft_forms(app):
        kept = [worker.post(f"/drafts/{form}/{subject}", data=typed).status_code for subject in OURS["draft_subject"]]
        assert 200 in kept, f"the walk knows no subject of {form}: add one to OURS"
    assert len(what_is_ours(app)["form_draft"]) >= len(before["form_draft"]) + len(draft_forms(app))
    faults = seen(app, worker, "support_worker")
    for page in ("correct-goal/canary-1", "correct-assessment/canary-1", "review/canary-1/versions"):
        assert f"GET /person/canary-1/{page} shows it" in faults


def test_the_walk_would_see_what_is_changed(app: Flask) -> None:
    before = what_is_ours(app)
    with app.app_context():
        db.session.get_one(Person, ("north", "canary-1")).status = "closed"
        db.session.commit()
    assert what_is_ours(app) != before


def test_the_walk_would_see_what_is_held_of_a_person(app: Flask) -> None:
    faults = seen(app, signed_in(app, "provider_manager", "north"), "provider_manager")
    assert "GET /rights/north/canary-1/held shows it" in faults
    assert "GET /needs-not-met/people shows it" in faults


def test_the_walk_would_see_a_record_that_is_open_to_a_commissioner(app: Flask) -> None:
    asker = new_client(app)
    sign_in(asker, ASKER)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    faults = stray(app, asker, "commissioner")
    assert "GET /sampling/1 shows it" in faults
    assert asker.get("/sampling/1/person/canary-1").status_code == 404, "the walk has ended the review"
    assert "canary" not in asker.get("/people").text


def test_the_walk_would_see_what_is_kept_of_a_person(app: Flask) -> None:
    faults = seen(app, signed_in(app, "provider_manager", "north"), "provider_manager")
    for page in ("timeline", "profile", "note", "status", "referral", "consent", "consent/1/withdraw", "said/1"):
        assert f"GET /person/canary-1/{page} shows it" in faults


def test_the_walk_would_see_an_account(app: Flask) -> None:
    faults = seen(app, signed_in(app, "administrator", "north"), "administrator")
    assert "GET /administration shows it" in faults
    assert "GET /administration/account/1 shows it" in faults
    assert "GET /administration/invitation/1 shows it" in faults


def test_the_walk_would_see_a_file_that_is_brought_over(app: Flask) -> None:
    faults = seen(app, signed_in(app, "provider_manager", "north"), "provider_manager")
    assert "GET /bring/1/faults shows it" in faults
    assert "GET /bring/1/rejects/0 shows it" in faults
