"""A long list in pages."""

from typing import Any

from flask import request, url_for


class Pages:
    """Which page of a list is shown, and the links to the others. `filters` go into every link."""

    def __init__(self, endpoint: str, filters: dict[str, Any], count: int, a_page: int, **where: str) -> None:
        self.count = count
        self.number = max(1, -(-count // a_page))
        self.page = min(max(request.args.get("page", 1, type=int), 1), self.number)
        self.offset = (self.page - 1) * a_page
        self._endpoint, self._values = endpoint, {**where, **filters}

    def links(self) -> dict[str, Any] | None:
        """What the pagination macro takes, or None where everything is on one page."""
        if self.number == 1:
            return None
        around = range(max(1, self.page - 1), min(self.number, self.page + 1) + 1)
        shown = sorted({1, self.number, *around})
        items: list[dict[str, Any]] = []
        for before, number in zip([0, *shown], shown, strict=False):
            if number - before > 1:
                items.append({"ellipsis": True})
            items.append({"number": number, "current": number == self.page, **self._link(number)})
        return {
            "items": items,
            "previous": self._link(self.page - 1) if self.page > 1 else None,
            "next": self._link(self.page + 1) if self.page < self.number else None,
        }

    def _link(self, page: int) -> dict[str, Any]:
        return {"href": url_for(self._endpoint, **self._values, page=page)}
