"""The ledger as a CSV file: one row a figure."""

import csv
import io

from flask import Response, make_response

from forms_app.accounts import staff_only
from forms_app.database import read_only_request
from forms_app.ledger import words
from forms_app.ledger.blueprint import READERS, ledger_pages
from forms_app.ledger.counting import Figure, read_ledger
from forms_app.ledger.pages import asked
from forms_app.results.safe_cells import safe_cell

COLUMNS = ("split_by", "code", "label", "needs_not_met", "needs_reviewed", "people", "from", "to", "filters")


@ledger_pages.get("/table.csv")
@staff_only(*READERS)
def table() -> Response:
    """The figures of the page, with its quarters and filters."""
    read_only_request()
    found = asked()
    choice = found.choice
    counted = read_ledger(choice, by_provider=len(found.providers) > 1)
    filters = ";".join(f"{name}={code}" for name, code in choice.filters.items())
    text = io.StringIO()
    written = csv.writer(text)
    written.writerow(COLUMNS)

    def write(split: str, one: Figure, label: str) -> None:
        row = (split, one.code, label, one.not_met, one.reviewed, one.people, choice.first, choice.last, filters)
        written.writerow([safe_cell(cell) if isinstance(cell, str) and cell != "-" else cell for cell in row])

    write("", counted.whole, "")
    for split, lines in counted.tables.items():
        for one in lines:
            write(split, one, words.words_of(split, one.code, found.providers))
    answer = make_response(text.getvalue().encode("utf-8-sig"))
    answer.content_type = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = 'attachment; filename="needs-not-met.csv"'
    return answer
