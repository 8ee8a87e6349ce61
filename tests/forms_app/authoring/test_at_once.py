"""Authors at the same moment: nothing is lost, and whoever comes second is told."""

import threading
from concurrent.futures import ThreadPoolExecutor

from flask import Flask

from forms_app.authoring.editions import editions_of
from surveys.model.common import in_each
from tests.forms_app.authoring.test_editing import SURVEY, drafted, saved
from tests.support.forms import fields_of
from tests.support.staff import add_staff, new_client, opened, sign_in

KEYS = ("safe.feel", "voice.heard", "satisfaction.overall", "satisfaction.supported")


def together(app: Flask, forms: list[tuple[str, dict[str, str]]]) -> list[int]:
    """Send forms at the same moment, each from a browser of its own; their status codes in order."""
    clients = []
    for number in range(len(forms)):
        client = new_client(app)
        sign_in(client, add_staff(app, "commissioner", None, f"author{number}@council.example"))
        clients.append(client)
    barrier = threading.Barrier(len(forms))

    def send(number: int) -> int:
        barrier.wait()
        return clients[number].post(forms[number][0], data=forms[number][1]).status_code

    with ThreadPoolExecutor(len(forms)) as pool:
        return list(pool.map(send, range(len(forms))))


def test_four_authors_of_four_questions_all_save(app: Flask) -> None:
    author = new_client(app)
    sign_in(author, add_staff(app, "administrator", None))
    forms = []
    for key in KEYS:
        path = f"{SURVEY}/questions/{key}"
        forms.append((path, fields_of(opened(author, path)).to_dict() | {"text": f"New words of {key}?"}))
    # A form sent as one value for each name ticks one box of each set: only the words matter here.
    assert together(app, forms) == [303] * 4
    by_key = drafted(app).by_key
    assert [in_each(by_key[key].text)["en"] for key in KEYS] == [f"New words of {key}?" for key in KEYS]


def test_of_four_authors_of_one_question_one_saves_and_three_are_told(app: Flask) -> None:
    author = new_client(app)
    sign_in(author, add_staff(app, "administrator", None))
    path = f"{SURVEY}/questions/voice.heard"
    form = fields_of(opened(author, path)).to_dict()
    codes = together(app, [(path, form | {"text": f"Words {number}?"}) for number in range(4)])
    assert sorted(codes) == [303, 409, 409, 409]
    assert in_each(drafted(app).by_key["voice.heard"].text)["en"] == f"Words {codes.index(303)}?"


def test_a_draft_published_four_times_at_once_is_one_edition(app: Flask) -> None:
    author = new_client(app)
    sign_in(author, add_staff(app, "administrator", None))
    saved(author, f"{SURVEY}/questions/voice.heard", text="Other words?")
    form = fields_of(opened(author, f"{SURVEY}/publish")).to_dict()
    form |= {"meaning-voice.heard": "same", "note": "Plainer", "rounds": "take"}
    assert together(app, [(f"{SURVEY}/publish", form)] * 4) == [303] * 4
    with app.app_context():
        assert len(editions_of("carer-short")) == 1
