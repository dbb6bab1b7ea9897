"""What was paid back counts once: of several claims that all subtract it, the first that is asked does, and the next only what is left."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from consumer_app.domain.judging.findings import ORDER, Amount, ClaimFound, SumItem
from consumer_app.domain.law import LawBook

ZERO = Decimal(0)
ASKED = ("settled", "contested")


@dataclass(frozen=True)
class Taken:
    """What one claim that is asked subtracts of one fact."""

    claim: ClaimFound
    fact: str | None
    value: Decimal


def repaid_once(claims: Iterable[ClaimFound], book: LawBook) -> list[ClaimFound]:
    """The claims, each without what another that is asked beside it has already subtracted.

    Only claims that are settled or contested, with one sum, and that no better one stands against, count as asked, the settled ones first;
    of two that are never had together, or of which one stands in for the other, each subtracts the whole.
    """
    claims = list(claims)
    taken: list[Taken] = []
    for place, claim in sorted(enumerate(claims), key=lambda one: ORDER.index(one[1].status)):
        if claim.status not in ASKED or claim.better or claim.amount is None or claim.amount.high is not None:
            continue
        beside = [one for one in taken if _asked_beside(one.claim, claim, book)]
        amount = _without(claim.amount, beside)
        claims[place] = replace(claim, amount=amount)
        taken += [Taken(claim, item.fact, -item.value) for item in _less(amount)]
    return claims


def _asked_beside(one: ClaimFound, other: ClaimFound, book: LawBook) -> bool:
    entry, beside = book.claims[one.id], book.claims[other.id]
    return not (other.id in one.never_with or other.id in entry.instead_of or one.id in beside.instead_of)


def _less(amount: Amount | None) -> list[SumItem]:
    return [item for item in amount.items if item.term == "less"] if amount else []


def _without(amount: Amount, beside: Iterable[Taken]) -> Amount:
    """The sum with as little subtracted as the others leave of each fact."""
    beside = tuple(beside)
    items = []
    for item in amount.items:
        if item.term == "less" and (already := sum((one.value for one in beside if one.fact == item.fact), ZERO)):
            paid_back = item.factors[0]
            left = min(-item.value, max(paid_back - already, ZERO))
            if left:
                items.append(replace(item, value=-left))
            continue
        items.append(item)
    return replace(amount, items=tuple(items), total=sum((item.value for item in items), ZERO))
