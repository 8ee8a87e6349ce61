"""Conditions that are too many to try are given up all together, since a form may come from anywhere."""

import pytest

from surveys.xlsform import read_form, read_sheets, routes_in

ASKED = 16
TEXTS = 12


def tangled() -> str:
    """A form in Markdown whose every text depends on every question before it."""
    lines = ["| survey |", "| | type | name | label | relevant |"]
    lines += [f"| | select_one yn | q{number} | Q{number} | |" for number in range(ASKED)]
    for text in range(TEXTS):
        pairs = [f"(${{q{one}}}='y' or ${{q{(one + 1 + text) % ASKED}}}='n')" for one in range(ASKED)]
        lines.append(f"| | text | z{text} | Z{text} | {' and '.join(pairs)} |")
    lines += ["| choices |", "| | list_name | name | label |", "| | yn | y | Yes |", "| | yn | n | No |"]
    return "\n".join(lines)


def test_a_tangled_form_is_tried_twice_and_every_condition_given_up_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []
    explore = routes_in._explore

    def counted(*arguments: object) -> object:
        tries.append(1)
        return explore(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(routes_in, "_explore", counted)
    monkeypatch.setattr(routes_in, "MOST_STATES", 200)
    found = read_form(read_sheets(tangled().encode(), "form.md"), "form")
    assert len(tries) <= routes_in.MOST_PATIENCE + 1
    told = {line.name for line in found.lines if line.state != "kept"}
    assert {f"z{number}" for number in range(TEXTS)} <= told
