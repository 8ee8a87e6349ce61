"""What each test's own app may take over from those before it, so that an app and its first page cost a fraction.

Of a test of casework 45% went on compiling templates and 17% on compiling rules, the same ones for every app.
"""

import tempfile
from collections.abc import Callable
from functools import cache
from typing import Any

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from werkzeug.routing import Rule

_compile_builder = Rule._compile_builder
_builders: dict[tuple[Any, ...], Callable[..., tuple[str, str]]] = {}


def keep_compiled_rules() -> None:
    """Let a rule build its addresses with the function that the same rule of an earlier app compiled.

    The function depends on the rule's text and defaults alone; it takes the rule, with its own converters, as an argument.
    """

    def kept(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (tuple(rule._trace), append_unknown, repr(rule.defaults))
        if key not in _builders:
            _builders[key] = _compile_builder(rule, append_unknown)
        return _builders[key]

    Rule._compile_builder = kept  # type: ignore[method-assign]


def keep_compiled_templates(app: Flask) -> None:
    """Let `app` load the templates that an earlier app of this run compiled, as long as their source is the same."""
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(_folder())


@cache
def _folder() -> str:
    return tempfile.mkdtemp(prefix="carer-outcomes-templates-")
