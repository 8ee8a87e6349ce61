"""A small folder of definitions without a fault, for tests that put one in."""

from pathlib import Path

import pytest

from surveys.check import Report, check
from surveys.marked_yaml import Finding

CODES = """\
lists:
  role:
    - {code: carer, label: Carer}
    - {code: service_user, label: Person supported}
  contact_kind:
    - {code: casework, label: Casework}
    - {code: wellbeing_call, label: Wellbeing call}
  feedback_kind:
    - {code: complaint, label: Complaint}
  yes_no:
    - {code: "yes", label: "Yes"}
    - {code: "no", label: "No"}
option_sets:
  agree:
    - {code: agree, label: Agree}
    - {code: disagree, label: Disagree}
    - {code: does-not-apply, label: Does not apply}
age_bands:
  - {code: under_65, label: Under 65, from_age: 0}
  - {code: 65_and_over, label: 65 and over, from_age: 65}
"""

FRAMEWORK = """\
id: town
title: Town carers
summary: What the town asks of its carers service.
source: {id: "900", title: A contract, publisher: Town Council, published: "2025"}
serves: carer
localities:
  - {code: north, label: North}
  - {code: south, label: South}
outcomes:
  - id: time-out
    title: Time out
    statement: Carers get a break.
    question: breaks.enough
    statements:
      - {id: weekly, text: I get a break each week, question: breaks.enough}
measures:
  - id: reviews
    title: Reviews held
    description: Carers with a review.
    theme: outcomes
    outcomes: [time-out]
    kind: how_much
    unit: count
    subject: people
    direction: higher
    interval: quarter
    formula: carers
    ways:
      - basis: records
        quantities:
          carers: {records: {of: reviews, during: reviewed_on, where: {role: carer}, distinct: person}}
    targets: [{value: 30, stretch: {1: 33, 2: 36}}]
    breakdowns: [age_group]
  - id: enough
    title: Enough breaks
    description: Carers who say they get enough breaks.
    theme: outcomes
    kind: better_off
    unit: percent
    subject: people
    direction: higher
    interval: quarter
    formula: agree ÷ asked × 100
    ways:
      - basis: survey
        quantities:
          agree: {survey: {question: breaks.enough, codes: [agree]}}
          asked: {survey: {question: breaks.enough}}
    targets: [{value: 70}]
  - id: turnover
    title: Workers who left
    description: The share of workers who left.
    theme: workforce
    kind: how_well
    unit: percent
    subject: people
    direction: lower
    interval: quarter
    formula: A ÷ B × 100
    ways:
      - basis: return
        quantities:
          A: {return: quarterly.A}
          B: {return: quarterly.B}
    targets: [{value: 20, strictly: true}]
families:
  - for_each: statements
    measures:
      - id: "{id}.survey"
        title: "{title}"
        description: Carers who agree.
        theme: outcomes
        kind: better_off
        unit: percent
        subject: people
        direction: higher
        interval: quarter
        formula: agree ÷ asked × 100
        ways:
          - basis: survey
            quantities:
              agree: {survey: {question: "{question}", codes: [agree]}}
              asked: {survey: {question: "{question}"}}
forms:
  - id: quarterly
    title: Quarterly return
    interval: quarter
    due: {day: 20}
    sections:
      - id: workers
        title: Workers
        fields:
          - {id: A, label: Workers who left, kind: count, measure: turnover}
          - {id: B, label: Workers in post, kind: count, measure: turnover}
    checks:
      - {rule: A <= B, message: More left than were in post.}
payments:
  - {id: stretch, title: Reviews beyond the target, measure: reviews, when: stretch_met_every_quarter, amount: 1000}
readings:
  - {id: leavers, measures: [turnover], text: Leavers are counted on the day they go.}
"""

MODULE = """\
id: breaks
title: Breaks
theme: breaks
licence: {status: own, holder: this project, evidence: written for it}
questions:
  - key: breaks.weekly
    kind: one
    text: Do you get a break each week?
    options:
      - {code: "yes", label: "Yes"}
      - {code: "no", label: "No"}
    routes:
      - {when: ["no"], go_to: breaks.enough}
  - key: breaks.difference
    kind: text
    text: What difference does it make?
  - key: breaks.enough
    kind: one
    text: I get enough breaks.
    options_from: agree
"""

SURVEY = """\
id: carer
title: Carer survey
intro: A few questions.
respondent: carer
minutes: 5
modules:
  - {module: breaks}
"""

INSTRUMENT = """\
id: quality
title: Quality of life
licence: {status: licensed, holder: A university, evidence: ask them}
items: [quality.one, quality.two]
values: {good: 2, fair: 1, bad: 0}
minimum: 0
maximum: 4
better: higher
"""


class Definitions:
    """A folder of definitions that a test can change by replacing text."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.write("codes.yaml", CODES)
        self.write("frameworks/town.yaml", FRAMEWORK)
        self.write("modules/breaks.yaml", MODULE)
        self.write("surveys/carer.yaml", SURVEY)
        self.write("instruments/quality.yaml", INSTRUMENT)

    def write(self, name: str, text: str) -> None:
        path = self.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> int:
        """Put `new` for `old`, which must stand there, and return the line on which it starts."""
        path = self.directory / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} does not stand in {name}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    def line(self, name: str, number: int) -> str:
        return (self.directory / name).read_text(encoding="utf-8").splitlines()[number - 1]

    def check(self) -> Report:
        return check(self.directory)

    def errors(self) -> list[str]:
        return [finding.code for finding in self.check().errors]

    def questions(self) -> list[str]:
        return [finding.code for finding in self.check().questions]

    def assert_error(self, file: str, code: str, field: str, says: str) -> None:
        """The error is found at its file and field, on the line where that field is written."""
        errors = self.check().errors
        found = [finding for finding in errors if (finding.file, finding.code, finding.field) == (file, code, field)]
        assert found, [str(finding) for finding in errors]
        assert says in found[0].message
        if not field.endswith("]"):
            assert field.split(".")[-1] in self.line(file, found[0].line)

    def only(self, code: str) -> Finding:
        """The one finding of this kind, grave or not."""
        report = self.check()
        found = [finding for finding in (*report.errors, *report.questions) if finding.code == code]
        assert len(found) == 1, [str(finding) for finding in (*report.errors, *report.questions)]
        return found[0]


@pytest.fixture
def definitions(tmp_path: Path) -> Definitions:
    return Definitions(tmp_path / "definitions")
