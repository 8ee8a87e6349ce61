"""The demonstration has someone on duty, with one item overdue, one waiting and one closed."""

from datetime import date, timedelta
from pathlib import Path

from forms_app.database import db
from forms_app.demo.area import SERVICES, TODAY
from forms_app.demo.rounds import open_rounds
from forms_app.demo.safety import make_safety_items
from forms_app.demo.staff import DUTY, PASSWORD, make_staff
from forms_app.models.records import Provider
from tests.conftest import let_go, make_app
from tests.support.staff import QUICK_HASHES, new_client, opened, sign_in


def test_the_duty_worker_signs_in_to_an_overdue_item_a_new_one_and_a_closed_one(database_url: str, tmp_path: Path) -> None:
    app = make_app(database_url, tmp_path / "home", TODAY=TODAY, **QUICK_HASHES)
    with app.app_context():
        db.session.add_all([Provider(provider=service.key, name=service.name) for service in SERVICES])
        db.session.commit()
        make_staff()
        open_rounds()
        make_safety_items()
    duty = new_client(app)
    sign_in(duty, DUTY, PASSWORD)
    page = opened(duty, "/safety")
    assert "On duty today: Nadia Farrell." in page
    assert "Open (2)" in page
    assert "Overdue" in page
    assert "Closed in time" in page
    rota = opened(duty, "/safety/duty")
    gap = TODAY + timedelta(days=21)
    assert isinstance(gap, date)
    assert f"{gap.day} {gap:%B %Y}" in rota
    let_go(app)
