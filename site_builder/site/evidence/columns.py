"""The columns each file of an evidence folder must have."""

VALUES = (
    "framework",
    "measure",
    "contract",
    "provider",
    "breakdown",
    "group",
    "period_start",
    "period_end",
    "interval",
    "numerator",
    "denominator",
    "value",
    "unit",
    "ci_low",
    "ci_high",
    "target",
    "stretch",
    "status",
    "label",
    "symbol",
    "basis",
)

# Empty in a suppressed row: a number here would tell what [c] hides.
HIDDEN_WHEN_SUPPRESSED = ("numerator", "denominator", "value", "ci_low", "ci_high")

REQUIRED_FILES = ("values.csv", "measures.csv", "outcomes.csv", "frameworks.csv")

COLUMNS: dict[str, tuple[str, ...]] = {
    "values.csv": VALUES,
    "measures.csv": (
        "framework",
        "measure",
        "title",
        "description",
        "theme",
        "unit",
        "subject",
        "direction",
        "formula",
        "interval",
        "source",
        "kind",
        "level",
    ),
    "outcomes.csv": ("framework", "outcome", "title", "statement"),
    "frameworks.csv": ("framework", "title", "summary", "source", "publisher", "published", "serves"),
    "readings.csv": ("framework", "measure", "kind", "text"),
    "contracts.csv": ("contract", "framework", "provider", "provider_name", "starts_on", "ends_on"),
    "measure_outcomes.csv": ("framework", "outcome", "measure"),
    "names.csv": ("kind", "framework", "of", "id", "title"),
    "payments.csv": ("contract", "contract_year", "element", "weight_or_amount", "state", "reason"),
    "quotes.csv": ("framework", "outcome", "quote", "consent"),
    "changes.csv": ("framework", "provider", "said", "did", "when"),
    "audit.csv": (
        "framework",
        "provider",
        "period_start",
        "intervention",
        "intervention_title",
        "group",
        "group_title",
        "part",
        "value",
    ),
    "curves.csv": ("framework", "measure", "provider", "period_start", "part", "value"),
    "breaks.csv": ("framework", "measure", "from", "note"),
    "context.csv": ("framework", "topic", "group", "value", "source", "year", "note"),
}

SYMBOLS = frozenset({"", "c", "u", "x", "z", "p", "r"})
STATUSES = frozenset({"", "met", "close", "missed", "none"})

# What a suppressed figure may show: a small count that stands alone is said in words.
HIDDEN_LABELS = frozenset({"[c]", "fewer than 10"})
