"""Drawing people by lot, so that anyone with the seed and the list finds the same ones."""

import hashlib
from collections.abc import Iterable


def drawn(references: Iterable[str], seed: str, size: int) -> list[str]:
    """The `size` people whose lots come first, in the order of their references.

    A lot is SHA-256 of the seed, a line's end and the reference: it depends on nothing else, not even on the order in which
    the references come.
    """
    lots = sorted((hashlib.sha256(f"{seed}\n{reference}".encode()).hexdigest(), reference) for reference in references)
    return sorted(reference for _lot, reference in lots[:size])
