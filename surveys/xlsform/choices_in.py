"""The sheet of choices read into lists of answers."""

from dataclasses import dataclass, field

from surveys.model.common import in_each
from surveys.model.survey import Option
from surveys.xlsform.columns import Cells, as_text, read_cells
from surveys.xlsform.names import as_id, unused
from surveys.xlsform.report import Report
from surveys.xlsform.shown import without_hint
from surveys.xlsform.workbook import Row

KNOWN = {"list_name", "name"}


@dataclass
class ChoiceList:
    """One list: its answers, and the code here of each name in the form."""

    options: list[Option] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    rows: list[int] = field(default_factory=list)
    used: bool = False


def read_choices(rows: list[tuple[int, Row]], default: str, report: Report) -> dict[str, ChoiceList]:
    """The lists by name. Rows without a list or a name, and columns that mean nothing here, are reported."""
    lists: dict[str, ChoiceList] = {}
    others: dict[str, int] = {}
    for number, row in rows:
        cells = read_cells(number, row, default)
        list_name, name = cells.plain.get("list_name", ""), cells.plain.get("name", "")
        if not list_name or not name:
            report.add("choices", number, list_name or name, "left", "It has no list name or no name.")
            continue
        found = lists.setdefault(list_name, ChoiceList())
        found.rows.append(number)
        _add(found, name, cells, report)
        for column in cells.plain.keys() - KNOWN:
            others[column] = others.get(column, 0) + 1
    for column, count in sorted(others.items()):
        why = f"The column “{column}” has no use here ({count} of its cells are filled): answers are not filtered."
        report.add("choices", 1, column, "left", why)
    return lists


def _add(found: ChoiceList, name: str, cells: Cells, report: Report) -> None:
    code = unused(as_id(name, "answer"), found.codes.values())
    if name in found.codes:
        report.add("choices", cells.row, name, "left", "The list has this name already.")
        return
    if code != name:
        report.add("choices", cells.row, name, "changed", f"Its code is {code!r} here: letters, digits, - and _ only.")
    found.codes[name] = code
    label = as_text(without_hint(in_each(cells.text("label")), in_each(cells.own_text("hint"))))
    if label is None:
        report.add("choices", cells.row, name, "changed", "It has no label, so its name stands in.")
    for column in ("image", "audio", "video"):
        if cells.texts.get(column):
            report.add(
                "choices", cells.row, name, "left", f"Its {column} is not carried over: files do not come with a form."
            )
    found.options.append(
        Option(
            code=code,
            label=label or name,
            hint=cells.own_text("hint"),
            alone=cells.own.get("alone") == "yes",
            picture=cells.own.get("picture"),
        )
    )
    report.add("choices", cells.row, name, "kept")


def report_unused(lists: dict[str, ChoiceList], report: Report) -> None:
    """Say which lists no question uses."""
    for name, found in lists.items():
        for row in found.rows if not found.used else ():
            report.add("choices", row, name, "left", "No question uses this list.")
