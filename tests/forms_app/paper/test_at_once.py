"""Several people finish sheets at the same moment: each sheet counts once, and nobody is held up for good."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from flask.testing import FlaskClient

from tests.forms_app.paper.conftest import responses_of, sheet_of, typed
from tests.support.staff import new_client, sign_in


def clients(app: Flask, worker: FlaskClient, number: int) -> list[FlaskClient]:
    """More browsers of the same worker."""
    found = [new_client(app) for _one in range(number)]
    for client in found:
        sign_in(client, "support_worker@hub.example")
    return found


def test_sheets_of_one_round_that_are_finished_at_once_all_count(app: Flask, worker: FlaskClient) -> None:
    codes = [sheet_of(app).code for _sheet in range(6)]
    people = clients(app, worker, len(codes))
    with ThreadPoolExecutor(len(codes)) as pool:
        answers = list(pool.map(
            lambda pair: pair[0].post(f"/paper/sheets/{pair[1]}", data=typed(do="finish", hours="20")).status_code,
            zip(people, codes, strict=True),
        ))  # fmt: skip
    assert answers == [303] * 6
    assert len(responses_of(app)) == 6


def test_one_sheet_that_is_finished_from_four_pages_at_once_counts_once(app: Flask, worker: FlaskClient) -> None:
    code = sheet_of(app).code
    people = clients(app, worker, 4)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(
            lambda client: client.post(f"/paper/sheets/{code}", data=typed(do="finish", hours="20")).status_code, people
        ))  # fmt: skip
    assert sorted(answers) == [303, 409, 409, 409]
    assert len(responses_of(app)) == 1
