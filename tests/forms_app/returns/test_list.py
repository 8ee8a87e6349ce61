import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.forms_app.returns.conftest import GOOD, KPI3, add_contract, file_return, opened
from tests.support.house_rules import words
from tests.support.staff import add_provider, signed_in


def table_rows(html: str) -> list[str]:
    page = html5lib.parse(html, namespaceHTMLElements=False)
    return [words(row) for row in page.iter("tr")]


def test_the_list_says_what_is_late_due_and_coming(manager: FlaskClient) -> None:
    page = opened(manager, "/returns")
    lines = table_rows(page)
    assert any("January to March 2026" in line and "20 April 2026" in line and "Late" in line for line in lines)
    assert "KPI 3: complaints and concerns for April to June 2026: due by 20 July 2026" in page
    # Four whole quarters of four forms, two half years and one year.
    assert "19 returns are late." in page


def test_a_return_is_due_on_its_contract_meeting_day(app: Flask, manager: FlaskClient) -> None:
    add_contract(app, "c2", "rochdale-carers", contract_meeting_day=17)
    lines = table_rows(opened(manager, "/returns"))
    assert any("Quarterly return" in line and "January to March 2026" in line and "17 April 2026" in line for line in lines)
    assert any(
        "Monthly return" in line and "April 2026" in line and "10 May 2026" in line and "Late" in line for line in lines
    )


def test_a_filed_return_moves_to_filed_with_its_version(manager: FlaskClient) -> None:
    file_return(manager, KPI3, GOOD)
    file_return(manager, KPI3, GOOD | {"v.A": "2"}, reason="Miscounted")
    page = opened(manager, "/returns")
    assert any("15 May 2026" in line and "Filed late corrected, version 2" in line for line in table_rows(page))
    assert "18 returns are late." in page


def test_a_period_that_has_not_ended_or_never_was_is_not_found(manager: FlaskClient) -> None:
    for start in ("2026-04-01", "2026-01-02", "2024-01-01", "2026-02-31"):
        assert manager.get(f"/returns/c1/kpi3/{start}").status_code == 404


@pytest.mark.parametrize("page", ["", "/fill/figures", "/check", "/filed/1", "/correct"])
def test_another_providers_return_is_not_found(app: Flask, manager: FlaskClient, page: str) -> None:
    file_return(manager, KPI3, GOOD)
    add_provider(app, "south", "South Carers")
    assert signed_in(app, "provider_manager", "south").get(KPI3 + page).status_code == 404


def test_a_commissioner_reads_what_was_filed_and_files_nothing(app: Flask, manager: FlaskClient) -> None:
    file_return(manager, KPI3, GOOD)
    commissioner = signed_in(app, "commissioner", None)
    page = opened(commissioner, KPI3)
    assert "Correct this return" not in page
    assert "KPI 3" in opened(commissioner, "/returns?provider=north")
    for path in ("/fill/figures", "/check", "/correct"):
        assert commissioner.get(KPI3 + path).status_code == 403
    assert commissioner.get("/returns/c1/kpi2/2026-01-01").status_code == 404


def test_a_support_worker_has_no_returns(app: Flask) -> None:
    worker = signed_in(app)
    assert worker.get("/returns").status_code == 403
    assert worker.get(KPI3).status_code == 403
