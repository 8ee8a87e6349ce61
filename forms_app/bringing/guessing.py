"""Which of the fifteen an upload is, and which of its columns are which of ours: guessed, to be changed on the page."""

import re
from difflib import SequenceMatcher

from forms_app.bringing.kept import SHEET, BroughtFile
from forms_app.exchange.files import FILES
from forms_app.exchange.kinds import BirthYear, Day, Setting
from forms_app.exchange.layout import Column, File

COUNCIL_ONLY = ("providers.csv", "contracts.csv", "published.csv")
CALLED: dict[str, tuple[str, ...]] = {
    "provider": ("organisation", "organization", "agency"),
    "person": ("personid", "personref", "personreference", "clientid", "clientref", "client", "carerid", "carerref",
               "carer", "caserecordid", "serviceuserid", "nhs", "id", "ref", "reference", "caseid", "caseref"),
    "role": ("persontype", "clienttype", "type"),
    "registered_on": ("registered", "registereddate", "registrationdate", "dateregistered", "startdate", "joined",
                      "dateofregistration", "dateopened", "openeddate", "opened", "opendate", "caseopened", "datestarted"),
    "status": ("casestatus", "clientstatus", "state"),
    "closed_on": ("closed", "closuredate", "dateclosed", "closeddate", "closedate", "enddate", "dateended"),
    "closed_reason": ("closurereason", "closedreason", "endreason", "reasonclosed", "reasonforclosure"),
    "locality": ("area", "ward", "neighbourhood", "district", "town"),
    "carer_groups": ("carergroup", "carertype", "typeofcarer"),
    "birth_year": ("dob", "dateofbirth", "birthdate", "yearofbirth", "birthday"),
    "gender": ("sex",),
    "ethnicity": ("ethnicgroup", "ethnicorigin", "ethnicbackground"),
    "employment_status": ("employment", "work", "workingstatus"),
    "family_status": ("maritalstatus", "relationshipstatus"),
    "health_issues": ("health", "disability"),
    "referral": ("referralid", "referralref"),
    "received_on": ("received", "datereceived", "receiveddate", "referraldate", "dateofreferral"),
    "source": ("referralsource", "referredby", "sourceofreferral"),
    "assessment": ("assessmentid", "assessmentref"),
    "started_on": ("started", "assessmentdate", "dateofassessment", "startdate", "datestarted"),
    "completed_on": ("completed", "datecompleted", "completeddate", "completiondate"),
    "goal": ("goalid", "goalref"),
    "agreed_on": ("agreed", "dateagreed", "agreeddate", "goaldate", "dateset"),
    "review": ("reviewid", "reviewref"),
    "reviewed_on": ("reviewdate", "dateofreview", "reviewed"),
    "contact": ("contactid", "contactref"),
    "on": ("contactdate", "date", "dateofcontact"),
    "kind": ("type", "contacttype", "activitytype", "assessmenttype", "reviewtype", "referraltype", "category"),
    "minutes": ("duration", "mins", "length"),
    "activity": ("activityid", "activityref", "eventid"),
    "held_on": ("activitydate", "eventdate", "date"),
    "attendees": ("attendance", "numberattended", "attended"),
    "title": ("activityname", "eventname"),
    "feedback": ("feedbackid", "complaintid"),
    "taken_on": ("date", "scoredate"),
    "submitted_on": ("submitted", "datesubmitted", "date"),
}  # fmt: skip
NUMBERED = re.compile(r"(?<=.)(number|num|no|reference|ref)$")
"""Endings of the names of columns that hold references: a review’s no. is its id."""
LIKE_ENOUGH = 0.82
SAMPLES = 3


def bare(title: str) -> str:
    """A title's letters and digits, small."""
    return re.sub(r"[^a-z0-9]", "", title.lower())


def guess_kind(name: str, header: list[str], allowed: list[File], setting: Setting) -> str:
    """The file that an upload is most likely to be: by its name, else by how many of its required columns are found."""
    book, _between, sheet = name.partition(SHEET)
    for words in (sheet, book.rpartition(".")[0] or book):
        named = [one for one in allowed if bare(one.name.removesuffix(".csv")) in bare(words)]
        if named:
            return max(named, key=lambda one: len(one.name)).name
        if sheet:
            break
    best, most = "", 0.0
    for one in allowed:
        found = propose_columns(one, header, [], setting)
        needed = [column.name for column in one.columns if column.required and column.name != "provider"]
        hits = sum(name in found for name in needed)
        share = hits / max(len(needed), 1) + 0.01 * sum(column.name in found for column in one.columns)
        if hits * 2 > len(needed) and share > most:
            best, most = one.name, share
    return best


def propose_columns(file: File, header: list[str], rows: list[tuple[int, list[str]]], setting: Setting) -> dict[str, str]:
    """Our columns with the numbers of theirs that are most like them: by name, then by what is known to be called so."""
    bares = [bare(title) for title in header]
    found: dict[str, str] = {}
    columns = file.all_columns(setting)
    for likeness in (_same_name, _known_name, _near_name):
        for column in columns:
            if column.name in found:
                continue
            free = [place for place in range(len(header)) if str(place) not in found.values() and bares[place]]
            place = likeness(column, bares, free)
            if place is not None and (likeness is _same_name or _fits(column, place, rows)):
                found[column.name] = str(place)
    return found


def _same_name(column: Column, bares: list[str], free: list[int]) -> int | None:
    return next((place for place in free if bares[place] == bare(column.name)), None)


def _known_name(column: Column, bares: list[str], free: list[int]) -> int | None:
    titles = {NUMBERED.sub("id", bares[place]): place for place in reversed(free)}
    names = (NUMBERED.sub("id", name) for name in CALLED.get(column.name, ()))
    return next((titles[name] for name in names if name in titles), None)


def _near_name(column: Column, bares: list[str], free: list[int]) -> int | None:
    wanted = bare(column.name)
    near = [(SequenceMatcher(None, wanted, bares[place]).ratio(), -place) for place in free]
    best = max(near, default=(0.0, 0))
    return -best[1] if best[0] >= LIKE_ENOUGH else None


def _fits(column: Column, place: int, rows: list[tuple[int, list[str]]]) -> bool:
    """Whether a column's values can be what ours are: dates have digits, and so do years of birth."""
    if not isinstance(column.kind, Day | BirthYear):
        return True
    values = [cells[place] for _number, cells in rows[:50] if cells[place]]
    return not values or sum(any(sign.isdigit() for sign in one) for one in values) * 2 >= len(values)


def samples(file: BroughtFile, place: int) -> list[str]:
    """Three different values of one of their columns."""
    found: dict[str, None] = {}
    left_out = set(file.out)
    for number, cells in file.rows[:500]:
        if cells[place] and number not in left_out:
            found.setdefault(cells[place][:40])
        if len(found) == SAMPLES:
            break
    return list(found)


def kinds_for(own: str | None) -> list[File]:
    """The files that may come in: those of the area as a whole are the council's."""
    return [one for one in FILES if own is None or one.name not in COUNCIL_ONLY]
