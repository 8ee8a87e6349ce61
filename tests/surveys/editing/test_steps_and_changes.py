"""Steps of an author, what lies between two editions, and which translations are out of date."""

import pytest

from surveys.editing.changes import changes_between, word_diff
from surveys.editing.checking import problems
from surveys.editing.staleness import marked, out_of_date
from surveys.editing.steps import (
    NoSuchQuestion,
    added,
    altered,
    moved,
    new_code,
    new_key,
    removed,
    replaced,
    settled,
)
from surveys.editing.texts import texts_of, with_texts, with_words
from surveys.library import load_library
from surveys.model.survey import Help, Option, Question, ResolvedModule, Route, Survey
from surveys.uses import uses_of

YES_NO = [Option(code="yes", label={"en": "Yes", "pl": "Tak"}), Option(code="no", label={"en": "No", "pl": "Nie"})]


def asked(key: str, **values: object) -> Question:
    """A question with two answers."""
    text = {"en": f"Is it {key}?", "pl": f"Czy to {key}?"}
    return Question.model_validate({"key": key, "kind": "one", "text": text, "options": YES_NO, **values})


def survey(*questions: Question) -> Survey:
    """A survey of one part."""
    module = ResolvedModule(id="m", title="Part", questions=list(questions))
    return Survey(id="s", title="S", intro="I", respondent="carer", minutes=1, modules=[module])


ABC = survey(asked("a", routes=[Route(when=["no"], go_to="c")]), asked("b"), asked("c"))


def test_every_step_makes_a_survey_with_a_version_of_its_own() -> None:
    assert ABC.version
    assert ABC.by_key
    after = replaced(ABC, "a", asked("a", text="Other?"))
    assert after.version != ABC.version
    assert after.by_key["a"].text == "Other?"
    assert altered(ABC, title="T").version != ABC.version


def test_questions_move_within_their_part_and_stay_at_its_ends() -> None:
    assert list(moved(ABC, "b", -1).by_key) == ["b", "a", "c"]
    assert moved(ABC, "a", -1) == ABC
    assert moved(ABC, "c", 1) == ABC


def test_a_question_that_is_not_there_can_not_be_moved() -> None:
    with pytest.raises(NoSuchQuestion):
        moved(ABC, "z", 1)


def test_routes_to_a_removed_question_lead_to_what_follows_it() -> None:
    after = removed(ABC, "c")
    assert after.by_key["a"].routes == [Route(when=["no"], go_to="end-of-module")]
    assert problems(after) == []


def test_a_part_left_empty_goes() -> None:
    assert removed(survey(asked("a")), "a").modules == []


def test_a_route_to_a_question_that_is_left_out_is_written_as_what_it_does() -> None:
    short = survey(
        asked("a", routes=[Route(when=["no"], go_to="gone"), Route(when=["yes"], go_to="c")]), asked("b"), asked("c")
    )
    assert settled(short).by_key["a"].routes[0].go_to == "b"


def test_new_keys_and_codes_are_of_words_and_never_taken() -> None:
    assert (
        new_key(ABC, "m", "How are you, really, today?", ["m.how-are-you-really-today"]) == "m.how-are-you-really-today-2"
    )
    assert new_code("Ja, gerne!", ["ja-gerne"]) == "ja-gerne-2"
    assert new_code("؟", []) == "answer"


def test_what_changed_is_told_apart() -> None:
    options = [YES_NO[1].model_copy(update={"label": "Nope"}), YES_NO[0], Option(code="maybe", label="Maybe")]
    after = added(removed(ABC, "b"), "m", asked("d"), "c")
    after = replaced(after, "a", asked("a", text="Is it really a?", options=options, routes=[], required=True))
    changes = changes_between(ABC, after)
    (edited,) = changes.edited
    assert [one.name for one in edited.reworded if one.language == "en"] == ["text", "options.no.label"]
    assert [option.code for option in edited.new_options] == ["maybe"]
    assert edited.retired_options == []
    assert edited.other_order
    assert edited.settings == ["required", "routes"]
    assert [one.key for one in changes.added] == ["d"]
    assert [one.key for one in changes.removed] == ["b"]
    assert changes.moved == []


def test_moving_one_question_is_one_move() -> None:
    changes = changes_between(ABC, moved(moved(ABC, "a", 1), "a", 1))
    assert [one.key for one in changes.moved] == ["a"]
    assert changes.edited == []


def test_nothing_changed_is_nothing() -> None:
    assert not changes_between(ABC, altered(ABC))
    assert changes_between(None, ABC)


def test_words_gone_and_new_are_marked() -> None:
    found = word_diff("Do you feel safe?", "Do you feel very safe?")
    assert found == [("same", "Do you feel"), ("new", "very"), ("same", "safe?")]


def test_a_translation_is_out_of_date_until_it_is_written_anew_or_found_right() -> None:
    english = replaced(ABC, "a", with_texts(ABC.by_key["a"], "en", {"text": "Is it this?"}))
    polish = replaced(english, "a", with_texts(english.by_key["a"], "pl", {"text": "Czy to to?"}))
    mark = ("question:a.text", "pl")
    assert out_of_date([(ABC, ()), (english, ())]) == {mark}
    assert out_of_date([(ABC, ()), (english, ()), (english, ())]) == {mark}
    assert out_of_date([(ABC, ()), (english, ()), (polish, ())]) == set()
    assert out_of_date([(ABC, ()), (english, (marked(*mark),)), (english, ())]) == set()
    assert out_of_date([(ABC, ()), (english, ()), (removed(english, "a"), ())]) == set()


def test_texts_keep_their_other_languages() -> None:
    assert with_words({"en": "a", "pl": "b"}, "en", "c") == {"en": "c", "pl": "b"}
    assert with_words({"en": "a", "pl": "b"}, "pl", "") == "a"
    assert with_words("a", "en", "") is None


def test_every_text_of_a_question_can_be_put_into_another_language() -> None:
    help_ = Help(after=["no"], title="T", text="X", contacts=["One", "Two"])
    question = asked("a", hint="H", notice="N", help=help_)
    names = texts_of(question)
    after = with_texts(question, "ur", {name: f"ur {name}" for name in names})
    assert all(isinstance(text, dict) and text["ur"] == f"ur {name}" for name, text in texts_of(after).items())


@pytest.mark.parametrize(
    ("broken", "code", "field"),
    [
        (survey(asked("a", options=YES_NO[:1])), "too-few-options", "text"),
        (survey(asked("a"), asked("b", routes=[Route(go_to="a")])), "route-cycle", "routes"),
        (survey(asked("a", routes=[Route(go_to="z")])), "no-such-question", "routes"),
        (survey(asked("a", routes=[Route(go_to="c")]), asked("b"), asked("c")), "unreachable-question", "text"),
        (survey(asked("a", routes=[Route(when=["z"], go_to="end-of-module")])), "no-such-code", "routes"),
        (survey(asked("a"), asked("a")), "repeated-id", "key"),
        (survey(asked("a", text=" ")), "no-words", "text"),
        (survey(asked("a", kind="number", options=[], at_least=5, at_most=5)), "empty-range", "text"),
        (altered(ABC, intro=""), "no-words", "intro"),
        (altered(ABC, modules=[]), "no-questions", "questions"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_keeps_a_survey_from_being_published(broken: Survey, code: str, field: str) -> None:
    assert (code, field) in [(problem.code, problem.field) for problem in problems(broken)]


@pytest.mark.parametrize("name", load_library().surveys)
def test_no_shipped_survey_is_kept_from_being_published(name: str) -> None:
    assert problems(load_library().surveys[name]) == []


def test_the_measures_of_a_question_are_found() -> None:
    found = {(use.framework.id, use.measure.id) for use in uses_of(load_library(), "satisfaction.supported")}
    assert ("rochdale-carers", "supported") in found
