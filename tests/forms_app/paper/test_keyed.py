"""What staff type for an answer, and what it means."""

import pytest
from flask import Flask

from forms_app.app import library
from forms_app.paper.keyed import as_keyed, keys_of, read_keyed
from surveys.answers import Answer, AnswerError


@pytest.mark.parametrize(
    ("key", "typed", "means"),
    [
        ("break", "1", Answer(codes=("yes",))),
        ("break", " 2 ", Answer(codes=("no",))),
        ("break", "", Answer()),
        ("kind", "12", Answer(codes=("day", "sitter"))),
        ("kind", "2, 1", Answer(codes=("day", "sitter"))),
        ("kind", "3", Answer(codes=("none",))),
        ("hours", "120", Answer(number=120)),
        ("happy", "0", Answer(number=0)),
        ("happy", "10", Answer(number=10)),
        ("happy", "A", Answer(codes=("prefer-not-to-say",))),
        ("more", "The bus. ?", Answer(text="The bus. ?")),
    ],
)
def test_a_key_stands_for_its_answer_and_back(app: Flask, key: str, typed: str, means: Answer) -> None:
    with app.app_context():
        question = library().surveys["tiny"].by_key[f"small.{key}"]
        read = read_keyed(question, typed)
        assert (read.answer, read.unclear) == (means, False)
        assert read_keyed(question, as_keyed(question, means)).answer == means


@pytest.mark.parametrize("key", ["break", "kind", "hours", "happy", "more"])
def test_a_question_mark_is_unclear_and_no_answer(app: Flask, key: str) -> None:
    with app.app_context():
        read = read_keyed(library().surveys["tiny"].by_key[f"small.{key}"], "?")
        assert read.unclear
        assert read.answer.skipped


@pytest.mark.parametrize(
    ("key", "typed", "problem"),
    [
        ("break", "3", "no-such-key"),
        ("break", "12", "too-many"),
        ("kind", "13", "alone"),
        ("kind", "1x", "no-such-key"),
        ("hours", "169", "out-of-range"),
        ("happy", "11", "out-of-range"),
        ("happy", "b", "not-a-number"),
        ("more", "x" * 51, "too-long"),
    ],
)
def test_what_can_be_no_answer_is_refused(app: Flask, key: str, typed: str, problem: str) -> None:
    with app.app_context(), pytest.raises(AnswerError) as caught:
        read_keyed(library().surveys["tiny"].by_key[f"small.{key}"], typed)
    assert caught.value.problem == problem


def test_answers_that_stand_alone_have_the_last_numbers(app: Flask) -> None:
    with app.app_context():
        by_key = library().surveys["tiny"].by_key
        assert keys_of(by_key["small.kind"]) == {"day": "1", "sitter": "2", "none": "3"}
        assert keys_of(by_key["small.happy"]) == {"prefer-not-to-say": "a"}
