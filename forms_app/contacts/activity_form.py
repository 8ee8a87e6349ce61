"""What the form of an activity says, checked."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _

from forms_app.accounts import own_provider
from forms_app.app import library
from forms_app.casework.outcomes import locality_items
from forms_app.contacts.attendance import who_came
from forms_app.contacts.blueprint import UNATTENDED
from forms_app.contacts.fields import check_all_on_books, read_amount, read_past_day
from forms_app.contacts.picking import picked_people
from forms_app.models.records import Activity, Person
from forms_app.saving import state_of
from forms_app.typed import Typed

MOST_HOURS = 10_000
MOST_PEOPLE = 99_999


@dataclass(frozen=True)
class ActivityAnswers:
    """A good form. `columns` are those of the table; `people` are those on the books who came."""

    kind: str
    held_on: date
    title: str | None
    locality: str | None
    online: str | None
    hours: Decimal | None
    attendees: int | None
    people: list[Person]

    def columns(self) -> dict[str, object]:
        """The columns of the table, by name."""
        return {name: value for name, value in vars(self).items() if name != "people"}


def read_activity(typed: Typed, there: Activity | None) -> ActivityAnswers | None:
    """What was typed, or None with the errors on `typed`, in the order of the page."""
    codes = library().codes
    kind = typed.choice("kind", codes.codes("activity_kind"), missing=_("Select what kind of activity it was"))
    title = typed.text("title", longest=300)
    held_on = read_past_day(typed, "held_on", _("Date"), _("Enter the date it was held"))
    places = {item["value"] for item in locality_items(own_provider())}
    locality = typed.choice("locality", places | ({there.locality} if there and there.locality else set()))
    online = typed.choice("online", codes.codes("online"))
    hours = read_amount(typed, "hours", MOST_HOURS, what=_("Hours"))
    people = picked_people(typed, own_provider())
    if people and kind in UNATTENDED:
        typed.wrong("find", _("Nobody is counted as having come to this kind of activity: untick them, or change the kind"))
    check_all_on_books(typed, "held_on", held_on, people)
    others = typed.number("others", 0, MOST_PEOPLE, what=_("Number of others"))
    if typed.errors or kind is None or held_on is None:
        return None
    attendees = len(people) + (others or 0) if people or others is not None else None
    return ActivityAnswers(kind, held_on, title, locality, online, hours, attendees, people)


def fill_in(typed: Typed, activity: Activity) -> None:
    """Fill the form with what is on file."""
    for name in ("kind", "title", "locality", "online"):
        typed.fields[name] = getattr(activity, name) or ""
    typed.set_day("held_on", activity.held_on)
    typed.fields["hours"] = f"{activity.hours:f}".rstrip("0").rstrip(".") if activity.hours is not None else ""
    came = who_came(activity)
    typed.fields.setlist("people", came)
    typed.fields["others"] = "" if activity.attendees is None else str(max(activity.attendees - len(came), 0))


def activity_state(activity: Activity) -> str:
    """A short name for all that is on file of an activity."""
    columns = (activity.kind, activity.title, activity.held_on, activity.locality, activity.online)
    hours = None if activity.hours is None else f"{activity.hours:.2f}"
    return state_of([*columns, hours, activity.attendees, *who_came(activity)])
