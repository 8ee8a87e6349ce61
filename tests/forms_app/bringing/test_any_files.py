"""Whatever rows are brought, over whatever is there: an undo gives back exactly what was there."""

from datetime import date, timedelta
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms_app.bringing.checking import check, write
from forms_app.bringing.kept import Brought, BroughtFile
from forms_app.bringing.undoing import plan_undo, undo
from forms_app.database import Base, db
from forms_app.models.records import Contract, Person
from tests.forms_app.bringing.conftest import records

SOME = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
DAYS = st.integers(0, 300).map(lambda days: (date(2025, 4, 1) + timedelta(days)).isoformat())
PEOPLE = ("A1", "Ä2", "B-3", "4")
CODES = {"status": ["", "active", "closed"], "gender": ["", "female", "male"], "locality": ["", "north", "süd", "=cmd"]}


def _rows(head: str, keys: tuple[str, ...], **columns: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[str]]]:
    one = st.tuples(*columns.values()).map(list)
    return st.dictionaries(st.sampled_from(keys), one, max_size=4).map(lambda it: [[key, *row] for key, row in it.items()])


PERSON_ROWS = _rows("person", PEOPLE, role=st.sampled_from(["carer", "service_user"]), registered_on=DAYS,
                    status=st.sampled_from(CODES["status"]), locality=st.sampled_from(CODES["locality"]))  # fmt: skip
GOAL_ROWS = _rows("goal", ("g1", "g2", "g3"), person=st.sampled_from(PEOPLE), outcome=st.just("area:home"), agreed_on=DAYS,
                  baseline=st.sampled_from(["", "1", "5"]))  # fmt: skip
CONTACT_ROWS = _rows("contact", ("t1", "t2"), person=st.sampled_from(PEOPLE), on=DAYS, kind=st.just("casework"),
                     minutes=st.sampled_from(["", "0", "30"]))  # fmt: skip
RETURN_ROWS = st.dictionaries(st.sampled_from(["breaks", "hours"]), st.integers(0, 99).map(str), max_size=2).map(
    lambda it: [["area", "monthly", "2025-04-01", name, value] for name, value in it.items()]
)
RESPONSE_ROWS = _rows("response", ("q1", "q2"), survey=st.just("long"), submitted_on=DAYS,
                      breaks=st.sampled_from(["", "yes", "no"]),
                      words=st.sampled_from(["", "Größe", "a, \"b\""]))  # fmt: skip
HEADS = {
    "people.csv": ["person", "role", "registered_on", "status", "locality"],
    "goals.csv": ["goal", "person", "outcome", "agreed_on", "baseline"],
    "contacts.csv": ["contact", "person", "on", "kind", "minutes"],
    "returns.csv": ["framework", "form", "period_start", "field", "value"],
    "responses.csv": ["response", "survey", "submitted_on", "life.breaks", "life.words"],
}
Files = dict[str, list[list[str]]]
FILES: st.SearchStrategy[Files] = st.fixed_dictionaries(
    {"people.csv": PERSON_ROWS, "goals.csv": GOAL_ROWS, "contacts.csv": CONTACT_ROWS, "returns.csv": RETURN_ROWS,
     "responses.csv": RESPONSE_ROWS}
)  # fmt: skip


def brought_of(files: Files) -> Brought:
    """Files as they stand once their columns are matched; rows that refer to nobody are left out."""
    found = []
    for kind, rows in files.items():
        columns = {name: str(place) for place, name in enumerate(HEADS[kind])}
        found.append(BroughtFile(kind, HEADS[kind], list(enumerate(rows, start=2)), kind, columns))
    brought = Brought([one for one in found if one.rows])
    for _turn in range(3):
        check(brought, "p1", lambda: None)
        for place, row, _column, _message in brought.faults:
            brought.files[place].out.append(row)
    assert not brought.faults
    return brought


def _contract() -> None:
    if db.session.get(Contract, "c1") is None:
        db.session.add(Contract(contract="c1", framework="area", provider="p1", starts_on=date(2025, 4, 1)))
        db.session.commit()


@SOME
@given(before=FILES, after=FILES)
def test_an_undo_gives_back_exactly_the_same_rows(app: Flask, before: Files, after: Files) -> None:
    with app.app_context():
        for table in reversed(Base.metadata.sorted_tables):
            if table.name in ("goal", "contact", "return_value", "filed_return", "answer", "response", "person"):
                db.session.execute(table.delete())
        db.session.commit()
        _contract()
        write(brought_of(before), "p1", lambda: None)
        db.session.commit()
    was = records(app)
    with app.app_context():
        brought = brought_of(after)
        promised = {one.kind: one.counts for one in brought.files}
        written = write(brought, "p1", lambda: None)
        assert written.counts == promised, "what the page says first is what happens"
        db.session.commit()
        plan = plan_undo(written.undo)
        assert plan.left == []
        undo(plan)
        db.session.commit()
    assert records(app) == was


def test_numbers_by_which_changes_are_told_only_go_up(app: Flask) -> None:
    rows: Any = {"people.csv": [["A1", "carer", "2025-04-01", "active", ""]]}
    with app.app_context():
        write(brought_of(rows), "p1", lambda: None)
        db.session.commit()
        rows["people.csv"][0][3] = "closed"
        written = write(brought_of(rows), "p1", lambda: None)
        db.session.commit()
        undo(plan_undo(written.undo))
        db.session.commit()
        person = db.session.get_one(Person, ("p1", "A1"))
        assert (person.status, person.version) == ("active", 3)
