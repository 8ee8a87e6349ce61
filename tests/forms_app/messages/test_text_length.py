import pytest

from forms_app.messages.text_length import text_length


@pytest.mark.parametrize(
    ("body", "places", "parts", "unicode"),
    [
        ("a" * 160, 160, 1, False),
        ("a" * 161, 161, 2, False),
        ("a" * 306, 306, 2, False),
        ("a" * 307, 307, 3, False),
        ("é€", 3, 1, False),
        ("’" + "a" * 69, 70, 1, True),
        ("’" + "a" * 70, 71, 2, True),
        ("ł" * 135, 135, 3, True),
        ("آپ", 2, 1, True),
        ("😀", 2, 1, True),
        ("", 0, 1, False),
    ],
)
def test_a_text_is_counted_as_networks_count_it(body: str, places: int, parts: int, unicode: bool) -> None:
    found = text_length(body)
    assert (found.places, found.parts, found.unicode) == (places, parts, unicode)
