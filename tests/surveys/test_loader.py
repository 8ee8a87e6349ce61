"""Loading a folder of definitions: every fault with its file, line and field."""

import pytest

from surveys.library import load_library
from surveys.marked_yaml import DefinitionError

TOWN, BREAKS, CARER = "frameworks/town.yaml", "modules/breaks.yaml", "surveys/carer.yaml"


def findings(definitions):
    with pytest.raises(DefinitionError) as refused:
        load_library(definitions.directory)
    return refused.value.findings


def test_a_good_folder_loads_whole(definitions):
    library = load_library(definitions.directory)
    assert list(library.frameworks) == ["town"]
    assert list(library.surveys["carer"].by_key) == ["breaks.weekly", "breaks.difference", "breaks.enough"]
    assert library.question_keys() == ["breaks.weekly", "breaks.difference", "breaks.enough"]


def test_outcomes_and_their_statements_are_known_by_id(definitions):
    assert load_library(definitions.directory).frameworks["town"].outcome_ids() == ["time-out", "time-out.weekly"]


def test_shared_options_are_filled_in(definitions):
    question = load_library(definitions.directory).surveys["carer"].by_key["breaks.enough"]
    assert question.codes() == ["agree", "disagree", "does-not-apply"]


def test_a_personal_question_may_be_refused(definitions):
    definitions.replace(BREAKS, "    options_from: agree", "    options_from: agree\n    personal: true")
    question = load_library(definitions.directory).surveys["carer"].by_key["breaks.enough"]
    assert question.codes()[-1] == "prefer-not-to-say"
    assert question.options[-1].alone


@pytest.mark.parametrize(
    ("file", "old", "new", "field", "says"),
    [
        pytest.param(
            TOWN, "interval: quarter", "intervall: quarter", "measures[0].intervall", "perhaps 'interval'", id="misspelt"
        ),
        pytest.param(TOWN, "    unit: count\n", "", "measures[0].unit", "this key is missing", id="missing"),
        pytest.param(
            TOWN,
            "interval: quarter",
            "interval: four_months",
            "measures[0].interval",
            "does not divide the year",
            id="an interval that does not divide its year",
        ),
        pytest.param(TOWN, "unit: count", "unit: people", "measures[0].unit", "must be 'percent'", id="no such unit"),
        pytest.param(
            TOWN,
            "of: reviews",
            "of: review",
            "measures[0].ways[0].quantities.carers.records.of",
            "must be 'people'",
            id="no such record",
        ),
        pytest.param(
            TOWN,
            "codes: [agree]",
            "codes: [yes]",
            "measures[1].ways[0].quantities.agree.survey.codes[0]",
            "write 'yes'",
            id="a bare yes",
        ),
        pytest.param(
            TOWN, 'published: "2025"', "published: 2025-03-01", "source.published", "quotation marks", id="a bare date"
        ),
        pytest.param(TOWN, "id: town", "id: city", "id", "'town'", id="an id that is not the file's name"),
        pytest.param(TOWN, "id: turnover", "id: turn over", "measures[2].id", "must be letters", id="a broken id"),
        pytest.param(
            TOWN,
            "{value: 20, strictly: true}",
            "{strictly: true}",
            "measures[2].targets[0]",
            "needs a value",
            id="a target of nothing",
        ),
        pytest.param(
            BREAKS,
            "options_from: agree",
            "options_from: agreed",
            "questions[2].options_from",
            "no option set 'agreed'",
            id="no such options",
        ),
        pytest.param(
            CARER, "module: breaks", "module: rests", "modules[0].module", "no module 'rests'", id="no such module"
        ),
        pytest.param(
            CARER,
            "{module: breaks}",
            "{module: breaks, only: [breaks.x]}",
            "modules[0].only[0]",
            "no question 'breaks.x'",
            id="no such question",
        ),
    ],
)
def test_a_fault_is_told_with_its_file_line_and_field(definitions, file, old, new, field, says):
    line = definitions.replace(file, old, new)
    found = [finding for finding in findings(definitions) if finding.field == field]
    assert found, [str(finding) for finding in findings(definitions)]
    assert found[0].file == file
    assert says.lower() in found[0].message.lower()
    if new:
        assert found[0].line == line


def test_all_faults_of_all_files_are_told_at_once(definitions):
    definitions.replace(TOWN, "unit: count", "unit: people")
    definitions.replace(TOWN, "serves: carer", "serves: carers")
    definitions.replace(BREAKS, "theme: breaks", "themes: breaks")
    definitions.replace(CARER, "minutes: 5", "minutes: 500")
    told = {(finding.file, finding.field) for finding in findings(definitions)}
    assert told == {
        (TOWN, "measures[0].unit"), (TOWN, "serves"), (BREAKS, "theme"), (BREAKS, "themes"), (CARER, "minutes"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("id: [unclosed", "not YAML"),
        ("", "empty"),
        ("- a list", "must be"),
        ("id: 2025-99-99", "can't be read"),
        ("? {a: b}\n: c", "a key must be a word"),
        ("id: &a [*a]", "part of"),
        ("id: \x07", "not YAML"),
    ],
)
def test_what_is_no_definition_is_refused_in_words(definitions, text, says):
    definitions.write(TOWN, text)
    assert says in str(findings(definitions)[0]) or "valid dictionary" in str(findings(definitions)[0])


def test_text_that_is_not_utf8_is_refused(definitions):
    (definitions.directory / TOWN).write_bytes(b"id: caf\xe9")
    assert "not UTF-8" in findings(definitions)[0].message


def test_a_key_that_stands_twice_is_refused(definitions):
    line = definitions.replace(TOWN, "serves: carer", "serves: carer\nserves: service_user")
    finding = findings(definitions)[0]
    assert (finding.line, finding.field, finding.code) == (line + 1, "serves", "repeated-key")


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(DefinitionError, match="no such folder"):
        load_library(tmp_path / "nowhere")


def test_a_folder_without_code_lists_is_refused(definitions):
    (definitions.directory / "codes.yaml").unlink()
    assert [(finding.file, finding.code) for finding in findings(definitions)] == [("codes.yaml", "missing")]


def test_a_broken_module_is_told_once_and_not_for_each_survey_that_uses_it(definitions):
    definitions.replace(BREAKS, "theme: breaks", "themes: breaks")
    assert {finding.file for finding in findings(definitions)} == {BREAKS}


class TestFamilies:
    def test_make_one_measure_for_each_statement(self, definitions):
        measure = load_library(definitions.directory).frameworks["town"].measure("time-out.weekly.survey")
        assert measure.title == "I get a break each week"
        assert measure.ways[0].quantities["asked"].survey.question == "breaks.enough"

    def test_that_need_a_question_say_which_statement_has_none(self, definitions):
        definitions.replace(TOWN, "each week, question: breaks.enough}", "each week}")
        finding = findings(definitions)[0]
        assert finding.field == "families[0].measures[0]"
        assert "'time-out.weekly' names no survey question" in finding.message

    def test_refuse_a_word_in_braces_that_nothing_fills(self, definitions):
        definitions.replace(TOWN, 'title: "{title}"', 'title: "{name}"')
        assert "{name} can't be filled in" in findings(definitions)[0].message

    def test_refuse_an_outcome_that_is_not_there(self, definitions):
        definitions.replace(TOWN, "  - for_each: statements", "  - for_each: statements\n    only: [time-out.daily]")
        assert "'time-out.daily'" in findings(definitions)[0].message

    def test_tell_a_template_s_fault_once_where_it_is_written(self, definitions):
        line = definitions.replace(TOWN, "        unit: percent\n        sub", "        unit: per\n        sub")
        finding = findings(definitions)[0]
        assert (finding.line, finding.field) == (line, "families[0].measures[0].unit")
        assert finding.subject == "time-out.weekly.survey"


class TestFieldsByLocality:
    VISITS = "- {id: visits, label: Visits, kind: count, by: localities}\n          "

    def test_are_asked_for_each_one(self, definitions):
        definitions.replace(TOWN, "- {id: A, ", self.VISITS + "- {id: A, ")
        form = load_library(definitions.directory).frameworks["town"].form("quarterly")
        made = [(field.id, field.label) for field in form.every_field()][:2]
        assert made == [("visits.north", "Visits: North"), ("visits.south", "Visits: South")]

    def test_do_not_move_the_line_of_the_fields_after_them(self, definitions):
        definitions.replace(TOWN, "- {id: A, ", self.VISITS + "- {id: A, ")
        line = definitions.replace(
            TOWN, "- {id: B, label: Workers in post, kind: count", "- {id: B, label: Workers in post, kind: cout"
        )
        finding = findings(definitions)[0]
        assert (finding.line, finding.field) == (line, "forms[0].sections[0].fields[2].kind")


class TestParts:
    MORE = "measures:\n  - {id: x, title: X}\n"

    def test_of_a_framework_join_its_lists(self, definitions):
        text = (definitions.directory / TOWN).read_text(encoding="utf-8")
        start, end = text.index("readings:"), len(text)
        definitions.write(TOWN, text[:start])
        definitions.write("frameworks/town/readings.yaml", text[start:end])
        assert [reading.id for reading in load_library(definitions.directory).frameworks["town"].readings] == ["leavers"]

    def test_have_their_own_file_and_line_in_findings(self, definitions):
        definitions.write("frameworks/town/more.yaml", "readings:\n  - id: one\n    text: One.\n    answer: [two]\n")
        finding = findings(definitions)[0]
        assert (finding.file, finding.line, finding.subject) == ("frameworks/town/more.yaml", 4, "one")

    def test_may_not_say_again_what_the_main_file_says(self, definitions):
        definitions.write("frameworks/town/more.yaml", "title: Another\n")
        assert findings(definitions)[0].code == "repeated-key"
