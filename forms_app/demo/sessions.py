"""Sessions, events, courses and newsletters; and what people said of the service: complaints, concerns, thanks."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from forms_app.demo.area import (
    BREAKS_FROM,
    BRIGHTWATER,
    CARERS_SERVICE,
    FIRST_DAY,
    HUB,
    LARCHFIELD,
    PARTNERSHIP,
    TODAY,
    Service,
    year_number,
)
from forms_app.demo.chance import MONTHLY, day_in, pick, some, weekday
from forms_app.demo.rows import Rows
from surveys.periods import Period, periods_from

DROP_INS = (10, 13, 17, 19)
"""Drop-ins a month by contract year; fewer in August and December."""
BREAK_EVENTS = (12, 13, 11, 15, 14, 16, 17, 19, 18, 19, 18, 20, 20)
"""Carer break events by quarter: the new break service begins in the seventh."""
COURSES = (6, 7, 5, 8, 10, 11, 10, 12, 18, 19, 18, 20, 18)
ONLINE = (31, 30, 28, 34, 37, 36, 34, 39, 40, 38, 37, 41, 39)
TITLES = {
    "drop_in": ("Carers' drop-in", "Tea and talk", "Carers' café"),
    "carer_break": (
        "Garden walk and lunch",
        "Pottery morning",
        "Day out by tram",
        "Singing for the fun of it",
        "Film and tea",
    ),
    "training": ("Moving and handling", "Living well with dementia", "First aid at home", "Looking after your back"),
    "group": ("Parent carers' group", "Men who care", "Evening group for working carers"),
    "peer_support": ("Peer support circle", "Carers supporting carers"),
    "online_activity": ("Online quiz", "Chair yoga online", "Benefits question hour online", "Book club online"),
    "outreach": ("Stall at the market", "Table at the GP practice", "Visit to the community centre"),
    "newsletter": ("Carers' newsletter",),
    "huddle": ("Neighbourhood team huddle",),
    "volunteering": ("Volunteers' hours",),
    "event": ("Carers' tea", "Information morning", "Family fun afternoon"),
    "health_liaison": ("Talk to practice staff", "Session at the hospital"),
    "awareness": ("Carer awareness for staff",),
    "consultation": ("Carers' voice meeting",),
}


@dataclass(frozen=True)
class Diary:
    """Puts sessions of one provider into the rows."""

    rows: Rows
    luck: Random
    service: Service

    def hold(self, kind: str, day: date, *, place: str | None = None, people: float = 0, online: bool = False) -> None:
        """One session; `people` is how many usually come."""
        season = 1.0 if online else 0.75 + 0.25 * MONTHLY[day.month]
        self.rows.add(
            "activities",
            provider=self.service.key,
            activity=self.rows.key(self.service.key, self.service.letter + "-S"),
            kind=kind,
            held_on=day,
            online="yes" if online else "no",
            locality=place,
            attendees=max(2, some(self.luck, people * season)) if people else None,
            hours=None,
            title=self.luck.choice(TITLES[kind]),
        )

    def across(self, kind: str, number: int, period: Period, people: float) -> None:
        """So many sessions over the townships, each in turn."""
        places = [place for place, _ in self.service.localities]
        begin = self.luck.randrange(len(places))
        for turn in range(number):
            self.hold(kind, day_in(self.luck, period), place=places[(begin + turn) % len(places)], people=people)

    def hours(self, day: date, hours: float) -> None:
        """Hours that volunteers gave in a month."""
        self.hold("volunteering", day)
        self.rows.tables["activities"][-1]["hours"] = round(hours * 2) / 2


def make_sessions(rows: Rows, luck: Random, service: Service) -> None:
    """All that one carers' provider held."""
    diary = Diary(rows, luck, service)
    for number, quarter in enumerate(periods_from(FIRST_DAY, "quarter", TODAY)):
        if service is CARERS_SERVICE:
            _carers_service(diary, number, quarter)
        elif service is HUB:
            diary.across("group", some(luck, 13), quarter, 9)
            diary.across("peer_support", some(luck, 7), quarter, 8)
            diary.across("health_liaison", some(luck, 4) + 1, quarter, 0)
            diary.across("event", 2, quarter, 24)
            diary.hold("newsletter", day_in(luck, quarter))
        elif service is PARTNERSHIP:
            diary.across("training", 3 + year_number(quarter.start), quarter, 10)
            diary.across("carer_break", 2 if quarter.start < BREAKS_FROM else 5, quarter, 11)
            diary.across("peer_support", some(luck, 6), quarter, 8)
            diary.hold("consultation", day_in(luck, quarter), people=12)


def _carers_service(diary: Diary, number: int, quarter: Period) -> None:
    luck = diary.luck
    for month in quarter.parts("month"):
        usual = DROP_INS[year_number(month.start)]
        drop = {8: 3, 12: 4}.get(month.start.month, 0)
        diary.across("drop_in", max(8, usual - drop + luck.randint(0, 1)), month, 13)
        diary.hours(
            month.end,
            luck.gauss((128, 171, 182, 178)[year_number(month.start)], 12) * (0.8 + 0.2 * MONTHLY[month.start.month]),
        )
        diary.across("huddle", 3 + (month.start.month % 2), month, 0)
        diary.across("outreach", 3 if MONTHLY[month.start.month] > 0.7 else 2, month, 15)
    diary.across("carer_break", BREAK_EVENTS[number], quarter, 14)
    diary.across("training", COURSES[number], quarter, 9)
    diary.across("group", 8 + luck.randint(0, 3), quarter, 9)
    diary.across("peer_support", 6 + number // 3, quarter, 8)
    diary.across("event", 2, quarter, 35)
    for _ in range(ONLINE[number]):
        diary.hold("online_activity", day_in(luck, quarter), people=7, online=True)
    # The newsletter of the first Christmas did not go out: its editor's post was empty.
    for _ in range(1 if number == 2 else 2):
        diary.hold("newsletter", day_in(luck, quarter))


LATE_COMPLAINT = date(2025, 11, 6)
"""Received by Larchfield and completed 61 days later, over Christmas: it takes KPI 3 down for a quarter."""


def make_feedback(rows: Rows, luck: Random, service: Service) -> None:
    """Complaints, concerns, compliments, quality alerts and safeguarding concerns, with what came of them."""
    home_care = service.role == "service_user"
    size = {"larchfield": 1.0, "brightwater": 1.0, "copse-end": 0.22}.get(service.key, 1.0)
    slow = 0.36 if service is BRIGHTWATER else 0.07
    for quarter in periods_from(FIRST_DAY, "quarter", TODAY):
        usual = (
            (("complaint", 2.6), ("concern", 3.2), ("compliment", 5.0), ("quality_alert", 1.0), ("safeguarding", 1.1))
            if home_care
            else (("complaint", 1.1), ("compliment", 9.0), ("concern", 0.6))
        )
        for kind, mean in usual:
            trouble = 1.7 if service is BRIGHTWATER and kind not in ("compliment", "safeguarding") else 1.0
            for _ in range(some(luck, mean * size * trouble)):
                _feedback(rows, luck, service, kind, day_in(luck, quarter), late=luck.random() < slow)
    if service is LARCHFIELD:
        rows.add(
            "feedback",
            provider=service.key,
            feedback=rows.key(service.key, "L-F"),
            kind="complaint",
            received_on=LATE_COMPLAINT,
            completed_on=LATE_COMPLAINT + timedelta(days=61),
            outcome="upheld",
        )


def _feedback(rows: Rows, luck: Random, service: Service, kind: str, received: date, *, late: bool) -> None:
    days = luck.randint(33, 70) if late else luck.randint(3, 27)
    completed: date | None = weekday(received + timedelta(days=0 if kind == "compliment" else days))
    if completed is not None and (completed - received).days > 28 and not late:
        completed = received + timedelta(days=26)
    outcome = {
        "compliment": None,
        "quality_alert": luck.choice(("attributable", "not_attributable", "service_changed")),
        "safeguarding": luck.choice(("attributable", "not_attributable", "not_attributable", "asked_what_they_wanted")),
    }.get(kind, pick(luck, OUTCOMES))
    if completed is not None and completed > TODAY:
        completed, outcome = None, None
    rows.add(
        "feedback",
        provider=service.key,
        feedback=rows.key(service.key, service.letter + "-F"),
        kind=kind,
        received_on=received,
        completed_on=completed,
        outcome=outcome,
    )


OUTCOMES = (("upheld", 0.25), ("partly_upheld", 0.25), ("not_upheld", 0.2), ("resolved", 0.22), ("service_changed", 0.08))
