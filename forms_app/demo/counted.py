"""Counting the made-up records as a provider's own system would, so that what it files is what it recorded."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from forms_app.demo.rows import Rows
from surveys.model.source import Condition, DueReviews, Quantity, Records, ScorePairs
from surveys.periods import Period, add_months
from surveys.vocabulary import DATES

LISTS = ("carer_groups", "cared_for_conditions")
Dated = tuple[list[date], list[dict[str, Any]]]


class Counted:
    """Counts one provider's records in a period, for quantities written as in the definitions.

    A made-up provider serves one kind of person only, so that a test of the role is passed over.
    """

    def __init__(self, rows: Rows, provider: str) -> None:
        self._mine: dict[str, list[dict[str, Any]]] = {
            name: [dict(row) for row in table if row.get("provider") == provider] for name, table in rows.tables.items()
        }
        self._people = {row["person"]: row for row in self._mine.get("people", [])}
        self._by_day: dict[tuple[str, str], Dated] = {}
        self._entities: dict[str, list[dict[str, Any]]] = {}
        self._later: dict[str, list[date]] = defaultdict(list)

    def quantity(self, quantity: Quantity, framework: str, period: Period, filed_on: date) -> int | float | None:
        """The quantity's value in `period`, or None where it does not come from records."""
        if quantity.records:
            return self.records(quantity.records, framework, period, filed_on)
        if quantity.due_reviews:
            return self._due(quantity.due_reviews, period)
        return self._pairs(quantity.score_pairs, period) if quantity.score_pairs else None

    def records(self, asked: Records, framework: str, period: Period, filed_on: date | None = None) -> int | float:
        """Count, or sum, records; those that settle after some days, only as far as they have by `filed_on`."""
        window = self._in_window(asked, period, filed_on or period.end)
        found = [row for row in window if self._fits(row, asked, framework, period)]
        if asked.sum:
            return sum(row.get(asked.sum) or 0 for row in found)
        return len({row["person"] for row in found}) if asked.distinct else len(found)

    def open_at(self, day: date, kinds: tuple[str, ...]) -> int:
        """Feedback of these kinds that was received before a day and not completed by then."""
        return sum(
            row["kind"] in kinds and row["received_on"] < day and (row["completed_on"] or date.max) >= day
            for row in self._rows("feedback")
        )

    def _in_window(self, asked: Records, period: Period, filed_on: date) -> list[dict[str, Any]]:
        column = asked.during or DATES[asked.of][0]
        days, rows = self._dated(asked.of, column)
        if asked.as_at_end:
            on_books = rows[: bisect_right(days, period.end)]
            return [row for row in on_books if (end := row.get("closed_on")) is None or end > period.end]
        first = add_months(period.end + timedelta(days=1), -asked.months_back) if asked.months_back else period.start
        last = min(period.end, filed_on - timedelta(days=asked.settled_days)) if asked.settled_days else period.end
        return rows[bisect_left(days, first) : bisect_right(days, max(last, first - timedelta(days=1)))]

    def _dated(self, entity: str, column: str) -> Dated:
        if (entity, column) not in self._by_day:
            rows = sorted((row for row in self._rows(entity) if row.get(column)), key=lambda row: row[column])
            self._by_day[entity, column] = ([row[column] for row in rows], rows)
        return self._by_day[entity, column]

    def _rows(self, entity: str) -> list[dict[str, Any]]:
        if entity not in self._entities:
            own = self._goal_reviews() if entity == "goal_reviews" else self._mine.get(entity, [])
            made: list[dict[str, Any]] = [{**self._person(row), **row} for row in own]
            for row in made:
                start, end = row.get("started_on") or row.get("received_on"), row.get("completed_on")
                row["days_to_complete"] = (end - start).days if start and end else None
            self._entities[entity] = made
        return self._entities[entity]

    def _goal_reviews(self) -> list[dict[str, Any]]:
        goals = {row["goal"]: row for row in self._mine.get("goals", [])}
        reviews = {row["review"]: row for row in self._mine.get("reviews", [])}
        first: dict[Any, date] = {}
        for row in self._mine.get("assessments", []):
            done: Any = row.get("completed_on")
            if done and done < first.get(row["person"], date.max):
                first[row["person"]] = done
        made = []
        for row in self._mine.get("goal_reviews", []):
            goal: Any = goals[row["goal"]]
            whole: dict[str, Any] = {**reviews[row["review"]], **goal, **row}
            whole["set_at_first_assessment"] = "yes" if goal["agreed_on"] <= first.get(goal["person"], date.max) else "no"
            made.append(whole)
            self._later[str(row["goal"])].append(whole["reviewed_on"])
        return made

    def _person(self, row: dict[str, Any]) -> dict[str, Any]:
        return self._people.get(row.get("person"), {})

    def _fits(self, row: dict[str, Any], asked: Records, framework: str, period: Period) -> bool:
        for name, test in asked.where.items():
            if name == "role":
                continue
            if name == "latest_in_period":
                later = any(row["reviewed_on"] < day <= period.end for day in self._later[row["goal"]])
                good = later is (_plain(test) == "no")
            elif name == "registered_in_period":
                good = (row["registered_on"] in period) is (_plain(test) == "yes")
            elif name == "outcome" and asked.of in ("goals", "goal_reviews"):
                wanted = [f"{framework}:{one}" for one in (test if isinstance(test, list) else [test])]
                good = any(row["outcome"] == one or str(row["outcome"]).startswith(f"{one}.") for one in wanted)
            else:
                good = _holds(row.get("locality" if name == "referral_locality" else name), test, name)
            if not good:
                return False
        return asked.of not in ("goals", "goal_reviews") or str(row["outcome"]).startswith(f"{framework}:")

    def _due(self, asked: DueReviews, period: Period) -> int:
        due = {
            key
            for key, person in self._people.items()
            if person["registered_on"] < period.start
            and (person["status"] == "active" or (person["closed_on"] or date.min) > period.end)
            and (person["closed_on"] is None or person["closed_on"] > period.end)
        }
        if asked.pick == "due":
            return len(due)
        return len(due & {row["person"] for row in self._mine["reviews"] if row["reviewed_on"] in period})

    def _pairs(self, asked: ScorePairs, period: Period) -> int:
        taken = defaultdict(list)
        for row in sorted(self._mine["scores"], key=lambda row: row["taken_on"]):
            taken[row["person"]].append(row)
        counts = {"both": 0, "better": 0, "same": 0, "worse": 0}
        for scores in taken.values():
            reviews = [row for row in scores if row["at"] == "review" and row["taken_on"] in period]
            before = [
                row for row in scores if row["at"] == "assessment" and reviews and row["taken_on"] < reviews[-1]["taken_on"]
            ]
            if before:
                change = reviews[-1]["score"] - before[-1]["score"]
                counts["both"] += 1
                counts["better" if change > 0 else "worse" if change < 0 else "same"] += 1
        return counts[asked.pick]


def _plain(value: Any) -> Any:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def _holds(cell: Any, test: Any, name: str) -> bool:
    if name in LISTS and isinstance(test, str):
        test = Condition(includes=test)
    if not isinstance(test, Condition):
        return cell in test if isinstance(test, list) else bool(cell == _plain(test))
    if test.any_of is not None and cell not in [_plain(one) for one in test.any_of]:
        return False
    if test.none_of is not None and cell is not None and cell in [_plain(one) for one in test.none_of]:
        return False
    if test.at_least is not None and (cell is None or cell < test.at_least):
        return False
    if test.at_most is not None and (cell is None or cell > test.at_most):
        return False
    if test.present is not None and (cell not in (None, "")) is not test.present:
        return False
    return test.includes is None or test.includes in str(cell or "").split(";")
