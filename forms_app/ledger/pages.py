"""The ledger: every table for the quarters and filters chosen."""

from dataclasses import dataclass

from flask import render_template, request, url_for
from sqlalchemy import func, select

from forms_app.accounts import staff_only
from forms_app.app import library
from forms_app.clock import today
from forms_app.database import db, read_only_request
from forms_app.ledger import words
from forms_app.ledger.blueprint import READERS, ledger_pages, opens_records, providers_counted
from forms_app.ledger.choice import FILTERS, NONE, Choice, quarters_until, read_choice
from forms_app.ledger.counting import read_ledger
from forms_app.models.records import Review
from surveys.periods import Period


@dataclass(frozen=True)
class Asked:
    """What the address asks for, and what it could ask for."""

    choice: Choice
    providers: dict[str, str]
    quarters: list[Period]


def asked() -> Asked:
    """Read the address of a page of the ledger: two queries."""
    providers = providers_counted()
    first = db.session.scalar(select(func.min(Review.reviewed_on)).where(Review.provider.in_(providers)))
    quarters = quarters_until(today(), first)
    return Asked(read_choice(request.args, providers, quarters), providers, quarters)


@ledger_pages.get("")
@staff_only(*READERS)
def ledger() -> str:
    """Needs not met by reason, outcome, place, quarter and group; exact, for the staff who may see them."""
    read_only_request()
    found = asked()
    choice = found.choice
    counted = read_ledger(choice, by_provider=len(found.providers) > 1)
    return render_template(
        "ledger/ledger.html",
        asked=found,
        choice=choice,
        ledger=counted,
        headings=words.headings(),
        words_of=words.words_of,
        quarter_words=words.quarter_words,
        opens=opens_records(),
        records_url=records_url,
        items=filter_items(found),
        narrowed=[(name, choice.filters[name]) for name in FILTERS if name in choice.filters],
        table_url=url_for(".table", **choice.address()),
    )


def records_url(choice: Choice, split: str | None = None, code: str = "") -> str:
    """The address of the people behind a figure."""
    if split is None:
        return url_for(".people", **choice.address())
    more: dict[str, str] = {"from": code, "to": code} if split == "period" else {split: code}
    return url_for(".people", **choice.address(**more))


def filter_items(found: Asked) -> dict[str, list[dict[str, str]]]:
    """The choices of each filter: what the definitions have, and "not recorded"."""
    codes = library().codes
    frameworks = library().frameworks.values()
    outcomes = [
        f"{framework.id}:{name}"
        for framework in frameworks
        for outcome in framework.outcomes
        for name in (outcome.id, *(f"{outcome.id}.{one.id}" for one in outcome.statements))
    ]
    named = {
        "reason": [*(one.code for one in codes.lists.get("unmet_reason", [])), NONE],
        "outcome": outcomes,
        "locality": [*dict.fromkeys(one.code for framework in frameworks for one in framework.localities), NONE],
        "group": [*(one.code for one in codes.lists.get("carer_groups", [])), NONE],
        "age": [*(band.code for band in codes.age_bands), NONE],
    }
    if len(found.providers) > 1:
        named["provider"] = list(found.providers)
    return {
        split: [{"value": code, "text": words.words_of(split, code, found.providers)} for code in values]
        for split, values in named.items()
    }
