"""What the honest end still asks with one press: of what was wished, the claim that stands best; what is not said of it yet."""

from collections.abc import Iterable
from dataclasses import dataclass

from consumer_app.domain.case import Case, Demand
from consumer_app.domain.case.parts import replaced
from consumer_app.domain.judging.findings import Assessment, ClaimFound
from consumer_app.domain.judging.wishes import asks_of, granting
from consumer_app.domain.law import LawBook
from consumer_app.web.reasons import SUREST, USUAL, Lacked, lacked

FEW = 3


@dataclass(frozen=True)
class LastAsk:
    """A claim that one press asks: its name, how it stands, what is not said of it yet; ``wished`` is False where it is something else than what was wished."""

    claim: str
    title: str
    state: str
    lacks: tuple[Lacked, ...] = ()
    wished: bool = True


def last_ask(case: Case, found: Assessment, book: LawBook) -> LastAsk | None:
    """Of what was wished the claim that is surest and nearest, one whose sum can be known before the others; without one, something else that can be asked.

    None where all of it is excluded, or never goes with what is asked already.
    """
    wishes = case.wishes or USUAL
    nearness = asks_of(wishes, book)
    asked = {demand.claim for demand in case.demands}
    offered = [claim for one in granting(wishes, found, book) for claim in one.offered]
    free = [claim for claim in offered if not set(claim.never_with) & asked]
    best = min(free, key=lambda claim: _rank(claim, nearness.index(claim.asks), book), default=None)
    if best is not None:
        lacks = lacked([best], book)[:FEW] if best.status == "open" else ()
        return LastAsk(best.id, book.claims[best.id].title, best.status, lacks)
    other = next((one for one in _can_be_had(found) if not set(one.never_with) & asked), None)
    return LastAsk(other.id, book.claims[other.id].title, other.status, (), wished=False) if other else None


def with_last_ask(case: Case, claim: str | None, found: Assessment, book: LawBook) -> Case:
    """The case that asks the claim which the pressed button named; as it was where the law no longer gives it, or it never goes with what is asked."""
    ours = found.claim(claim or "")
    asked = {demand.claim for demand in case.demands}
    if ours is None or ours.status == "excluded" or ours.id in asked or set(ours.never_with) & asked:
        return case
    sure = ours.status != "open" and ours.amount is not None and ours.amount.high is None
    amount = ours.amount.total if sure and ours.amount and book.claims[ours.id].remedy else None
    return replaced(case, "demands", (*case.demands, Demand(claim=ours.id, amount=amount)))


def _rank(claim: ClaimFound, nearness: int, book: LawBook) -> tuple[int, bool, bool, bool, int]:
    """How it stands, whether it stands on something rare that nobody spoke of, whether its sum can be known, whether it hangs on a day by which something was done, then how near it is to the wish; of those alike the first of the book."""
    grounds = {test.fact for when in book.claims[claim.id].when for test in when.every_test if test.is_ is not False}
    unknown = grounds & {one.fact for one in claim.missing}
    seldom = claim.status == "open" and any(fact in book.facts and book.facts[fact].late for fact in unknown)
    known = claim.amount is not None or all(book.facts[fact].source for fact in claim.amount_needs)
    facts = [book.facts[one.fact] for one in claim.missing if one.fact in book.facts]
    hangs = any(fact.kind == "date" and not fact.source for fact in facts)
    return SUREST.index(claim.status), seldom, not known, hangs, nearness


def _can_be_had(found: Assessment) -> Iterable[ClaimFound]:
    return (one for one in found.claims if one.status in ("settled", "contested"))
