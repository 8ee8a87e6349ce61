"""A list of people is read however it was saved; every fault is shown in its place and put right on the page."""

import io
import zipfile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook

from forms_app.invitations.list_file import LARGEST_UNPACKED
from tests.forms_app.rounds.conftest import add_list, add_person, add_round, invitations, kept, posted, upload


@pytest.fixture
def number(app: Flask) -> int:
    return add_round(app)


def spreadsheet(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("email\nann@example.org\n", "a.csv"),
        ("﻿E-mail address;Full name\r\nann@example.org;Ann\r\n", "a.csv"),
        ("name\temail\nZoë\tann@example.org\n".encode("cp1252"), "a.csv"),
        ("name,email\nZoë,ann@example.org\n".encode("utf-16"), "a.csv"),
        (spreadsheet(["Name", "Email"], ["Ann", "ann@example.org"]), "a.xlsx"),
    ],
)
def test_a_list_is_read_however_it_was_saved(
    app: Flask, manager: FlaskClient, number: int, content: str | bytes, name: str
) -> None:
    page = upload(manager, number, content, name)
    assert "1 person may be asked." in page
    posted(manager, f"/manage/rounds/{number}/upload/add", kept=kept(page))
    assert [one.email for one in invitations(app)] == ["ann@example.org"]


def test_a_spreadsheet_that_unpacks_to_far_more_is_not_opened(manager: FlaskClient, number: int) -> None:
    content = io.BytesIO(spreadsheet(["email"], ["ann@example.org"]))
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/more.xml", b" " * (LARGEST_UNPACKED + 1))
    assert "far too big" in upload(manager, number, content.getvalue(), "a.xlsx", 422)


def test_a_number_that_a_spreadsheet_cut_short_is_understood(app: Flask, manager: FlaskClient, number: int) -> None:
    page = upload(manager, number, spreadsheet(["Mobile"], [7700900123], [7700900124.0]), "a.xlsx")
    posted(manager, f"/manage/rounds/{number}/upload/add", kept=kept(page))
    assert [one.phone for one in invitations(app)] == ["+447700900123", "+447700900124"]


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.csv", "The file is empty"),
        (b"name,town\nAnn,Elmsford\n", "a.csv", "The first row must name the columns"),
        (b"email\n", "a.csv", "names columns but no people"),
        (b"email,e-mail\na@b.example,\n", "a.csv", "Two columns are called email"),
        (b'email\n"a@b.example\n', "a.csv", "quotes in the file do not pair up"),
        (b"PK\x03\x04 not a zip", "a.xlsx", "can’t be opened"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "a.xls", "old Excel file"),
        (b"email\n" + b"a@b.example\n" * 5_001, "a.csv", "more than 5000 rows"),
        (b"\x00\x01\x02", "a.csv", "not a CSV file"),
    ],
)
def test_a_file_that_is_no_list_says_why(manager: FlaskClient, number: int, content: bytes, name: str, words: str) -> None:
    assert words in upload(manager, number, content, name, 422)


def test_no_file_at_all_is_asked_for(manager: FlaskClient, number: int) -> None:
    assert "Select a file" in posted(manager, f"/manage/rounds/{number}/upload", 422)


def test_faults_are_put_right_on_the_page_and_then_everybody_is_added(
    app: Flask, manager: FlaskClient, number: int
) -> None:
    head = "name,email,phone,language,person\n"
    content = head + "Ann,ann@example,,,\nBob,bob@example.org,,,\nCat,,0161 496 0000,Klingon,\nDee,,,,\n"
    page = upload(manager, number, content, status=422)
    assert "3 rows need putting right." in page
    for words in (
        "Row 2: This is not an e-mail address",
        "Row 4: This is not a mobile number",
        "Row 4: We have no such language",
        "Row 5: Enter an e-mail address, a mobile number or a postal address",
    ):
        assert words in page
    right = {
        "kept": kept(page), "row": ["2", "4", "5"], "name-2": "Ann", "email-2": "ann@example.org",
        "name-4": "Cat", "phone-4": "07700 900124", "language-4": "Urdu", "leave-5": "yes",
    }  # fmt: skip
    page = posted(manager, f"/manage/rounds/{number}/upload", **right)
    assert "3 people may be asked." in page
    posted(manager, f"/manage/rounds/{number}/upload/add", kept=kept(page))
    assert [(one.name, one.channel, one.language) for one in invitations(app)] == [
        ("Ann", "email", "en"), ("Bob", "email", "en"), ("Cat", "text", "ur"),
    ]  # fmt: skip


def test_nothing_is_added_while_anything_is_wrong(app: Flask, manager: FlaskClient, number: int) -> None:
    page = upload(manager, number, "email\nann@example.org\nbob@\n", status=422)
    posted(manager, f"/manage/rounds/{number}/upload/add", 422, kept=kept(page), row="3", **{"email-3": "bob@"})
    assert invitations(app) == []


def test_what_a_page_carried_is_checked_again(app: Flask, manager: FlaskClient, number: int) -> None:
    for forged in ('[[2, {"email": "no address"}]]', "nonsense", '[[2, ["x"]]]', '{"a": 1}'):
        posted(manager, f"/manage/rounds/{number}/upload/add", 422, kept=forged)
    assert invitations(app) == []


def test_someone_twice_on_the_list_or_in_the_round_is_asked_once(app: Flask, manager: FlaskClient, number: int) -> None:
    page = add_list(manager, number, "email\nann@example.org\nANN@example.org\n")
    assert "1 person was left out: in this round already." in page
    assert "Nobody was added." in add_list(manager, number, "email\nann@example.org\n")
    assert len(invitations(app)) == 1


def test_a_reference_must_be_of_the_rounds_own_provider(app: Flask, manager: FlaskClient, number: int) -> None:
    add_person(app, "c1")
    add_person(app, "s1", "south")
    page = upload(manager, number, "email,person\na@b.example,c1\nb@b.example,s1\n", status=422)
    assert "Row 3: There is no person with this reference" in page
    assert "Row 2:" not in page


def test_columns_of_no_use_are_named_and_left_out(manager: FlaskClient, number: int) -> None:
    page = upload(manager, number, "email,Shoe size\na@b.example,43\n")
    assert "left out, as we have no use for them: Shoe size." in page


def test_what_is_in_a_list_comes_back_as_words_only(manager: FlaskClient, number: int) -> None:
    page = upload(manager, number, 'name,email\n"<b>Ann</b>",ann@\n', status=422)
    assert "<b>Ann" not in page.replace('value="<b>Ann</b>"', "")


def test_a_wish_not_to_be_asked_that_stands_in_the_records_holds_for_a_list_too(
    app: Flask, manager: FlaskClient, number: int
) -> None:
    add_person(app, "c1", email="ann@example.org", contact_by="none")
    add_person(app, "c2", contact_by="none")
    page = upload(manager, number, "email,person\nann@example.org,\nbob@example.org,c2\n")
    assert page.count("Does not wish to be asked") == 2


def test_someones_language_and_way_of_asking_come_from_the_records(app: Flask, manager: FlaskClient, number: int) -> None:
    add_person(app, "c1", email="ann@example.org", contact_by="text", language="ur")
    add_list(manager, number, "email,phone\nann@example.org,07700 900123\n")
    assert [(one.channel, one.language) for one in invitations(app)] == [("text", "ur")]
