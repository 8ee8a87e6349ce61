"""Who is drawn follows from the seed alone, and everybody has the same chance."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from forms_app.lots import drawn

NAMES = st.sets(st.text(min_size=1, max_size=8), max_size=40)


@given(NAMES, st.text(max_size=40), st.integers(0, 50))
def test_a_seed_draws_the_same_people_in_whatever_order_they_come(people: set[str], seed: str, size: int) -> None:
    first = drawn(sorted(people), seed, size)
    assert first == drawn(sorted(people, reverse=True), seed, size)
    assert len(first) == len(set(first)) == min(size, len(people))
    assert set(first) <= people


def test_everybody_is_drawn_about_as_often() -> None:
    people = [f"NC-{number}" for number in range(20)]
    often = Counter(one for seed in range(2000) for one in drawn(people, str(seed), 5))
    assert set(often) == set(people)
    assert all(420 < times < 580 for times in often.values()), often
