import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.database import db
from forms_app.models.audit import AuditEvent
from forms_app.models.responses import DoubleCoding, SecondCoding
from forms_app.themes.texts import in_sample
from tests.forms_app.themes.conftest import add_text, client_of, sorting, themes_of
from tests.support.house_rules import words_of_page
from tests.support.staff import opened

PAGE, SECOND, SETTLE, AGREEMENT = (f"/manage/themes{end}" for end in ("", "/second", "/settle", "/agreement"))


@pytest.fixture
def sorted_once(app: Flask, first: FlaskClient) -> Flask:
    """The first has sorted r1 and r2."""
    first.post(PAGE, data=sorting(1, "r1", "breaks", "mixed") | sorting(2, "r2", "money"))
    return app


def ticked(page: str) -> list[str]:
    return re.findall(r'<input[^>]*value="([^"]*)"[^>]* checked', page)


def chosen_second(app: Flask) -> set[tuple[str, str]]:
    with app.app_context():
        return {(one.response, one.theme) for one in db.session.query(SecondCoding)}


def test_the_second_sees_words_but_nothing_of_what_the_first_chose(sorted_once: Flask, second: FlaskClient) -> None:
    page = opened(second, SECOND)
    assert "Words of r1" in page
    assert "Words of r3" not in page
    assert ticked(page) == []
    assert "before-" not in page
    everything = page.replace('value="breaks"', "").replace('value="mixed"', "").replace('value="money"', "")
    assert not re.search(r"breaks|mixed|money", everything.replace("one-thing.difference", ""))


def test_nor_do_other_pages_show_it_before_the_second_has_sorted(sorted_once: Flask, second: FlaskClient) -> None:
    page = opened(second, PAGE)
    assert "Words of r1" not in page
    assert "Words of r3" in page
    assert "2 more answers were sorted by a colleague" in words_of_page(page)
    for query in ("?theme=breaks", "?words=r1", "?theme=none-yet"):
        assert "Words of r1" not in opened(second, PAGE + query)
    assert "Words of" not in opened(second, SETTLE)
    second.post(PAGE, data=sorting(1, "r1", "money", before="breaks;mixed"))
    assert ("r1", "breaks") in themes_of(sorted_once)


def test_reading_as_the_second_and_to_settle_is_logged(sorted_once: Flask, first: FlaskClient, second: FlaskClient) -> None:
    opened(second, SECOND)
    second.post(SECOND, data=sorting(1, "r1", "money") | sorting(2, "r2", "money"))
    opened(first, SETTLE)
    with sorted_once.app_context():
        read = db.session.query(AuditEvent).filter_by(action="words-read").order_by(AuditEvent.id)
        said = [json.loads(event.details) for event in read]
    assert [(one["page"], one["count"]) for one in said] == [("second", 2), ("settle", 1)]


def test_nobody_is_second_to_themselves(sorted_once: Flask, first: FlaskClient) -> None:
    assert "Words of" not in opened(first, SECOND)
    first.post(SECOND, data=sorting(1, "r1", "breaks"))
    assert chosen_second(sorted_once) == set()


def test_the_second_coding_is_kept_beside_the_first_as_it_was(sorted_once: Flask, second: FlaskClient) -> None:
    second.post(SECOND, data=sorting(1, "r1", "breaks") | sorting(2, "r2", "none-fits"))
    assert chosen_second(sorted_once) == {("r1", "breaks"), ("r2", "")}
    assert themes_of(sorted_once) == {("r1", "breaks"), ("r1", "mixed"), ("r2", "money")}
    with sorted_once.app_context():
        pairs = {one.response: one.first_themes for one in db.session.query(DoubleCoding)}
        assert pairs == {"r1": "breaks;mixed", "r2": "money"}
        assert db.session.query(AuditEvent).filter_by(action="text-coded-again").count() == 2
    assert "No answer waits for you" in opened(second, SECOND)


def test_what_is_left_unticked_waits_and_a_second_second_changes_nothing(sorted_once: Flask, second: FlaskClient) -> None:
    second.post(SECOND, data=sorting(1, "r1", "breaks") | sorting(2, "r2"))
    third = client_of(sorted_once, "third")
    third.post(SECOND, data=sorting(1, "r1", "money"))
    assert chosen_second(sorted_once) == {("r1", "breaks")}
    assert "Words of r2" in opened(second, SECOND)


def test_strangers_and_unsorted_texts_are_refused(sorted_once: Flask, second: FlaskClient) -> None:
    client_of(sorted_once, "stranger", "south").post(SECOND, data=sorting(1, "r1", "money"))
    second.post(SECOND, data=sorting(1, "r3", "money"))
    assert chosen_second(sorted_once) == set()


def test_differences_stand_side_by_side_and_settled_ones_become_the_themes(sorted_once: Flask, second: FlaskClient) -> None:
    second.post(SECOND, data=sorting(1, "r1", "breaks") | sorting(2, "r2", "money"))
    page = opened(second, SETTLE)
    assert "Sam Provider Manager Mixed; Breaks Sam Provider Manager Breaks" in words_of_page(page)
    assert "Words of r2" not in page
    assert ticked(page) == ["breaks"]
    second.post(SETTLE, data=sorting(1, "r1", "breaks", "practical"))
    assert themes_of(sorted_once) == {("r1", "breaks"), ("r1", "practical"), ("r2", "money")}
    assert "There is nothing to settle" in opened(second, SETTLE)
    with sorted_once.app_context():
        assert db.session.query(AuditEvent).filter_by(action="themes-settled").count() == 1
        assert db.session.get_one(DoubleCoding, ("r1", "one-thing.difference")).settled_by is not None


def test_settling_leaves_how_far_they_agreed_as_it_was(sorted_once: Flask, first: FlaskClient, second: FlaskClient) -> None:
    with sorted_once.app_context():
        for number in range(12):
            add_text(f"t{number}", "More words")
        db.session.commit()
    for start in (0, 6):
        some = {k: v for n in range(6) for k, v in sorting(n + 1, f"t{start + n}", "breaks" if n % 2 else "money").items()}
        first.post(PAGE, data=some)
        some["theme-1"] = ["mixed"]
        second.post(SECOND, data=some)
    before = words_of_page(opened(second, AGREEMENT)).partition("How far")[2]
    assert "10 of 12 answers were given exactly the same themes by both" in before
    assert "Over all themes: Almost perfect, kappa 0.81 (0.63 to 0.99)" in before
    second.post(SETTLE, data=sorting(1, "t0", "mixed") | sorting(2, "t6", "mixed"))
    assert words_of_page(opened(second, AGREEMENT)).partition("How far")[2] == before
    assert {theme for response, theme in themes_of(sorted_once) if response == "t0"} == {"mixed"}


def test_a_share_of_the_texts_is_sorted_twice_and_stays_the_same_as_more_come(app: Flask, second: FlaskClient) -> None:
    keys = [(f"r{number}", "q") for number in range(2_000)]
    share = sum(in_sample(key, 20) for key in keys) / len(keys)
    assert 0.17 < share < 0.23
    assert all(in_sample(key, 50) for key in keys if in_sample(key, 20))
    assert all(in_sample(key, 100) for key in keys)
    assert second.post("/manage/themes/share", data={"percent": "50"}).status_code == 302
    assert "50" in ticked(opened(second, AGREEMENT))
    assert second.post("/manage/themes/share", data={"percent": "7"}).status_code == 400
