"""Page templates: Jinja with escaping on, plus the few filters they need."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from site_builder.site.evidence import Figure, Measure
from site_builder.site.figures import words
from site_builder.site.figures.periods import INTERVALS, date_words, period_words
from site_builder.site.pages import addresses
from site_builder.site.pages.catalogue import Catalogue

# Characters Markdown would read as its own, written as entities that every renderer gives back.
MARKDOWN = {ord(sign): f"&#{ord(sign)};" for sign in "\\`*_{}[]|~^$"}
# Signs that would end an attribute or begin a tag, as look-alikes: entities would be shown as such by one of the engines.
FRONT_MATTER = str.maketrans({"<": "‹", ">": "›", '"': "”"})
SHAPES = {"met": "●", "close": "◆", "missed": "▲", "none": "○"}


def in_markdown(text: object) -> Markup:
    """Text for a heading: on one line, nothing in it read as Markdown or HTML."""
    one_line = " ".join(str(text).split())
    return Markup(str(escape(one_line)).translate(MARKDOWN))


def in_front_matter(text: object) -> Markup:
    """A page's title or description as YAML. Themes put them into HTML as they stand, so no sign in them makes markup."""
    return Markup(json.dumps(" ".join(str(text).split()).translate(FRONT_MATTER), ensure_ascii=False))


def paragraphs(text: str) -> Markup:
    """Plain text as HTML paragraphs, split at empty lines."""
    blocks = [" ".join(block.split()) for block in text.replace("\r\n", "\n").split("\n\n")]
    return Markup("").join(Markup("<p>{}</p>\n").format(block) for block in blocks if block)


def figure(item: Figure) -> Markup:
    """A figure as readers see it: its label, and the mark of its shorthand where the label is not the mark itself."""
    return _figure(item.label, item.symbol)


@cache
def _figure(label: str, symbol: str) -> Markup:
    mark = f"[{symbol}]"
    if symbol and label == mark:
        return Markup('<abbr class="figure mark" title="{}">{}</abbr>').format(words.SHORTHAND[symbol], mark)
    shown = Markup('<span class="figure">{}</span>').format(label)
    if not symbol:
        return shown
    return shown + Markup(' <abbr class="mark" title="{}">{}</abbr>').format(words.SHORTHAND[symbol], mark)


def status(item: Figure, measure: Measure) -> Markup:
    """A status as a word with a shape; it is coloured only where the measure has a better and a worse side."""
    if not item.status:
        return Markup("")
    words_shown = "No target" if item.status == "none" and item.target is None else words.STATUSES[item.status]
    return _status(item.status, words_shown, measure.direction != "none")


@cache
def _status(name: str, shown: str, painted: bool) -> Markup:
    return Markup('<span class="status status--{}"><span aria-hidden="true">{}</span> {}</span>').format(
        name if painted else "plain", SHAPES[name], shown
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parents[1] / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.do"],
    )
    environment.filters.update(
        md=in_markdown,
        paragraphs=paragraphs,
        humanise=words.humanise,
        date=date_words,
        quoted=in_front_matter,
    )
    environment.globals.update(
        SHORTHAND=words.SHORTHAND,
        BASES=words.BASES,
        BASES_IN_FULL=words.BASES_IN_FULL,
        STATUSES=words.STATUSES,
        KINDS=words.KINDS,
        SERVES=words.SERVES,
        INTERVALS=INTERVALS,
        SHAPES=SHAPES,
        amount=words.amount,
        interval_words=words.interval_words,
        base_words=words.base_words,
        figure=figure,
        status=status,
        period=lambda figure: period_words(figure.period_start, figure.period_end),
        framework_address=addresses.framework_address,
        measure_address=addresses.measure_address,
        outcome_address=addresses.outcome_address,
        story_address=addresses.story_address,
    )
    return environment


def page(template: str, address: str, catalogue: Catalogue, **context: object) -> dict[str, bytes]:
    """One Markdown page: its path in the tree, and its bytes."""
    text = (
        _environment()
        .get_template(template)
        .render(
            catalogue=catalogue,
            evidence=catalogue.evidence,
            address=address,
            root=addresses.to_root(address),
            **context,
        )
    )
    return {f"{address}index.md": text.encode()}


def fragment(template: str, **context: object) -> Markup:
    """A piece of HTML made apart from its page."""
    return Markup(_environment().get_template(template).render(**context))
