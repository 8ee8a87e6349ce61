"""Files as people save them, and files that are none."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook

from forms_app.bringing import reading
from forms_app.bringing.heads import Table
from forms_app.bringing.reading import NotReadable, read_tables
from tests.forms_app.bringing.conftest import bring, confirm, kept, page, records, send

TEXT = "person;name\nÄ1;Zoë £5\n"
ROWS = [(2, ["Ä1", "Zoë £5"])]


def read_table(content: bytes) -> Table:
    """The one table of a file."""
    (table,) = read_tables(content)
    return table


def workbook(*rows: tuple[object, ...], **sheets: Sequence[Sequence[object]]) -> bytes:
    """An Excel workbook of these rows, or of these sheets; one that is called Hidden is."""
    book, content = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    for title, lines in sheets.items():
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(line)
        sheet.sheet_state = "hidden" if title == "Hidden" else "visible"
    if sheets and not rows:
        book.remove(book.active)
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_any_sign_between_cells_and_any_encoding_of_excel(app: Flask, sign: str, encoding: str) -> None:
    with app.app_context():
        assert read_table(TEXT.replace(";", sign).encode(encoding)).rows == ROWS


def test_a_workbook_has_its_dates_and_numbers(app: Flask) -> None:
    content = workbook(("a", "b", "c", "d"), (datetime(2026, 3, 31, 9), date(2026, 4, 1), 1970.0, True), (None,), ("x",))
    with app.app_context():
        table = read_table(content)
    assert table.rows == [(2, ["2026-03-31", "2026-04-01", "1970", "yes"]), (4, ["x", "", "", ""])]


def test_a_formula_is_never_run_and_has_the_value_it_was_saved_with(app: Flask) -> None:
    with app.app_context():
        assert read_table(workbook(("a", "b"), ("x", "=1+1"))).rows == [(2, ["x", ""])]
        assert read_table(b"a,b\nx,'=1+1\n").rows == [(2, ["x", "=1+1"])]


def _bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (reading.LARGEST_UNPACKED + 1))
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"a,b\n", "no rows below"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "old Excel file"),
        (b"PK\x03\x04rest", "can’t be opened"),
        (b"a,b\nx,\0y\n", "not a CSV file"),
        (b"\x81\x8d\xff", "not text that we can read"),
        (b'a,b\nx,"y\n', "do not pair up"),
        (b"a,b\nx," + b"y" * 20_001 + b"\n", "20,001 characters"),
        (b"a,b\nx," + b"y" * 1_000_001 + b"\n", "far too long"),
        (b",".join(b"c" for _ in range(300)) + b"\n1\n", "more than 250 columns"),
        (b"a\n" + b"x\n" * 150_001, "more than 150,000 rows"),
    ],
)
def test_a_file_that_is_none_is_refused_with_what_to_do(app: Flask, content: bytes, words: str) -> None:
    with app.app_context(), pytest.raises(NotReadable, match=words):
        read_table(content)


def test_a_packed_file_that_would_fill_the_memory_is_refused(app: Flask) -> None:
    with app.app_context(), pytest.raises(NotReadable, match="far too big"):
        read_table(_bomb())


def test_the_page_says_which_file_is_wrong(manager: FlaskClient) -> None:
    answer = send(manager, {"people.csv": "person\nA1\n", "photo.jpg": b"\xff\xd8\xff\xe0\x81\x8d\0"})
    assert answer.status_code == 422
    assert "photo.jpg: " in answer.text
    assert "Select a file" in manager.post("/bring/").text


def test_files_that_are_too_large_are_refused(manager: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST", 100)
    assert "larger than 20 MB" in send(manager, {"people.csv": "person\n" + "A1\n" * 50}).text


HEAD = ("Client ID", "Client type", "Registered", "Sex", "Area")
MESSY = (
    ("Caseload report, Carers First", None, None, None, None),
    ("Printed:", datetime(2026, 5, 14), None, None, None),
    (None, None, None, None, None),
    HEAD,
    ("K1", "Carer", datetime(2026, 4, 1), "M", "North"),
    ("K2", "Carer", 46114, "F", None),
    ("Total clients", 2, None, None, None),
    (None, " ", None, None, None),
    (None, None, None, None, None),
)


def test_titles_above_the_names_and_totals_below_the_rows_are_known(app: Flask) -> None:
    with app.app_context():
        table = read_table(workbook(*MESSY))
    assert (table.header, table.number) == (list(HEAD), 4)
    assert [number for number, _cells in table.rows] == [5, 6, 7]
    assert table.totals == [7]
    assert [number for number, _cells in table.above] == [1, 2]


@pytest.mark.parametrize(
    "text",
    [
        "a,b\nx,y,z,1,2\n",
        "a,b\n1,2\n3,4\n",
        "person,role,registered_on\nA1,carer,2026-04-01\n",
        "a,,,,,\n1,2,3,4,5,6\n",
        "person\nTotal\n",
    ],
)
def test_the_first_row_names_the_columns_where_nothing_says_otherwise(app: Flask, text: str) -> None:
    with app.app_context():
        table = read_table(text.encode())
    assert (table.number, table.above, table.totals) == (1, [], [])


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("sep=;\na;b\n1;2\n", ["a", "b"]),
        ("Report, April\na;b;c\n1;2;3\n", ["a", "b", "c"]),
        ("a;b\n1;x, y, and z\n", ["a", "b"]),
    ],
)
def test_a_comma_in_a_title_or_a_note_is_no_sign_between_cells(app: Flask, text: str, header: list[str]) -> None:
    with app.app_context():
        assert read_table(text.encode()).header == header


def test_a_report_with_titles_and_totals_is_brought_over(app: Flask, manager: FlaskClient) -> None:
    number = bring(manager, {"Caseload.xlsx": workbook(*MESSY)})
    html = page(manager, f"/bring/{number}/kinds")
    assert "Row 4: Client ID, Client type" in html
    assert "looks like a total: row 7" in html
    assert "2 rows; columns: Client ID" in html
    manager.post(f"/bring/{number}/kinds", data={"kind-0": "people.csv", "header-0": "4"})
    assert "Total clients" not in page(manager, f"/bring/{number}/columns/0")
    manager.post(f"/bring/{number}/columns/0", data={"column-1": "0", "column-2": "1", "column-3": "2", "column-10": "3"})
    manager.post(f"/bring/{number}/values/0", data={"value-0-0": "carer", "value-1-0": "male", "value-1-1": "female"})
    assert "1 row is left out." in page(manager, f"/bring/{number}")
    confirm(manager, number)
    assert [(row[1], str(row[3])) for row in records(app)["person"]] == [("K1", "2026-04-01"), ("K2", "2026-04-02")]


def test_another_row_can_be_said_to_name_the_columns(app: Flask, manager: FlaskClient) -> None:
    number = bring(manager, {"x.csv": "Our report,of clients\nref,when\nK1,2026-04-01\n"})
    answer = manager.post(f"/bring/{number}/kinds", data={"kind-0": "", "header-0": "2"})
    assert "1 row; columns: ref, when" in answer.text, "what was chosen stays though something is missing"
    manager.post(f"/bring/{number}/kinds", data={"kind-0": "people.csv", "header-0": "2"})
    file = kept(app, number)[1].files[0]
    assert [file.header, *map(list, file.rows)] == [["ref", "when"], [3, ["K1", "2026-04-01"]]]
    for wrong in ("3", "99", "x", "²"):
        manager.post(f"/bring/{number}/kinds", data={"kind-0": "people.csv", "header-0": wrong})
        assert kept(app, number)[1].files[0].header_row == 2, wrong


def test_each_sheet_of_a_workbook_can_be_brought_or_left(app: Flask, manager: FlaskClient) -> None:
    people = [("person", "role", "registered_on"), ("K1", "carer", date(2026, 4, 1))]
    contacts = [("contact", "person", "on", "kind"), ("t1", "K1", date(2026, 4, 2), "casework")]
    content = workbook(
        People=people, Contacts=contacts, Codes=[("x", "y"), ("1", "2")], Hidden=people, Empty=[("Only a title",)]
    )
    number = bring(manager, {"Export.xlsx": content})
    html = page(manager, f"/bring/{number}/kinds")
    assert [html.count(f"Export.xlsx – {one}") for one in ("People", "Contacts", "Codes", "Hidden", "Empty")] == [
        1,
        1,
        1,
        0,
        0,
    ]
    assert '<option value="leave" selected>' in html, "a sheet that we have no place for is proposed to be left"
    assert manager.get(f"/bring/{number}/columns/2").status_code == 303
    manager.post(f"/bring/{number}/kinds", data={"kind-0": "people.csv", "kind-1": "contacts.csv", "kind-2": "leave"})
    confirm(manager, number)
    found = records(app)
    assert (len(found["person"]), len(found["contact"])) == (1, 1)


def test_too_many_sheets_are_refused(manager: FlaskClient) -> None:
    sheets = {f"S{one}": [("a", "b"), ("x", "y")] for one in range(16)}
    assert "more than 15 sheets" in send(manager, {"x.xlsx": workbook(**sheets)}).text
    sheets.pop("S1"), sheets.pop("S2")
    assert "15 files and sheets" in send(manager, {"x.xlsx": workbook(**sheets), "y.xlsx": workbook(**sheets)}).text
