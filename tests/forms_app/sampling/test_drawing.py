"""How many people a sampling review reads."""

import pytest

from forms_app.sampling.drawing import PEOPLE, PER_CENT, how_many


@pytest.mark.parametrize(
    ("size", "unit", "population", "count"),
    [(3, PEOPLE, 10, 3), (30, PEOPLE, 10, 10), (20, PER_CENT, 11, 3), (1, PER_CENT, 10, 1), (100, PER_CENT, 7, 7),
     (5, PEOPLE, 0, 0), (50, PER_CENT, 0, 0)],
)  # fmt: skip
def test_a_percentage_is_rounded_up_and_nobody_is_drawn_who_is_not_there(
    size: int, unit: str, population: int, count: int
) -> None:
    assert how_many(size, unit, population) == count
