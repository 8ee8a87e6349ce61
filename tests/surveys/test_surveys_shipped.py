"""The surveys that come with the project: complete, short enough, plainly worded, safe."""

import re
from collections.abc import Iterator

import pytest

from surveys.answers import Answer
from surveys.library import load_library
from surveys.model.common import Text, say
from surveys.model.survey import END_OF_MODULE, Question, Survey
from surveys.path import walk

LIBRARY = load_library()
FULL = {"carer": "carer", "service_user": "service-user"}
LONGEST_SENTENCE = 25
QUESTIONS = [question for module in LIBRARY.modules.values() for question in module.questions]


def test_the_surveys_are_those_that_were_asked_for() -> None:
    respondents = {name: survey.respondent for name, survey in LIBRARY.surveys.items()}
    assert respondents == {
        "carer": "carer",
        "carer-short": "carer",
        "service-user": "service_user",
        "service-user-short": "service_user",
        "break-feedback": "carer",
    }


@pytest.mark.parametrize("name", ["carer-short", "service-user-short", "break-feedback"])
def test_a_short_form_has_eight_questions_or_fewer(name: str) -> None:
    assert 1 <= len(LIBRARY.surveys[name].by_key) <= 8


@pytest.mark.parametrize("name", ["carer-short", "service-user-short"])
def test_a_short_form_asks_only_what_its_long_form_asks(name: str) -> None:
    short = LIBRARY.surveys[name]
    assert short.short_form_of == FULL[short.respondent]
    assert set(short.by_key) <= set(LIBRARY.surveys[short.short_form_of].by_key)


def test_the_carers_short_form_holds_what_matters_most() -> None:
    assert set(LIBRARY.surveys["carer-short"].by_key) >= {
        "satisfaction.overall",
        "satisfaction.supported",
        "satisfaction.outcomes",
        "safe.feel",
        "voice.heard",
        "one-thing.difference",
    }


@pytest.mark.parametrize("name", sorted(LIBRARY.surveys))
def test_the_minutes_given_allow_at_most_four_questions_a_minute(name: str) -> None:
    survey = LIBRARY.surveys[name]
    assert survey.minutes >= len(survey.by_key) / 4


@pytest.mark.parametrize("respondent", sorted(FULL))
def test_a_full_survey_covers_its_themes(respondent: str) -> None:
    used = {module.id for module in LIBRARY.surveys[FULL[respondent]].modules}
    themes = {LIBRARY.modules[name].theme for name in used}
    assert themes >= {
        "satisfaction",
        "outcomes-achieved",
        "feeling-safe",
        "co-production",
        "quality-of-life",
        "one-thing",
        "about-you",
    }
    if respondent == "carer":
        assert themes >= {"information-and-advice", "work-and-money", "breaks"}


@pytest.mark.parametrize("framework", sorted(LIBRARY.frameworks))
def test_every_survey_measure_has_its_question_in_the_full_survey_of_the_right_respondent(framework: str) -> None:
    asked = LIBRARY.surveys[FULL[LIBRARY.frameworks[framework].serves]].by_key
    missing = [
        (measure.id, quantity.survey.question)
        for measure in LIBRARY.frameworks[framework].measures
        for way in measure.ways
        for quantity in way.quantities.values()
        if quantity.survey and quantity.survey.question not in asked
    ]
    assert missing == []


@pytest.mark.parametrize("framework", sorted(LIBRARY.frameworks))
def test_every_outcome_that_names_a_question_names_one_that_is_asked(framework: str) -> None:
    asked = LIBRARY.surveys[FULL[LIBRARY.frameworks[framework].serves]].by_key
    outcomes = LIBRARY.frameworks[framework].outcomes
    named = [outcome.question for outcome in outcomes] + [s.question for o in outcomes for s in o.statements]
    assert [key for key in named if key and key not in asked] == []


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.key)
def test_a_question_with_options_has_words_for_each_and_each_once(question: Question) -> None:
    codes = question.codes()
    assert len(codes) == len(set(codes))
    assert all(say(option.label).strip() for option in question.options)
    assert bool(codes) == (question.kind in ("one", "many") or question.personal)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.key)
def test_a_personal_question_can_be_refused_and_none_is_required(question: Question) -> None:
    assert not question.personal or question.kind == "text" or "prefer-not-to-say" in question.codes()
    assert not question.required


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.key)
def test_a_route_leads_onwards_and_is_taken_by_an_answer_that_can_be_given(question: Question) -> None:
    module = next(m for m in LIBRARY.modules.values() if question in m.questions)
    keys = [other.key for other in module.questions]
    for route in question.routes:
        assert set(route.when) <= set(question.codes())
        assert route.go_to == END_OF_MODULE or keys.index(route.go_to) > keys.index(question.key)


def skipped(survey: Survey, key: str, code: str) -> set[str]:
    """What is not asked of someone who gives one answer to `key` and passes over everything else."""
    answers = {other: Answer() for other in survey.by_key} | {key: Answer(codes=(code,))}
    return set(survey.by_key) - set(walk(survey, answers).asked)


IN_WORK = {"work.balance", "work.continue"}
ROUTING = [
    ("carer", "work.status", "full-time", set()),
    ("carer", "work.status", "part-time", set()),
    ("carer", "work.status", "self-employed", set()),
    ("carer", "work.status", "education-training", set()),
    ("carer", "work.status", "volunteering", set()),
    ("carer", "work.status", "looking-for-work", IN_WORK),
    ("carer", "work.status", "not-working-caring", IN_WORK),
    ("carer", "work.status", "prefer-not-to-say", IN_WORK),
    ("carer", "work.status", "retired", IN_WORK | {"work.know-help"}),
    ("carer", "breaks.weekly", "yes", set()),
    ("carer", "breaks.weekly", "no", {"breaks.difference"}),
    ("carer", "breaks.weekly", "dont-know", {"breaks.difference"}),
    ("carer", "breaks.requested", "yes", set()),
    ("carer", "breaks.requested", "no", {"breaks.given"}),
    ("carer", "emergency.helped-to-plan", "yes", set()),
    ("carer", "emergency.helped-to-plan", "no", {"emergency.reassured"}),
    ("carer", "achieved.agreed", "no", {"achieved.help-chosen", "achieved.so-far"}),
    ("service-user", "su.tech-uses", "yes", set()),
    ("service-user", "su.tech-uses", "no", {"su.tech-satisfied"}),
    ("service-user", "su.outcomes-set", "no", {"su.outcomes-achieved"}),
]


@pytest.mark.parametrize(("name", "key", "code", "expected"), ROUTING)
def test_an_answer_leaves_out_the_questions_it_makes_pointless(name: str, key: str, code: str, expected: set[str]) -> None:
    assert skipped(LIBRARY.surveys[name], key, code) == expected


SAFETY = ["safe.feel", "su.safe"]
LISTENING = [*SAFETY, "health.low-mood"]
"""Questions whose answers may bring someone to the telephone."""


@pytest.mark.parametrize("key", LISTENING)
def test_a_question_about_safety_says_first_who_may_see_the_answer(key: str) -> None:
    question = next(q for q in QUESTIONS if q.key == key)
    assert question.personal
    anonymous, named = say(question.notice), say(question.notice_named)
    assert "can read your answer, but it does not say who you are" in anonymous
    assert "nobody will call you" in anonymous
    assert "kept with your name" in named
    assert "we tell a duty worker" in named
    assert "{hours} hours" in named


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q.help], ids=lambda question: question.key)
def test_no_notice_promises_in_a_named_round_what_only_an_anonymous_one_keeps(question: Question) -> None:
    assert "does not say who you are" not in say(question.notice_named)
    assert "nobody will call you" not in say(question.notice_named)


@pytest.mark.parametrize("key", SAFETY)
def test_feeling_unsafe_offers_help_at_once_with_numbers_to_call(key: str) -> None:
    help_ = next(q for q in QUESTIONS if q.key == key).help
    assert help_ is not None
    assert set(help_.after) == {"not-very-safe", "not-at-all-safe"}
    numbers = " ".join(say(contact) for contact in help_.contacts)
    assert all(number in numbers for number in ("999", "101", "116 123", "0808 2000 247", "0808 808 7777"))
    assert "safeguarding" in numbers


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q.help], ids=lambda question: question.key)
def test_help_follows_only_answers_that_can_be_given(question: Question) -> None:
    assert question.help is not None
    assert set(question.help.after) <= set(question.codes())


@pytest.mark.parametrize("name", ["carer", "carer-short", "service-user", "service-user-short"])
def test_every_survey_of_a_person_asks_if_they_feel_safe(name: str) -> None:
    assert set(SAFETY) & set(LIBRARY.surveys[name].by_key)


def everything_read() -> Iterator[tuple[str, str]]:
    for question in QUESTIONS:
        texts: list[Text | None] = [question.text, question.hint, question.low_label, question.high_label]
        texts += [question.notice, question.notice_named]
        texts += [option.label for option in question.options]
        if question.help:
            texts += [question.help.title, question.help.text]
        yield from ((question.key, say(text)) for text in texts if text)
    for survey in LIBRARY.surveys.values():
        yield survey.id, say(survey.intro)


def test_no_sentence_is_longer_than_twenty_five_words() -> None:
    too_long = [
        (where, sentence)
        for where, text in everything_read()
        for sentence in re.split(r"(?<=[.?!])\s", text)
        if len(sentence.split()) > LONGEST_SENTENCE
    ]
    assert too_long == []


def test_a_question_of_our_own_is_one_short_sentence() -> None:
    own = [q for module in LIBRARY.modules.values() if module.licence.status == "own" for q in module.questions]
    assert [q.key for q in own if len(say(q.text).split()) > 18 or len(re.findall(r"[.?]", say(q.text))) != 1] == []


def test_only_open_or_own_words_are_shipped() -> None:
    assert {module.licence.status for module in LIBRARY.modules.values()} <= {"own", "open"}
    assert [module.id for module in LIBRARY.modules.values() if module.licence.status == "open"] == ["wellbeing"]
