"""Each thing that can be wrong in a file is said with its file, line and column, and in words that tell what to do."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from forms_app.database import Base, db
from tests.forms_app.exchange.conftest import Run
from tests.forms_app.exchange.small_area import GOOD, write_files

CASES: list[tuple[str, str, str, str]] = [
    # file, what stands there, what to put there, the report's line
    ("people.csv", "Ä2,carer,2025-04-03", "Ä2,carer,31/02/2026",
     "people.csv:3: registered_on: '31/02/2026' is not a date"),
    ("people.csv", "Ä2,carer,2025-04-03", "Ä2,carer,20250403", "people.csv:3: registered_on: '20250403' is not a date"),
    ("people.csv", "Ä2,carer,2025-04-03", "Ä2,carer,2025-W14-4",
     "people.csv:3: registered_on: '2025-W14-4' is not a date"),
    ("people.csv", "Ä2,carer,2025-04-03", "Ä2,carer,0205-04-03",
     "people.csv:3: registered_on: '0205-04-03' is not between 1900 and 2199"),
    ("people.csv", "p1,A1,carer", "p1,A1,carre",
     "people.csv:2: role: 'carre' is not a known code; use carer or service_user"),
    ("people.csv", "p1,A1,carer", "p1,A1,", "people.csv:2: role: must be filled"),
    ("referrals.csv", "p1,r2,", "p1, ,", "referrals.csv:3: referral: must be filled"),
    ("people.csv", "parent;working", "parent;walking",
     "people.csv:2: carer_groups: 'walking' is not a known code; use parent, young, young_adult, dementia, working, "
     "mental_health, substance_misuse, learning_disability, end_of_life, distance or former"),
    ("people.csv", ",1970,", ",1870,", "people.csv:2: birth_year: '1870' is not between 1890 and 2026"),
    ("people.csv", ",1970,", ",70s,", "people.csv:2: birth_year: '70s' is not a whole number"),
    ("people.csv", "2026-01-31", "2025-04-01",
     "people.csv:3: closed_on: '2025-04-01' is before registered_on, '2025-04-03'"),
    ("people.csv", "p2,A1", "p9,A1", "people.csv:4: provider: there is no provider 'p9'"),
    ("people.csv", "p2,A1", "p1,A1", "people.csv:4: person: 'A1' is a duplicate: line 2 has the same provider and person"),
    ("people.csv", "p2,A1,service_user,", "p2,A1,service_user,,", "people.csv:4: has 20 cells where the header has 19"),
    ("people.csv", "p2,A1,service_user,2025-06-01,,,,,,,,,,,,,,,", "p2,A1,service_user,2025-06-01",
     "people.csv:4: has 4 cells where the header has 19"),
    ("people.csv", "birth_year,gender", "birth_year,gendre", "people.csv:1: gendre: unknown column; did you mean gender?"),
    ("people.csv", "birth_year,gender", "birth_year,birth_year", "people.csv:1: birth_year: this column is there twice"),
    ("feedback.csv", "received_on,completed_on", "received_on,zzz",
     "feedback.csv:1: zzz: unknown column; use provider, feedback, kind, received_on, completed_on or outcome"),
    ("feedback.csv", "kind,received_on", "kind,reasons",
     "feedback.csv:1: received_on: this column is missing and must be there"),
    ("contracts.csv", "c1,area", "c1,aera",
     "contracts.csv:2: framework: 'aera' is not a framework of the definitions; use area"),
    ("contracts.csv", ",31\n", ",32\n", "contracts.csv:2: contract_meeting_day: '32' is not between 1 and 31"),
    ("contracts.csv", "120000.5", "£120000", "contracts.csv:2: annual_value: '£120000' is not a number"),
    ("contracts.csv", "120000.5", "120000.555",
     "contracts.csv:2: annual_value: '120000.555' has more than 2 decimal places"),
    ("contracts.csv", "120000.5", "-1", "contracts.csv:2: annual_value: '-1' is not between 0 and 999999999999"),
    ("contracts.csv", "2027-03-31", "2025-03-31",
     "contracts.csv:2: ends_on: '2025-03-31' is before starts_on, '2025-04-01'"),
    ("contracts.csv", "c2,area", "c1,area", "contracts.csv:3: contract: 'c1' is a duplicate: line 2 has the same contract"),
    ("referrals.csv", "p1,r1,A1", "p1,r1,A9", "referrals.csv:2: person: provider 'p1' has no person 'A9'"),
    ("goals.csv", "area:home,2025-04-20", "area:house,2025-04-20",
     "goals.csv:3: outcome: 'area:house' is not an outcome of the definitions; use area:time-off, area:time-off.breaks "
     "or area:home"),
    ("goals.csv", "area:home,2025-04-20", "home,2025-04-20",
     "goals.csv:3: outcome: 'home' does not begin with a framework's id and a colon; use area"),
    ("goals.csv", "2025-04-20,2", "2025-04-20,6", "goals.csv:2: baseline: '6' is not between 1 and 5"),
    ("goals.csv", "2025-04-20,2", "2025-04-20,2.5", "goals.csv:2: baseline: '2.5' is not a whole number"),
    ("goal_reviews.csv", "v1,g2", "v9,g2", "goal_reviews.csv:3: review: provider 'p1' has no review 'v9'"),
    ("goal_reviews.csv", "v1,g2", "v1,g9", "goal_reviews.csv:3: goal: provider 'p1' has no goal 'g9'"),
    ("goal_reviews.csv", "v1,g2", "v2,g2",
     "goal_reviews.csv:3: goal: 'g2' is a goal of person 'A1', and the review is of person 'Ä2'"),
    ("scores.csv", "21.25", "36", "scores.csv:2: score: '36' is not between 7 and 35, the ends of the scale 'calm'"),
    ("scores.csv", "07-20,10", "07-20,11",
     "scores.csv:4: score: '11' is not between 0 and 10, the ends of the scale 'wellbeing'"),
    ("scores.csv", "A1,calm", "A1,clam",
     "scores.csv:2: scale: 'clam' is not a scale of the definitions; use wellbeing or calm"),
    ("contacts.csv", ",45,", ",-5,", "contacts.csv:2: minutes: '-5' is not between 0 and 1000000"),
    ("activities.csv", ",1.5,", ",1.505,", "activities.csv:2: hours: '1.505' has more than 2 decimal places"),
    ("activities.csv", "a2,newsletter", "a2,newspaper",
     "activities.csv:4: kind: 'newspaper' is not a known code; use drop_in, carer_break, training, group, peer_support, "
     "awareness, digital_support, online_activity, event, outreach, newsletter, huddle, health_liaison, respite, "
     "volunteering, consultation, staff_training or other"),
    ("returns.csv", "breaks,40", "breaks,40.5", "returns.csv:2: value: '40.5' is not a whole number"),
    ("returns.csv", "breaks,40", "breaks,-4", "returns.csv:2: value: '-4' is not between 0 and 1000000000000"),
    ("returns.csv", "income,1234.05", "income,1234.055", "returns.csv:4: value: '1234.055' has more than 2 decimal places"),
    ("returns.csv", "share,66.67", "share,101", "returns.csv:7: value: '101' is not between 0 and 100"),
    ("returns.csv", "rating,good", "rating,fine", "returns.csv:6: value: 'fine' is not a known code; use good or poor"),
    ("returns.csv", "met_on,2025-04-30", "met_on,30 April", "returns.csv:5: value: '30 April' is not a date"),
    ("returns.csv", "breaks,40", "brakes,40",
     "returns.csv:2: field: form 'monthly' has no field 'brakes'; use breaks, hours, income, share, "
     "rating, met_on or story"),
    ("returns.csv", "monthly,2025-06-15", "weekly,2025-06-15",
     "returns.csv:10: form: framework 'area' has no form 'weekly'; use monthly or quarterly"),
    ("returns.csv", "monthly,2025-06-15", "monthly,2025-06-01",
     "returns.csv:10: period_start: '2025-06-01' does not start a month of a contract of 'p2' for 'area'; the nearest is "
     "2025-05-15 or 2025-06-15"),
    ("returns.csv", "hours,12.5", "breaks,12",
     "returns.csv:3: field: 'breaks' is a duplicate: line 2 has the same provider, framework, form, "
     "period_start and field"),
    ("responses.csv", "q3,short", "q3,shirt",
     "responses.csv:6: survey: 'shirt' is not a survey of the definitions; use long or short"),
    ("responses.csv", "ur,yes", "ur,perhaps",
     "responses.csv:6: life.breaks: 'perhaps' is not an answer to this question; use yes or no"),
    ("responses.csv", "day;night", "day;dawn",
     "responses.csv:2: life.kinds: 'dawn' is not an answer to this question; use day, night or neither"),
    ("responses.csv", "day;night", "day;neither",
     "responses.csv:2: life.kinds: 'day;neither' joins answers that exclude each other: 'neither' stands alone"),
    ("responses.csv", "ur,yes,,,,", "ur,yes,,,words,",
     "responses.csv:6: life.words: the survey 'short' does not ask this; leave the cell empty"),
    ("responses.csv", ",40\n", ",400\n", "responses.csv:2: life.age: '400' is not between 16 and 110"),
    ("responses.csv", ",40\n", ",forty\n", "responses.csv:2: life.age: 'forty' is not a whole number"),
    ("responses.csv", "paper,,no", "paper,English,no",
     "responses.csv:5: language: 'English' is not a language code such as en or ur"),
    ("responses.csv", "life.age", "life.aged", "responses.csv:1: life.aged: unknown column; did you mean life.age?"),
    ("published.csv", "m1,2007-01-01,2007-12-31,,", "m2,2007-01-01,2007-12-31,,",
     "published.csv:2: measure: framework 'area' has no measure 'm2'; use m1"),
    ("published.csv", "2007-12-31,,", "2006-12-31,,",
     "published.csv:2: period_end: '2006-12-31' is before period_start, '2007-01-01'"),
    ("providers.csv", "Carers First", "C" * 201, "providers.csv:2: name: has 201 characters; there is room for 200"),
]  # fmt: skip


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_each_mistake_is_reported_where_it_is_and_nothing_is_imported(run: Run, app: Flask, tmp_path: Path) -> None:
    wrong = []
    for number, (file, before, after, expected) in enumerate(CASES):
        assert before in GOOD[file], (file, before)
        folder = write_files(tmp_path / str(number), GOOD | {file: GOOD[file].replace(before, after, 1)})
        result = run("import", folder)
        found = result.stderr.splitlines()
        if result.exit_code != 1 or found != [expected, "1 problem in 1 file. Nothing was imported."]:
            wrong.append((expected, found, result.exception))
    assert not wrong, "\n".join(map(str, wrong))
    assert rows_in_all(app) == 0


def test_every_problem_of_every_file_is_reported_in_one_run(run: Run, app: Flask, tmp_path: Path) -> None:
    files = dict(GOOD)
    for file, before, after, _ in (CASES[0], CASES[4], CASES[8], CASES[26], CASES[36]):
        files[file] = files[file].replace(before, after, 1)
    result = run("import", write_files(tmp_path / "bad", files))
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "people.csv:2: role: 'carre' is not a known code; use carer or service_user",
        "people.csv:2: birth_year: '1870' is not between 1890 and 2026",
        "people.csv:3: registered_on: '31/02/2026' is not a date",
        CASES[26][3],
        CASES[36][3],
        "5 problems in 3 files. Nothing was imported.",
    ]
    assert rows_in_all(app) == 0


def test_a_bad_cell_hides_no_other_fault_of_its_row(run: Run, app: Flask, tmp_path: Path) -> None:
    bad = GOOD["responses.csv"].replace("2025-08-03,phone,ur,yes", "2025-08-03,fax,ur,perhaps", 1)
    result = run("import", write_files(tmp_path / "bad", GOOD | {"responses.csv": bad}))
    places = [line.split(" '")[0] for line in result.stderr.splitlines()[:-1]]
    assert places == ["responses.csv:6: channel:", "responses.csv:6: life.breaks:"]
    assert rows_in_all(app) == 0


def rows_in_all(app: Flask) -> int:
    with app.app_context():
        tables = [table for table in Base.metadata.sorted_tables if table.name != "role"]
        return sum(db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables)
