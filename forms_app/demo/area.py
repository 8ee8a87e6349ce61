"""The made-up area: who provides what to whom, under which contract, and when what changed."""

from dataclasses import dataclass
from datetime import date

FIRST_DAY = date(2023, 4, 1)
TODAY = date(2026, 6, 30)
"""The day the demonstration takes it to be: the last of a quarter, so that answers given on it count at once."""
COUNCIL = "Elmsford Borough Council"

BREAKS_FROM = date(2024, 10, 1)
"""A new break service begins: sitting at home and short breaks, for the carers of all three carers' providers."""
OUTREACH_FROM = date(2024, 4, 1)
"""Carers' link workers begin at GP practices: more carers are found, for a year."""


@dataclass(frozen=True)
class Service:
    """One provider. `newcomers` is how many people begin in each quarter from the first; `inherited` began before it.

    `quality` (about 0 to 1) is how much changes for people there; `stay` the usual length of stay in days.
    """

    key: str
    name: str
    locality: str
    role: str
    letter: str
    inherited: int
    newcomers: tuple[int, ...]
    localities: tuple[tuple[str, float], ...]
    quality: float
    stay: int
    in_time: tuple[float, float, float, float] = (0.8, 0.8, 0.8, 0.8)
    files_late: float = 0.0


TOWNSHIPS = (
    ("heywood", 0.17), ("middleton", 0.22), ("pennines", 0.15), ("rochdale_north", 0.21), ("rochdale_south", 0.25)
)  # fmt: skip
WARDS = (("north", 0.3), ("central", 0.4), ("south", 0.3))

CARERS_SERVICE = Service(
    "moorside-carers", "Moorside Carers' Service", "borough", "carer", "M", 90,
    (148, 151, 139, 165, 187, 186, 188, 190, 171, 166, 163, 170, 159), TOWNSHIPS, 0.60, 620, (0.78, 0.84, 0.86, 0.87), 0.05,
)  # fmt: skip
HUB = Service(
    "hollin-hub", "Hollin Street Carers Hub", "central", "carer", "H", 60,
    (27, 26, 22, 30, 29, 27, 25, 33, 31, 28, 26, 34, 31), WARDS, 0.55, 700, (0.815, 0.843, 0.885, 0.89), 0.08,
)  # fmt: skip
PARTNERSHIP = Service(
    "elm-valley", "Elm Valley Carers' Partnership", "valley", "carer", "E", 45,
    (9, 8, 7, 10, 11, 9, 8, 12, 11, 10, 9, 12, 11), WARDS, 0.55, 760, (0.75, 0.78, 0.8, 0.82),
)  # fmt: skip
LARCHFIELD = Service(
    "larchfield", "Larchfield Home Care", "north", "service_user", "L", 62,
    (10, 9, 8, 12, 11, 10, 10, 12, 11, 10, 9, 12, 11), WARDS, 0.68, 600, (0.9, 0.91, 0.92, 0.92),
)  # fmt: skip
BRIGHTWATER = Service(
    "brightwater", "Brightwater Support at Home", "central", "service_user", "B", 44,
    (6, 7, 5, 7, 6, 6, 5, 8, 6, 7, 5, 7, 6), WARDS, 0.46, 560, (0.74, 0.72, 0.76, 0.78), 0.55,
)  # fmt: skip
COPSE_END = Service(
    "copse-end", "Copse End Care", "south", "service_user", "C", 9,
    (2, 1, 2, 2, 1, 2, 2, 2, 1, 2, 2, 2, 2), WARDS, 0.60, 640, (0.85, 0.85, 0.85, 0.85), 0.1,
)  # fmt: skip

CARERS = (CARERS_SERVICE, HUB, PARTNERSHIP)
HOME_CARE = (LARCHFIELD, BRIGHTWATER, COPSE_END)
SERVICES = CARERS + HOME_CARE


@dataclass(frozen=True)
class Deal:
    """A contract as the import file has it."""

    contract: str
    framework: str
    service: Service
    annual_value: int
    meeting_day: int | None = None


CONTRACTS = (
    Deal("CS-2023", "rochdale-carers", CARERS_SERVICE, 485_000, 18),
    Deal("HUB-2023", "birmingham-hub", HUB, 620_000, 22),
    Deal("CHA-2023", "carers-hub-audit", PARTNERSHIP, 210_000),
    Deal("HC-LARCH", "dorset-home-care", LARCHFIELD, 1_940_000),
    Deal("HC-BRIGHT", "dorset-home-care", BRIGHTWATER, 1_260_000),
    Deal("HC-COPSE", "dorset-home-care", COPSE_END, 310_000),
    Deal("KPI-LARCH", "six-kpis", LARCHFIELD, 1_940_000),
    Deal("KPI-BRIGHT", "six-kpis", BRIGHTWATER, 1_260_000),
)


def framework_of(service: Service) -> str:
    """The framework that a provider's goals are named in first."""
    return next(deal.framework for deal in CONTRACTS if deal.service is service)


def year_number(day: date) -> int:
    """The contract year that a day falls in, the first being 0."""
    return max((day.year - FIRST_DAY.year) - (day.month < FIRST_DAY.month), 0)
