"""An evidence folder is checked before a page is made of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from site_builder.site import EvidenceError
from site_builder.site.evidence import read_evidence
from tests.site_builder.site.sample import describe, hidden, share, write_evidence


def faults_of(folder: Path) -> str:
    with pytest.raises(EvidenceError) as caught:
        read_evidence(folder)
    return str(caught.value)


def test_a_sound_folder_is_read_whole(evidence: Path) -> None:
    found = read_evidence(evidence)
    assert [framework.framework for framework in found.frameworks] == ["six-kpis", "hub"]
    assert found.release_date == "2026-02-01"
    assert found.made_up is False
    assert [story.title for story in found.stories] == ["A night's sleep"]


def test_a_statement_lies_beneath_its_outcome(evidence: Path) -> None:
    outcomes = {outcome.outcome: outcome for outcome in read_evidence(evidence).outcomes}
    assert "wellbeing.emergency-plan" not in outcomes
    assert [statement.statement for statement in outcomes["wellbeing"].statements] == ["I have an emergency plan."]


def test_a_folder_without_a_descriptor_says_how_to_make_one(tmp_path: Path) -> None:
    assert "carer-outcomes evidence" in faults_of(tmp_path)


def test_a_file_changed_after_it_was_described_is_refused(evidence: Path) -> None:
    with (evidence / "values.csv").open("a") as file:
        file.write("\n")
    assert "values.csv: has changed since its checksum was written" in faults_of(evidence)


def test_a_file_that_nobody_described_is_refused(evidence: Path) -> None:
    (evidence / "stories" / "extra.md").write_text("Not approved")
    assert "stories/extra.md: is in the folder but datapackage.json does not list it" in faults_of(evidence)


def test_a_missing_file_is_named(evidence: Path) -> None:
    (evidence / "measures.csv").unlink()
    assert "measures.csv: is listed in datapackage.json but missing" in faults_of(evidence)


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    folder = write_evidence(tmp_path, files={"outcomes.csv": "framework,outcome,title\nhub,wellbeing,Well\n"})
    assert "outcomes.csv: its columns must be framework, outcome, title, statement" in faults_of(folder)


def test_columns_other_than_the_descriptors_are_named(evidence: Path) -> None:
    path = evidence / "datapackage.json"
    path.write_text(path.read_text().replace('"name": "statement"', '"name": "wording"'))
    assert "datapackage.json says framework, outcome, title, wording" in faults_of(evidence)


def test_a_file_outside_the_folder_is_refused(evidence: Path) -> None:
    path = evidence / "datapackage.json"
    path.write_text(path.read_text().replace('"path": "quotes.csv"', '"path": "../quotes.csv"'))
    shutil.copy(evidence / "quotes.csv", evidence.parent / "quotes.csv")
    assert "../quotes.csv: is outside the evidence folder" in faults_of(evidence)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"value": "12"}, "values.csv:2: a hidden figure still has its value"),
        ({"denominator": "20", "ci_low": "4"}, "values.csv:2: a hidden figure still has its denominator, ci_low"),
        ({"label": "0%"}, "values.csv:2: a hidden figure must have the label [c] or 'fewer than 10', not '0%'"),
        ({"label": ""}, "values.csv:2: label is empty"),
        ({"symbol": "q"}, "values.csv:2: symbol 'q' is not one of"),
        ({"status": "good"}, "values.csv:2: status 'good' is not one of"),
        ({"period_start": "31/02/2026"}, "values.csv:2: period_start '31/02/2026' is not a date"),
        ({"target": "lots"}, "values.csv:2: target 'lots' is not a number"),
        ({"measure": "nobody"}, "values.csv: hub:nobody is not in measures.csv"),
    ],
)
def test_a_broken_cell_is_named_with_its_line(tmp_path: Path, change: dict[str, str], fault: str) -> None:
    assert fault in faults_of(write_evidence(tmp_path, [hidden("k1", 0) | change]))


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    rows = [hidden("k1", 0, value="12"), share("k1", 1, 40, 100, 31, 49, label=""), hidden("k1", 2, status="good")]
    said = faults_of(write_evidence(tmp_path, rows))
    assert all(f"values.csv:{line}" in said for line in (2, 3, 4))


def test_a_story_without_consent_is_refused(evidence: Path) -> None:
    story = evidence / "stories" / "sleep.md"
    story.write_text(story.read_text().replace("consent: S-1\n", ""))
    describe(evidence)
    assert "stories/sleep.md: has no consent reference" in faults_of(evidence)


def test_a_statement_beneath_no_outcome_is_named(tmp_path: Path) -> None:
    text = "framework,outcome,title,statement\nhub,lost.one,One,\n"
    files = {"outcomes.csv": text, "measure_outcomes.csv": "framework,outcome,measure\n"}
    assert "hub:lost.one is a statement beneath an outcome that is not there" in faults_of(
        write_evidence(tmp_path, files=files)
    )


def test_a_small_count_that_stands_alone_may_be_said_in_words(tmp_path: Path) -> None:
    folder = write_evidence(tmp_path, [hidden("k3.kept", 0, label="fewer than 10")])
    assert [figure.label for figure in read_evidence(folder).figures] == ["fewer than 10"]
