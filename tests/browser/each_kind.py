"""A survey with a question of each kind, for tests that look at every kind of page."""

import shutil
from pathlib import Path
from typing import Any

import yaml

from surveys.library import SHIPPED


def _option(code: str, label: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "label": label, **more}


RATHER_NOT = _option("prefer-not-to-say", "Prefer not to say", alone=True)
QUESTIONS: list[dict[str, Any]] = [
    {
        "key": "kinds.one",
        "kind": "one",
        "text": "Did you have a break last week?",
        "hint": "An hour to yourself counts.",
        "options": [_option("yes", "Yes", hint="Even if it was short"), _option("no", "No"), RATHER_NOT],
    },
    {
        "key": "kinds.many",
        "kind": "many",
        "text": "What kind of break was it?",
        "hint": "Select all that apply.",
        "options": [
            _option("day", "A day out"),
            _option("sitter", "A sitter"),
            _option("none", "None of these", alone=True),
        ],
    },
    {
        "key": "kinds.text",
        "kind": "text",
        "text": "What was good about it?",
        "hint": "A few words are enough.",
        "max_length": 50,
    },
    {
        "key": "kinds.number",
        "kind": "number",
        "text": "How many hours do you care in a week?",
        "hint": "A good guess is enough.",
        "at_most": 168,
        "unit": "hours",
        "options": [RATHER_NOT],
    },
    {
        "key": "kinds.scale",
        "kind": "scale",
        "text": "How happy were you yesterday?",
        "low_label": "Not at all",
        "high_label": "Completely",
        "options": [RATHER_NOT],
    },
    {
        "key": "kinds.safe",
        "kind": "one",
        "text": "How safe do you feel?",
        "hint": "Think about the last month.",
        "notice": "Staff who run this survey can read the next answer. If you are not safe, there are numbers to call.",
        "notice_named": "Your answer is kept with your name.",
        "personal": True,
        "options": [_option("safe", "Safe"), _option("unsafe", "Not safe"), RATHER_NOT],
        "help": {
            "after": ["unsafe"],
            "title": "Help is there for you",
            "text": "If you are in danger now, call 999.",
            "contacts": ["Samaritans, day or night, free: 116 123"],
        },
    },
    {
        "key": "kinds.must",
        "kind": "one",
        "text": "May we count your answers?",
        "required": True,
        "options": [_option("yes", "Yes"), _option("no", "No")],
    },
]
MODULE = {
    "id": "kinds",
    "title": "One of each kind",
    "theme": "breaks",
    "licence": {"status": "own", "holder": "the project", "evidence": "Made for these tests."},
    "questions": QUESTIONS,
}
SURVEY = {
    "id": "each-kind",
    "title": "A question of each kind",
    "intro": "A few questions, one of each kind.",
    "respondent": "carer",
    "minutes": 3,
    "modules": [{"module": "kinds"}],
}
GOOD_ANSWERS = {
    "kinds.one": "yes",
    "kinds.many": "sitter",
    "kinds.text": "Quiet",
    "kinds.number": "35",
    "kinds.scale": "7",
    "kinds.safe": "safe",
    "kinds.must": "yes",
}


def write_definitions(folder: Path) -> Path:
    """A folder of definitions with this survey alone."""
    for name, content in (("modules/kinds.yaml", MODULE), ("surveys/each-kind.yaml", SURVEY)):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    for name in ("codes.yaml", "languages.yaml"):
        shutil.copy(SHIPPED / name, folder / name)
    return folder
