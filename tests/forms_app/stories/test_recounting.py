"""How many people share what a story says is counted again each day."""

from datetime import date

from flask import Flask
from flask.testing import FlaskClient

from forms_app.database import db
from forms_app.models.records import Person
from forms_app.stories.recounting import recount_stories
from tests.forms_app.stories.conftest import stories, write


def recounted(app: Flask) -> int:
    with app.app_context():
        return recount_stories()


def test_a_story_is_counted_again_as_the_books_change(app: Flask, worker: FlaskClient) -> None:
    write(worker, says="", **{"say-gender": "female"})
    (before,) = stories(app)
    assert before.sharing_attributes is not None
    assert recounted(app) == 0
    with app.app_context():
        known = {"role": "carer", "registered_on": date(2026, 1, 1), "status": "active", "gender": "female"}
        db.session.add(Person(provider="north", person="one-more", **known))
        db.session.commit()
    assert recounted(app) == 1
    (after,) = stories(app)
    assert after.sharing_attributes == before.sharing_attributes + 1
    assert after.version == before.version, "whoever edits it meanwhile is not disturbed"


def test_a_withdrawn_story_is_not_counted_again(app: Flask, worker: FlaskClient) -> None:
    write(worker, says="", **{"say-gender": "female"})
    with app.app_context():
        (story,) = stories(app)
        db.session.merge(story).withdrawn_on = date(2026, 5, 2)
        for person in db.session.query(Person):
            person.gender = "male"
        db.session.commit()
    assert recounted(app) == 0
