"""Context statistics that were published before: made up, in the manner of a census table."""

from datetime import date

from forms_app.demo.rows import Rows

CENSUS = "Made-up figures in the manner of the 2021 Census, unpaid care by characteristic"
REGISTERS = "Made-up figures in the manner of local GP registers, 2024"
FIGURES = (
    ("context.carers", "all", 18_640, CENSUS),
    ("context.place", "north", 5_510, CENSUS), ("context.place", "central", 7_620, CENSUS),
    ("context.place", "south", 5_510, CENSUS),
    ("context.age", "16_to_24", 1_320, CENSUS), ("context.age", "25_to_64", 13_050, CENSUS),
    ("context.age", "65_and_over", 4_270, CENSUS),
    ("context.ethnicity", "asian", 2_980, CENSUS), ("context.ethnicity", "black", 640, CENSUS),
    ("context.ethnicity", "mixed", 310, CENSUS), ("context.ethnicity", "white", 14_390, CENSUS),
    ("context.ethnicity", "other", 320, CENSUS),
    ("context.condition", "older_people", 1_690, REGISTERS), ("context.condition", "learning_disability", 430, REGISTERS),
    ("context.condition", "mental_health", 390, REGISTERS),
)  # fmt: skip


def make_published(rows: Rows) -> None:
    """Add the context statistics."""
    for measure, group, value, source in FIGURES:
        year = 2021 if source is CENSUS else 2024
        rows.add(
            "published", framework="carers-hub-audit", measure=measure, period_start=date(year, 1, 1),
            period_end=date(year, 12, 31), group=group, value=value, source=source, note="Rounded to the nearest ten.",
        )  # fmt: skip
