"""`carer-outcomes site`."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from site_builder.site.command import site
from tests.site_builder.site.sample import hidden, write_evidence


def test_the_command_publishes_a_site_and_says_where(tmp_path: Path, evidence: Path) -> None:
    out = tmp_path / "site"
    done = CliRunner().invoke(site, ["--evidence", str(evidence), "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert f"Published: {out}" in done.output
    assert (out / "index.html").is_file()


def test_broken_evidence_ends_with_its_faults_and_publishes_nothing(tmp_path: Path) -> None:
    evidence = write_evidence(tmp_path / "evidence", [hidden("k1", 0, value="12")])
    done = CliRunner().invoke(site, ["--evidence", str(evidence), "--out", str(tmp_path / "site")])
    assert done.exit_code == 1
    assert "values.csv:2: a hidden figure still has its value" in done.output
    assert not (tmp_path / "site").exists()
