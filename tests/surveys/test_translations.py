"""Translators' files: merged into the definitions, and every fault of theirs told with file, line and field."""

import pytest

from surveys.library import load_library
from surveys.model.common import say

LANGUAGES = """\
languages:
  - {code: en, name: English, locale: en}
  - {code: en-simple, name: Easy read, locale: en, base: en, pictures: true}
  - {code: ur, name: اردو, direction: rtl, locale: ur}
"""
MODULE = "modules/breaks.yaml"
URDU = "translations/ur/modules/breaks.yaml"
URDU_WORDS = """\
title: وقفے
questions:
  breaks.weekly:
    text: کیا آپ کو ہر ہفتے وقفہ ملتا ہے؟
    options:
      "yes": ہاں
      "no": {label: نہیں}
  breaks.enough:
    text: مجھے کافی وقفے ملتے ہیں۔
"""
EASY = "translations/en-simple/modules/breaks.yaml"


@pytest.fixture
def translated(definitions):
    definitions.write("languages.yaml", LANGUAGES)
    definitions.write(URDU, URDU_WORDS)
    return definitions


def question(definitions, key):
    return load_library(definitions.directory).surveys["carer"].by_key[key]


def test_definitions_without_languages_are_english_alone(definitions):
    assert list(load_library(definitions.directory).languages) == ["en"]


def test_languages_keep_their_order_and_direction(translated):
    languages = load_library(translated.directory).languages
    assert [(one.code, one.direction) for one in languages.values()] == [
        ("en", "ltr"), ("en-simple", "ltr"), ("ur", "rtl"),
    ]  # fmt: skip


def test_a_translation_is_said_beside_the_english(translated):
    weekly = question(translated, "breaks.weekly")
    assert say(weekly.text, "ur") == "کیا آپ کو ہر ہفتے وقفہ ملتا ہے؟"
    assert say(weekly.text) == "Do you get a break each week?"
    assert [say(option.label, "ur") for option in weekly.options] == ["ہاں", "نہیں"]


def test_what_is_not_translated_stays_english(translated):
    assert say(question(translated, "breaks.difference").text, "ur") == "What difference does it make?"


def test_shared_answers_are_translated_once_for_all(translated):
    translated.write("translations/ur/codes.yaml", "option_sets:\n  agree:\n    agree: متفق\n")
    labels = [say(option.label, "ur") for option in question(translated, "breaks.enough").options]
    assert labels == ["متفق", "Disagree", "Does not apply"]


def test_a_survey_has_its_title_and_introduction(translated):
    translated.write("translations/ur/surveys/carer.yaml", "title: سروے\nintro: چند سوال۔\n")
    survey = load_library(translated.directory).surveys["carer"]
    assert (say(survey.title, "ur"), say(survey.intro, "ur")) == ("سروے", "چند سوال۔")


def test_a_new_translation_makes_a_new_version_of_the_survey(translated):
    before = load_library(translated.directory).surveys["carer"].version
    load_library.cache_clear()
    translated.replace(URDU, "ہاں", "جی ہاں")
    assert load_library(translated.directory).surveys["carer"].version != before


def test_help_is_translated_line_for_line(translated):
    help_after = "    help: {after: [agree], title: Help, text: Call., contacts: [One, Two]}\n"
    translated.replace(MODULE, "    options_from: agree\n", f"    options_from: agree\n{help_after}")
    text = "    help: {title: مدد, text: کال کریں۔, contacts: [ایک, دو]}\n"
    translated.write(URDU, URDU_WORDS + text)
    help_ = question(translated, "breaks.enough").help
    assert say(help_.title, "ur") == "مدد"
    assert [say(line, "ur") for line in help_.contacts] == ["ایک", "دو"]
    translated.replace(URDU, "[ایک, دو]", "[ایک]")
    translated.assert_error(URDU, "wrong-number", "questions.breaks.enough.help.contacts", "has 1 contacts")


def test_easy_read_brings_pictures(translated):
    translated.write(
        EASY,
        "questions:\n  breaks.weekly:\n    text: Do you rest?\n    picture: bed\n"
        '    options:\n      "yes": {label: "Yes", picture: check-mark}\n',
    )
    weekly = question(translated, "breaks.weekly")
    assert (weekly.picture, weekly.options[0].picture) == ("bed", "check-mark")


@pytest.mark.parametrize(
    ("old", "new", "code", "field", "says"),
    [
        ("breaks.weekly:", "breaks.wekly:", "no-such-question", "questions.breaks.wekly", "perhaps 'breaks.weekly'"),
        ('"no": {label: نہیں}', "never: نہیں", "no-such-code", "questions.breaks.weekly.options.never", "'never'"),
        (
            "    text: مجھے",
            "    options: {agree: متفق}\n    text: مجھے",
            "no-such-code",
            "questions.breaks.enough.options.agree",
            "codes.yaml",
        ),
        (
            "    text: مجھے",
            "    hint: مشورہ\n    text: مجھے",
            "nothing-to-translate",
            "questions.breaks.enough.hint",
            "the English has no such text",
        ),
        (
            "    text: مجھے",
            "    picture: bed\n    text: مجھے",
            "no-pictures",
            "questions.breaks.enough.picture",
            "does not say that 'ur' has pictures",
        ),
        ("    text: مجھے", "    txt: مجھے", "unknown-key", "questions.breaks.enough.txt", "Perhaps 'text'"),
        ("ہر ہفتے", "{often}", "not-filled-in", "questions.breaks.weekly.text", "{often}"),
    ],
    ids=["question", "answer", "shared answer", "no hint", "picture", "misspelt", "unfilled"],
)
def test_what_does_not_fit_is_told(translated, old, new, code, field, says):
    translated.replace(URDU, old, new)
    translated.assert_error(URDU, code, field, says)


def test_an_answer_that_yaml_reads_as_true_is_told(translated):
    translated.replace(URDU, '"yes"', "yes")
    finding = translated.check().errors[0]
    assert (finding.file, finding.line) == (URDU, 6)
    assert "write 'yes'" in finding.message


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("translations/fr/modules/breaks.yaml", "no-such-language"),
        ("translations/ur/modules/brakes.yaml", "no-such-definition"),
        ("translations/ur/surveys/carers.yaml", "no-such-definition"),
        ("translations/ur/notes.yaml", "no-such-definition"),
    ],
)
def test_a_file_that_nothing_reads_is_told(translated, name, code):
    translated.write(name, "title: x\n")
    assert [error.code for error in translated.check().errors] == [code]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("  - {code: en, name: English, locale: en}\n", "", "no-english"),
        ("code: ur", "code: en", "repeated-id"),
        ("base: en", "base: fr", "no-such-language"),
        ("direction: rtl", "direction: up", "invalid"),
    ],
)
def test_faults_of_the_list_of_languages_are_told(definitions, old, new, code):
    definitions.write("languages.yaml", LANGUAGES.replace(old, new))
    assert code in definitions.errors()


def test_what_the_definition_says_itself_is_not_said_twice(translated):
    translated.replace(MODULE, "text: Do you get a break each week?", "text: {en: A break?, ur: وقفہ؟}")
    translated.assert_error(URDU, "said-twice", "questions.breaks.weekly.text", "already")
