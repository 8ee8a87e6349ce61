"""The made-up area's import files: the same from the same seed, whole, and accepted as real files are."""

import csv
import hashlib
import os
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from forms_app.demo.area import CARERS_SERVICE, CONTRACTS, COPSE_END, FIRST_DAY, LARCHFIELD, PARTNERSHIP, TODAY
from forms_app.demo.generate import generate, make_rows
from forms_app.demo.instance import import_files
from forms_app.demo.rows import Rows
from forms_app.exchange.questions import answer_in_cell
from surveys.due import due_day, form_periods
from surveys.library import load_library
from surveys.path import walk
from surveys.periods import periods_from

SMALL = (PARTNERSHIP, COPSE_END)
IN_ANOTHER_PROCESS = """
import sys
from pathlib import Path
from forms_app.demo.area import COPSE_END, PARTNERSHIP
from forms_app.demo.generate import generate
from surveys.library import load_library
generate(load_library(), int(sys.argv[1]), Path(sys.argv[2]), (PARTNERSHIP, COPSE_END))
"""


@pytest.fixture(scope="module")
def small() -> Rows:
    """Two small providers with all their history."""
    return make_rows(load_library(), 3, SMALL)


@pytest.fixture(scope="module")
def carers_service() -> Rows:
    """The largest provider with all its history."""
    return make_rows(load_library(), 2026, (CARERS_SERVICE,))


def _digest(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def _in_another_process(seed: int, folder: Path) -> dict[str, str]:
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    subprocess.run([sys.executable, "-c", IN_ANOTHER_PROCESS, str(seed), str(folder)], check=True, env=environment)
    return _digest(folder)


def test_the_same_seed_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    generate(load_library(), 3, tmp_path / "here", SMALL)
    assert _digest(tmp_path / "here") == _in_another_process(3, tmp_path / "there")


def test_another_seed_gives_another_area(tmp_path: Path) -> None:
    generate(load_library(), 3, tmp_path / "here", SMALL)
    here, there = _digest(tmp_path / "here"), _in_another_process(4, tmp_path / "there")
    assert here["people.csv"] != there["people.csv"]
    assert here["responses.csv"] != there["responses.csv"]


def test_all_fifteen_files_are_written_and_imported_without_a_problem(app: Flask, tmp_path: Path) -> None:
    app.config["TODAY"] = TODAY
    rows = generate(load_library(), 3, tmp_path, SMALL)
    assert len(list(tmp_path.glob("*.csv"))) == 15
    with app.app_context():
        assert import_files(tmp_path) == sum(len(table) for table in rows.tables.values())


def test_every_return_that_is_due_is_filed(small: Rows) -> None:
    frameworks = load_library().frameworks
    filed = {(row["provider"], row["framework"], row["form"], row["period_start"]) for row in small.tables["returns"]}
    for deal in CONTRACTS:
        if deal.service not in SMALL:
            continue
        for form in frameworks[deal.framework].forms:
            for period in form_periods(form, FIRST_DAY, TODAY):
                if due_day(form, period, deal.meeting_day) < date(2026, 6, 1):
                    assert (deal.service.key, deal.framework, form.id, period.start) in filed


def test_required_fields_of_every_return_are_filled(small: Rows) -> None:
    frameworks = load_library().frameworks
    filled: dict[tuple[object, ...], set[object]] = {}
    for row in small.tables["returns"]:
        filled.setdefault((row["framework"], row["form"], row["period_start"]), set()).add(row["field"])
    assert filled
    for (framework, form, _), fields in filled.items():
        asked = next(one for one in frameworks[str(framework)].forms if one.id == form)
        assert {field.id for field in asked.every_field() if field.required} <= fields


def test_what_is_filed_of_newly_identified_carers_is_what_the_records_hold(carers_service: Rows) -> None:
    begun = [row["registered_on"] for row in carers_service.tables["people"]]
    filed = {row["period_start"]: row["value"] for row in carers_service.tables["returns"] if row["field"] == "k2"}
    assert len(filed) == 12
    for quarter in list(periods_from(FIRST_DAY, "quarter", TODAY))[:12]:
        assert filed[quarter.start] == str(sum(isinstance(day, date) and day in quarter for day in begun))


def test_the_target_for_new_carers_is_just_missed_in_the_last_quarter(carers_service: Rows) -> None:
    last = list(periods_from(FIRST_DAY, "quarter", TODAY))[-1]
    begun = [row["registered_on"] for row in carers_service.tables["people"]]
    assert sum(isinstance(day, date) and day in last for day in begun) == 159


def test_august_and_december_are_quieter_than_the_months_around_them(carers_service: Rows) -> None:
    months = Counter(row["on"].month for row in carers_service.tables["contacts"] if isinstance(row["on"], date))
    assert months[8] < min(months[7], months[9])
    assert months[12] < min(months[11], months[1])


def test_breaks_are_given_more_often_once_the_new_service_runs(carers_service: Rows) -> None:
    kinds: dict[bool, Counter[object]] = {True: Counter(), False: Counter()}
    for row in carers_service.tables["contacts"]:
        assert isinstance(row["on"], date)
        kinds[row["on"] >= date(2025, 1, 1)][row["kind"]] += 1
    before, after = (
        (kinds[late]["break_provided"] + kinds[late]["respite"]) / kinds[late]["break_request"] for late in (False, True)
    )
    assert before < 0.5 < 0.7 < after


def test_nothing_happens_to_a_person_before_they_came_or_after_they_left(small: Rows) -> None:
    people = {(row["provider"], row["person"]): row for row in small.tables["people"]}
    for table, column in (("contacts", "on"), ("reviews", "reviewed_on"), ("assessments", "started_on")):
        for row in small.tables[table]:
            person, day = people[row["provider"], row["person"]], row[column]
            start, end = person["registered_on"], person["closed_on"] or TODAY
            assert isinstance(day, date)
            assert isinstance(start, date)
            assert isinstance(end, date)
            assert start <= day <= end, (table, row, person)


def test_past_answers_follow_the_path_of_their_survey(tmp_path: Path) -> None:
    library = load_library()
    generate(library, 3, tmp_path, (LARCHFIELD,))
    with (tmp_path / "responses.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows
    for row in rows:
        survey = library.surveys[row["survey"]]
        answers = {key: answer_in_cell(question, row.get(key)) for key, question in survey.by_key.items()}
        given = {key for key, answer in answers.items() if not answer.skipped}
        assert given <= set(walk(survey, answers).asked)
