"""The linter's findings in questions, routes, surveys and instruments."""

import pytest

BREAKS, CARER, QUALITY = "modules/breaks.yaml", "surveys/carer.yaml", "instruments/quality.yaml"

ERRORS = [
    (
        "an option that stands twice",
        BREAKS,
        '{code: "no", label: "No"}',
        '{code: "yes", label: "No"}',
        "repeated-id",
        "questions[0]",
        "'yes'",
    ),
    (
        "a route that leads back",
        BREAKS,
        "    text: What difference does it make?",
        "    text: What difference?\n    routes:\n      - {go_to: breaks.weekly}",
        "route-cycle",
        "questions[1].routes[0].go_to",
        "breaks.weekly → breaks.difference → breaks.weekly",
    ),
    (
        "a route that leads to its own question",
        BREAKS,
        "go_to: breaks.enough",
        "go_to: breaks.weekly",
        "route-cycle",
        "questions[0].routes[0].go_to",
        "breaks.weekly → breaks.weekly",
    ),
    (
        "a route to no question",
        BREAKS,
        "go_to: breaks.enough",
        "go_to: breaks.enuf",
        "no-such-question",
        "questions[0].routes[0].go_to",
        "perhaps 'breaks.enough'",
    ),
    (
        "a route on an answer that is not there",
        BREAKS,
        'when: ["no"]',
        'when: ["nope"]',
        "no-such-code",
        "questions[0].routes[0].when[0]",
        "'nope'",
    ),
    (
        "a question that can never be reached",
        BREAKS,
        '{when: ["no"], go_to: breaks.enough}',
        "{go_to: breaks.enough}",
        "unreachable-question",
        "questions[1]",
        "no way",
    ),
    (
        "a choice with nothing to choose from",
        BREAKS,
        '      - {code: "no", label: "No"}\n    routes:\n      - {when: ["no"], ',
        '    routes:\n      - {when: ["yes"], ',
        "too-few-options",
        "questions[0]",
        "two options",
    ),
    (
        "an order of questions that turns a route back",
        CARER,
        "{module: breaks}",
        "{module: breaks, only: [breaks.enough, breaks.weekly]}",
        "route-cycle",
        "modules[0].only",
        "breaks.enough → breaks.weekly → breaks.enough",
    ),
    (
        "a short form of no survey",
        CARER,
        "minutes: 5",
        "minutes: 5\nshort_form_of: carers",
        "no-such-survey",
        "short_form_of",
        "perhaps 'carer'",
    ),
    ("a score outside its range", QUALITY, "maximum: 4", "maximum: 5", "score-range", "minimum", "from 0 to 4"),
    (
        "an instrument's item that stands twice",
        QUALITY,
        "[quality.one, quality.two]",
        "[quality.one, quality.one]",
        "repeated-id",
        "items[1]",
        "'quality.one'",
    ),
    (
        "an open instrument's item that nobody asks",
        QUALITY,
        "status: licensed",
        "status: open",
        "no-such-question",
        "items[0]",
        "'quality.one'",
    ),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "field", "says"), [c[1:] for c in ERRORS], ids=[c[0] for c in ERRORS]
)
def test_an_error_is_found(definitions, file, old, new, code, field, says):
    definitions.replace(file, old, new)
    definitions.assert_error(file, code, field, says)


def test_a_question_asked_of_nobody_whom_the_framework_serves_is_an_error(definitions):
    definitions.replace(CARER, "respondent: carer", "respondent: service_user")
    errors = definitions.check().errors
    assert {finding.code for finding in errors} == {"question-not-asked"}
    assert "outcomes[0].question" in [finding.field for finding in errors]


def test_a_question_key_in_two_modules_is_an_error(definitions):
    text = (definitions.directory / BREAKS).read_text(encoding="utf-8")
    definitions.write("modules/rest.yaml", text.replace("id: breaks", "id: rest"))
    found = [finding for finding in definitions.check().errors if finding.code == "repeated-id"]
    assert [finding.subject for finding in found] == ["breaks.weekly", "breaks.difference", "breaks.enough"]
    assert "modules/breaks.yaml" in found[0].message
