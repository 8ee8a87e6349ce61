"""A page's title goes into the page's head as it stands, so no sign in it may make markup."""

import json

import pytest

from site_builder.site.pages.render import in_front_matter


@pytest.mark.parametrize("title", ['" onx=1><script>alert(1)</script>', "</title><script>", 'say "hello" <b>now</b>'])
def test_no_sign_of_a_title_ends_an_attribute_or_begins_a_tag(title: str) -> None:
    read_back = json.loads(str(in_front_matter(title)))
    assert not set('<>"') & set(read_back)


def test_an_ordinary_title_is_left_as_it_is() -> None:
    assert json.loads(str(in_front_matter("Time off, at last – Amira's story"))) == "Time off, at last – Amira's story"
