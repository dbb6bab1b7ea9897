"""Which claims ask for the same money: the same kind of payment, worked out from the same sum."""

from collections.abc import Mapping

from consumer_app.domain.judging.remedies import BASES
from consumer_app.domain.law import Asks, Claim, LawBook

KINDS_OF_PAYMENT: Mapping[Asks, str] = {
    "refund": "price", "return": "price", "price_reduction": "price", "compensate": "loss", "punitive": "penalty",
}  # fmt: skip
DONE_AGAIN: tuple[Asks, ...] = ("redo", "repair", "exchange")
"""What keeps the contract: it is not asked beside the price."""
GIVEN_BACK: frozenset[Asks] = frozenset({"refund", "return", "price_reduction"})
"""What gives the price back, or a part of it."""


def kept_apart(one: str, other: str, book: LawBook) -> bool:
    """Whether the book says that the two are never asked beside each other: one excludes the other or stands in for it."""
    first, second = book.claims[one], book.claims[other]
    return other in (*first.excludes, *first.instead_of) or one in (*second.excludes, *second.instead_of)


def kind_of_payment(claim: Claim) -> str | None:
    """The price itself, a loss beside it, or a penalty. A loss that is nothing but the price is the price, whoever is asked for it."""
    if claim.asks == "compensate" and claim.remedy and claim.remedy.formula == "price":
        return "price"
    return KINDS_OF_PAYMENT.get(claim.asks)


def same_money(one: str, other: str, book: LawBook) -> frozenset[str]:
    """The sums that both are worked out from, where both ask for the same kind of payment; none otherwise.

    The price of a thing is a part of what was paid for its order.
    """
    kind = kind_of_payment(book.claims[one])
    if one == other or kind is None or kind != kind_of_payment(book.claims[other]):
        return frozenset()
    by_claim = book.worked_out(money_of_claims)
    return by_claim[one] & by_claim[other]


def done_and_undone(one: str, other: str, book: LawBook) -> bool:
    """Whether one has the work or the thing made good and the other gives the price back, both asked of the same."""
    first, second = book.claims[one], book.claims[other]
    if first.against != second.against:
        return False
    return _undoes(other, book) if first.asks in DONE_AGAIN else second.asks in DONE_AGAIN and _undoes(one, book)


def _undoes(slug: str, book: LawBook) -> bool:
    claim, of_order = book.claims[slug], book.worked_out(price_of_the_order)
    return claim.asks == "return" or (
        claim.asks == "refund" and bool(book.worked_out(money_of_claims)[slug] & of_order)
    )


def price_of_the_order(book: LawBook) -> frozenset[str]:
    """The facts that hold what was paid, for the order and for its things, and those that can be the same sum; made once a book."""
    held = frozenset(name for name, fact in book.facts.items() if fact.source in BASES.values())
    return held.union(name for name, fact in book.facts.items() if any(one.value_of in held for one in fact.settled_by))


def money_of_claims(book: LawBook) -> dict[str, frozenset[str]]:
    """By claim, the sums of money that its own is worked out from, without what is taken off; made once a book."""
    return {slug: _money_of(claim, book) for slug, claim in book.claims.items()}


def _money_of(claim: Claim, book: LawBook) -> frozenset[str]:
    if claim.remedy is None:
        return frozenset()
    given = {name for put in claim.remedy.inputs.values() for name in ((put,) if isinstance(put, str) else put)}
    if base := book.fact_from(BASES.get(claim.remedy.base or "", "")):
        given.add(base)
    of_order = price_of_the_order(book)
    if given & of_order:
        given |= of_order
    return frozenset(name for name in given if name in book.facts and book.facts[name].kind == "money")


def keeps_the_contract(claim: Claim) -> bool:
    """Whether it asks for the thing or the work itself: it can be asked first, and the money if it is not done."""
    return claim.asks in (*DONE_AGAIN, "supply", "perform")


def gives_money_back(claim: Claim) -> bool:
    """Whether it asks for the price or a part of it."""
    return claim.asks in GIVEN_BACK


def one_then_the_other(one: Claim, other: Claim) -> bool:
    """Whether two that the law gives only one of can be asked together: the thing itself, and the money if that is not done."""
    return any(keeps_the_contract(kept) and gives_money_back(back) for kept, back in ((one, other), (other, one)))
