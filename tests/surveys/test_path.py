"""The answer path: what comes next, and which answers count."""

from hypothesis import given
from hypothesis import strategies as st

from surveys.answers import Answer
from surveys.library import load_library
from surveys.model.survey import Question, ResolvedModule, Survey
from surveys.path import answers_that_count, remaining, walk


def question(key: str, *routes: dict[str, object], **more: object) -> Question:
    options = [{"code": code, "label": code} for code in ("yes", "no", "later")]
    return Question.model_validate(
        {"key": key, "kind": "one", "text": key, "options": options, "routes": list(routes), **more}
    )


def survey(*modules: list[Question]) -> Survey:
    put_together = [ResolvedModule(id=f"m{n}", title=f"m{n}", questions=asked) for n, asked in enumerate(modules)]
    return Survey(id="s", title="s", intro="s", respondent="carer", minutes=1, modules=put_together)


def answered(**codes: str) -> dict[str, Answer]:
    return {key: Answer(codes=(code,)) if code else Answer() for key, code in codes.items()}


ROUTED = survey(
    [
        question("a", {"when": ["no"], "go_to": "c"}, {"when": ["later"], "go_to": "end-of-module"}),
        question("b"),
        question("c"),
    ],
    [question("d")],
)


def test_questions_follow_one_another_where_no_route_fits() -> None:
    assert walk(ROUTED, answered(a="yes")).asked == ("a", "b")


def test_a_route_jumps_to_its_question() -> None:
    assert walk(ROUTED, answered(a="no")).asked == ("a", "c")


def test_a_route_to_the_end_of_the_module_goes_on_with_the_next_module() -> None:
    assert walk(ROUTED, answered(a="later")).asked == ("a", "d")


def test_a_question_passed_over_takes_no_route() -> None:
    assert walk(ROUTED, answered(a="")).asked == ("a", "b")


def test_a_required_question_can_not_be_passed_over() -> None:
    asked = survey([question("a", required=True), question("b")])
    assert walk(asked, answered(a="", b="yes")).next_key == "a"


def test_the_first_route_that_fits_is_taken() -> None:
    asked = survey([question("a", {"when": ["no"], "go_to": "c"}, {"go_to": "b"}), question("b"), question("c")])
    assert walk(asked, answered(a="no")).next_key == "c"
    assert walk(asked, answered(a="yes")).next_key == "b"


def test_routes_by_number_include_both_ends() -> None:
    asked = survey(
        [
            question("a", {"at_least": 3, "at_most": 5, "go_to": "c"}, kind="number", options=[]),
            question("b"),
            question("c"),
        ]
    )
    assert [walk(asked, {"a": Answer(number=n)}).next_key for n in (2, 3, 5, 6)] == ["b", "c", "c", "b"]


def test_a_route_to_a_question_the_survey_leaves_out_goes_on_with_the_next_one() -> None:
    asked = survey([question("a", {"when": ["no"], "go_to": "left-out"}), question("b")])
    assert walk(asked, answered(a="no")).next_key == "b"


def test_a_route_backwards_is_never_followed() -> None:
    asked = survey([question("a"), question("b", {"go_to": "a"}), question("c")])
    assert walk(asked, answered(a="yes", b="yes", c="yes")).complete


def test_answers_that_fell_off_the_path_do_not_count_and_count_again_when_back_on_it() -> None:
    answers = answered(a="yes", b="yes", c="yes", d="yes")
    off = answers | answered(a="no")
    assert list(answers_that_count(ROUTED, off)) == ["a", "c", "d"]
    assert list(answers_that_count(ROUTED, answers)) == ["a", "b", "c", "d"]


def test_the_question_before_is_the_one_that_was_asked_before() -> None:
    path = walk(ROUTED, answered(a="no", c="yes"))
    assert (path.before("a"), path.before("c"), path.before("d")) == (None, "a", "c")


def test_what_remains_goes_down_to_nothing() -> None:
    assert remaining(ROUTED, walk(ROUTED, {}).next_key) == 4
    assert remaining(ROUTED, walk(ROUTED, answered(a="no")).next_key) == 2
    assert remaining(ROUTED, walk(ROUTED, answered(a="no", c="yes", d="yes")).next_key) == 0


def test_whoever_has_answered_nothing_starts_with_the_first_question() -> None:
    assert walk(ROUTED, {}).next_key == "a"


SURVEYS = sorted(load_library().surveys)


@st.composite
def surveys_with_answers(draw: st.DrawFn) -> tuple[Survey, dict[str, Answer]]:
    """A survey as shipped, and answers to any of its questions, whether or not they are on one path."""
    chosen = load_library().surveys[draw(st.sampled_from(SURVEYS))]
    keys = draw(st.lists(st.sampled_from(list(chosen.by_key)), unique=True))
    return chosen, {key: draw(answers_to(chosen.by_key[key])) for key in keys}


def answers_to(asked: Question) -> st.SearchStrategy[Answer]:
    if asked.codes() and asked.kind in ("one", "many"):
        return st.sampled_from(asked.codes()).map(lambda code: Answer(codes=(code,))) | st.just(Answer())
    if asked.kind in ("number", "scale"):
        return st.integers(asked.at_least, asked.at_most).map(lambda number: Answer(number=number)) | st.just(Answer())
    return st.text(max_size=5).map(lambda text: Answer(text=text))


@given(surveys_with_answers())
def test_the_path_never_repeats_a_question_and_keeps_the_survey_s_order(given: tuple[Survey, dict[str, Answer]]) -> None:
    chosen, answers = given
    order = list(chosen.by_key)
    places = [order.index(key) for key in walk(chosen, answers).asked]
    assert places == sorted(set(places))


@given(surveys_with_answers())
def test_only_answers_on_the_path_count_and_they_alone_make_the_path(given: tuple[Survey, dict[str, Answer]]) -> None:
    chosen, answers = given
    counted = answers_that_count(chosen, answers)
    assert set(counted) <= set(walk(chosen, answers).asked)
    assert walk(chosen, counted) == walk(chosen, answers)


@given(surveys_with_answers(), st.data())
def test_there_is_no_dead_end_and_each_answer_leaves_less_to_come(
    given: tuple[Survey, dict[str, Answer]], data: st.DataObject
) -> None:
    chosen, answers = given
    left = remaining(chosen, walk(chosen, answers).next_key)
    for _ in chosen.by_key:
        key = walk(chosen, answers).next_key
        if key is None:
            break
        answers = {**answers, key: data.draw(answers_to(chosen.by_key[key]))}
        assert remaining(chosen, walk(chosen, answers).next_key) < left
        left = remaining(chosen, walk(chosen, answers).next_key)
    assert walk(chosen, answers).complete


@given(surveys_with_answers())
def test_what_is_next_has_no_answer_and_what_came_before_has_one(given: tuple[Survey, dict[str, Answer]]) -> None:
    chosen, answers = given
    path = walk(chosen, answers)
    dealt_with = path.asked if path.complete else path.asked[:-1]
    assert all(key in answers for key in dealt_with)
    assert path.next_key is None or (path.next_key == path.asked[-1] and path.next_key not in answers)
