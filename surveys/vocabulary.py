"""What records can be counted by: the columns that `records` quantities may name, with the codes they hold.

One table serves the linter (is there such a column?), the figures (where is it?) and `check --codes`.
Column names are those of the import files; those marked as derived are worked out from them. Wellbeing payments,
signpostings and stories have no import file: they are recorded in the app.
"""

from collections.abc import Collection

PERSON_COLUMNS = (
    "role", "status", "carer_groups", "locality", "gender", "ethnicity", "health_issues", "family_status",
    "employment_status", "cared_for_gender", "cared_for_ethnicity", "cared_for_conditions", "age_group",
    "cared_for_age_group", "closed_reason",
)  # fmt: skip
"""Columns of a person, usable with any record that names one. `age_group` is derived from the year of birth."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "people": (*PERSON_COLUMNS, "registered_on", "closed_on"),
    "referrals": (*PERSON_COLUMNS, "received_on", "source", "kind", "accepted", "declined_reason", "referral_locality"),
    "assessments": (*PERSON_COLUMNS, "kind", "started_on", "completed_on", "days_to_complete"),
    "goals": (*PERSON_COLUMNS, "outcome", "agreed_on", "baseline"),
    "reviews": (*PERSON_COLUMNS, "reviewed_on", "kind", "feels_supported"),
    "goal_reviews": (
        *PERSON_COLUMNS, "reviewed_on", "outcome", "score", "baseline", "achieved", "need_met", "unmet_reason",
        "feels_supported", "set_at_first_assessment", "latest_in_period",
    ),
    "scores": (*PERSON_COLUMNS, "scale", "taken_on", "score", "at"),
    "contacts": (*PERSON_COLUMNS, "on", "kind", "minutes", "online", "registered_in_period"),
    "payments": (*PERSON_COLUMNS, "paid_on", "amount", "spent_on"),
    "signpostings": (*PERSON_COLUMNS, "since", "signposted_to", "registered_in_period"),
    "activities": ("held_on", "kind", "online", "locality", "attendees", "hours"),
    "stories": ("written_on", "kind"),
    "feedback": ("received_on", "completed_on", "kind", "outcome", "days_to_complete"),
}  # fmt: skip
"""Columns by record. Derived: `days_to_complete` (days from start or receipt to completion), `referral_locality` (the
referral's own), `set_at_first_assessment` (yes/no: the goal was agreed by the day the person's first assessment was
completed, or, with no assessment on file, on the first day any goal was agreed), `latest_in_period` (yes/no: no
later review of the same goal in the period), `registered_in_period` (yes/no: the person was registered in the period that
is counted). A `where` on `outcome` also takes the statements beneath it, and is written without the framework's name;
goals of other frameworks never count. Where people are counted as at a day, `status` is that day's as far as it can be
known: those closed since were active."""

DATES: dict[str, tuple[str, ...]] = {
    "people": ("registered_on", "closed_on"),
    "referrals": ("received_on",),
    "assessments": ("started_on", "completed_on"),
    "goals": ("agreed_on",),
    "reviews": ("reviewed_on",),
    "goal_reviews": ("reviewed_on",),
    "scores": ("taken_on",),
    "contacts": ("on",),
    "payments": ("paid_on",),
    "signpostings": ("since",),
    "activities": ("held_on",),
    "stories": ("written_on",),
    "feedback": ("received_on", "completed_on"),
}
"""The date columns by record; the first is the one meant where a quantity names none."""

SUMMABLE: dict[str, tuple[str, ...]] = {
    "activities": ("attendees", "hours"),
    "contacts": ("minutes",),
    "payments": ("amount",),
    "scores": ("score",),
    "goal_reviews": ("score",),
}

YES_OR_NO = (
    "accepted", "feels_supported", "need_met", "online", "set_at_first_assessment", "latest_in_period",
    "registered_in_period",
)  # fmt: skip
"""Columns that hold `yes` or `no`."""

BREAKDOWNS = (
    "locality", "age_group", "gender", "ethnicity", "health_issues", "family_status", "employment_status", "carer_groups",
    "status", "cared_for_age_group", "cared_for_gender", "cared_for_ethnicity", "cared_for_conditions",
)  # fmt: skip
"""Breakdowns that any figure from people's records can have; each record's own coded columns serve too."""


def list_of_codes(record: str, column: str, lists: Collection[str]) -> str | None:
    """The name of the code list that a record's column takes its codes from; None for a column without one.

    A record's own list comes first (`contact_kind` for the `kind` of contacts), then the column's (`gender`), then
    that of the carer's column for the cared-for person's (`cared_for_gender`).
    """
    one = f"{record.removesuffix('ies')}y" if record.endswith("ies") else record.removesuffix("s")
    own = f"{one}_{column}"
    names = (own, column, column.removeprefix("cared_for_"), "yes_no" if column in YES_OR_NO else "")
    return next((name for name in names if name in lists), None)
