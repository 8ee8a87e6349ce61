"""An evidence folder is a valid data package with exactly the promised files and columns."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from frictionless import Package

from forms_app.app import library
from forms_app.database import db
from site_builder.evidence.folder import NotAnEvidenceFolder, as_csv
from site_builder.evidence.make import make_evidence
from surveys.library import SHIPPED

COLUMNS = (
    "framework,measure,contract,provider,breakdown,group,period_start,period_end,interval,numerator,denominator,value,unit,"
    "ci_low,ci_high,target,stretch,status,label,symbol,basis"
)


def make(app: Flask, out: Path) -> None:
    with app.app_context():
        make_evidence(db.session(), library(), as_of=date(2026, 5, 1), out=out, definitions=SHIPPED)
        db.session.rollback()


def test_the_folder_is_a_data_package_that_others_can_read(app: Flask, tmp_path: Path) -> None:
    make(app, tmp_path / "evidence")
    assert Package(tmp_path / "evidence" / "datapackage.json").validate().valid
    first_line = (tmp_path / "evidence" / "values.csv").read_text(encoding="utf-8").splitlines()[0]
    assert first_line == COLUMNS


def test_the_same_data_gives_the_same_bytes(app: Flask, tmp_path: Path) -> None:
    make(app, tmp_path / "one")
    make(app, tmp_path / "two")
    files = sorted(path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*") if path.is_file())
    assert files
    assert all((tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes() for file in files)


def test_a_folder_of_other_things_is_left_alone(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "diary.txt").write_text("mine")
    with pytest.raises(NotAnEvidenceFolder, match="is no evidence folder"):
        make(app, tmp_path / "evidence")
    assert (tmp_path / "evidence" / "diary.txt").read_text() == "mine"


def test_published_series_of_the_definitions_are_in_the_values(app: Flask, tmp_path: Path) -> None:
    make(app, tmp_path / "evidence")
    with (tmp_path / "evidence" / "values.csv").open(encoding="utf-8", newline="") as stream:
        values = {
            (row["measure"], row["period_start"][:4]): row["value"]
            for row in csv.DictReader(stream)
            if row["basis"] == "published" and row["breakdown"] == "none"
        }
    assert values["series.weekly-break", "2007"] == "37"
    assert values["series.weekly-break", "2008"] == "43"


def test_payment_elements_and_groups_have_names(app: Flask, tmp_path: Path) -> None:
    make(app, tmp_path / "evidence")
    with (tmp_path / "evidence" / "names.csv").open(encoding="utf-8", newline="") as stream:
        names = {(row["framework"], row["of"], row["id"]): row["title"] for row in csv.DictReader(stream)}
    assert names["rochdale-carers", "", "pbr-training"] == "Pay by results: training courses"
    assert names["rochdale-carers", "locality", "rochdale_north"] == "Rochdale North"
    assert names["birmingham-hub", "age_group", "65_and_over"] == "65 and over"


def test_checksums_name_every_file(app: Flask, tmp_path: Path) -> None:
    make(app, tmp_path / "evidence")
    package = json.loads((tmp_path / "evidence" / "datapackage.json").read_text(encoding="utf-8"))
    named = {resource["path"] for resource in package["resources"]}
    there = {path.name for path in (tmp_path / "evidence").glob("*.csv")}
    assert named == there


def test_cells_are_written_one_way() -> None:
    row = {"framework": "f", "measure": "m", "numerator": 5.0, "value": 33.33333, "period_start": date(2025, 4, 1)}
    line = as_csv("values.csv", [row]).splitlines()[1]
    assert line.startswith("f,m,,,,,2025-04-01,,,5,,33.3333,")
