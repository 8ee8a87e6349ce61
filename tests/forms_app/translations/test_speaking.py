"""Words, numbers and days by the rules of each language."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from markupsafe import escape

from forms_app.day_words import day_words
from forms_app.translations import catalogue as catalogues
from forms_app.translations.speaking import InEnglish, gettext, ngettext, plain, speaking, spoken, titled
from forms_app.translations.update import updated, wanted
from surveys.library import load_library

ONE, MANY = "It takes about %(num)s minute.", "It takes about %(num)s minutes."
FORMS = {
    "ar": ["none", "one", "two", "few %(num)s", "many %(num)s", "other %(num)s"],
    "pl": ["minuta %(num)s", "minuty %(num)s", "minut %(num)s"],
    "ur": ["ایک", "کئی %(num)s"],
}


@pytest.fixture
def spoken_in(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Catalogues in which the one plural, and the word Continue, are translated."""
    words = wanted()
    for code, forms in FORMS.items():
        text = updated(load_library().languages[code], words, tmp_path / "none.po")
        lines = "".join(f'msgstr[{number}] "{form}"\n' for number, form in enumerate(forms))
        empty = "".join(f'msgstr[{number}] ""\n' for number in range(len(forms)))
        plural = f'msgid "{ONE}"\nmsgid_plural "{MANY}"\n'
        assert plural + empty in text
        text = text.replace(plural + empty, plural + lines).replace(
            '"Continue"\nmsgstr ""', f'"Continue"\nmsgstr "({code})"'
        )
        path = tmp_path / code / "LC_MESSAGES" / "messages.po"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    catalogues.catalogue.cache_clear()
    with app.app_context():
        yield app
    catalogues.catalogue.cache_clear()


@pytest.mark.parametrize(
    ("code", "number", "words"),
    [
        ("ar", 0, "none"),
        ("ar", 1, "one"),
        ("ar", 2, "two"),
        ("ar", 3, "few 3"),
        ("ar", 10, "few 10"),
        ("ar", 11, "many 11"),
        ("ar", 99, "many 99"),
        ("ar", 103, "few 103"),
        ("pl", 1, "minuta 1"),
        ("pl", 2, "minuty 2"),
        ("pl", 5, "minut 5"),
        ("pl", 12, "minut 12"),
        ("pl", 22, "minuty 22"),
        ("ur", 1, "ایک"),
        ("ur", 7, "کئی 7"),
        ("en", 1, "It takes about 1 minute."),
        ("en", 7, "It takes about 7 minutes."),
    ],
)
def test_plurals_follow_the_language(spoken_in: Flask, code: str, number: int, words: str) -> None:
    with speaking(code):
        assert ngettext(ONE, MANY, number) == words
        in_a_template = spoken_in.jinja_env.from_string(f"{{{{ ngettext('{ONE}', '{MANY}', number) }}}}")
        assert in_a_template.render(number=number) == words


def test_a_language_is_spoken_for_as_long_as_it_is_asked_for(spoken_in: Flask) -> None:
    with speaking("pl"):
        with speaking("ur") as language:
            assert language.direction == "rtl"
            assert gettext("Continue") == "(ur)"
        assert gettext("Continue") == "(pl)"
    assert gettext("Continue") == "Continue"


def test_english_comes_back_even_after_a_fault(spoken_in: Flask) -> None:
    def fail() -> None:
        with speaking("pl"):
            raise ValueError("a fault")

    with pytest.raises(ValueError, match="a fault"):
        fail()
    assert spoken().code == "en"


def test_an_unknown_language_is_english(spoken_in: Flask) -> None:
    for code in ("xx", "", None):
        with speaking(code):
            assert gettext("Continue") == "Continue"
            assert not isinstance(gettext("Continue"), InEnglish)


def test_days_are_written_as_the_language_does(spoken_in: Flask) -> None:
    days = {}
    for code in ("en", "en-simple", "pl", "ur", "ar", "bn"):
        with speaking(code):
            days[code] = day_words(date(2026, 5, 15))
    assert days["en"] == days["en-simple"] == "15 May 2026"
    assert days["pl"] == "15 maja 2026"
    assert "مئی" in days["ur"]
    assert len(set(days.values())) == 5


def test_missing_words_are_plain_text_in_a_message_and_marked_in_a_page(spoken_in: Flask) -> None:
    with speaking("ur"):
        words = gettext("Enter a number from %(low)s to %(high)s", low="<1>", high=7)
    assert f"{words}" == "Enter a number from <1> to 7"
    assert escape(words) == '<span lang="en" dir="ltr">Enter a number from &lt;1&gt; to 7</span>'
    assert plain(words) == "Enter a number from <1> to 7"


def test_easy_read_falls_back_to_english_without_a_mark(spoken_in: Flask) -> None:
    with speaking("en-simple"):
        assert escape(gettext("A text of no catalogue")) == "A text of no catalogue"


def test_titles_lose_their_marks_and_nothing_else(spoken_in: Flask) -> None:
    assert titled('<span lang="en" dir="ltr">A &amp; B</span> – C &lt;D&gt;') == "A &amp; B – C &lt;D&gt;"


def test_words_in_a_template_are_marked_and_what_fills_them_is_escaped(spoken_in: Flask) -> None:
    template = spoken_in.jinja_env.from_string("{{ _('%(survey)s, sent on %(day)s.', survey=survey, day='x') }}")
    with speaking("ur"):
        assert template.render(survey="<b>") == '<span lang="en" dir="ltr">&lt;b&gt;, sent on x.</span>'
