"""What to ask next: the facts whose answer could still change the result, and in which order a person is asked them."""

from collections.abc import Container, Iterable
from decimal import Decimal

from consumer_app.domain.judging.claims import worth
from consumer_app.domain.judging.findings import ORDER, Assessment, ClaimFound, Missing
from consumer_app.domain.law import LawBook


def questions_of(claims: Iterable[ClaimFound], disputes: Iterable[str], book: LawBook) -> tuple[Missing, ...]:
    """What to ask next: every fact whose answer could still change what can be had, the most telling and most valuable first.

    A claim that could at best equal a settled rival asks nothing. What only a contested claim would bring counts for nothing; what decides
    no more than whether a claim is settled or contested is asked after what decides whether it can be asked at all.
    """
    claims = tuple(claims)
    by_id = {claim.id: claim for claim in claims}
    asked: dict[str, list[Missing]] = {}
    for claim in claims:
        rival = by_id.get(claim.better or "")
        gain = worth(claim) - (worth(rival) if rival and rival.status == "settled" else Decimal(0))
        if rival and rival.status == "settled" and claim.amount and rival.amount and gain <= 0:
            continue
        for missing in claim.missing:
            stake = gain if claim.certainty == "settled" else Decimal(0)
            asked.setdefault(missing.fact, []).append(Missing(missing.fact, missing.could_become, stake))
        if claim.status != "excluded":
            for fact in claim.amount_needs:
                asked.setdefault(fact, []).append(Missing(fact, (claim.status,), Decimal(0)))
    order = {fact: place for d in reversed(tuple(disputes)) for place, fact in enumerate(book.disputes[d].facts)}
    merged = [_merged(fact, found) for fact, found in asked.items()]
    return tuple(
        sorted(
            merged,
            key=lambda m: (
                _late(m.fact, book),
                not decides(m),
                -len(m.could_become),
                -m.at_stake,
                order.get(m.fact, len(order)),
                -len(asked[m.fact]),
            ),
        )
    )


def decides(missing: Missing) -> bool:
    """Whether an answer decides if something can be asked, and not only how sure it is."""
    return not set(missing.could_become) <= {"settled", "contested"}


def _late(fact: str, book: LawBook) -> bool:
    """Whether the book wants it asked after the others."""
    return fact in book.facts and book.facts[fact].late


def _merged(fact: str, found: list[Missing]) -> Missing:
    statuses = {status for missing in found for status in missing.could_become}
    return Missing(fact, tuple(s for s in ORDER if s in statuses), max(missing.at_stake for missing in found))


def open_questions(found: Assessment, book: LawBook, asked_elsewhere: Container[str]) -> tuple[str, ...]:
    """The facts still asked: first what the first claim of the dispute lacks, then the next one's.

    So a few answers decide one thing, instead of leaving many things half decided. ``asked_elsewhere`` are facts that pages of their own ask.
    """
    listed = [missing for claim in in_order_of_the_book(found, book) for missing in claim.missing]
    wanted = dict.fromkeys(
        missing.fact for missing in sorted(listed, key=lambda one: (_late(one.fact, book), not decides(one)))
    )
    asked = [missing.fact for missing in found.questions if missing.fact not in asked_elsewhere]
    return tuple(dict.fromkeys([*(fact for fact in wanted if fact in asked), *asked]))


def in_order_of_the_book(found: Assessment, book: LawBook) -> list[ClaimFound]:
    """The claims that are not excluded, in the order in which their dispute lists them."""
    claims = {claim.id: claim for claim in found.claims if claim.status != "excluded"}
    listed = dict.fromkeys(slug for dispute in found.disputes for slug in book.disputes[dispute].claims)
    return [claims[slug] for slug in listed if slug in claims]
