"""What Sass leaves to do: a mirrored sheet for right-to-left languages, and rules that survey pages never use."""

import re
from collections.abc import Callable, Iterable

_SIDES = {"left": "right", "right": "left"}
_FOUR_SIDED = {"margin", "padding", "inset", "border-width", "border-color", "border-style"}
# A tick is a tick in every language: it moves to the other side but does not turn round.
_TICK = ".govuk-checkboxes__label::after"
_SIDED_VALUES = {"text-align", "float", "clear"}


def split_outside(text: str, separator: str) -> list[str]:
    """The parts of `text` between separators that are in no brackets and no quotes; empty parts are left out."""
    parts, depth, quote, start = [], 0, "", 0
    for position, character in enumerate(text):
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character in "()":
            depth += 1 if character == "(" else -1
        elif character == separator and not depth:
            parts.append(text[start:position])
            start = position + 1
    return [part for part in [*parts, text[start:]] if part.strip()]


def _mirrored_declaration(declaration: str) -> str:
    name, _, value = declaration.partition(":")
    property_name = name.strip().removeprefix("-webkit-")
    if not property_name.startswith("--"):
        name = _swap_sides(name)
    if property_name in _SIDED_VALUES:
        value = _swap_sides(value)
    elif property_name in _FOUR_SIDED and len(four := split_outside(value, " ")) == 4:
        value = " ".join([four[0], four[3], four[2], four[1]])
    elif property_name == "clip-path":
        value = re.sub(r"([\d.]+)% ([\d.]+)%", lambda m: f"{100 - float(m[1]):g}% {m[2]}%", value)
    elif property_name == "transform":
        value = re.sub(r"(rotate|translateX)\((-?)", lambda m: m[1] + ("(" if m[2] else "(-"), value)
    value = re.sub(r"safe-area-inset-(left|right)", lambda m: f"safe-area-inset-{_SIDES[m[1]]}", value)
    return f"{name}:{value}"


def _swap_sides_of_name(declaration: str) -> str:
    name, _, value = declaration.partition(":")
    return f"{_swap_sides(name)}:{value}"


def _swap_sides(text: str) -> str:
    return re.sub(r"\b(left|right)\b", lambda match: _SIDES[match[1]], text)


def mirrored(css: str) -> str:
    """Compressed CSS in, the same sheet for pages with dir="rtl" out: left is right, arrows turn round."""

    def mirror(selector: str, body: str) -> tuple[str, str]:
        change = _swap_sides_of_name if _TICK in selector else _mirrored_declaration
        return selector, ";".join(change(part) for part in split_outside(body, ";"))

    return _each_rule(css, mirror)


def without(css: str, unused: Iterable[str]) -> str:
    """Compressed CSS in; out without the selectors that name one of the `unused` classes (prefixes such as ".x--small")."""
    names = tuple(unused)

    def prune(selector: str, body: str) -> tuple[str, str]:
        kept = [part for part in split_outside(selector, ",") if not any(name in part for name in names)]
        return ",".join(kept), body

    return _each_rule(css, prune)


def _each_rule(css: str, change: Callable[[str, str], tuple[str, str]]) -> str:
    """Every style rule, also inside @media and @supports, put through `change`; emptied blocks disappear."""
    out, position = [], 0
    while (opening := css.find("{", position)) >= 0:
        closing = _closing_brace(css, opening)
        prelude, body = css[position:opening], css[opening + 1 : closing]
        if prelude.lstrip().startswith(("@media", "@supports")):
            body = _each_rule(body, change)
        elif not prelude.lstrip().startswith("@"):
            prelude, body = change(prelude, body)
        if prelude and body:
            out.append(f"{prelude}{{{body}}}")
        position = closing + 1
    return "".join(out) + css[position:].strip()


def _closing_brace(css: str, opening: int) -> int:
    depth, quote = 0, ""
    for position in range(opening, len(css)):
        character = css[position]
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character in "{}":
            depth += 1 if character == "{" else -1
            if not depth:
                return position
    raise ValueError("The style sheet has a block that is never closed.")
