"""How much a language says of a survey, and which translations have grown old."""

import pytest
import yaml
from click.testing import CliRunner

from forms_app.commands.check import check
from surveys.library import load_library
from surveys.translations_coverage import content_hash, coverage
from tests.surveys.test_translations import EASY, LANGUAGES, MODULE, URDU, URDU_WORDS


@pytest.fixture
def translated(definitions):
    definitions.write("languages.yaml", LANGUAGES)
    definitions.write(URDU, URDU_WORDS)
    return definitions


def survey_and_language(definitions, code):
    load_library.cache_clear()
    library = load_library(definitions.directory)
    return library.surveys["carer"], library.languages[code]


def run(definitions, *options):
    return CliRunner().invoke(check, [str(definitions.directory), *options])


def test_what_is_translated_is_counted_by_kind(translated):
    made = coverage(*survey_and_language(translated, "ur"))
    assert dict(made.wanted) == {"hints": 3, "questions": 3, "answers": 5}
    assert dict(made.found) == {"hints": 1, "questions": 2, "answers": 2}
    assert made.missing == [
        "title", "intro", "breaks.difference", "breaks.enough: answer agree", "breaks.enough: answer disagree",
        "breaks.enough: answer does-not-apply",
    ]  # fmt: skip


def test_easy_read_wants_a_picture_for_each_question_and_answer(translated):
    translated.write(EASY, "questions:\n  breaks.weekly: {text: Do you rest?, picture: bed}\n")
    made = coverage(*survey_and_language(translated, "en-simple"))
    assert (made.found["pictures"], made.wanted["pictures"]) == (1, 8)


def test_the_hash_of_a_translation_changes_with_it_and_with_its_english(translated):
    first = content_hash(*survey_and_language(translated, "ur"))
    assert content_hash(*survey_and_language(translated, "ur")) == first
    translated.replace(URDU, "ہاں", "جی ہاں")
    second = content_hash(*survey_and_language(translated, "ur"))
    translated.replace(MODULE, "each week?", "every week?")
    assert len({first, second, content_hash(*survey_and_language(translated, "ur"))}) == 3


def test_another_language_leaves_the_hash_alone(translated):
    first = content_hash(*survey_and_language(translated, "ur"))
    translated.write(EASY, "questions:\n  breaks.weekly: {text: Do you rest?, picture: bed}\n")
    assert content_hash(*survey_and_language(translated, "ur")) == first


def test_a_check_tells_coverage_and_passes(translated):
    result = run(translated)
    assert result.exit_code == 0
    assert "Translations: اردو (ur)" in result.output
    assert (
        "  carer: questions 2 of 3, answers 2 of 5, hints 1 of 3. Missing: title; intro; breaks.difference;"
        in result.output
    )


def test_a_translation_of_an_older_english_is_told(translated):
    assert run(translated, "--translated", "ur").exit_code == 0
    assert "changed since" not in run(translated).output
    translated.replace(MODULE, "each week?", "every week?")
    result = run(translated)
    assert "1 translated from an English that has changed since: modules/breaks.yaml: breaks.weekly" in result.output
    assert result.exit_code == 0
    run(translated, "--translated", "ur")
    assert "changed since" not in run(translated).output


def test_the_record_of_the_english_is_a_plain_file(translated):
    run(translated, "--translated", "ur")
    recorded = yaml.safe_load((translated.directory / "translations/ur/english.yaml").read_text(encoding="utf-8"))
    assert list(recorded) == ["modules/breaks.yaml"]
    assert list(recorded["modules/breaks.yaml"])[:2] == ["title", "breaks.weekly"]


def test_all_that_is_missing_can_be_listed(translated):
    result = run(translated, "--missing", "ur")
    assert "carer: breaks.enough: answer does-not-apply" in result.output.splitlines()


def test_a_language_that_is_not_there_is_refused(translated):
    result = run(translated, "--missing", "fr")
    assert result.exit_code == 1
    assert "There is no language 'fr'" in result.output


def test_a_picture_that_does_not_exist_is_an_error(translated):
    text = "questions:\n  breaks.weekly:\n    text: Do you rest?\n    picture: unicorn-in-a-teacup\n"
    translated.write(EASY, text)
    result = run(translated)
    assert result.exit_code == 1
    assert f"{EASY}:4: questions.breaks.weekly.picture: OpenMoji has no picture called" in result.output


def test_a_locale_without_rules_is_an_error(translated):
    translated.replace("languages.yaml", "locale: ur", "locale: xq")
    result = run(translated)
    assert result.exit_code == 1
    assert "languages.yaml:4: languages[2].locale: CLDR has no locale 'xq'" in result.output


@pytest.mark.parametrize("name", load_library().surveys)
def test_easy_read_has_a_picture_for_every_question_and_answer_of_the_shipped_surveys(name):
    library = load_library()
    made = coverage(library.surveys[name], library.languages["en-simple"])
    assert made.missing == []
    assert made.found["pictures"] == made.wanted["pictures"] > 0


@pytest.mark.parametrize("code", [code for code in load_library().languages if code != "en"])
def test_every_shipped_survey_is_said_whole_in_every_shipped_language(code):
    library = load_library()
    missing = {name: coverage(survey, library.languages[code]).missing for name, survey in library.surveys.items()}
    assert not any(missing.values()), missing
