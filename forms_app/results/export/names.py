"""Names that SPSS takes: letters, digits, dots and underscores, at most 64 characters, none twice whatever the case."""

import re
from collections.abc import Iterable

LONGEST = 64
RESERVED = frozenset(["all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"])


def spss_names(names: Iterable[str]) -> list[str]:
    """A name in SPSS for each of `names`, in their order; no two alike, so that the codebook leads back from each."""
    taken: set[str] = set()
    made = []
    for name in names:
        plain = re.sub(r"[^A-Za-z0-9_.]", "_", name).strip("._")
        if not plain or not plain[0].isalpha() or plain.lower() in RESERVED:
            plain = f"q_{plain}".rstrip("._")
        candidate, number = plain[:LONGEST].rstrip("._"), 1
        while candidate.lower() in taken:
            number += 1
            ending = f"_{number}"
            candidate = plain[: LONGEST - len(ending)].rstrip("._") + ending
        taken.add(candidate.lower())
        made.append(candidate)
    return made
