"""`carer-outcomes check`, and the report behind it."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from click.testing import CliRunner

from forms_app.commands.check import check
from surveys.schemas import DIRECTORY, as_text, schemas

TOWN = "frameworks/town.yaml"
SHIPPED = Path(DIRECTORY).parent / "definitions"


def run(*arguments):
    return CliRunner().invoke(check, [str(argument) for argument in arguments])


def test_good_definitions_pass(definitions):
    result = run(definitions.directory)
    assert result.exit_code == 0
    assert result.output == (
        "Read 1 framework, 1 module, 1 survey, 1 instrument, 4 measures. "
        "Found 0 errors, 0 open questions, 0 answered questions.\n"
    )


def test_an_error_is_shown_as_file_line_field_and_message_and_ends_with_1(definitions):
    line = definitions.replace(TOWN, "outcomes: [time-out]", "outcomes: [time-of]")
    result = run(definitions.directory)
    assert result.exit_code == 1
    assert result.output.splitlines()[0] == (
        f"frameworks/town.yaml:{line}: measures[0].outcomes[0] (reviews): "
        "there is no outcome 'time-of' in this framework; perhaps 'time-out'"
    )


def test_errors_of_loading_and_of_reading_are_shown_together(definitions):
    other = (definitions.directory / TOWN).read_text(encoding="utf-8").replace("id: town", "id: city")
    definitions.write("frameworks/city.yaml", other.replace("serves: carer", "serve: carer"))
    definitions.replace(TOWN, "outcomes: [time-out]", "outcomes: [time-of]")
    output = run(definitions.directory).output
    assert "frameworks/city.yaml" in output
    assert "'time-of'" in output


def test_a_broken_module_leaves_the_rest_unchecked_and_says_so(definitions):
    definitions.replace("modules/breaks.yaml", "theme: breaks", "themes: breaks")
    result = run(definitions.directory)
    assert result.exit_code == 1
    assert "has not been checked yet" in result.output
    assert "frameworks/" not in result.output


def test_a_module_that_is_not_yaml_is_told_once(definitions):
    definitions.replace("modules/breaks.yaml", "    kind: one", "\tkind: one")
    assert [finding.file for finding in definitions.check().errors] == ["modules/breaks.yaml"]


def test_an_open_question_is_shown_and_counted_and_ends_with_0(definitions):
    definitions.replace(TOWN, "direction: lower", "direction: lower\n    asks_for: number")
    result = run(definitions.directory)
    assert result.exit_code == 0
    assert "Open questions" in result.output
    assert "[number-or-percentage]" in result.output
    assert "1 open question," in result.output


def test_an_answered_question_is_shown_with_its_reading(definitions):
    definitions.replace(TOWN, "direction: lower", "direction: lower\n    asks_for: number")
    definitions.replace(TOWN, "measures: [turnover], text", "measures: [turnover], answers: [number-or-percentage], text")
    result = run(definitions.directory)
    assert result.exit_code == 0
    assert "leavers: Leavers are counted on the day they go." in result.output
    assert "1 answered question." in result.output


def test_a_folder_that_is_not_there_is_an_error(tmp_path):
    result = run(tmp_path / "nowhere")
    assert result.exit_code == 1
    assert "there is no such folder of definitions" in result.output


def test_codes_lists_what_files_may_name(definitions):
    result = run(definitions.directory, "--codes")
    assert result.exit_code == 0
    for line in (
        "    wellbeing_call: Wellbeing call",
        "    kind (codes: contact_kind)",
        "    hours (can be added up)",
        "    town:time-out.weekly",
        "    turnover: Workers who left (percent, quarter)",
        "  Form quarterly: Quarterly return (returns.csv, each quarter)",
        "    A (count)",
        "  breaks.enough (one): agree, disagree, does-not-apply",
        "  quality: Quality of life",
    ):
        assert line in result.output.splitlines()


def test_codes_of_a_folder_that_cannot_be_read_are_refused(definitions):
    definitions.write("codes.yaml", "lists: 3")
    result = run(definitions.directory, "--codes")
    assert result.exit_code == 1
    assert "codes.yaml:1: lists" in result.output


def test_schemas_are_written_for_every_kind_of_file(tmp_path):
    result = run("--schemas", tmp_path / "made")
    assert result.exit_code == 0
    assert sorted(path.stem for path in (tmp_path / "made").iterdir()) == [
        "codes", "codes_translation", "framework", "framework_part", "instrument", "languages", "module",
        "module_translation", "survey", "survey_translation",
    ]  # fmt: skip


@pytest.mark.parametrize("name", sorted(schemas()))
def test_the_schema_files_are_those_of_the_models(name):
    """Refresh them with `carer-outcomes check --schemas surveys/schemas`."""
    assert (DIRECTORY / f"{name}.json").read_text(encoding="utf-8") == as_text(schemas()[name])


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("codes", "codes.yaml"),
        ("framework", "frameworks/*.yaml"),
        ("framework_part", "frameworks/*/*.yaml"),
        ("module", "modules/*.yaml"),
        ("survey", "surveys/*.yaml"),
        ("instrument", "instruments/*.yaml"),
    ],
)
def test_the_shipped_definitions_keep_to_the_schemas(schema, files):
    validator = jsonschema.Draft202012Validator(json.loads((DIRECTORY / f"{schema}.json").read_text(encoding="utf-8")))
    for path in SHIPPED.glob(files):
        # Through JSON, as an editor sees it: keys are text there.
        data = json.loads(json.dumps(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader), default=str))
        assert [error.message for error in validator.iter_errors(data)] == [], path.name


def test_the_schema_refuses_a_misspelt_key(definitions):
    definitions.replace(TOWN, "theme: outcomes", "teme: outcomes")
    data = yaml.safe_load((definitions.directory / TOWN).read_text(encoding="utf-8"))
    data["measures"][0]["targets"] = []
    validator = jsonschema.Draft202012Validator(schemas()["framework"])
    assert any("teme" in error.message for error in validator.iter_errors(data))
