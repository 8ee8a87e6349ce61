from flask import Flask
from flask.testing import FlaskClient

from tests.forms_app.casework.conftest import add_person
from tests.support.house_rules import check_page


def test_my_people_lists_a_person_with_what_is_due_and_why(app: Flask, worker: FlaskClient) -> None:
    add_person(app, name="Ada Carer")
    html = worker.get("/people").text
    check_page(html)
    assert "Ada Carer" in html
    assert "Review due by 1 July 2026" in html


def test_a_persons_page_opens(app: Flask, worker: FlaskClient) -> None:
    add_person(app, name="Ada Carer")
    answer = worker.get("/person/P1")
    check_page(answer.text)
