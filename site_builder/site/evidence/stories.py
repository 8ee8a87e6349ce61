"""Approved case studies: `stories/*.md`, front matter and text."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from site_builder.site.evidence.model import Story

FENCE = re.compile(r"^---\n", re.MULTILINE)
"""A line of its own: a title may end in the same signs."""


def read_stories(folder: Path, faults: list[str]) -> list[Story]:
    """The stories of an evidence folder, newest first; a story without recorded consent is a fault."""
    stories = []
    for path in sorted((folder / "stories").glob("*.md")):
        name = f"stories/{path.name}"
        story = _read_story(path, name, faults)
        if story:
            stories.append(story)
    return sorted(stories, key=lambda story: (story.published_on, story.name), reverse=True)


def _read_story(path: Path, name: str, faults: list[str]) -> Story | None:
    text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    parts = FENCE.split(text, 2)
    try:
        front = yaml.safe_load(parts[1]) if len(parts) == 3 and not parts[0].strip() else None
    except yaml.YAMLError as error:
        faults.append(f"{name}: its front matter is not readable ({error})")
        return None
    if not isinstance(front, dict) or not front.get("title"):
        faults.append(f"{name}: has no front matter with a title between two lines of ---")
        return None
    if not front.get("consent"):
        faults.append(f"{name}: has no consent reference, so it cannot be published")
        return None
    outcomes = []
    for item in front.get("outcomes") or []:
        framework, colon, outcome = str(item).partition(":")
        if not colon:
            faults.append(f"{name}: outcome {item!r} is not written as framework:outcome")
            continue
        outcomes.append((framework, outcome))
    return Story(path.stem, str(front["title"]), tuple(outcomes), str(front.get("published_on") or ""), parts[2])
