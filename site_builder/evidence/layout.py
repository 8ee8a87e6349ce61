"""The files of an evidence folder and their columns, in their order. Other programs rely on these names."""

Column = tuple[str, str]
"""A column's name and its type in the data package."""

TEXT, NUMBER, DATE, INTEGER = "string", "number", "date", "integer"

VALUES: tuple[Column, ...] = (
    ("framework", TEXT), ("measure", TEXT), ("contract", TEXT), ("provider", TEXT), ("breakdown", TEXT), ("group", TEXT),
    ("period_start", DATE), ("period_end", DATE), ("interval", TEXT),
    ("numerator", NUMBER), ("denominator", NUMBER), ("value", NUMBER), ("unit", TEXT),
    ("ci_low", NUMBER), ("ci_high", NUMBER), ("target", NUMBER), ("stretch", NUMBER), ("status", TEXT),
    ("label", TEXT), ("symbol", TEXT), ("basis", TEXT),
)  # fmt: skip

FILES: dict[str, tuple[Column, ...]] = {
    "values.csv": VALUES,
    "measures.csv": tuple(
        (name, TEXT)
        for name in (
            "framework", "measure", "title", "description", "theme", "unit", "subject", "direction", "formula", "interval",
            "source", "kind", "level",
        )
    ),
    "outcomes.csv": tuple((name, TEXT) for name in ("framework", "outcome", "title", "statement")),
    "payments.csv": (
        ("contract", TEXT), ("contract_year", INTEGER), ("element", TEXT), ("weight_or_amount", TEXT), ("state", TEXT),
        ("reason", TEXT),
    ),
    "frameworks.csv": tuple(
        (name, TEXT) for name in ("framework", "title", "summary", "source", "publisher", "published", "serves")
    ),
    "readings.csv": tuple((name, TEXT) for name in ("framework", "measure", "kind", "text")),
    "contracts.csv": (
        ("contract", TEXT), ("framework", TEXT), ("provider", TEXT), ("provider_name", TEXT), ("starts_on", DATE),
        ("ends_on", DATE),
    ),
    "measure_outcomes.csv": tuple((name, TEXT) for name in ("framework", "outcome", "measure")),
    "names.csv": tuple((name, TEXT) for name in ("kind", "framework", "of", "id", "title")),
    "quotes.csv": tuple((name, TEXT) for name in ("framework", "outcome", "quote", "consent")),
    "changes.csv": tuple((name, TEXT) for name in ("framework", "provider", "said", "did", "when")),
    "audit.csv": (
        ("framework", TEXT), ("provider", TEXT), ("period_start", DATE), ("intervention", TEXT),
        ("intervention_title", TEXT), ("group", TEXT), ("group_title", TEXT), ("part", TEXT), ("value", TEXT),
    ),
    "curves.csv": (
        ("framework", TEXT), ("measure", TEXT), ("provider", TEXT), ("period_start", DATE), ("part", TEXT), ("value", TEXT),
    ),
    "context.csv": (
        ("framework", TEXT), ("topic", TEXT), ("group", TEXT), ("value", TEXT), ("source", TEXT), ("year", TEXT),
        ("note", TEXT),
    ),
    "breaks.csv": (("framework", TEXT), ("measure", TEXT), ("from", DATE), ("note", TEXT)),
}  # fmt: skip

ONLY_WITH_ROWS = frozenset({"breaks.csv"})
"""Files that are left out where they would have no rows."""

SORTED_BY: dict[str, int] = {"values.csv": 9}
"""How many leading columns order a file's rows; all of them where it is not said."""


def names(file: str) -> list[str]:
    """The column names of a file."""
    return [name for name, _ in FILES[file]]
