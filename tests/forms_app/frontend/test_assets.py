import re
from pathlib import Path

import pytest
from flask import Flask, render_template_string

from forms_app.frontend import assets


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    built = tmp_path / "static" / "build"
    built.mkdir(parents=True)
    (built / "survey.css").write_text("p{margin:0}")
    app = Flask(__name__, root_path=str(tmp_path), static_folder="static")
    assets.init_app(app)
    return app


def address(app: Flask, name: str = "survey.css") -> str:
    with app.test_request_context():
        return render_template_string("{{ static_url(name) }}", name=name)


def test_an_address_carries_a_fingerprint_that_changes_with_the_content(app: Flask, tmp_path: Path) -> None:
    before = address(app)
    assert re.fullmatch(r"/static/build/survey\.css\?v=[0-9a-f]{12}", before)
    assert address(app) == before
    (tmp_path / "static" / "build" / "survey.css").write_text("p{margin:1px}")
    assert address(app) != before


def test_a_file_asked_for_by_fingerprint_is_kept_for_a_year(app: Flask) -> None:
    response = app.test_client().get(address(app))
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_file_asked_for_without_a_fingerprint_is_checked_each_time(app: Flask) -> None:
    response = app.test_client().get("/static/build/survey.css")
    assert response.headers["Cache-Control"] == "no-cache"


def test_a_missing_file_is_not_kept_by_the_browser(app: Flask) -> None:
    response = app.test_client().get("/static/build/none.css?v=1")
    assert response.status_code == 404
    assert "immutable" not in response.headers.get("Cache-Control", "")


def test_a_file_that_was_not_built_says_what_to_run(app: Flask) -> None:
    with pytest.raises(assets.NotBuilt, match=r"python -m forms_app\.frontend\.build"):
        address(app, "staff.css")
