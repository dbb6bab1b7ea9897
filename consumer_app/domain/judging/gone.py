"""What was wished and could still be had before some answers, and cannot after them: to be said at once, with what is left."""

from collections.abc import Iterable

from consumer_app.domain.judging.findings import ORDER, Assessment, ClaimFound
from consumer_app.domain.judging.wishes import asks_of, decided_by_one, decisive_first, granting, says_why, unheard_of
from consumer_app.domain.law import LawBook


def gone(before: Assessment, now: Assessment, wishes: Iterable[str], book: LawBook) -> tuple[ClaimFound, ...]:
    """The claims that grant a wish, were possible before, and that the answers have decided against in the law editor's words: the one that stood first, and those that lacked nothing else.

    Where nothing is left that grants any wish, every such claim, what decides it first.
    """
    wishes = tuple(wishes)
    nearness = asks_of(wishes, book)
    possible = {one.id for one in before.claims if one.status != "excluded" and not unheard_of(one, book)}
    lost = [one for one in now.claims if one.status == "excluded" and one.asks in nearness and one.id in possible]
    if not left_of(wishes, now, book):
        return tuple(decisive_first(lost))
    first = {one.offered[0].id for one in granting(wishes, before, book) if one.offered}
    told = [one for one in lost if decided_by_one(one) or (one.id in first and says_why(one))]
    return tuple(sorted(told, key=lambda one: (one.id not in first, nearness.index(one.asks))))


def left_of(wishes: Iterable[str], now: Assessment, book: LawBook) -> tuple[ClaimFound, ...]:
    """What still grants a wish, the surest first."""
    offered = [claim for one in granting(wishes, now, book) for claim in one.offered]
    return tuple(sorted(offered, key=lambda one: ORDER.index(one.status)))
