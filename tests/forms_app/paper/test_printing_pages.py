"""Staff print sheets: a few at once, many through the worker, each with a code of its own; a specimen has none."""

import io
import os
import re
import time
import zipfile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from forms_app.database import db
from forms_app.models.responses import PaperSheet
from forms_app.models.work import Job
from forms_app.paper import making
from forms_app.paper.codes import read_code
from forms_app.printing import NoPrinter
from forms_app.worker import jobs
from forms_app.worker.files import files_folder
from tests.support.staff import add_provider, opened, signed_in

CODE = re.compile(r"(?<![-0-9A-Z])[0-9A-Z]{4}-[0-9A-Z]{4}(?![-0-9A-Z])")
WANTED = {"layout": "standard", "language": "en", "return_to": ""}


def codes_in(pdf: bytes) -> list[str]:
    """The sheets' codes in the order of the pages, each once."""
    found = [code for page in PdfReader(io.BytesIO(pdf)).pages for code in CODE.findall(page.extract_text())]
    return list(dict.fromkeys(read_code(code) or code for code in found))


def sheets_of(app: Flask) -> list[str]:
    with app.app_context():
        return sorted(row.code for row in db.session.query(PaperSheet))


def test_a_few_sheets_come_at_once_each_with_its_own_code(app: Flask, worker: FlaskClient) -> None:
    opened(worker, "/paper/rounds/1/print")
    answer = worker.post("/paper/rounds/1/print", data=WANTED | {"sheets": "3"})
    assert answer.mimetype == "application/pdf"
    assert sorted(codes_in(answer.data)) == sheets_of(app)
    assert len(sheets_of(app)) == 3
    assert "3 sheets printed, 0 typed in" in opened(worker, "/paper")


def test_a_specimen_has_no_code_and_makes_no_sheet(app: Flask, worker: FlaskClient) -> None:
    answer = worker.get("/paper/rounds/1/specimen.pdf?layout=large&language=en")
    assert codes_in(answer.data) == []
    assert "Specimen" in PdfReader(io.BytesIO(answer.data)).pages[0].extract_text()
    assert sheets_of(app) == []


def test_many_sheets_are_made_by_the_worker_while_staff_see_how_far_it_is(
    app: Flask, worker: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "TOGETHER", 3)
    answer = worker.post("/paper/rounds/1/print", data=WANTED | {"sheets": "7"})
    at = answer.headers["Location"]
    assert "0 of 7" in opened(worker, at)
    assert worker.get(f"{at}/sheets").status_code == 404
    with app.app_context():
        jobs.run_jobs()
    assert "Your sheets are ready" in opened(worker, at)
    with zipfile.ZipFile(io.BytesIO(worker.get(f"{at}/sheets").data)) as together:
        names = together.namelist()
        codes = [code for name in names for code in codes_in(together.read(name))]
    assert names == ["spring-001-to-003.pdf", "spring-004-to-006.pdf", "spring-007-to-007.pdf"]
    assert sorted(codes) == sheets_of(app)
    assert len(codes) == 7


def test_a_file_of_sheets_is_deleted_after_a_day(app: Flask, worker: FlaskClient) -> None:
    at = worker.post("/paper/rounds/1/print", data=WANTED | {"sheets": "6"}).headers["Location"]
    with app.app_context():
        jobs.run_jobs()
        [path] = files_folder().glob("sheets-*")
        assert path.stat().st_mode & 0o077 == 0
        assert making.forget_files() == 0
        os.utime(path, (time.time() - 90_000,) * 2)
        assert making.forget_files() == 1
        assert not path.exists()
    assert "The file has been deleted" in opened(worker, at)
    assert worker.get(f"{at}/sheets").status_code == 404
    assert len(sheets_of(app)) == 6


def test_where_pdf_files_can_not_be_made_staff_read_what_to_install_and_no_sheet_is_made(
    app: Flask, worker: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_arguments: object) -> bytes:
        raise NoPrinter("On Debian: apt-get install libpango-1.0-0")

    monkeypatch.setattr(making, "print_sheets", fails)
    answer = worker.post("/paper/rounds/1/print", data=WANTED | {"sheets": "2"})
    assert answer.status_code == 422
    assert "apt-get install libpango" in answer.text
    at = worker.post("/paper/rounds/1/print", data=WANTED | {"sheets": "20"}).headers["Location"]
    with app.app_context():
        jobs.run_jobs()
    assert "apt-get install libpango" in opened(worker, at)
    assert sheets_of(app) == []


@pytest.mark.parametrize("sheets", ["", "0", "501", "many"])
def test_only_a_number_that_can_be_printed_is_taken(app: Flask, worker: FlaskClient, sheets: str) -> None:
    answer = worker.post("/paper/rounds/1/print", data=WANTED | {"sheets": sheets, "return_to": "1 High Street"})
    assert answer.status_code == 422
    assert "1 High Street" in answer.text
    assert sheets_of(app) == []


def test_a_draft_translation_says_so_before_it_is_printed(worker: FlaskClient) -> None:
    page = opened(worker, "/paper/rounds/1/print")
    assert page.count("Draft, not checked by a speaker") == 5


def test_another_provider_sees_neither_the_round_nor_the_file(app: Flask, worker: FlaskClient) -> None:
    at = worker.post("/paper/rounds/1/print", data=WANTED | {"sheets": "6"}).headers["Location"]
    with app.app_context():
        jobs.run_jobs()
    add_provider(app, "south", "South Carers")
    stranger = signed_in(app, "provider_manager", "south")
    for path in ("/paper/rounds/1/print", "/paper/rounds/1/specimen.pdf", "/paper/rounds/1/call", at, f"{at}/sheets"):
        assert stranger.get(path).status_code == 404
    assert "Spring survey" not in opened(stranger, "/paper")
    with app.app_context():
        assert db.session.query(Job).count() == 1


def test_the_rounds_page_leads_to_paper_and_phone(manager: FlaskClient) -> None:
    page = opened(manager, "/manage/rounds/1")
    assert 'href="/paper/rounds/1/print"' in page
    assert 'href="/paper/rounds/1/call"' in page
