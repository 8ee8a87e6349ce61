"""The commissioner's first page: every contract, how its returns stand, which payments wait for a decision."""

from dataclasses import dataclass

from flask import render_template
from sqlalchemy import select

from forms_app.accounts import staff_only
from forms_app.app import library
from forms_app.clock import today
from forms_app.database import db
from forms_app.manage.blueprint import manage
from forms_app.manage.payments import Element, elements_of, newest_decisions
from forms_app.models.records import Contract, Provider
from forms_app.returns.standing import Standing, read_standings
from surveys.model.framework import Framework


@dataclass(frozen=True)
class ContractLine:
    """One contract and how its returns stand."""

    contract: Contract
    provider: Provider
    framework: Framework
    standings: list[Standing]
    to_decide: list[Element]
    decided: list[Element]

    def count(self, state: str) -> int:
        """How many returns are `late`, `due` or `filed`."""
        return sum(one.state == state for one in self.standings)

    @property
    def filed_late(self) -> int:
        """How many came after their due day."""
        return sum(one.in_time is False for one in self.standings)


@manage.get("")
@staff_only("commissioner")
def home() -> str:
    """Contracts by provider, returns received and late, payment elements to decide."""
    found = db.session.execute(
        select(Contract, Provider).join(Provider).order_by(Provider.name, Contract.starts_on.desc(), Contract.contract)
    ).all()
    standings = read_standings([contract for contract, _provider in found], today())
    decisions = newest_decisions()
    lines = []
    for contract, provider in found:
        framework = library().frameworks.get(contract.framework)
        if framework is None:
            continue
        elements = elements_of(contract, framework, today())
        decided = [one for one in elements if (contract.contract, one.year, one.payment.id) in decisions]
        own = [one for one in standings if one.asked.contract.contract == contract.contract]
        waiting = [one for one in elements if one not in decided]
        lines.append(ContractLine(contract, provider, framework, own, waiting, decided))
    return render_template("manage/home.html", lines=lines, decisions=decisions, today=today())
