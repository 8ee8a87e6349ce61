"""What the list of people is narrowed by, read from the address. Nothing of it is kept anywhere else."""

from typing import Any

from flask import request
from flask_security import current_user

from forms_app.app import library
from forms_app.casework.caseload import NOBODY, STATES, Narrowing
from forms_app.casework.colleagues import Staff
from forms_app.casework.in_force import InForce
from forms_app.sought_words import find_words

LONGEST_FIND = 80
EVERYONE = "all"
UNASSIGNED = "none"
MINE = "mine"
NAMES = ("whose", "clock", "role", "locality", "group", "status", "sort", "find", "show")
"""The names in the address, in the order in which they stand there."""


def which_clocks(force: InForce) -> list[str]:
    """What the list can be narrowed to: each kind of clock that may run here."""
    found = [track.which for track in force.tracks] + (["sample_review"] if force.samples else [])
    return list(dict.fromkeys(found))


def read_narrowing(staff: Staff, force: InForce) -> tuple[Narrowing, dict[str, Any]]:
    """What the address asks for, and the same as the parameters of a link. What makes no sense there narrows nothing."""
    codes = library().codes
    given = {name: request.args.get(name, "").replace("\0", "").strip() for name in NAMES}
    find = find_words(given["find"], LONGEST_FIND) if given["find"] else ""
    known: dict[str, Any] = {
        "clock": which_clocks(force),
        "role": codes.codes("role"),
        "status": codes.codes("status"),
        "group": codes.codes("carer_groups"),
        "locality": staff.localities,
        "sort": ["reference"],
        "show": STATES,
        "whose": [MINE, EVERYONE, UNASSIGNED, *map(str, staff.names)],
    }
    kept = {name: value for name, value in given.items() if value and (name == "find" or value in known[name])}
    kept.setdefault("whose", MINE if staff.have.get(current_user.id) and not find else EVERYONE)
    if not find:
        kept.pop("find", None)
    return (
        Narrowing(
            state=kept.get("show"),
            which=kept.get("clock"),
            worker=_worker(kept["whose"]),
            role=kept.get("role"),
            status=kept.get("status"),
            locality=kept.get("locality"),
            carer_group=kept.get("group"),
            find=find,
            by_reference="sort" in kept,
        ),
        kept,
    )


def _worker(whose: str) -> int | None:
    if whose == EVERYONE:
        return None
    return int(current_user.id) if whose == MINE else NOBODY if whose == UNASSIGNED else int(whose)
