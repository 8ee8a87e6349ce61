"""Which field of a return asks for what the records can tell."""

from surveys.model.framework import Framework
from surveys.model.source import Quantity

Twins = dict[tuple[str, str], Quantity]
"""By form and field: the quantity of records that the same measure counts under the same name."""


def twins_of(framework: Framework) -> Twins:
    """Fields that a measure takes from a return, with the quantity it takes from records under the same name."""
    found: Twins = {}
    for measure in framework.measures:
        recorded = {
            name: quantity
            for way in measure.ways
            if way.basis in ("records", "reviews")
            for name, quantity in way.quantities.items()
        }
        for way in measure.ways:
            for name, quantity in way.quantities.items():
                asked = quantity.from_return
                twin = recorded.get(name)
                if asked and twin and not twin.decision:
                    found.setdefault((asked.form, asked.field), twin)
    return found
