"""What a shopper said they want, and the claims that grant it: as they stand, the nearest first."""

from collections.abc import Iterable
from dataclasses import dataclass

from consumer_app.domain.judging.demands import PAID_IN_MONEY
from consumer_app.domain.judging.findings import Assessment, ClaimFound
from consumer_app.domain.judging.questions import decides, in_order_of_the_book
from consumer_app.domain.law import Asks, LawBook

OF_TIME = frozenset({"within", "beyond", "before", "after"})
"""The tests whose failing says that something came too late, or too early."""


@dataclass(frozen=True)
class Granting:
    """One wish and what grants it. ``offered`` are the claims that are not excluded; ``excluded`` those that are, where none is left."""

    wish: str
    offered: tuple[ClaimFound, ...]
    excluded: tuple[ClaimFound, ...]


def asks_of(wishes: Iterable[str], book: LawBook) -> tuple[Asks, ...]:
    """The kinds of claim that grant these wishes, the nearest first."""
    return tuple(dict.fromkeys(asks for wish in wishes for asks in book.words.wishes.get(wish, ())))


def granting(wishes: Iterable[str], found: Assessment, book: LawBook) -> tuple[Granting, ...]:
    """For each wish the claims that grant it, settled before contested before open; one that grants two wishes stands at the first."""
    taken: set[str] = set()
    granted = []
    for wish in wishes:
        asks = book.words.wishes.get(wish, ())
        ours = [
            claim
            for claim in found.claims
            if claim.asks in asks and claim.id not in taken and not unheard_of(claim, book)
        ]
        offered = tuple(claim for claim in ours if claim.status != "excluded")
        taken |= {claim.id for claim in offered}
        excluded = tuple(claim for claim in ours if claim.status == "excluded") if not offered else ()
        granted.append(Granting(wish, offered, excluded))
    return tuple(granted)


def wished_first(wishes: Iterable[str], found: Assessment, book: LawBook) -> list[ClaimFound]:
    """The claims that are not excluded: those that grant a wish, then those paid in money, each in the order of the book.

    Without a wish all of them, in the order of the book.
    """
    asks = asks_of(wishes, book)
    listed = in_order_of_the_book(found, book)
    if not asks:
        return listed
    wished = [claim for claim in listed if claim.asks in asks]
    return [*wished, *(claim for claim in listed if claim.asks in PAID_IN_MONEY and claim not in wished)]


def money_wished(wishes: Iterable[str], book: LawBook) -> bool:
    """Whether money was wished, not only what comes nearest where something else cannot be had."""
    first = {asks[0] for wish in wishes if (asks := book.words.wishes.get(wish, ()))}
    return bool(first & set(PAID_IN_MONEY))


def granted_already(wishes: Iterable[str], found: Assessment, book: LawBook) -> frozenset[Asks]:
    """The kinds of claim of the wishes that a settled claim grants: of those nothing more needs to be asked."""
    sure = {claim.asks for claim in found.claims if claim.status == "settled"}
    granted = (asks for wish in wishes if sure & set(asks := book.words.wishes.get(wish, ())))
    return frozenset(one for asks in granted for one in asks)


def within_sight(wishes: Iterable[str], found: Assessment, book: LawBook) -> bool:
    """Whether something that is wished is settled or contested, so that no more needs to be asked for it; so it is where nothing was wished."""
    asks = asks_of(wishes, book)
    return not asks or any(one.asks in asks and one.status in ("settled", "contested") for one in found.claims)


def can_be_asked(claim: ClaimFound) -> bool:
    """Whether a claim can be asked as things stand: it is settled or contested, or open with nothing more to be said about it."""
    return claim.status in ("settled", "contested") or (
        claim.status == "open" and not any(decides(one) for one in claim.missing)
    )


def decisive_first(excluded: Iterable[ClaimFound]) -> list[ClaimFound]:
    """Claims that are excluded, the one first that would be granted but for one thing, which the law editor says in a sentence."""
    return sorted(excluded, key=lambda claim: (not says_why(claim), len(claim.excluded_by), _unknown(claim)))


def decided_by_one(claim: ClaimFound) -> bool:
    """Whether it would be granted but for one thing: all the rest is known, and the law editor says in a sentence why that is none."""
    return says_why(claim) and len(claim.excluded_by) == 1 and not _unknown(claim)


def says_why(claim: ClaimFound) -> bool:
    """Whether the law editor says in a sentence why it is excluded."""
    return bool(claim.excluded_by and claim.excluded_by[0].note)


def _unknown(claim: ClaimFound) -> int:
    return sum(reason.holds is None for reason in claim.why)


def too_late(claim: ClaimFound) -> bool:
    """Whether it is time alone that excludes a claim."""
    return bool(claim.excluded_by) and all(reason.test in OF_TIME for reason in claim.excluded_by)


def ticked_beforehand(wishes: Iterable[str], found: Assessment, book: LawBook) -> frozenset[str]:
    """The settled claims to ask unless somebody says otherwise: what grants a wish first, then the better; nothing that excludes another.

    Beside a wish nothing is added whose sum is not known: nobody asked for a blank. Who wishes to give the thing back is never said to keep it.
    """
    asks = asks_of(wishes, book)
    settled = [
        claim for claim in found.claims if claim.status == "settled" and not _keeps_what_goes_back(claim, asks, book)
    ]
    taken: list[ClaimFound] = []
    for claim in sorted(settled, key=lambda one: (one.asks not in asks, one.better is not None)):
        wished = claim.asks in asks
        rivals = {other.id for other in taken} & set(claim.never_with)
        blank = bool(asks) and not wished and claim.amount is None and bool(claim.amount_needs)
        if not rivals and not blank and (claim.better is None or wished):
            taken.append(claim)
    return frozenset(claim.id for claim in taken)


def _keeps_what_goes_back(claim: ClaimFound, asks: Iterable[Asks], book: LawBook) -> bool:
    """Whether it is a price cut on a thing that is kept, where a return was wished."""
    returned = {other for other in claim.never_with if book.claims[other].asks == "return"}
    return claim.asks == "price_reduction" and "return" in asks and bool(returned)


def unheard_of(claim: ClaimFound, book: LawBook) -> bool:
    """Whether it is open for something that seldom is so and that nobody spoke of: no duress where none was told."""
    remedy = book.claims[claim.id].remedy
    fact = remedy.once_known if remedy else None
    waits = fact is not None and fact in book.facts and book.facts[fact].late
    return claim.status == "open" and waits and any(one.fact == fact for one in claim.missing)
