"""Files that can't be read at all are named with what to do, and never end in a traceback."""

from pathlib import Path

import pytest

from tests.forms_app.exchange.conftest import Run
from tests.forms_app.exchange.small_area import GOOD, contents, write_files

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

BROKEN: list[tuple[bytes, str]] = [
    (b"", "providers.csv:1: has no header row; its first row must name the columns"),
    (b"\n \n,,\n", "providers.csv:1: has no header row; its first row must name the columns"),
    (b"p1,Carers First\n",
     "providers.csv:1: has no header row: its first row must name the columns (provider, name, locality, …)"),
    (b"provider;name\np1;One\n",
     "providers.csv:1: its cells are separated by semicolons; save it with commas between them"),
    (b"provider,name\np1,Caf\xe9\n", "providers.csv:2: is not UTF-8 text; save the file as CSV UTF-8"),
    ("provider,name\n".encode("utf-16"), "providers.csv:1: is not UTF-8 text but UTF-16; save it as CSV UTF-8"),
    (b"provider,name\np1,O\0ne\n",
     "providers.csv:2: holds a NUL byte, so it is not a text file; save it again as CSV UTF-8"),
    (b'provider,name\np1,One\np2,"Two\np3,Three\n', "providers.csv:3: a quote opens in this row and is never closed"),
    (b'provider,name\np1,"One"x\n',
     'providers.csv:2: the quotes of this row do not pair up: a cell that opens with " must end with it, and a quote '
     "within is doubled"),
    (b"provider,name\np1," + b"x" * 140_000 + b"\n",
     "providers.csv:2: a cell of this row is longer than 131,072 characters; is there a quote that is never closed?"),
]  # fmt: skip


def test_a_file_that_cannot_be_read_is_reported_alone(run: Run, tmp_path: Path) -> None:
    for number, (content, expected) in enumerate(BROKEN):
        folder = write_files(tmp_path / str(number), GOOD)
        (folder / "providers.csv").write_bytes(content)
        result = run("import", folder)
        assert result.stderr.splitlines()[:1] == [expected]
        assert isinstance(result.exception, SystemExit), result.exception
        assert result.exit_code == 1


def test_a_folder_with_none_of_the_files_says_so(run: Run, tmp_path: Path) -> None:
    folder = write_files(tmp_path / "other", {"person.csv": "x\n"})
    result = run("import", folder)
    assert result.exit_code == 1
    assert "holds none of the files that can be imported: providers.csv, contracts.csv" in result.stderr
    assert "did you mean people.csv?" in result.stderr


def test_a_file_that_is_nearly_one_of_ours_is_warned_of_and_left_out(run: Run, tmp_path: Path) -> None:
    folder = write_files(tmp_path / "some", {"providers.csv": GOOD["providers.csv"], "person.csv": "x\n", "notes.md": ""})
    result = run("import", folder)
    assert result.exit_code == 0
    assert result.stderr.splitlines() == [
        "Warning: person.csv: not one of the files that are imported, so it was left out; did you mean people.csv?"
    ]


def test_a_byte_order_mark_windows_line_ends_and_empty_rows_do_no_harm(run: Run, tmp_path: Path) -> None:
    content = '\ufeffname , provider,reasons\r\n\r\n One ,p1,x\r\n,,\r\n"Two\r\nlines",p2,\r\n'
    result = run("import", write_files(tmp_path / "windows", {"providers.csv": content}))
    assert result.exit_code == 0, result.stderr
    run("export", tmp_path / "out")
    assert contents(tmp_path / "out")["providers.csv"] == 'provider,name,locality\np1, One ,\np2,"Two\nlines",\n'


def test_lines_are_those_of_the_file_after_cells_of_several_lines(run: Run, tmp_path: Path) -> None:
    content = 'provider,name\np1,"One\ntwo\nthree"\n\np1,Again\n'
    result = run("import", write_files(tmp_path / "lines", {"providers.csv": content}))
    assert result.stderr.startswith("providers.csv:6: provider: 'p1' is a duplicate: line 2 has the same provider\n")
