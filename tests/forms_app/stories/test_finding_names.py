"""What looks like a name or a place is found; what does not is left alone."""

import pytest

from forms_app.demo.changes import MADE
from forms_app.demo.stories import TOLD
from forms_app.demo.words_carers import __dict__ as written_of_carers
from forms_app.stories.names.finding import Known, find_names, pieces, words_to_look_up
from forms_app.stories.names.seen import as_seen

KNOWN = Known(
    own=frozenset({"rosa", "hill"}),
    on_record=frozenset({"grace", "o'brien", "smith", "may", "hope", "فاطمة"}),
    staff=frozenset({"helen", "booth"}),
    places=frozenset({"heywood", "rochdale north", "north carers"}),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # Known names.
        ("Rosa told us.", ["own-name Rosa"]),
        ("we asked rosa about it", ["own-name rosa"]),
        ("ROSA’S sister came", ["own-name ROSA’S"]),
        ("She walks up the hill.", []),
        ("Mrs Hill called.", ["own-name Hill"]),
        ("Grace came, and O’Brien's wife.", ["on-record Grace", "on-record O’Brien's"]),
        ("Then smith-jones came", ["on-record smith-jones"]),
        ("I may go. May I? We hope so, with grace.", ["on-record grace"]),
        ("It was good, Helen said.", ["staff Helen"]),
        ("The Heywood group, and north carers", ["place Heywood", "place north carers"]),
        # Shapes.
        ("We met Zbigniew Kowalski at Tesco.", ["capitals Zbigniew Kowalski", "capitals Tesco"]),
        ("Aisha said so. The doctor did too.", ["capitals Aisha"]),
        ("“Bob helped,” she said", ["capitals Bob"]),
        ("Dr Khan and Nurse Patel", ["title Dr Khan", "title Nurse Patel"]),
        ("near OL11 2AB or m1 1ae, in OL11", ["postcode OL11 2AB", "postcode m1 1ae", "postcode OL11"]),
        ("at 12a Mill Lane", ["street 12a Mill Lane"]),
        ("at St Mary’s Primary School", ["institution St Mary’s Primary School"]),
        ("near Birch Infirmary", ["institution Birch Infirmary"]),
        ("Call 01706 123456 or +44 7700 900123", ["phone 01706 123456", "phone +44 7700 900123"]),
        ("Write to ann@home.example or www.home.example", ["email ann@home.example", "email www.home.example"]),
        ("number 943 476 5919, or QQ 12 34 56 C", ["number 943 476 5919", "number QQ 12 34 56 C"]),
        ("on 3 May 2024, on 3/5/24, on June 4th", ["date 3 May 2024", "date 3/5/24", "date June 4th"]),
        ("She was born in 1931.", ["date born in 1931"]),
        ("He turned 91; she is ninety-three years old", ["age turned 91", "age is ninety-three"]),
        # Ordinary words, numbers and ages.
        ("The hospital called. My GP knew. In May it was better.", ["on-record May"]),
        ("On Saturday we had Attendance Allowance; I’m glad, and the NHS too.", []),
        ("It was 95 minutes, for 95 people, and £1,000,000.", []),
        ("He is 45. Her score went from 1 to 4 of 5.", []),
        ("Will you come? He will. It’s a mark of hope.", []),
        # Other scripts and languages.
        ("والدتي تعيش معي منذ سنوات طويلة", ["script "]),
        ("جاءت فاطمة إلى البيت معنا أمس", ["script ", "on-record فاطمة"]),
        ("Moja córka Zofia mieszka z nami od roku.", ["capitals Zofia"]),
        # Names that are disguised.
        ("then ro\u200bsa came", ["own-name rosa"]),
        ("then ro\u00adsa, r\u2060osa and ros\u200da came", ["own-name rosa"] * 3),
        ("then \u202erosa\u202c came", ["own-name rosa"]),
        ("then r\u0336o\u0336s\u0336a\u0336 came", ["own-name rosa"]),
        ("then ro\u3164sa came", ["own-name rosa"]),
        ("then ｒｏｓａ came, and 𝓻𝓸𝓼𝓪", ["own-name rosa", "own-name rosa"]),
        ("then r.o.s.a came, and r o s a", ["spelt-out r.o.s.a", "spelt-out r o s a"]),
        ("then ro-\nsa came, and ro\nsa", ["spelt-out ro-\nsa", "spelt-out ro\nsa"]),
        ("then rоsa came, and zоe", ["mixed rоsa", "mixed zоe"]),
        ("then r0sa came in, and z0e", ["mixed r0sa", "mixed z0e"]),
        ("then gra\u200bce came", ["on-record grace"]),
        ("at 12a\u00a0Mill\u00a0Lane", ["street 12a Mill Lane"]),
        ("He takes B12 on the 1st at 3pm.", []),
        ("", []),
    ],
)  # fmt: skip
def test_of_this_text_is_found(text: str, found: list[str]) -> None:
    assert [f"{one.kind} {one.words}" for one in find_names(text, KNOWN)] == found


def test_every_text_of_the_demonstration_is_free_of_false_alarms() -> None:
    texts = [f"{told.title}\n{told.text}" for told in TOLD] + [f"{made[3]}\n{made[4]}" for made in MADE]
    assert [one.words for text in texts for one in find_names(text, Known())] == []


def test_few_of_the_sentences_that_returns_hold_raise_a_false_alarm() -> None:
    texts = [
        text
        for lists in written_of_carers.values()
        if isinstance(lists, dict)
        for several in lists.values()
        if isinstance(several, tuple)
        for text in several
        if isinstance(text, str) and " " in text
    ]
    alarms = [one.words for text in texts for one in find_names(text, Known())]
    words = sum(len(text.split()) for text in texts)
    assert len(texts) > 40
    assert len(alarms) / words < 0.02, alarms


def test_names_are_looked_up_in_capitals_and_small_letters_but_not_every_word() -> None:
    looked_up = words_to_look_up("The visit: zoë and Will O’Brien-Hill came. It will do.")
    assert {"zoe", "will", "o'brien-hill", "brien", "hill"} <= looked_up
    assert not {"the", "visit", "and", "came", "it"} & looked_up


def test_the_pieces_of_a_text_are_the_text() -> None:
    text = "Rosa met Grace, and Grace met Rosa."
    found = find_names(text, KNOWN)
    cut = pieces(text, found, {one.key: number for number, one in enumerate(found)})
    assert "".join(words for words, _number in cut) == text
    assert [number for _words, number in cut] == [3, None, 2, None, 2, None, 3, None]


def test_the_pieces_of_a_text_with_hidden_signs_are_the_text() -> None:
    text = "Then ro\u200bsa\u00ad met Jose\u0301 and ｒｏｓａ."
    found = find_names(text, KNOWN)
    cut = pieces(text, found, {one.key: number for number, one in enumerate(found)})
    assert "".join(words for words, _number in cut) == text
    assert [one.words for one in found] == ["rosa", "Jose", "rosa"]
    assert len({found[0].key, found[2].key}) == 1


def test_joiners_stay_in_words_that_are_written_with_them() -> None:
    assert as_seen("می\u200cشود")[0] == "می\u200cشود"


def test_long_runs_of_anything_are_read_to_their_end() -> None:
    for text in (
        "A" * 20_000,
        "Aa " * 6_000,
        "1 " * 9_000,
        "St. " * 5_000,
        "a@" * 9_000,
        "." * 20_000,
        "r." * 9_000,
        "ro s" * 5_000,
    ):
        find_names(text, KNOWN)
