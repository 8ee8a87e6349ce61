"""A sheet's code can be typed carelessly, and a mistyped one is caught."""

from hypothesis import given
from hypothesis import strategies as st

from forms_app.paper.codes import ALPHABET, LENGTH, in_print, new_code, read_code

CODES = st.builds(lambda _one: new_code(), st.integers())


@given(CODES)
def test_a_code_is_read_as_it_is_printed_however_it_is_typed(code: str) -> None:
    assert read_code(in_print(code)) == code
    assert read_code(f" {code[:2].lower()} {code[2:].lower()} ") == code


@given(CODES, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_never_makes_another_code(code: str, place: int, wrong: str) -> None:
    mistyped = code[:place] + wrong + code[place + 1 :]
    assert read_code(mistyped) == (code if mistyped == code else None)


@given(CODES, st.integers(0, LENGTH - 2))
def test_two_neighbours_in_the_wrong_order_never_make_another_code(code: str, place: int) -> None:
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert read_code(swapped) == (code if swapped == code else None)


def test_no_two_characters_of_the_alphabet_look_alike() -> None:
    assert not set("0OQ1IL2Z5S8BU") & set(ALPHABET)
    assert len(set(ALPHABET)) == 23
