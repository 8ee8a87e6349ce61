import pytest

from surveys.answers import Answer
from surveys.library import load_library
from surveys.model.survey import Instrument
from surveys.scoring import score


def instrument(name: str) -> Instrument:
    return load_library().instruments[name]


def all_answered(name: str, code: str) -> dict[str, Answer]:
    return {key: Answer(codes=(code,)) for key in instrument(name).items}


@pytest.mark.parametrize(
    ("name", "code", "expected"),
    [
        ("users-quality-of-life", "1", 24),
        ("users-quality-of-life", "2", 16),
        ("users-quality-of-life", "4", 0),
        ("carers-quality-of-life", "1", 12),
        ("carers-quality-of-life", "2", 6),
        ("carers-quality-of-life", "3", 0),
        ("swemwbs", "1", 7),
        ("swemwbs", "5", 35),
        ("wemwbs", "1", 14),
        ("wemwbs", "5", 70),
    ],
)
def test_everyone_who_gives_one_answer_throughout_has_the_score_worked_out_by_hand(
    name: str, code: str, expected: int
) -> None:
    assert score(instrument(name), all_answered(name, code)) == expected


def test_answers_that_differ_are_added_up_item_by_item() -> None:
    answers = dict(zip(instrument("carers-quality-of-life").items, map(picked, "112233"), strict=True))
    assert score(instrument("carers-quality-of-life"), answers) == 2 + 2 + 1 + 1 + 0 + 0


@pytest.mark.parametrize("name", ["users-quality-of-life", "carers-quality-of-life", "wemwbs"])
@pytest.mark.parametrize("given", [None, Answer(), Answer(codes=("prefer-not-to-say",))])
def test_a_score_is_missing_if_any_item_is(name: str, given: Answer | None) -> None:
    answers = all_answered(name, "1")
    last = instrument(name).items[-1]
    if given is None:
        del answers[last]
    else:
        answers[last] = given
    assert score(instrument(name), answers) is None


def test_answers_to_other_questions_change_nothing() -> None:
    answers = all_answered("users-quality-of-life", "1") | {"life.balance": picked("agree")}
    assert score(instrument("users-quality-of-life"), answers) == 24


@pytest.mark.parametrize("name", ["wellbeing", "ons-personal-wellbeing"])
def test_an_instrument_that_is_not_added_up_has_no_score(name: str) -> None:
    answers = {key: Answer(number=7) for key in instrument(name).items}
    assert score(instrument(name), answers) is None


@pytest.mark.parametrize("name", ["users-quality-of-life", "carers-quality-of-life", "swemwbs", "wemwbs"])
def test_the_text_of_a_licensed_instrument_is_not_shipped(name: str) -> None:
    assert instrument(name).licence.status == "licensed"
    assert not set(instrument(name).items) & set(load_library().question_keys())


def test_national_codes_are_kept_by_edition() -> None:
    assert instrument("carers-quality-of-life").codes_by_edition == {"ASCOF 2021/22": "1D", "ASCOF 2023/24": "1C"}
    assert instrument("users-quality-of-life").codes_by_edition == {"ASCOF 2021/22": "1A", "ASCOF 2023/24": "1A"}


def picked(code: str) -> Answer:
    return Answer(codes=(code,))
