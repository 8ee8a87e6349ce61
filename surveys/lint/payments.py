"""Payments that no figure could earn."""

from collections import defaultdict
from collections.abc import Iterator

from surveys.lint.looking import Looking
from surveys.marked_yaml import Finding
from surveys.model.framework import Payment
from surveys.model.measure import Measure


def that_cannot_be_earned(looking: Looking) -> Iterator[Finding]:
    """Payments on a stretch or target that the measure lacks, decisions on no element, weights that are not 100 in all."""
    measures = {measure.id: measure for measure in looking.framework.measures}
    weights: dict[float, float] = defaultdict(float)
    for number, payment in enumerate(looking.framework.payments):
        if payment.measure in measures:
            message = _why_not(payment, measures[payment.measure])
            if message:
                yield looking.error(("payments", number, "measure"), message, "payment-without-target")
        if payment.weight is not None and payment.share_of_contract is not None:
            weights[payment.share_of_contract] += payment.weight
    for share, total in weights.items():
        if abs(total - 100) > 1e-9:
            message = f"the weights within {share:g}% of the contract's value come to {total:g}, not 100"
            yield looking.question(("payments",), message, "weights-not-100")
    elements = {payment.id for payment in looking.framework.payments}
    for path, _, quantity in looking.quantities():
        if quantity.decision and quantity.decision.element not in elements:
            message = f"there is no payment {quantity.decision.element!r} to decide on"
            yield looking.error((*path, "decision", "element"), message, "no-such-payment")


def _why_not(payment: Payment, measure: Measure) -> str:
    if payment.when == "stretch_met_every_quarter":
        stretched = [target for target in measure.targets if target.stretch]
        if not stretched:
            return f"measure {measure.id!r} has no stretch value to be met"
        if all((target.interval or measure.interval) not in ("month", "quarter") for target in stretched):
            return f"measure {measure.id!r} has no stretch value for a month or a quarter"
    if payment.when == "target_met" and not any(target.value is not None for target in measure.targets):
        return f"measure {measure.id!r} has no target to be met"
    return ""
