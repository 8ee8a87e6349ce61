import pytest

from forms_app.frontend.css import mirrored, split_outside, without


@pytest.mark.parametrize(
    ("left_to_right", "right_to_left"),
    [
        ("p{margin-left:1px}", "p{margin-right:1px}"),
        ("p{left:-1px;right:2px}", "p{right:-1px;left:2px}"),
        ("p{border-left:1px solid red}", "p{border-right:1px solid red}"),
        ("p{margin:1px 2px 3px 4px}", "p{margin:1px 4px 3px 2px}"),
        ("p{margin:1px calc(2px + 1px) 3px 4px}", "p{margin:1px 4px 3px calc(2px + 1px)}"),
        ("p{margin:1px 2px}", "p{margin:1px 2px}"),
        ("p{text-align:left}", "p{text-align:right}"),
        ("p{float:left;clear:both}", "p{float:right;clear:both}"),
        ("p{transform:rotate(-45deg)}", "p{transform:rotate(45deg)}"),
        ("p{transform:rotate(225deg)}", "p{transform:rotate(-225deg)}"),
        ("p{clip-path:polygon(0% 0%, 100% 50%)}", "p{clip-path:polygon(100% 0%, 0% 50%)}"),
        ("p{padding-left:env(safe-area-inset-left)}", "p{padding-right:env(safe-area-inset-right)}"),
        ('p{content:"left; {right}"}', 'p{content:"left; {right}"}'),
        (".left{color:red}", ".left{color:red}"),
        (":root{--left:1px}", ":root{--left:1px}"),
        ("@media print{p{left:0}}q{left:0}", "@media print{p{right:0}}q{right:0}"),
        ("@font-face{left:0}", "@font-face{left:0}"),
    ],
)
def test_a_sheet_is_mirrored_side_for_side(left_to_right: str, right_to_left: str) -> None:
    assert mirrored(left_to_right) == right_to_left
    assert mirrored(right_to_left) == left_to_right


def test_a_tick_moves_over_but_is_not_turned_round() -> None:
    tick = ".govuk-checkboxes__label::after{left:9px;transform:rotate(-45deg)}"
    assert mirrored(tick) == ".govuk-checkboxes__label::after{right:9px;transform:rotate(-45deg)}"


def test_selectors_that_are_never_used_go_and_their_neighbours_stay() -> None:
    css = ".a{x:1}.b--small,.c{x:2}.b--small p{x:3}@media print{.b--small{x:4}}@media print{.c{x:5}}"
    assert without(css, [".b--small"]) == ".a{x:1}.c{x:2}@media print{.c{x:5}}"


def test_a_block_that_is_never_closed_is_an_error_and_not_a_shorter_sheet() -> None:
    with pytest.raises(ValueError, match="never closed"):
        mirrored("p{left:0}q{left:0")


def test_separators_in_brackets_and_quotes_do_not_split() -> None:
    assert split_outside("a;b(c;d);'e;f';", ";") == ["a", "b(c;d)", "'e;f'"]
