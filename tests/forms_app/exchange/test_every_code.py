"""Every code, outcome, scale, form field, survey and measure that is shipped can come in and go out."""

import csv
from pathlib import Path

import pytest
from flask import Flask

from forms_app.commands import exchange
from forms_app.exchange.files import FILES
from forms_app.exchange.kinds import Coded
from surveys.library import SHIPPED, Library, load_library
from surveys.model.returns import ReturnField
from surveys.model.survey import Question
from tests.conftest import make_app
from tests.forms_app.exchange.small_area import contents

PLAIN = {"provider": "p1", "person": "A1", "goal": "g0", "review": "v0"}
"""What the tables below refer to."""


def field_value(field: ReturnField) -> str:
    values = {"count": "3", "number": "2.5", "money": "10.05", "percent": "99.9", "date": "2026-04-30", "text": "Words"}
    return field.choices[-1].code if field.kind == "choice" else values[field.kind]


def answer(question: Question) -> str:
    if question.kind == "text":
        return "Words"
    if question.kind == "many":
        return ";".join(option.code for option in question.options if not option.alone) or question.codes()[0]
    return question.codes()[-1] if question.codes() else str(question.at_most)


def coded_rows(library: Library, name: str) -> list[dict[str, str]]:
    """Rows of a file that hold every code of each of its coded columns."""
    file = next(file for file in FILES if file.name == name)
    lists = {c.name: library.codes.codes(c.kind.codes) for c in file.columns if isinstance(c.kind, Coded)}
    rows = []
    for number in range(max(len(codes) for codes in lists.values())):
        row = {c.name: PLAIN.get(c.name, "") for c in file.columns}
        row |= {c.name: "2026-04-02" for c in file.columns if c.name.endswith("_on") or c.name == "on"}
        rows.append(row | {name: codes[number % len(codes)] for name, codes in lists.items()})
        rows[-1][file.key[-1] if name not in ("goal_reviews.csv", "scores.csv") else "score"] = f"x{number}"
    return rows


def every_row(library: Library) -> dict[str, list[dict[str, str]]]:
    """A folder's rows by file, touching all that the definitions hold."""
    frameworks = library.frameworks.values()
    outcomes = [f"{framework.id}:{outcome}" for framework in frameworks for outcome in framework.outcome_ids()]
    person = {"provider": "p1", "person": "A1", "role": "carer", "registered_on": "2026-04-01"}
    rows = {
        "providers.csv": [{"provider": "p1", "name": "One"}],
        "contracts.csv": [
            {"contract": it.id, "framework": it.id, "provider": "p1", "starts_on": "2026-04-01"} for it in frameworks
        ],
        "people.csv": [person, *coded_rows(library, "people.csv")],
        "goals.csv": [
            {"provider": "p1", "goal": f"g{n}", "person": "A1", "outcome": it, "agreed_on": "2026-04-02"}
            for n, it in enumerate(outcomes)
        ],
        "goal_reviews.csv": [
            row | {"goal": f"g{n}", "score": "5"} for n, row in enumerate(coded_rows(library, "goal_reviews.csv"))
        ],
        "scores.csv": [
            {"provider": "p1", "person": "A1", "scale": it.id, "taken_on": "2026-04-02", "score": f"{it.maximum:g}"}
            for it in library.instruments.values()
        ],
        "returns.csv": [
            {"provider": "p1", "framework": framework.id, "form": form.id, "period_start": "2026-04-01"}
            | {"field": field.id, "value": field_value(field)}
            for framework in frameworks
            for form in framework.forms
            for field in form.every_field()
        ],
        "responses.csv": [
            {"response": survey.id, "survey": survey.id, "provider": "p1", "submitted_on": "2026-05-01"}
            | {key: answer(question) for key, question in survey.by_key.items()}
            for survey in library.surveys.values()
        ],
        "published.csv": [
            {"framework": framework.id, "measure": measure.id, "period_start": "2020-01-01", "period_end": "2020-12-31"}
            | {"value": "12.5", "source": "A report"}
            for framework in frameworks
            for measure in framework.measures
        ],
    }
    for name in ("referrals", "assessments", "contacts", "activities", "feedback"):
        rows[f"{name}.csv"] = coded_rows(library, f"{name}.csv")
    rows["reviews.csv"] = coded_rows(library, "reviews.csv")
    rows["reviews.csv"][0]["review"] = "v0"
    return rows


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_all_that_the_shipped_definitions_hold_comes_in_and_goes_out(database_url: str, tmp_path: Path) -> None:
    rows = every_row(load_library(SHIPPED))
    folder = tmp_path / "files"
    folder.mkdir()
    for name, some in rows.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(dict.fromkeys(key for row in some for key in row)))
            writer.writeheader()
            writer.writerows(some)
    commands = shipped_app(database_url, tmp_path).test_cli_runner()
    imported = commands.invoke(exchange.import_, [str(folder)])
    assert (imported.exit_code, imported.stderr) == (0, "")
    for out in ("out", "again"):
        assert commands.invoke(exchange.export, [str(tmp_path / out)]).exit_code == 0
        assert commands.invoke(exchange.import_, [str(tmp_path / out)]).exit_code == 0
    assert contents(tmp_path / "again") == contents(tmp_path / "out")
    for name, some in rows.items():
        with (tmp_path / "out" / name).open(encoding="utf-8", newline="") as file:
            assert len(list(csv.reader(file))) == len(some) + 1


def shipped_app(database_url: str, tmp_path: Path) -> Flask:
    """An empty app with the definitions that are shipped."""
    return make_app(database_url, tmp_path / "home")
