"""Numbers of rows in addresses: one that no row can have is not found, whatever the page and the database."""

from flask import Flask
from werkzeug.exceptions import NotFound
from werkzeug.routing import IntegerConverter

from forms_app.database import HIGHEST_NUMBER


class RowNumber(IntegerConverter):
    """`<int:number>`: a number that databases take. PostgreSQL refuses higher ones, and Python thousands of digits."""

    def to_python(self, value: str) -> int:
        if len(value) > len(str(HIGHEST_NUMBER)) or int(value) > HIGHEST_NUMBER:
            # A ValidationError would have Werkzeug go on to other rules, and answer some with 405.
            raise NotFound
        return int(value)


def init_app(app: Flask) -> None:
    """Hold every `<int:…>` in an address to it."""
    app.url_map.converters["int"] = RowNumber
