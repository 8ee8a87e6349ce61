"""Easy read's pictures: those that the definitions name are built, and only what is a picture."""

import gzip
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from forms_app.frontend import build as building
from forms_app.frontend import pictures
from forms_app.frontend.node import FrontEndError
from surveys.library import load_library

ROOT = building.ROOT


@pytest.fixture
def collection(tmp_path: Path):
    """A collection of our own, in the place of OpenMoji's."""

    def write(**icons: str) -> Path:
        folder = tmp_path / "node_modules" / pictures.COLLECTION
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text("{}")
        made = {name: {"body": body} for name, body in icons.items()}
        aliases = {"other-name": {"parent": "bed"}}
        (folder / "icons.json").write_text(json.dumps({"icons": made, "aliases": aliases}))
        pictures._collection.cache_clear()
        return tmp_path

    yield write
    pictures._collection.cache_clear()


def test_every_picture_that_the_definitions_name_is_built_and_no_other(tmp_path: Path) -> None:
    building.build(tmp_path / "build")
    named = pictures.pictures_named(load_library())
    made = {path.stem for path in (tmp_path / "build" / "pictures").glob("*.svg")}
    assert made == set(named)
    for path in (tmp_path / "build" / "pictures").glob("*.svg"):
        assert gzip.decompress(path.with_name(path.name + ".gz").read_bytes()) == path.read_bytes()
        assert ElementTree.fromstring(path.read_text()).tag == "{http://www.w3.org/2000/svg}svg"


def test_a_picture_goes_by_its_other_name_too(collection) -> None:
    root = collection(bed="<path/>")
    assert dict(pictures.picture_files(root, {"other-name": "q"}))["pictures/other-name.svg"].endswith(b"<path/></svg>")


def test_a_picture_that_is_not_there_stops_the_build_and_names_the_question(collection) -> None:
    root = collection(bed="<path/>")
    with pytest.raises(FrontEndError, match=r"bead \(breaks.weekly\)"):
        list(pictures.picture_files(root, {"bead": "breaks.weekly"}))


@pytest.mark.parametrize(
    "body",
    [
        "<script>go()</script>",
        "<path onclick='go()'/>",
        "<image href='https://elsewhere.example/x.png'/>",
        "<a href='https://elsewhere.example/'/>",
        "<foreignObject/>",
    ],
)
def test_what_does_more_than_show_something_is_refused(collection, body: str) -> None:
    root = collection(bed=body)
    with pytest.raises(FrontEndError, match="does more than show"):
        list(pictures.picture_files(root, {"bed": "breaks.weekly"}))


def test_without_the_collection_the_build_says_what_to_install(tmp_path: Path) -> None:
    pictures._collection.cache_clear()
    with pytest.raises(FrontEndError, match="npm ci"):
        list(pictures.picture_files(tmp_path, {"bed": "breaks.weekly"}))


def test_definitions_without_pictures_need_no_collection(tmp_path: Path) -> None:
    assert list(pictures.picture_files(tmp_path, {})) == []
