"""Staff find someone, give them what is held, see who looked, and erase them with a second confirmation."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forms_app.audit_log import read_chain, record
from forms_app.commands.rights import find, give, verify
from forms_app.database import db
from forms_app.models.audit import AuditEvent
from forms_app.models.casework import Note
from forms_app.models.records import Goal, Person, Review
from forms_app.rights.finding import Sought
from forms_app.rights.holdings import tables_of_people
from tests.forms_app.rights.planting import plant, prepare
from tests.support.house_rules import check_page
from tests.support.staff import add_provider, new_client, opened, sign_in, signed_in

MARK = "zebra-gone"


def manager(app: Flask) -> FlaskClient:
    """A browser in which the manager whom `prepare` made has signed in."""
    client = new_client(app)
    sign_in(client, "provider_manager@north.example")
    return client


def add_ann(app: Flask) -> None:
    """Ann Example of North, whose details are as people type them; and someone else of South."""
    add_provider(app, "north", "North Carers")
    add_provider(app, "south", "South Carers")
    with app.app_context():
        known = {"role": "carer", "registered_on": date(2026, 1, 1), "status": "active", "birth_year": 1961}
        reach = {"name": "Ann O'Example", "email": "Ann@Home.example", "phone": "07700 900123"}
        db.session.add(Person(provider="north", person="NC-1", gender="female", **reach, **known))
        db.session.add(Person(provider="south", person="NC-1", name="Ann Southerly", **known))
        db.session.flush()
        whose = {"provider": "north", "person": "NC-1"}
        db.session.add(
            Goal(goal="g", outcome="rochdale-carers:wellbeing", agreed_on=date(2026, 1, 2), words="Sleep", **whose)
        )
        db.session.add(Review(review="r", reviewed_on=date(2026, 4, 2), notes="Doing well", **whose))
        db.session.add(Note(text="Likes to be called after six", written_at=db.func.current_timestamp(), **whose))
        db.session.commit()


@pytest.mark.parametrize(
    ("sought", "fits"),
    [
        (Sought(name="example ann"), True),
        (Sought(name="Anna"), False),
        (Sought(email=" ann@home.EXAMPLE "), True),
        (Sought(email="ann@home"), False),
        (Sought(phone="+44 7700 900 123"), True),
        (Sought(phone="07700900124"), False),
        (Sought(reference="nc-1"), True),
        (Sought(reference="nc"), False),
        (Sought(name="ann", phone="07700900124"), False),
    ],
)
def test_someone_is_found_however_it_is_typed(sought: Sought, fits: bool) -> None:
    assert sought.fits("Ann O'Example", "Ann@Home.example", "07700 900123", "NC-1") is fits


def test_a_manager_finds_their_own_people_and_an_administrator_of_the_council_everyones(app: Flask) -> None:
    add_ann(app)
    own = signed_in(app, "provider_manager").post("/rights", data={"name": "ann"}).text
    check_page(own)
    assert "Ann O&#39;Example" in own
    assert "Southerly" not in own
    both = signed_in(app, "administrator", None).post("/rights", data={"name": "ann"}).text
    assert "Ann O&#39;Example" in both
    assert "Southerly" in both
    with app.app_context():
        events = db.session.scalars(select(AuditEvent).filter_by(action="person-searched").order_by(AuditEvent.id)).all()
        assert [(one.provider, one.details) for one in events] == [("north", '{"found": 1}'), (None, '{"found": 2}')]


def test_a_search_for_nobody_is_asked_again(app: Flask) -> None:
    add_ann(app)
    client = signed_in(app, "provider_manager")
    answer = client.post("/rights", data={"name": " "})
    check_page(answer.text)
    assert answer.status_code == 422
    assert "0 found" in client.post("/rights", data={"name": "nobody"}).text
    opened(client, "/rights")


def test_what_is_held_is_given_as_a_file_to_read_and_as_json(app: Flask) -> None:
    add_ann(app)
    client = signed_in(app, "provider_manager")
    opened(client, "/rights/north/NC-1/held")
    answer = client.post("/rights/north/NC-1/give")
    assert answer.headers["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as files:
        page, data = files.read("what-is-held.html").decode(), json.loads(files.read("what-is-held.json"))
    for words in ("Ann O&#39;Example", "Female", "Doing well", "Likes to be called after six", "Sleep", "Opened the record",
                  "Sam Provider Manager", "2 April 2026"):  # fmt: skip
        assert words in page, words
    assert data["tables"]["review"][0]["notes"] == "Doing well"
    assert set(data["tables"]) == {"person", "goal", "review", "note", "audit_event"}


def test_every_table_of_people_is_given(app: Flask) -> None:
    prepare(app)
    plant(app, MARK)
    answer = manager(app).post(f"/rights/north/{MARK}/give")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as files:
        data = json.loads(files.read("what-is-held.json"))
    assert set(data["tables"]) == tables_of_people()


def test_who_saw_or_changed_what_is_listed_and_looking_is_listed_too(app: Flask) -> None:
    add_ann(app)
    client = signed_in(app, "provider_manager")
    opened(client, "/person/NC-1")
    first = opened(client, "/rights/north/NC-1/seen")
    assert "1 event." in first
    assert "Opened the record" in first
    assert "Sam Provider Manager" in first
    assert "Looked at who opened or changed the record" in opened(client, "/rights/north/NC-1/seen")


def test_erasing_needs_the_reference_typed_again_and_the_box_ticked(app: Flask) -> None:
    add_ann(app)
    client = signed_in(app, "provider_manager")
    path = "/rights/north/NC-1/erase"
    opened(client, path)
    for data in ({}, {"reference": "NC-1"}, {"sure": "yes"}, {"reference": "NC-2", "sure": "yes"}):
        refused = client.post(path, data=data)
        assert refused.status_code == 422
        check_page(refused.text)
    assert client.post(path, data={"reference": "NC-1", "sure": "yes"}).status_code == 303
    assert "rows and mentions" in opened(client, "/rights")
    assert client.get(path).status_code == 404
    with app.app_context():
        assert db.session.get(Person, ("north", "NC-1")) is None
        assert db.session.get(Person, ("south", "NC-1")) is not None
        assert read_chain().broken is None


@pytest.mark.parametrize("role", ["support_worker", "duty_worker", "commissioner"])
def test_others_have_no_page_of_rights(app: Flask, role: str) -> None:
    add_ann(app)
    client = signed_in(app, role, None if role == "commissioner" else "north")
    for path in ("/rights", "/rights/north/NC-1/held", "/rights/north/NC-1/seen", "/rights/retention"):
        assert client.get(path).status_code == 403
    assert client.post("/rights/north/NC-1/erase", data={"reference": "NC-1", "sure": "yes"}).status_code == 403


@pytest.mark.parametrize("role", ["provider_manager", "administrator"])
def test_another_organisations_people_are_not_found(app: Flask, role: str) -> None:
    add_ann(app)
    client = signed_in(app, role, "south")
    for path in ("held", "seen", "erase"):
        assert client.get(f"/rights/north/NC-1/{path}").status_code == 404
    assert client.post("/rights/north/NC-1/give").status_code == 404


def test_the_commands_find_and_give(app: Flask, tmp_path: Path) -> None:
    add_ann(app)
    runner = app.test_cli_runner()
    found = runner.invoke(find, ["--phone", "07700900123"])
    assert "north\tNC-1\tAnn O'Example" in found.output
    assert "1 found among 2 in 0." in found.output
    assert runner.invoke(find, ["--name", "nobody"]).exit_code == 1
    assert runner.invoke(find, []).exit_code == 2
    out = tmp_path / "ann.html"
    given = runner.invoke(give, ["--provider", "north", "--person", "NC-1", "--out", str(out)])
    assert given.exit_code == 0, given.output
    assert "Doing well" in out.read_text()
    assert json.loads(out.with_suffix(".json").read_text())["tables"]["note"]
    assert out.stat().st_mode & 0o077 == 0
    nobody = runner.invoke(give, ["--provider", "north", "--person", "NC-9", "--out", str(out)])
    assert nobody.exit_code == 1


def test_the_command_verifies_the_log(app: Flask) -> None:
    with app.test_request_context():
        for person in ("a", "b"):
            record("person-seen", provider="north", person=person)
        db.session.commit()
        noted = db.session.scalars(select(AuditEvent.hash).order_by(AuditEvent.id.desc())).first()
    runner = app.test_cli_runner()
    good = runner.invoke(verify, ["--holds", str(noted)])
    assert (good.exit_code, good.output) == (
        0,
        f"2 events hold. 0 no longer say whom they are about.\nLast hash: {noted}\n",
    )
    assert runner.invoke(verify, ["--holds", "0" * 64]).exit_code == 1
    with app.app_context():
        broken = db.session.scalars(select(AuditEvent).filter_by(person="b")).one()
        broken.person, number = "c", broken.id
        db.session.commit()
    bad = runner.invoke(verify, [])
    assert bad.exit_code == 1
    assert f"Event {number} was changed, or one before it taken out: 1 hold." in bad.output
