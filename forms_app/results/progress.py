"""How a round goes: who was asked, who began, where those stopped who did not finish. Numbers of people only."""

from dataclasses import dataclass

from sqlalchemy import case, exists, func, select

from forms_app.models.responses import AnswerRow, Invitation, Response, Round
from forms_app.respond.groups import rounds_under_way
from forms_app.results.counting import Database
from forms_app.results.figures import Share
from forms_app.results.selection import Selection
from forms_app.results.series import AskedVersion, version_of_no_version
from surveys.model.common import say


@dataclass(frozen=True)
class Stop:
    """How many stopped after this question; `text` is empty for those who answered none."""

    text: str
    people: int


@dataclass(frozen=True)
class Progress:
    """`stops` in the order of asking. `replied`: of those invited by name, how many sent answers; None without any.

    `kept_back`: whether there are rounds under way of which it is not told how many began: see `respond.groups`.
    """

    sent: int
    stops: list[Stop]
    replied: Share | None
    kept_back: bool = False

    @property
    def unfinished(self) -> int:
        """How many are under way or were left; those that are too old are no longer kept."""
        return sum(stop.people for stop in self.stops)


def progress_of(database: Database, selection: Selection, versions: list[AskedVersion], sent: int) -> Progress:
    """How a selection's responses stand. Invitations are those of its round, whatever the filters."""
    return Progress(
        sent, _stops(database, selection, versions), _replied(database, selection), _kept_back(database, selection)
    )


def _kept_back(database: Database, selection: Selection) -> bool:
    """Rounds are few."""
    which = [Round.survey == selection.survey, Round.provider.in_(selection.providers), *rounds_under_way()]
    if selection.round is not None:
        which.append(Round.id == selection.round)
    return bool(database.execute(select(exists().where(*which))).scalar())


def _stops(database: Database, selection: Selection, versions: list[AskedVersion]) -> list[Stop]:
    """The furthest question that each unfinished response holds. From the responses to their answers by the primary key."""
    order = list(dict.fromkeys(key for version in versions for key in version.survey.by_key))
    if not order:
        return []
    texts = {key: say(question.text) for version in versions for key, question in version.survey.by_key.items()}
    place = func.max(case({key: number for number, key in enumerate(order)}, value=AnswerRow.question))
    each = (
        select(place.label("place"))
        .select_from(Response)
        .outerjoin(AnswerRow, AnswerRow.response == Response.response)
        .where(
            *selection.unfinished(), func.coalesce(Response.version, version_of_no_version(selection.survey)).is_not(None)
        )
        .group_by(Response.response)
        .subquery()
    )
    counted = {row[0]: row[1] for row in database.execute(select(each.c.place, func.count()).group_by(each.c.place))}
    places = sorted(counted, key=lambda one: -1 if one is None else one)
    return [Stop("" if one is None else texts[order[one]], counted[one]) for one in places]


def _replied(database: Database, selection: Selection) -> Share | None:
    """Served by ix_invitation_round_id."""
    if selection.round is None:
        return None
    query = select(Invitation.state, func.count()).where(Invitation.round_id == selection.round).group_by(Invitation.state)
    counted = {row[0]: row[1] for row in database.execute(query)}
    invited = sum(counted.values())
    return Share("sent", "", counted.get("sent", 0), invited) if invited else None
