"""How many guesses someone gets, such that a stranger who guesses at an account does not shut its owner out.

Wrong tries are counted for an account from one network, for one network over all accounts, and for an account over all
networks. A browser in which that account was signed in before carries a mark (`known_device`) and has a count of its
own in place of all three. Tries count before the password is looked at, so many sent at once count like many in turn;
an address without an account is counted like one with. See decision 14.
"""

from dataclasses import dataclass

from forms_app.attempts import callers_network, count, take_back

MINUTES = 15
WIDE_MINUTES = 60


@dataclass(frozen=True)
class Limit:
    """At most `tries` at `what` by `who` in so many minutes."""

    what: str
    who: str
    tries: int
    minutes: int = MINUTES


def limits_for(what: str, account: str, device: str | None) -> list[Limit]:
    """What tries at `what` (`password`, `code`) for `account` are counted against. `device`: the id of a known one."""
    if device is not None:
        return [Limit(f"{what}-device", f"{account} {device}", 10)]
    network = callers_network()
    return [
        Limit(f"{what}-pair", f"{account} {network}", 10),
        Limit(f"{what}-network", network, 60),
        Limit(f"{what}-account", account, 50, WIDE_MINUTES),
    ]


@dataclass(frozen=True)
class Try:
    """A try that was counted: whether it has to wait, whether it is the first that has to, and for how many minutes."""

    limits: list[Limit]
    refused: bool
    first_refused: bool
    minutes: int

    def was_right(self) -> None:
        """Take it out of the counts again: it was no guess. The caller commits."""
        for limit in self.limits:
            take_back(limit.what, minutes=limit.minutes, who=limit.who)


def count_try(limits: list[Limit]) -> Try:
    """Count one more try against each of `limits`. Committed at once."""
    over = {limit: count(limit.what, minutes=limit.minutes, who=limit.who) - limit.tries for limit in limits}
    refusing = {limit: by for limit, by in over.items() if by > 0}
    return Try(limits, bool(refusing), 1 in refusing.values(), max((limit.minutes for limit in refusing), default=MINUTES))
