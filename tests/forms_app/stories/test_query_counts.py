"""The list and the page of a story make the same number of queries however many stories, words and clearings there are."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.forms_app.casework.test_query_counts import counted
from tests.forms_app.stories.conftest import TYPED, write
from tests.support.staff import opened, signed_in

MANY = 6


@pytest.mark.parametrize("reader", ["council", "manager"])
def test_the_number_of_queries_is_the_same_for_few_stories_and_for_many(
    app: Flask, worker: FlaskClient, manager: FlaskClient, reader: str
) -> None:
    client = manager if reader == "manager" else signed_in(app, "commissioner", None)
    path = write(worker, text="She goes to Zumba.")
    numbers = []
    for _few_and_many in range(2):
        for page in ("/stories", path):
            opened(client, page)
            with counted(app) as found:
                assert "A break at last" in opened(client, page)
            numbers.append(len(found))
        for number in range(2, MANY):
            write(worker, once=str(number) * 32, person=f"P{number}", text="Ben goes to Zumba, Salsa and Tango.")
        text = " ".join(["She goes to Zumba with Ben.", "Tom likes Salsa and Tango."] * MANY)
        worker.post(f"{path}/edit", data=TYPED | {"version": "1", "text": text})
        manager.post(f"{path}/clear", data={"version": "2", "clear": ["capitals:zumba", "capitals:ben"]})
    assert numbers[:2] == numbers[2:]
