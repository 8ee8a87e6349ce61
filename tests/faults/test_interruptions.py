"""Nothing typed is ever lost: each kind of interruption at three points of a survey, and the answers counted after it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import let_go, make_app
from tests.faults import kinds
from tests.faults.processes import KILLS
from tests.faults.scene import KINDS, PLAN, POINTS, Interruption, Scene, sent_responses, stored_answers
from tests.forms_app.respond.conftest import Respondent, add_provider_and_round, add_round, responses
from tests.forms_app.respond.conftest import definitions as definitions
from tests.forms_app.respond.test_rounds import TOKEN, invite

assert kinds
PAGE = Path(__file__).resolve().parents[2] / "docs" / "contributing" / "interruptions.md"
IN_THE_BROWSER = ["the signal is lost while a page is sent", "the phone loses its page and opens the link again"]


@pytest.fixture
def app(database_url: str, tmp_path: Path, definitions: Path) -> Iterator[Flask]:
    app = make_app(database_url, tmp_path / "home", DEFINITIONS=definitions)
    add_provider_and_round(app)
    invite(app, add_round(app, "named", open_to_all=False, anonymous=False), TOKEN)
    yield app
    let_go(app)


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.happens.__name__)
def test_nothing_is_lost_and_nothing_is_doubled(
    app: Flask, database_url: str, tmp_path: Path, kind: Interruption, point: str
) -> None:
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    scene = Scene(app, database_url, tmp_path, POINTS[point], Respondent(client))
    scene.begin(kind.begins_at)
    before = {key: given for key, given in stored_answers(app).items() if key != scene.key}
    kind.happens(scene)
    assert scene.is_kept(), "what was on the page is neither stored nor shown"
    after = stored_answers(app)
    assert {key: after.get(key) for key in before} == before, "an earlier answer is lost"
    if kind.can_be_sent:
        scene.finish()
        assert stored_answers(app) == PLAN
    assert sent_responses(app) == int(kind.can_be_sent)
    assert len(responses(app)) == 1
    for other in scene.others:
        let_go(other)


def test_an_answer_that_is_lost_or_doubled_would_be_seen(app: Flask, database_url: str, tmp_path: Path) -> None:
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    scene = Scene(app, database_url, tmp_path, "small.more", Respondent(client))
    scene.begin("/s/spring")
    assert not scene.is_kept()
    scene.send({"answer": "Something else", "whole": "yes"})
    assert not scene.is_kept()
    scene.begin("/s/spring")
    assert len(responses(app)) == 2


def table() -> str:
    """The page that lists the kinds, as it must be."""
    names = [*(kind.name for kind in KINDS), *KILLS, *IN_THE_BROWSER]
    rows = "\n".join(f"| {number} | {name} |" for number, name in enumerate(names, 1))
    return (
        "# Interruptions\n\n"
        "What can get in the way of someone who answers. Each kind is played at three points of a survey: at its first "
        "question, in\nthe middle, and at the last question before sending. After each one the answers are counted: what "
        "was on the page is\nstored, or shown on the page that comes back; every earlier answer is as it was; one response "
        "is sent, and it holds each\nanswer once. `tests/faults/test_interruptions.py` plays them, on SQLite and on "
        "PostgreSQL.\n\n"
        f"| | what happens |\n|---|---|\n{rows}\n"
    )


def test_the_page_of_interruptions_lists_those_that_are_played() -> None:
    assert len(KINDS) + len(KILLS) + len(IN_THE_BROWSER) >= 25
    assert PAGE.read_text(encoding="utf-8") == table()
