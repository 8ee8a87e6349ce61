"""Where the demonstration lives: reused when finished, made anew when not, and never in the place of anything else."""

from pathlib import Path

import pytest

from forms_app.demo.instance import Instance, NotADemo


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "carer-outcomes.sqlite").write_text("records")
    with pytest.raises(NotADemo):
        Instance(tmp_path, 1, 5000).begin()
    assert (tmp_path / "carer-outcomes.sqlite").read_text() == "records"


def test_an_unfinished_demonstration_is_cleared_away(tmp_path: Path) -> None:
    instance = Instance(tmp_path / "demo", 1, 5000)
    instance.begin()
    (tmp_path / "demo" / "half.csv").write_text("half")
    assert not instance.is_finished()
    instance.begin()
    assert not (tmp_path / "demo" / "half.csv").exists()


def test_a_finished_demonstration_is_known_again(tmp_path: Path) -> None:
    instance = Instance(tmp_path / "demo", 1, 5000)
    instance.begin()
    instance.finish()
    assert Instance(tmp_path / "demo", 1, 8080).is_finished()


def test_another_seed_is_another_demonstration(tmp_path: Path) -> None:
    instance = Instance(tmp_path / "demo", 1, 5000)
    instance.begin()
    instance.finish()
    assert not Instance(tmp_path / "demo", 2, 5000).is_finished()


def test_the_app_is_on_the_demonstrations_own_day_and_database_whatever_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARER_OUTCOMES_DATABASE_URL", "sqlite:////nowhere/other.sqlite")
    monkeypatch.setenv("CARER_OUTCOMES_TODAY", "2020-01-01")
    app = Instance(tmp_path / "demo", 1, 5001).app()
    assert str(tmp_path / "demo") in app.config["DATABASE_URL"]
    assert app.config["TODAY"].isoformat() == "2026-06-30"
    assert app.config["MADE_UP"] is True
    assert app.config["PUBLIC_URL"] == "http://127.0.0.1:5001"
