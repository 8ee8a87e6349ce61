"""Pages of words: case studies, you said we did, turning the curve, context."""

from __future__ import annotations

import re

from markupsafe import Markup

from site_builder.site.evidence.model import Row
from site_builder.site.pages.addresses import story_address
from site_builder.site.pages.catalogue import Catalogue
from site_builder.site.pages.render import MARKDOWN, page

HEADING = re.compile(r"^(#{1,5})(?=\s)", re.MULTILINE)
# A story keeps its paragraphs, lists, headings, quotations and emphasis; it gets no HTML, link, image or code.
STORY = {code: entity for code, entity in MARKDOWN.items() if chr(code) not in "*_#"} | {38: "&amp;", 60: "&lt;"}


def safe_markdown(text: str) -> Markup:
    """An approved text as Markdown that can neither load nor run anything; its headings move down one level."""
    return Markup(HEADING.sub(r"#\1", text.translate(STORY)).strip())


def story_files(catalogue: Catalogue) -> dict[str, bytes]:
    """The list of case studies and a page for each."""
    stories = catalogue.evidence.stories
    files = page("stories.md", "stories/", catalogue, stories=stories)
    titles = {(o.framework, o.outcome): o for o in catalogue.evidence.outcomes}
    for story in stories:
        found = [titles.get((framework, outcome.partition(".")[0])) for framework, outcome in story.outcomes]
        outcomes = list({(o.framework, o.outcome): o for o in found if o}.values())
        body = safe_markdown(story.body)
        files |= page("story.md", story_address(story.name), catalogue, story=story, body=body, outcomes=outcomes)
    return files


def words_files(catalogue: Catalogue) -> dict[str, bytes]:
    """You said, we did; turn-the-curve notes; context statistics; history published before."""
    evidence = catalogue.evidence
    titles = {measure.key: measure for measure in evidence.measures}
    curves: dict[tuple[str, str, str, str], list[Row]] = {}
    for row in evidence.rows("curves"):
        curves.setdefault((row["framework"], row["measure"], row["provider"], row["period_start"]), []).append(row)
    context: dict[str, list[Row]] = {}
    for row in evidence.rows("context"):
        context.setdefault(row["topic"], []).append(row)
    changes = [
        (framework, rows)
        for framework in evidence.frameworks
        if (rows := sorted(evidence.rows("changes", framework.framework), key=lambda r: r["when"], reverse=True))
    ]
    history = [(m, catalogue.figures(m).published) for m in evidence.measures if catalogue.figures(m).published]
    return (
        page("changes.md", "you-said-we-did/", catalogue, changes=changes)
        | page("curves.md", "turning-the-curve/", catalogue, curves=list(curves.items()), measures=titles)
        | page("context.md", "context/", catalogue, topics=list(context.items()))
        | page("history.md", "history/", catalogue, history=history)
    )
