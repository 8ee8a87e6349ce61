"""Respondents' pages in the language they chose: kept with the answers, marked where words stayed English."""

import re
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask

from forms_app.database import db
from forms_app.models.responses import Response
from forms_app.respond import code_messages
from tests.forms_app.respond.conftest import Respondent, add_round, responses, rows_of

LANGUAGES = """\
languages:
  - {code: en, name: English, locale: en}
  - {code: ur, name: اردو, direction: rtl, locale: ur}
  - {code: cy, name: Cymraeg, locale: cy}
"""
URDU = """\
questions:
  small.break: {text: کیا آپ کو وقفہ ملا؟, options: {"yes": ہاں}}
  small.more: {text: اس میں کیا اچھا تھا؟}
  small.safe:
    text: آپ کتنا محفوظ محسوس کرتے ہیں؟
    help: {title: مدد موجود ہے, contacts: ["سماریٹنز: 116 123"]}
"""


@pytest.fixture
def definitions(definitions: Path) -> Path:
    """The small survey, in part in Urdu. Of Welsh there is nothing at all: all of it stays English."""
    (definitions / "languages.yaml").write_text(LANGUAGES, encoding="utf-8")
    for name, text in (("modules/small.yaml", URDU), ("surveys/tiny.yaml", "title: چھوٹا سروے\nintro: چند سوال۔\n")):
        path = definitions / "translations/ur" / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    return definitions


@pytest.fixture
def asked(app: Flask) -> Flask:
    """A round in all three languages, Urdu last."""
    add_round(app, "all", languages="en;cy;ur", title="A tiny survey")
    return app


def html_of(carer: Respondent) -> str:
    assert carer.page is not None
    return carer.page.text


def language_of(carer: Respondent) -> str:
    return re.search(r'<html lang="([^"]+)" dir="(\w+)"', html_of(carer))[0].removeprefix("<html ")


URDU_PAGE, ENGLISH_PAGE = 'lang="ur" dir="rtl"', 'lang="en" dir="ltr"'


def test_a_round_in_one_language_has_no_switch(carer: Respondent) -> None:
    carer.begin("/s/spring")
    assert "app-languages" not in html_of(carer)


def test_a_round_is_shown_in_its_first_language(asked: Flask, carer: Respondent) -> None:
    add_round(asked, "urdu", languages="ur;en")
    carer.open("/s/urdu")
    assert language_of(carer) == URDU_PAGE
    carer.open("/s/all")
    assert language_of(carer) == ENGLISH_PAGE


def test_the_language_in_the_address_is_that_of_the_answers(asked: Flask, carer: Respondent) -> None:
    carer.open("/s/all?lang=ur")
    assert language_of(carer) == URDU_PAGE
    assert "survey.rtl.css" in html_of(carer)
    action = re.search(r'<form method="post" action="([^"]+)"', html_of(carer))
    carer.send(action[1].replace("&amp;", "&"))
    assert language_of(carer) == URDU_PAGE
    assert "کیا آپ کو وقفہ ملا؟" in carer.text
    assert [one.language for one in responses(asked)] == ["ur"]


def test_a_language_that_the_round_is_not_asked_in_is_not_spoken(asked: Flask, carer: Respondent) -> None:
    for address in ("/s/spring?lang=ur", "/s/all?lang=xx", "/s/all?lang="):
        carer.open(address)
        assert language_of(carer) == ENGLISH_PAGE


def test_the_headers_of_the_browser_say_nothing(asked: Flask) -> None:
    page = asked.test_client().get("/s/all", headers={"Accept-Language": "ur"}).text
    assert '<html lang="en"' in page


def test_changing_the_language_on_a_question_keeps_what_was_typed(asked: Flask, carer: Respondent) -> None:
    carer.begin("/s/all")
    for values in (["yes"], ["day"]):
        carer.answer(*values)
    carer.answer("Wir hatten Zeit", go="language:ur")
    assert carer.key == "small.more"
    assert language_of(carer) == URDU_PAGE
    assert "Wir hatten Zeit</textarea>" in html_of(carer)
    assert rows_of(asked)["small.more", ""] == (None, None, "Wir hatten Zeit")


def test_the_switch_of_a_question_is_made_of_its_own_buttons(asked: Flask, carer: Respondent) -> None:
    carer.begin("/s/all")
    button = 'type="submit" form="question" name="go" value="language:ur">اردو</button>'
    assert button in html_of(carer)
    assert '<li lang="en" dir="ltr"><span aria-current="true">English</span>' in html_of(carer)


def test_an_empty_form_is_not_passed_over_by_a_change_of_language(asked: Flask, carer: Respondent) -> None:
    carer.begin("/s/all")
    carer.answer(go="language:ur")
    assert carer.key == "small.break"
    assert rows_of(asked) == {}


def test_what_can_not_stand_is_told_in_the_new_language(asked: Flask, carer: Respondent) -> None:
    carer.begin("/s/all")
    carer.answer("no")
    carer.answer("many", go="language:ur")
    assert language_of(carer) == URDU_PAGE
    assert 'value="many"' in html_of(carer)


def test_a_change_to_a_language_not_offered_changes_nothing(asked: Flask, carer: Respondent) -> None:
    carer.begin("/s/spring")
    carer.answer("yes", go="language:ur")
    assert language_of(carer) == ENGLISH_PAGE
    assert [one.language for one in responses(asked)] == ["en"]


def to_the_check_page(carer: Respondent, start: str = "/s/all") -> None:
    carer.begin(start)
    for values in (["no"], ["1"], ["prefer-not-to-say"], ["safe"]):
        carer.answer(*values)
    assert carer.at.endswith("/answers/check")


def test_the_check_page_changes_the_language_of_the_response(asked: Flask, carer: Respondent) -> None:
    to_the_check_page(carer)
    form = re.search(
        r'<form method="post" action="([^"]+)"><input type="hidden" name="to" value="([^"]+)">', html_of(carer)
    )
    carer.send(form[1], to=form[2], language="ur")
    assert carer.at.endswith("/answers/check")
    assert language_of(carer) == URDU_PAGE
    assert [one.language for one in responses(asked)] == ["ur"]


@pytest.mark.parametrize(
    "to",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/login",
        "",
        "/a/other/small.break",
        "{}/../../login",
        "{}/x\r\ny: z",
        "{}~x/y",
    ],
)
def test_a_change_of_language_leads_nowhere_else(asked: Flask, carer: Respondent, to: str) -> None:
    carer.begin("/s/all")
    here = f"/a/{carer.address}"
    answer = asked.test_client().post(f"{here}/answers/language", data={"to": to.replace("{}", here), "language": "ur"})
    assert answer.headers["Location"] == here


def test_the_language_of_a_page_that_is_read_later_does_not_change_the_answers(asked: Flask, carer: Respondent) -> None:
    to_the_check_page(carer)
    carer.send(f"/a/{carer.address}/answers/send")
    carer.open(f"/a/{carer.address}/answers/sent?lang=ur")
    assert language_of(carer) == URDU_PAGE
    assert [one.language for one in responses(asked)] == ["en"]


def test_what_was_sent_is_read_back_in_its_language_and_can_be_read_in_another(asked: Flask, carer: Respondent) -> None:
    to_the_check_page(carer, "/s/all?lang=ur")
    carer.send(f"/a/{carer.address}/answers/send")
    code = re.search(r'app-receipt-code">([^<]+)<', html_of(carer))[1]
    carer.send("/receipt", code=code)
    assert language_of(carer) == URDU_PAGE
    assert "کیا آپ کو وقفہ ملا؟" in carer.text
    again = re.search(r'<form method="post"><input type="hidden" name="code" value="([^"]+)">', html_of(carer))
    formaction = re.search(r'formaction="([^"]+lang=en)"', html_of(carer))
    carer.send(formaction[1], code=again[1])
    assert language_of(carer) == ENGLISH_PAGE
    assert "Did you have a break?" in carer.text


def test_links_carry_the_language_on(asked: Flask, carer: Respondent) -> None:
    carer.open("/?lang=ur")
    assert 'href="/receipt?lang=ur"' in html_of(carer)
    carer.open("/")
    assert 'href="/receipt"' in html_of(carer)


def test_an_address_that_leads_nowhere_says_so_in_the_language_asked_for(asked: Flask) -> None:
    answer = asked.test_client().get("/no-such-page?lang=ur")
    assert answer.status_code == 404
    assert '<html lang="ur" dir="rtl"' in answer.text
    assert 'href="/no-such-page?lang=en"' in answer.text


def test_a_response_whose_language_is_gone_goes_on_in_english(asked: Flask, carer: Respondent) -> None:
    carer.begin("/s/spring")
    with asked.app_context():
        db.session.query(Response).update({"language": "xx"})
        db.session.commit()
    carer.open(carer.at)
    assert language_of(carer) == ENGLISH_PAGE


def test_words_that_stayed_english_say_so(asked: Flask, carer: Respondent) -> None:
    carer.begin("/s/all?lang=ur")
    english = '<span lang="en" dir="ltr">No</span></label>'
    assert english in html_of(carer)
    assert ">ہاں</label>" in html_of(carer)
    carer.answer("yes")
    legend = '<h1 class="govuk-fieldset__heading"><span lang="en" dir="ltr">What kind of break?</span></h1>'
    assert legend in html_of(carer)
    assert "<title>What kind of break? – " in html_of(carer)


def test_the_title_of_the_survey_is_in_the_language_and_a_rounds_own_stays_as_written(
    asked: Flask, carer: Respondent
) -> None:
    carer.open("/s/all?lang=ur")
    assert "چھوٹا سروے</h1>" in html_of(carer)
    add_round(asked, "own", languages="ur", title="Spring in Elmsford")
    carer.open("/s/own")
    assert '<span dir="auto">Spring in Elmsford</span></h1>' in html_of(carer)


def test_numbers_to_call_are_read_from_left_to_right(asked: Flask, carer: Respondent) -> None:
    carer.begin("/s/all?lang=ur")
    for values in (["no"], ["1"], ["prefer-not-to-say"], ["unsafe"]):
        carer.answer(*values)
    assert carer.at.split("?")[0].endswith("/help")
    assert 'سماریٹنز: <a class="govuk-link app-call" dir="ltr" href="tel:116123">116 123</a>' in html_of(carer)


def test_free_text_takes_the_direction_of_what_is_typed(asked: Flask, carer: Respondent) -> None:
    carer.begin("/s/all?lang=ur")
    carer.answer("yes")
    carer.answer("day")
    assert re.search(r'<textarea[^>]* dir="auto"', html_of(carer))


class Attributes(HTMLParser):
    """Gathers the values of all attributes, and the words that stand in `main` outside any English."""

    def __init__(self) -> None:
        super().__init__()
        self.values: list[str] = []
        self.open: list[tuple[str, str]] = []
        self.unmarked: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.values += [value or "" for _name, value in attrs]
        if tag not in ("input", "meta", "link", "br", "img"):
            self.open.append((tag, dict(attrs).get("lang") or ""))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        here = [tag for tag, _lang in self.open]
        if "main" in here and re.search(r"[a-z]{3}", data) and not any(lang == "en" for _tag, lang in self.open[1:]):
            self.unmarked.append(data)


TYPED_OR_NAMES = ("Lots", "Carer outcomes")


def check_marks(carer: Respondent, seen: list[str]) -> None:
    parser = Attributes()
    parser.feed(html_of(carer))
    assert not [value for value in parser.values if "<" in value], carer.at
    seen += [f"{carer.at}: {words}" for words in parser.unmarked if words.strip() not in TYPED_OR_NAMES]


def test_every_page_of_a_language_without_words_marks_all_of_them_as_english(asked: Flask, carer: Respondent) -> None:
    unmarked: list[str] = []
    for address in ("/?lang=cy", "/receipt?lang=cy", "/s/all?lang=cy"):
        carer.open(address)
        check_marks(carer, unmarked)
    carer.begin("/s/all?lang=cy")
    for values in (["yes"], ["day", "none"], ["day"], ["Lots"], ["many"], ["1"], ["prefer-not-to-say"], ["unsafe"]):
        check_marks(carer, unmarked)
        carer.answer(*values)
    check_marks(carer, unmarked)
    carer.open(f"/a/{carer.address}/answers/check")
    check_marks(carer, unmarked)
    carer.send(f"/a/{carer.address}/answers/send")
    check_marks(carer, unmarked)
    code = re.search(r'app-receipt-code">([^<]+)<', html_of(carer))[1]
    carer.send("/receipt?lang=cy", code=code)
    check_marks(carer, unmarked)
    carer.send("/receipt/erase?lang=cy", code=code)
    check_marks(carer, unmarked)
    assert unmarked == []


def test_a_message_is_not_sent_again_by_reading_its_page_in_another_language(
    asked: Flask, carer: Respondent, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[object] = []
    monkeypatch.setattr(code_messages, "read", lambda typed: SimpleNamespace(address=typed))
    monkeypatch.setattr(code_messages, "send", lambda *what: sent.append(what) or True)
    carer.begin("/s/all")
    later = f"/a/{carer.address}/later"
    carer.send(f"{later}/message", to="07700 900123")
    assert len(sent) == 1
    form = re.search(
        r'<form method="post" action="([^"]+)"><input type="hidden" name="to" value="([^"]+)">', html_of(carer)
    )
    assert form[2] == later
    carer.send(form[1], to=form[2], language="ur")
    assert (carer.at, language_of(carer), len(sent)) == (later, URDU_PAGE, 1)
