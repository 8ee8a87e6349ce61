"""What was planted in the made-up area, and where it shows."""

PLANTED = (
    "Moorside Carers' Service found 159 new carers in April to June 2026: three short of its target of 162 (measure k2).",
)
