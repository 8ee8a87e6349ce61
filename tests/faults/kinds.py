"""The kinds of interruption. Each leaves the answer of the page stored, or on the page that came back."""

import sqlite3
from datetime import date
from unittest.mock import patch

import psycopg
from sqlalchemy import event, text

from forms_app.database import db
from forms_app.respond import answering
from surveys.model.survey import Survey
from tests.faults.scene import PLAN, Scene, interruption, stored_answers
from tests.forms_app.respond.conftest import Respondent
from tests.forms_app.respond.test_rounds import TOKEN
from tests.support.chromium import served


@interruption("a session cookie that expired or was forged comes with the page")
def dead_cookie(scene: Scene) -> None:
    scene.carer.client.set_cookie("session", "eyJfZnJlc2giOmZhbHNlfQ.ZZZZZZ.forged")
    scene.send()


@interruption("all cookies are gone")
def no_cookies(scene: Scene) -> None:
    scene.carer.client = scene.app.test_client(use_cookies=False)
    scene.send()


@interruption("the secret key was changed")
def other_secret_key(scene: Scene) -> None:
    scene.restart(SECRET_KEY="a new one")
    scene.send()


@interruption("the server was restarted")
def restarted(scene: Scene) -> None:
    scene.restart()
    scene.send()


@interruption("Continue is tapped twice at the same moment")
def double_tap(scene: Scene) -> None:
    assert scene.at_once(scene.form, scene.form) == [303, 303]


@interruption("the phone sends the same page five times at once")
def repeated_at_once(scene: Scene) -> None:
    assert scene.at_once(*[scene.form] * 5) == [303] * 5


@interruption("the same page is sent again later")
def repeated_later(scene: Scene) -> None:
    scene.send()
    scene.send()


@interruption("back with the browser's button, another answer, and back again")
def back_and_again(scene: Scene) -> None:
    scene.send({"answer": "", "whole": "yes"})
    scene.carer.open(scene.url)
    scene.send()


@interruption("the page's own Back is pressed")
def own_back(scene: Scene) -> None:
    scene.send(scene.form | {"go": "back"})
    assert scene.stored() == PLAN[scene.key]


@interruption("two tabs send different answers to the question at the same moment")
def two_tabs_one_question(scene: Scene) -> None:
    other = {"small.break": ["no"], "small.more": ["From the other tab"], "small.safe": ["unsafe"]}[scene.key]
    assert set(scene.at_once(scene.form, {"answer": other, "whole": "yes"})) == {303}
    assert scene.stored() in (PLAN[scene.key], other)
    scene.send()


@interruption("two tabs send different questions at the same moment")
def two_tabs_two_questions(scene: Scene) -> None:
    hours = f"/a/{scene.address}/small.hours"
    tabs = [scene.app.test_client() for _ in range(2)]
    assert tabs[0].post(hours, data={"answer": "35", "whole": "yes"}).status_code == 303
    scene.send()
    assert stored_answers(scene.app)["small.hours"] == ["35"]


@interruption("another tab took the question off the path")
def off_the_path(scene: Scene) -> None:
    first = f"/a/{scene.address}/small.break"
    scene.carer.client.post(first, data={"answer": "no", "whole": "yes"})
    scene.send()
    scene.carer.client.post(first, data={"answer": "yes", "whole": "yes"})


@interruption("half of the page arrives, without its end")
def half_a_page(scene: Scene) -> None:
    page = scene.send({"answer": PLAN[scene.key]})
    assert page.status_code == 422
    assert scene.stored() is None


@interruption("half of the page arrives over an answer that is there already")
def half_over_whole(scene: Scene) -> None:
    scene.send()
    scene.send({})
    assert scene.stored() == PLAN[scene.key]


@interruption("the line breaks in the middle of the request")
def line_breaks(scene: Scene) -> None:
    with served(scene.app) as address:
        scene.raw(int(address.rsplit(":", 1)[1]), scene.body[:-6], len(scene.body))
    assert scene.stored() in (None, PLAN[scene.key])
    scene.send()


@interruption("the line breaks before the next page comes")
def line_breaks_after(scene: Scene) -> None:
    with served(scene.app) as address:
        scene.raw(int(address.rsplit(":", 1)[1]), scene.body, len(scene.body))
    scene.send()


@interruption("the language is changed")
def other_language(scene: Scene) -> None:
    with scene.app.app_context():
        db.session.execute(text("UPDATE round SET languages = 'en;pl'"))
        db.session.commit()
    page = scene.send(scene.form | {"go": "language:pl"})
    assert 'lang="pl"' in page.text
    scene.carer.client.post(scene.url, data={"go": "language:en", "whole": "yes"})


@interruption("finished later, on another phone")
def another_phone(scene: Scene) -> None:
    page = scene.send(scene.form | {"go": "later"})
    code = page.text.split('app-receipt-code" dir="ltr">')[1].split("<")[0]
    before = scene.address
    scene.carer = Respondent(scene.app.test_client())
    scene.carer.client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    scene.carer.send("/finish", code=code)
    assert scene.address == before


@interruption("the personal link of a named round is opened again", begins_at=f"/i/{TOKEN}")
def link_again(scene: Scene) -> None:
    scene.send()
    other = Respondent(scene.app.test_client())
    other.begin(f"/i/{TOKEN}")
    assert other.address == scene.address


@interruption("the round closed, and its last day is over", can_be_sent=False)
def round_closed(scene: Scene) -> None:
    scene.app.config["TODAY"] = date(2027, 1, 1)
    with scene.app.app_context():
        db.session.execute(text("UPDATE round SET closes_on = '2026-05-20'"))
        db.session.commit()
    page = scene.send()
    assert page.status_code == 409


@interruption("the survey's wording was changed meanwhile")
def other_wording(scene: Scene) -> None:
    library = scene.app.extensions["library"]
    tiny = library.surveys["tiny"]
    module = tiny.modules[0]
    asked = [question.model_copy(update={"text": "Something else?"}) for question in module.questions[:2]]
    new = Survey(**{**tiny.model_dump(), "modules": [module.model_copy(update={"questions": asked})]})
    with patch.dict(library.surveys, {"tiny": new}):
        scene.send()


@interruption("the database is locked for a while")
def locked(scene: Scene) -> None:
    scene.app.config["PROPAGATE_EXCEPTIONS"] = False
    if scene.database_url.startswith("sqlite"):
        with scene.app.app_context():
            db.engine.dispose()
            event.listen(db.engine, "connect", lambda connection, _record: connection.execute("PRAGMA busy_timeout=50"))
        holding = sqlite3.connect(scene.database_url.removeprefix("sqlite:///"), isolation_level=None)
        holding.execute("BEGIN IMMEDIATE")
    else:
        with scene.app.app_context():
            db.engine.dispose()
            event.listen(db.engine, "connect", _impatient)
        holding = psycopg.connect(scene.database_url.replace("+psycopg", ""))
        holding.execute("LOCK TABLE response IN ACCESS EXCLUSIVE MODE")
    page = scene.send()
    assert page.status_code == 500
    assert "What you typed is kept on this page" in page.text
    holding.execute("ROLLBACK")
    holding.close()


def _impatient(connection: psycopg.Connection, _record: object) -> None:
    connection.execute("SET lock_timeout = '100ms'")
    connection.commit()


@interruption("the server has a fault while it saves")
def fault(scene: Scene) -> None:
    scene.app.config["PROPAGATE_EXCEPTIONS"] = False
    with patch.object(answering, "store_answer", side_effect=ZeroDivisionError):
        page = scene.send()
    assert page.status_code == 500
    assert scene.stored() is None


@interruption("the server has a fault after it saved, before it answers")
def fault_after(scene: Scene) -> None:
    scene.app.config["PROPAGATE_EXCEPTIONS"] = False
    with patch.object(answering, "redirect", side_effect=ZeroDivisionError):
        scene.carer.client.post(scene.url, data=scene.form)
    assert scene.stored() == PLAN[scene.key]


@interruption("a page of another site sends a forged answer")
def forged(scene: Scene) -> None:
    scene.send()
    forged_page = scene.app.test_client().post(
        scene.url, data={"answer": "no", "whole": "yes"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert forged_page.status_code == 403


@interruption("an answer comes that the question does not have")
def wrong_answer(scene: Scene) -> None:
    scene.send({"answer": ["x" * 60], "whole": "yes"})
    assert scene.is_kept(["x" * 60]) or "Select your answer" in scene.pages[-1]
    scene.send()


@interruption("a text far too long comes")
def too_long(scene: Scene) -> None:
    long = "long" * 300
    scene.send({"answer": [long], "whole": "yes"})
    assert scene.is_kept([long]) or "Select your answer" in scene.pages[-1]
    scene.send()


@interruption("a request of a megabyte comes")
def megabyte(scene: Scene) -> None:
    page = scene.send({"answer": ["m" * 1_000_000], "whole": "yes"})
    assert page.status_code == 413
    scene.send()


@interruption("null characters, emoji and words written from right to left come along")
def strange_letters(scene: Scene) -> None:
    more = f"/a/{scene.address}/small.more"
    strange = "\u202eاردو 👩‍👧\u202c"
    scene.carer.client.post(more, data={"answer": strange + "\0", "whole": "yes", "\0": "\0"})
    assert stored_answers(scene.app)["small.more"] == [strange]
    scene.carer.client.post(more, data={"answer": PLAN["small.more"], "whole": "yes"})
    scene.send({"answer": [one + "\0" for one in PLAN[scene.key]], "whole": "yes"})


@interruption("the page is loaded again and again")
def reloaded(scene: Scene) -> None:
    before = stored_answers(scene.app)
    for _ in range(3):
        scene.carer.open(scene.url)
    assert stored_answers(scene.app) == before
    scene.send()


@interruption("the check page is sent twice at the same moment")
def sent_twice(scene: Scene) -> None:
    scene.send()
    scene.finish_answers()
    assert scene.at_once({}, {}, url=f"/a/{scene.address}/answers/send") == [303, 303]


@interruption("after sending, back with the browser's button, and Continue")
def after_sending(scene: Scene) -> None:
    scene.send()
    scene.finish()
    page = scene.send({"answer": ["too late"], "whole": "yes"})
    assert page.status_code == 409
    assert "too late" in page.text


@interruption("fields come that the page does not have")
def unknown_fields(scene: Scene) -> None:
    scene.send({"x": "1", "answer[]": "no", "small.safe": "unsafe", **scene.form, "go": "elsewhere"})


@interruption("a phone or a scanner of messages opens every link beforehand")
def prefetched(scene: Scene) -> None:
    before = stored_answers(scene.app)
    for path in ("", f"/{scene.key}", "/later", "/answers/check", "/answers/sent", "/answers/send"):
        for method in ("HEAD", "GET"):
            scene.carer.client.open(f"/a/{scene.address}{path}", method=method)
    assert stored_answers(scene.app) == before
    scene.send()


@interruption("an older page of the same question is sent after the newer one")
def stale_tab(scene: Scene) -> None:
    scene.send()
    scene.send({"answer": [], "go": "back", "whole": "yes"})
    assert scene.stored() == PLAN[scene.key]
