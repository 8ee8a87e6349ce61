"""Answers: what a form sent, read and judged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.answers import Answer, AnswerError, read_answer
from surveys.model.survey import Option, Question, Route

OPTIONS = [Option(code="bus", label="Bus"), Option(code="car", label="Car"), Option(code="none", label="None", alone=True)]
ONE = Question(key="travel", kind="one", text="How?", options=OPTIONS)
MANY = Question(key="travel", kind="many", text="How?", options=OPTIONS)
NUMBER = Question(key="hours", kind="number", text="How many?", at_least=0, at_most=168)
SCALE = Question(
    key="happy", kind="scale", text="How happy?", options=[Option(code="prefer-not-to-say", label="Prefer not to say")]
)
TEXT = Question(key="why", kind="text", text="Why?", max_length=10)


@pytest.mark.parametrize(
    ("question", "given", "expected"),
    [
        pytest.param(ONE, ["bus"], Answer(codes=("bus",)), id="one option"),
        pytest.param(ONE, [" bus "], Answer(codes=("bus",)), id="spaces around an option"),
        pytest.param(MANY, ["car", "bus"], Answer(codes=("bus", "car")), id="several options, in the question's order"),
        pytest.param(MANY, ["bus", "bus"], Answer(codes=("bus",)), id="an option sent twice"),
        pytest.param(MANY, ["none"], Answer(codes=("none",)), id="an option that stands alone"),
        pytest.param(NUMBER, ["35"], Answer(number=35), id="a number"),
        pytest.param(NUMBER, [" 0 "], Answer(number=0), id="nought"),
        pytest.param(SCALE, ["10"], Answer(number=10), id="the end of a scale"),
        pytest.param(SCALE, ["prefer-not-to-say"], Answer(codes=("prefer-not-to-say",)), id="a scale refused"),
        pytest.param(TEXT, ["a\r\nb"], Answer(text="a\nb"), id="lines of text"),
        pytest.param(TEXT, ["a\0b"], Answer(text="ab"), id="a null character, which no database takes"),
        pytest.param(TEXT, ["   "], Answer(), id="only spaces"),
        pytest.param(ONE, [], Answer(), id="nothing"),
        pytest.param(NUMBER, [""], Answer(), id="an empty box"),
    ],
)
def test_an_answer_is_read(question, given, expected):
    assert read_answer(question, given) == expected


@pytest.mark.parametrize(
    ("question", "given", "problem"),
    [
        pytest.param(ONE, ["train"], "unknown-option", id="an option that is not there"),
        pytest.param(ONE, ["bus", "car"], "too-many", id="two of one"),
        pytest.param(MANY, ["bus", "none"], "alone", id="none, and something"),
        pytest.param(NUMBER, ["many"], "not-a-number", id="a word for a number"),
        pytest.param(NUMBER, ["3.5"], "not-a-number", id="a part of a number"),
        pytest.param(NUMBER, ["169"], "out-of-range", id="more hours than a week has"),
        pytest.param(NUMBER, ["-1"], "out-of-range", id="less than nothing"),
        pytest.param(NUMBER, ["1_0"], "not-a-number", id="a line between digits"),
        pytest.param(NUMBER, ["9" * 5000], "not-a-number", id="more digits than a number has"),
        pytest.param(TEXT, ["x" * 11], "too-long", id="too long a text"),
        pytest.param(ONE.model_copy(update={"required": True}), [], "required", id="nothing, where something is needed"),
        pytest.param(ONE.model_copy(update={"required": True}), [" "], "required", id="a space, where something is needed"),
    ],
)
def test_an_answer_that_cannot_stand_is_refused_with_its_problem(question, given, problem):
    with pytest.raises(AnswerError) as refused:
        read_answer(question, given)
    assert refused.value.problem == problem


def test_a_refusal_tells_the_range():
    with pytest.raises(AnswerError) as refused:
        read_answer(NUMBER, ["200"])
    assert refused.value.details == {"low": 0, "high": 168}


def test_line_ends_do_not_count_twice_towards_the_length():
    assert read_answer(TEXT, ["abcd\r\n12345"]) == Answer(text="abcd\n12345")


@pytest.mark.parametrize("question", [ONE, MANY, NUMBER, SCALE, TEXT])
@given(given=st.lists(st.text(max_size=15), max_size=4))
def test_whatever_is_sent_is_read_or_refused(question, given):
    try:
        answer = read_answer(question, given)
    except AnswerError:
        return
    assert set(answer.codes) <= set(question.codes())
    assert answer.number is None or question.at_least <= answer.number <= question.at_most


@pytest.mark.parametrize(
    ("answer", "skipped"),
    [(Answer(), True), (Answer(text=""), True), (Answer(number=0), False), (Answer(codes=("bus",)), False)],
)
def test_an_answer_with_nothing_in_it_is_skipped(answer, skipped):
    assert answer.skipped is skipped


@pytest.mark.parametrize(
    ("answer", "route", "fits"),
    [
        pytest.param(Answer(), Route(go_to="x"), True, id="a route for all takes everyone"),
        pytest.param(Answer(codes=("bus", "car")), Route(when=["car"], go_to="x"), True, id="one of the codes will do"),
        pytest.param(Answer(codes=("bus",)), Route(when=["car"], go_to="x"), False, id="another code"),
        pytest.param(Answer(), Route(when=["car"], go_to="x"), False, id="a skipped question takes no route of codes"),
        pytest.param(Answer(number=5), Route(at_least=5, go_to="x"), True, id="the lowest number is in"),
        pytest.param(Answer(number=4), Route(at_least=5, go_to="x"), False, id="below the lowest"),
        pytest.param(Answer(number=7), Route(at_most=7, go_to="x"), True, id="the highest number is in"),
        pytest.param(Answer(number=8), Route(at_least=5, at_most=7, go_to="x"), False, id="above the highest"),
        pytest.param(Answer(), Route(at_least=0, go_to="x"), False, id="a skipped question takes no route of numbers"),
    ],
)
def test_a_route_is_taken_by_the_answers_that_fit_it(answer, route, fits):
    assert answer.fits(route) is fits
