"""Which responses are looked at: a survey's, of one round or of some providers, narrowed by filters."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Self

from flask_babel import gettext as _
from sqlalchemy import ColumnElement
from werkzeug.datastructures import MultiDict

from forms_app.models.responses import Response
from forms_app.respond.groups import begun_shown_to_staff, shown_to_staff

CHANNELS = ("web", "paper", "phone")
HELPERS = ("self", "with_help", "proxy")
FILTERS = ("channel", "language", "helper", "from", "to", "provider", "compare")
"""What the address of a page of results may hold."""
LONGEST_CODE = 60


@dataclass(frozen=True)
class Selection:
    """Responses to `survey` of `providers`, of one round where `round` is its number; days are inclusive."""

    survey: str
    providers: tuple[str, ...]
    round: int | None = None
    channel: str | None = None
    language: str | None = None
    helper: str | None = None
    first: date | None = None
    last: date | None = None

    @property
    def narrowed(self) -> bool:
        """Whether any filter is set."""
        return any((self.channel, self.language, self.helper, self.first, self.last))

    def sent(self) -> list[ColumnElement[bool]]:
        """Those sent and shown. Served by ix_response_submitted, for one round by ix_response_round_id."""
        days = [Response.submitted_on >= self.first] if self.first else []
        days += [Response.submitted_on <= self.last] if self.last else []
        return [*self._whose(), Response.submitted_on.is_not(None), shown_to_staff(), *days]

    def unfinished(self) -> list[ColumnElement[bool]]:
        """The responses that were begun and are not sent; days are those of beginning. Served by the same indexes."""
        days = [Response.started_on >= self.first] if self.first else []
        days += [Response.started_on <= self.last] if self.last else []
        return [*self._whose(), Response.submitted_on.is_(None), begun_shown_to_staff(), *days]

    def _whose(self) -> list[ColumnElement[bool]]:
        parts = [Response.survey == self.survey, Response.provider.in_(self.providers)]
        if self.round is not None:
            parts.append(Response.round_id == self.round)
        for column, wanted in (
            (Response.channel, self.channel), (Response.language, self.language), (Response.helper, self.helper)
        ):  # fmt: skip
            if wanted:
                parts.append(column == wanted)
        return parts

    def to_plain(self) -> dict[str, Any]:
        """The selection as JSON takes it."""
        days = {"first": self.first and self.first.isoformat(), "last": self.last and self.last.isoformat()}
        return asdict(self) | {"providers": list(self.providers)} | days

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Self:
        """The selection that `to_plain` wrote."""
        days = {name: plain[name] and date.fromisoformat(plain[name]) for name in ("first", "last")}
        return cls(**plain | {"providers": tuple(plain["providers"])} | days)


def narrowed_by(selection: Selection, typed: MultiDict[str, str]) -> tuple[Selection, list[dict[str, str]]]:
    """The selection with the filters that were typed, and what is wrong with those, for the page's summary of errors."""
    problems: list[dict[str, str]] = []
    days: dict[str, Any] = {}
    for name, field in (("first", "from"), ("last", "to")):
        given = typed.get(field, "").strip()
        try:
            days[name] = date.fromisoformat(given) if given else None
        except ValueError:
            days[name] = None
            problems.append({"text": _("Enter a day such as 2026-04-01"), "href": f"#{field}"})
    if days["first"] and days["last"] and days["first"] > days["last"]:
        problems.append({"text": _("The first day must not come after the last"), "href": "#from"})
    codes: dict[str, Any] = {name: typed.get(name, "")[:LONGEST_CODE] or None for name in ("channel", "language", "helper")}
    wanted = typed.get("provider")
    providers = (wanted,) if wanted in selection.providers else selection.providers
    return replace(selection, providers=providers, **codes, **days), problems
