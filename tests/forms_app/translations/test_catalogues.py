"""Catalogues of page words: complete as lists, well formed, and by each language's own rules for plurals."""

import pytest
from babel.messages.pofile import read_po

from forms_app.translations.catalogue import catalogue, path_of
from forms_app.translations.sources import template_sources, templates, templates_of_staff
from forms_app.translations.update import updated, wanted
from surveys.library import load_library

LANGUAGES = [language for code, language in load_library().languages.items() if code != "en"]
CODES = [language.code for language in LANGUAGES]


def messages(code):
    with path_of(code).open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def words():
    return wanted()


@pytest.mark.parametrize("code", CODES)
def test_every_word_that_respondents_see_is_in_the_catalogue(words, code):
    here = {message.id for message in messages(code) if message.id}
    assert here == {message.id for message in words if message.id}, "Run: make translations"


@pytest.mark.parametrize("language", LANGUAGES, ids=CODES)
def test_bringing_a_catalogue_up_to_date_twice_changes_nothing(words, language):
    assert updated(language, words, path_of(language.code)) == path_of(language.code).read_text(encoding="utf-8")


@pytest.mark.parametrize("code", CODES)
def test_every_translation_fills_the_same_places_as_the_english(code):
    faults = [(message.id, str(error)) for message in messages(code) if not message.fuzzy for error in message.check()]
    assert faults == []


@pytest.mark.parametrize("code", CODES)
def test_no_translation_holds_markup(code):
    held = [message.string for message in messages(code) if message.id and "<" in str(message.string)]
    assert held == []


def test_what_was_translated_stays_when_new_words_come_in(words, tmp_path):
    polish = next(language for language in LANGUAGES if language.code == "pl")
    before = tmp_path / "messages.po"
    before.write_text(
        updated(polish, words, tmp_path / "none.po").replace(
            'msgid "Continue"\nmsgstr ""', 'msgid "Continue"\nmsgstr "Dalej"'
        )
    )
    assert 'msgid "Continue"\nmsgstr "Dalej"' in updated(polish, words, before)


def test_every_template_is_for_respondents_or_for_staff():
    strangers = set(templates().values()) - set(template_sources()) - set(templates_of_staff())
    words = {path for path in strangers if "_(" in path.read_text(encoding="utf-8")}
    assert sorted(path.name for path in words) == []


def test_a_language_without_a_catalogue_has_no_words():
    assert catalogue("xx").words == {}
    assert catalogue("xx").wanted == 0
