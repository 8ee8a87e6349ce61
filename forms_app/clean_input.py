"""No characters that no keyboard types: PostgreSQL can't store some, spreadsheets others, and none may stand in HTML."""

import re
from collections.abc import Iterable

from flask import Flask, Request, abort, request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.utils import cached_property

NULL = "\x00"
_PLANES = "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
NOT_WRITING = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_PLANES}]")
"""Control characters but tab and new line, halves of letters, and code points that Unicode gives to no letter, ever."""


def clean(text: str) -> str:
    """`text` without characters that are no writing."""
    return NOT_WRITING.sub("", text)


def _cleaned(fields: Iterable[tuple[str, str]]) -> ImmutableMultiDict[str, str]:
    return ImmutableMultiDict((clean(name), clean(value)) for name, value in fields)


class CleanRequest(Request):
    """A request whose form fields and query hold only writing."""

    @cached_property
    def form(self) -> ImmutableMultiDict[str, str]:
        return _cleaned(super().form.items(multi=True))

    @cached_property
    def args(self) -> ImmutableMultiDict[str, str]:
        return _cleaned(super().args.items(multi=True))


def _refuse_null_in_address() -> None:
    if NULL in request.path:
        abort(404)


def init_app(app: Flask) -> None:
    """Clean what every view of `app` reads."""
    app.request_class = CleanRequest
    app.before_request(_refuse_null_in_address)
