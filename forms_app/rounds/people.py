"""Picking people for a round from the provider's own books."""

from dataclasses import dataclass
from typing import Any

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, or_, select

from forms_app import audit_log
from forms_app.accounts import own_provider, staff_only
from forms_app.app import library
from forms_app.casework.outcomes import locality_items
from forms_app.database import db
from forms_app.invitations.adding import add_people
from forms_app.invitations.eligible import Standing, standings
from forms_app.invitations.reach import reach_of_person
from forms_app.models.records import Person
from forms_app.models.responses import Round
from forms_app.respond.rounds import has_closed
from forms_app.rounds.blueprint import blueprint, personal_round
from forms_app.rounds.words import added_words, channel_words, left_out_words, problem_words

ON_A_PAGE = 50
FILTERS = ("role", "status", "carer_groups", "locality", "may")


@dataclass(frozen=True)
class Found:
    """Those who match the filters: with a way to reach them, and how many there are without."""

    lines: list[Standing]
    without_contact: int

    @property
    def fit(self) -> int:
        """How many of them may be asked."""
        return sum(line.problem is None for line in self.lines)


@blueprint.get("/<int:number>/people")
@staff_only("provider_manager")
def people(number: int) -> str:
    """Who may be asked, and why the others may not. Filters are in the address."""
    round_ = personal_round(number)
    found = _find(round_, _filters())
    lines = [line for line in found.lines if line.problem is None] if request.args.get("may") == "yes" else found.lines
    pages = max(1, -(-len(lines) // ON_A_PAGE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    shown = lines[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    audit_log.record("people-listed", provider=round_.provider, count=len(shown))
    db.session.commit()
    codes = library().codes
    return render_template(
        "rounds/people.html",
        round=round_,
        found=found,
        lines=shown,
        page=page,
        pages=pages,
        asked=_filters() | ({"may": "yes"} if request.args.get("may") == "yes" else {}),
        groups=codes.codes("carer_groups"),
        localities=locality_items(own_provider()),
        channel_words=channel_words,
        problem_words=problem_words,
    )


@blueprint.post("/<int:number>/people")
@staff_only("provider_manager")
def add_from_books(number: int) -> Response:
    """Put the ticked people into the round, or all who match the filters."""
    round_ = personal_round(number, lock=True)
    if has_closed(round_):
        abort(409, _("The round is over, so nobody else can be invited."))
    chosen = set(request.form.getlist("person"))
    everyone = request.form.get("all") == "yes"
    reaches = [line.reach for line in _find(round_, _filters()).lines if everyone or line.reach.person in chosen]
    outcome = add_people(round_, reaches)
    if outcome.added:
        audit_log.record("people-invited", provider=round_.provider, round=round_.slug, count=outcome.added)
    db.session.commit()
    if not reaches:
        filters: dict[str, Any] = dict(_filters())
        flash(_("Nobody was ticked, so nobody was added."), "info")
        return make_response(redirect(url_for("rounds.people", number=number, **filters), 303))
    flash(added_words(outcome.added), "success")
    for words in left_out_words(outcome.left_out):
        flash(words, "info")
    return make_response(redirect(url_for("rounds.round_page", number=number), 303))


def _filters() -> dict[str, str]:
    """The filters that were chosen. Active people are meant unless another status is."""
    found = {name: request.args.get(name, "").replace("\0", "")[:80] for name in ("role", "carer_groups", "locality")}
    found["status"] = request.args.get("status", "active").replace("\0", "")[:80]
    return {name: value for name, value in found.items() if value}


def _find(round_: Round, filters: dict[str, str]) -> Found:
    """Served by ix_person_status. Only those with details are read, as reading means deciphering."""
    matching: list[ColumnElement[bool]] = [Person.provider == round_.provider]
    for name, value in filters.items():
        column: Any = getattr(Person, name)
        if name == "carer_groups":
            matching.append((";" + column + ";").contains(f";{value};", autoescape=True))
        elif not (name == "status" and value == "any"):
            matching.append(column == value)
    details = or_(Person.email.is_not(None), Person.phone.is_not(None), Person.address.is_not(None))
    found = db.session.scalars(select(Person).where(*matching, details).order_by(Person.person)).all()
    without = db.session.scalar(select(func.count()).select_from(Person).where(*matching, ~details)) or 0
    return Found(standings(round_, [reach_of_person(one) for one in found]), without)
