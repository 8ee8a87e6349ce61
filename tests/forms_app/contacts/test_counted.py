"""What is entered page by page is counted like imported rows, goes out in the same files, and comes back in by them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.app import library
from forms_app.commands.exchange import export, import_
from forms_app.database import db
from forms_app.models.records import Contract
from site_builder.figures.figure import ALL
from site_builder.figures.work_out import Workshop
from tests.conftest import let_go, make_app
from tests.forms_app.casework.conftest import add_person, day_fields, filled_in
from tests.support.staff import QUICK_HASHES, add_provider, opened, signed_in

AFTER = date(2026, 7, 10)
FRAMEWORKS = ("birmingham-hub", "rochdale-carers", "six-kpis")
ENTRIES: tuple[tuple[str, dict[str, str]], ...] = (
    ("/person/P1/contact", {"kind": "emergency_response", **day_fields("on", 20, 5, 2026)}),
    ("/person/P1/contact", {"kind": "planned_sitting", "minutes": "90", **day_fields("on", 21, 5, 2026)}),
    ("/person/P1/payment", {"amount": "150", "spent_on": "breaks", **day_fields("paid_on", 20, 5, 2026)}),
    ("/person/P1/card", {"kind": "partners_in_care_card", **day_fields("issued_on", 20, 5, 2026)}),
    ("/person/P1/card", {"kind": "emergency_card", **day_fields("issued_on", 20, 5, 2026)}),
    (
        "/person/P1/emergency-plan",
        {"plan": "kestrel", **day_fields("made_on", 20, 5, 2026), **day_fields("registered_on", 20, 5, 2026)},
    ),
    ("/person/P1/emergency-plan", day_fields("reviewed_on", 20, 6, 2026)),
    ("/record/contacts", {"kind": "wellbeing_call", "people": "P2", "notes": "kestrel", **day_fields("on", 20, 5, 2026)}),
    ("/record/activity", {"kind": "group", "people": "P1", "others": "4", **day_fields("held_on", 20, 5, 2026)}),
    (
        "/feedback/new",
        {
            "kind": "complaint", "about": "kestrel", "person": "P1", "outcome": "upheld",
            **day_fields("received_on", 20, 5, 2026), **day_fields("completed_on", 25, 5, 2026),
        },
    ),
)  # fmt: skip


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The shipped frameworks on 10 July 2026: a provider with two carers, one of whom does not use the service."""
    app = make_app(database_url, tmp_path / "home", TODAY=AFTER, **QUICK_HASHES)
    add_provider(app)
    with app.app_context():
        for framework in FRAMEWORKS:
            starts_on = date(2026, 4, 1)
            db.session.add(Contract(contract=framework, framework=framework, provider="north", starts_on=starts_on))
        db.session.commit()
    add_person(app, "P1")
    add_person(app, "P2", status="non_engaging")
    yield app
    let_go(app)


@pytest.fixture
def manager(app: Flask) -> FlaskClient:
    """A manager of the provider who has entered everything above."""
    client = signed_in(app, "provider_manager")
    for path, fields in ENTRIES:
        form, _removal, _rest = opened(client, path).partition("Recorded by mistake?")
        answer = client.post(path, data=filled_in(form) | fields)
        assert answer.status_code == 303, answer.text
    return client


def counted(framework: str) -> dict[str, float]:
    """The provider's exact figures of April to June 2026 from records, by measure."""
    workshop = Workshop(db.session(), library(), library().frameworks[framework], AFTER)
    return {
        figure.measure.id: float(figure.value)
        for figure in workshop.figures()
        if figure.basis in ("records", "reviews") and figure.contract != ALL and figure.breakdown in ("none", "")
        if figure.period.interval == "quarter" and figure.value is not None
    }


def test_every_entry_is_in_the_figures(app: Flask, manager: FlaskClient) -> None:
    with app.app_context():
        birmingham, rochdale, six = (counted(framework) for framework in FRAMEWORKS)
    expected = {
        "wellbeing-payments": 1, "cers": 1, "cers.reviews": 1, "cers.responses": 1, "cers.sittings": 1, "groups": 1,
    }  # fmt: skip
    assert {name: birmingham.get(name) for name in expected} == expected
    assert birmingham["care-cards"] == 1
    expected = {"k2i": 1, "k2i.attendances": 5, "k6.emergency-cards": 1}
    assert {name: rochdale.get(name) for name in expected} == expected
    assert six["kpi3"] == 100


def test_every_entry_goes_out_and_comes_in_again_without_its_words(
    app: Flask, manager: FlaskClient, tmp_path: Path
) -> None:
    runner = app.test_cli_runner()
    assert runner.invoke(export, [str(tmp_path / "out")]).exit_code == 0
    files = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir()}
    assert files["feedback.csv"].splitlines()[0] == "provider,feedback,kind,received_on,completed_on,outcome"
    assert ",complaint,2026-05-20,2026-05-25,upheld" in files["feedback.csv"]
    assert len(files["contacts.csv"].splitlines()) == 1 + 10
    assert not any("kestrel" in text for text in files.values())
    checked = runner.invoke(import_, [str(tmp_path / "out")])
    assert checked.exit_code == 0, checked.output
    item = next(line for line in opened(manager, "/feedback").splitlines() if "/feedback/item/" in line)
    assert "kestrel" in opened(manager, item.partition('href="')[2].partition('"')[0])
