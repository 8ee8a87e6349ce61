"""The guide to writing definitions works as written."""

import re
import shutil
from pathlib import Path

from surveys.check import check
from surveys.library import SHIPPED
from surveys.lint.readings import QUESTIONS

GUIDE = (Path(__file__).parents[2] / "docs" / "contributing" / "definitions.md").read_text(encoding="utf-8")


def test_the_sixth_framework_of_the_guide_passes_the_check(tmp_path):
    shutil.copytree(SHIPPED, tmp_path / "definitions")
    example = "\n".join(re.findall(r"```yaml\n(.*?)```", GUIDE, flags=re.DOTALL))
    (tmp_path / "definitions/frameworks/hillshire-carers.yaml").write_text(example, encoding="utf-8")
    report = check(tmp_path / "definitions")
    assert [str(finding) for finding in (*report.errors, *report.questions)] == []
    assert [measure.id for measure in report.library.frameworks["hillshire-carers"].measures] == [
        "breaks.survey", "breaks.held", "complaints",
    ]  # fmt: skip


def test_the_error_that_the_guide_shows_is_the_one_that_is_told(tmp_path):
    shutil.copytree(SHIPPED, tmp_path / "definitions")
    example = "\n".join(re.findall(r"```yaml\n(.*?)```", GUIDE, flags=re.DOTALL))
    wrong = example.replace("outcomes: [breaks]", "outcomes: [brakes]", 1)
    (tmp_path / "definitions/frameworks/hillshire-carers.yaml").write_text(wrong, encoding="utf-8")
    assert str(check(tmp_path / "definitions").errors[0]) in GUIDE


def test_every_kind_of_question_is_in_the_guide():
    assert set(re.findall(r"^\| `([a-z0-9-]+)` \|", GUIDE, flags=re.MULTILINE)) == QUESTIONS
