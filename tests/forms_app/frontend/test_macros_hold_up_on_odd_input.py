from jinja2 import Environment, Template

from tests.forms_app.frontend.govuk_fixtures import normalised


def test_text_is_escaped_wherever_it_is_put(macros: Template) -> None:
    evil = '"><script>x</script>'
    html = macros.module.radios(
        name=evil,
        items=[{"value": evil, "text": evil, "hint": {"text": evil}}],
        fieldset={"legend": {"text": evil}},
        hint={"text": evil},
        errorMessage={"text": evil},
        attributes={"data-x": evil},
    )
    assert "<script" not in html


def test_an_empty_hint_leaves_no_hint_and_nothing_that_points_to_it(macros: Template) -> None:
    html = macros.module.radios(name="q", items=[{"value": "1", "text": "One"}], hint={"text": ""}, fieldset={})
    assert "hint" not in html
    assert "describedby" not in html


def test_the_answer_nought_is_shown_as_chosen_whether_a_number_or_text(macros: Template) -> None:
    items = [{"value": number, "text": str(number)} for number in range(3)]
    for answer in (0, "0"):
        html = macros.module.radios(name="q", items=items, value=answer)
        assert html.count(" checked") == 1
        assert 'value="0" checked' in html


def test_no_answer_yet_leaves_every_choice_open(macros: Template) -> None:
    items = [{"value": "None", "text": "None of these"}, {"value": "", "text": "Other"}]
    assert " checked" not in macros.module.radios(name="q", items=items)
    assert " checked" not in macros.module.checkboxes(name="q", items=items)
    assert " selected" not in macros.module.select(name="q", items=items, label={"text": "Q"})


def test_the_first_blank_line_a_person_typed_comes_back(macros: Template) -> None:
    html = macros.module.textarea(name="q", label={"text": "Q"}, value="\nSecond line")
    assert "\n\nSecond line</textarea>" in html


def test_a_text_box_without_an_answer_is_empty_and_not_the_word_none(macros: Template) -> None:
    html = macros.module.textarea(name="q", label={"text": "Q"}, value=None)
    html += macros.module.input(name="r", label={"text": "R"}, value=None)
    assert "None" not in html
    assert "value=" not in html


def test_the_parts_of_a_date_have_translatable_names(jinja_in_brackets: Environment) -> None:
    html = jinja_in_brackets.get_template("macros/govuk.html").module.date_input("d")
    assert all(f"[{word}]" in html for word in ("Day", "Month", "Year"))


def test_ids_of_choices_start_with_the_one_the_error_summary_links_to(macros: Template) -> None:
    tree = normalised(macros.module.radios(name="q", items=[{"value": 1, "text": "a"}, {"value": 2, "text": "b"}]))
    assert "'id': 'q'" in str(tree)
    assert "'id': 'q-2'" in str(tree)
