"""The demo command before and after the making: what it refuses, and what it reuses."""

import socket
from pathlib import Path

from click.testing import CliRunner, Result

from forms_app.demo.instance import Instance
from forms_app.settings import load_settings
from site_builder.demo_command import demo


def _run(*words: object) -> Result:
    return CliRunner().invoke(demo, [str(word) for word in words])


def test_a_folder_that_holds_something_else_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "carer-outcomes.sqlite").write_text("records")
    result = _run("--no-serve", "--home", tmp_path)
    assert result.exit_code == 1
    assert "name another folder with --home" in result.output
    assert (tmp_path / "carer-outcomes.sqlite").read_text() == "records"


def test_a_port_that_is_taken_is_named_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        result = _run("--home", tmp_path / "demo", "--port", port)
    assert result.exit_code == 1
    assert f"Something is served at port {port} already" in result.output
    assert not (tmp_path / "demo").exists()


def test_a_finished_demonstration_is_used_as_it_is(tmp_path: Path) -> None:
    instance = Instance(tmp_path / "demo", 7, 5000)
    instance.begin()
    (tmp_path / "demo" / "kept.txt").write_text("kept")
    instance.finish()
    result = _run("--no-serve", "--home", tmp_path / "demo", "--seed", 7)
    assert result.exit_code == 0, result.output
    assert "used as it is" in result.output
    assert (tmp_path / "demo" / "kept.txt").read_text() == "kept"


def test_its_settings_file_gives_other_commands_the_same_instance(tmp_path: Path) -> None:
    instance = Instance(tmp_path, 7, 5012)
    path = instance.write_settings()
    settings = load_settings({"CARER_OUTCOMES_CONFIG": str(path)})
    assert settings["HOME"] == tmp_path
    assert settings["TODAY"].isoformat() == "2026-06-30"
    assert settings["MADE_UP"] is True
    assert settings["PUBLIC_URL"] == "http://127.0.0.1:5012"
