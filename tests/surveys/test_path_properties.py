"""Whatever the survey and whatever the answers, back and forth: the path holds together."""

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.answers import Answer, AnswerError, read_answer
from surveys.model.survey import Survey
from surveys.path import answers_that_count, remaining, walk
from tests.surveys.random_surveys import given_to, surveys


def read(survey: Survey, key: str, typed: list[str]) -> Answer | None:
    """The answer that was typed, or None where it can't stand."""
    try:
        return read_answer(survey.by_key[key], typed)
    except AnswerError:
        return None


@st.composite
def histories(draw: st.DrawFn) -> tuple[Survey, dict[str, Answer]]:
    """A survey, and answers given to it in any order, some of them changed, some to questions off the path."""
    survey = draw(surveys())
    answers: dict[str, Answer] = {}
    for _ in range(draw(st.integers(0, 25))):
        path = walk(survey, answers)
        key = draw(st.sampled_from([*path.asked, path.next_key or path.asked[-1], *survey.by_key]))
        answer = read(survey, key, draw(given_to(survey.by_key[key])))
        if answer is not None:
            answers[key] = answer
    return survey, answers


@given(histories())
@settings(max_examples=300)
def test_a_path_asks_each_question_once_in_the_surveys_order(history: tuple[Survey, dict[str, Answer]]) -> None:
    survey, answers = history
    places = [list(survey.by_key).index(key) for key in walk(survey, answers).asked]
    assert places == sorted(set(places))
    assert places[0] == 0


@given(histories())
@settings(max_examples=300)
def test_all_before_the_next_question_is_answered_and_the_next_is_not(history: tuple[Survey, dict[str, Answer]]) -> None:
    survey, answers = history
    path = walk(survey, answers)
    done = path.asked if path.complete else path.asked[:-1]
    for key in done:
        assert key in answers
        assert not (survey.by_key[key].required and answers[key].skipped)
    if not path.complete:
        assert path.next_key == path.asked[-1]
        assert answers.get(path.next_key, Answer()).skipped


@given(histories())
@settings(max_examples=300)
def test_only_answers_on_the_path_count_and_those_off_it_change_nothing(
    history: tuple[Survey, dict[str, Answer]],
) -> None:
    survey, answers = history
    counted = answers_that_count(survey, answers)
    assert set(counted) <= set(walk(survey, answers).asked)
    assert walk(survey, counted) == walk(survey, answers)


@given(histories())
@settings(max_examples=300)
def test_the_way_back_leads_to_the_first_question_and_forward_again(history: tuple[Survey, dict[str, Answer]]) -> None:
    survey, answers = history
    path = walk(survey, answers)
    back, key = [], path.asked[-1]
    while key is not None:
        back.append(key)
        key = path.before(key)
    assert back[::-1] == list(path.asked)


@given(histories(), st.data())
@settings(max_examples=300)
def test_going_on_answering_reaches_the_end(history: tuple[Survey, dict[str, Answer]], data: st.DataObject) -> None:
    survey, answers = history
    left = len(survey.by_key) + 1
    while (key := walk(survey, answers).next_key) is not None:
        question = survey.by_key[key]
        some = {"one": question.codes()[:1], "many": question.codes()[:1], "text": ["words"]}.get(question.kind, ["3"])
        answer = read(survey, key, some if question.required else data.draw(st.sampled_from([some, []])))
        assert answer is not None
        before = remaining(survey, key)
        answers[key] = answer
        after = walk(survey, answers).next_key
        assert remaining(survey, after) < before
        left -= 1
        assert left
