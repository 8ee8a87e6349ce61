"""The frameworks that a provider works under, and the outcomes a goal can be agreed on."""

from sqlalchemy import select

from forms_app.app import library
from forms_app.database import db
from forms_app.models.records import Contract
from surveys.model.framework import Framework


def frameworks_of(provider: str, serves: str | None = None) -> list[Framework]:
    """The frameworks of `provider`'s contracts; with `serves`, those for that role, or all where none is for it."""
    found = db.session.scalars(
        select(Contract.framework).filter_by(provider=provider).distinct().order_by(Contract.framework)
    )
    frameworks = [library().frameworks[name] for name in found if name in library().frameworks]
    return [framework for framework in frameworks if serves in (None, framework.serves)] or frameworks


def outcome_items(frameworks: list[Framework]) -> list[dict[str, str | bool]]:
    """Outcomes as the choices of a select box: each with its statements beneath it, under its framework's name."""
    items: list[dict[str, str | bool]] = []
    for framework in frameworks:
        if len(frameworks) > 1:
            items.append({"value": f"-{framework.id}", "text": framework.title, "disabled": True})
        for outcome in framework.outcomes:
            items.append({"value": f"{framework.id}:{outcome.id}", "text": outcome.title})
            items.extend(
                {"value": f"{framework.id}:{outcome.id}.{statement.id}", "text": f"– {statement.text}"}
                for statement in outcome.statements
            )
    return items


def locality_items(provider: str) -> list[dict[str, str]]:
    """The localities of the provider's frameworks, as choices."""
    named = {locality.code: locality.label for framework in frameworks_of(provider) for locality in framework.localities}
    return [{"value": code, "text": label} for code, label in named.items()]
