"""No null characters: no keyboard types them, PostgreSQL can't store them, and a page that repeats one is not HTML."""

from collections.abc import Iterable

from flask import Flask, Request, abort, request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.utils import cached_property

NULL = "\x00"


def _without_nulls(fields: Iterable[tuple[str, str]]) -> ImmutableMultiDict[str, str]:
    return ImmutableMultiDict((name.replace(NULL, ""), value.replace(NULL, "")) for name, value in fields)


class CleanRequest(Request):
    """A request whose form fields and query hold no null characters."""

    @cached_property
    def form(self) -> ImmutableMultiDict[str, str]:
        return _without_nulls(super().form.items(multi=True))

    @cached_property
    def args(self) -> ImmutableMultiDict[str, str]:
        return _without_nulls(super().args.items(multi=True))


def _refuse_null_in_address() -> None:
    if NULL in request.path:
        abort(404)


def init_app(app: Flask) -> None:
    """Clean what every view of `app` reads."""
    app.request_class = CleanRequest
    app.before_request(_refuse_null_in_address)
