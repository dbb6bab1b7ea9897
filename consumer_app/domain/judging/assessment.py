"""The one question the product asks: what can be claimed on these facts, under this law book, as of this day."""

from datetime import date

from consumer_app.domain.case import Case
from consumer_app.domain.judging.cautions import advice_of
from consumer_app.domain.judging.claims import judged_claim, with_rivals
from consumer_app.domain.judging.deadlines import deadlines_of, opened_by
from consumer_app.domain.judging.escalation import channels_of
from consumer_app.domain.judging.excuses import excuses_of
from consumer_app.domain.judging.facts import Facts, facts_of
from consumer_app.domain.judging.findings import ORDER, Assessment, ClaimFound
from consumer_app.domain.judging.gathering import gaps_of
from consumer_app.domain.judging.questions import questions_of
from consumer_app.domain.judging.relevance import Sense
from consumer_app.domain.judging.repaid import repaid_once
from consumer_app.domain.judging.sides import is_the_platform, sides_of
from consumer_app.domain.law import LawBook


def assess(case: Case, book: LawBook, today: date) -> Assessment:
    """Everything found on the case's disputes, as of ``today``. The same case, book and day always give the same.

    Disputes the book does not have are left out (see ``facts.unknown_names``). Raises FactError and FactConflict as ``facts_of`` does.
    """
    facts = facts_of(case, book, today)
    disputes = tuple(slug for slug in dict.fromkeys(case.disputes) if slug in book.disputes)
    claims = _claims(disputes, book, facts)
    alive = [claim for claim in claims if claim.status != "excluded"]
    deadlines = deadlines_of(disputes, alive, case, book, facts)
    return Assessment(
        today=today,
        disputes=disputes,
        claims=tuple(sorted(claims, key=lambda claim: ORDER.index(claim.status))),
        questions=questions_of(claims, disputes, book),
        deadlines=deadlines,
        excuses=excuses_of(case, book, facts),
        channels=tuple(
            map(Sense(facts.values, disputes, book).of_channel, channels_of(case, book, facts, alive, deadlines))
        ),
        evidence_gaps=tuple(gaps_of(disputes, case, book, facts)),
        advice=advice_of(disputes, book, facts),
        sides=sides_of(case, book, facts),
        seller_is_platform=is_the_platform(book, facts),
    )


def _claims(disputes: tuple[str, ...], book: LawBook, facts: Facts) -> list[ClaimFound]:
    """The disputes' claims, and those that a deadline which has passed opens."""
    waiting = [slug for dispute in disputes for slug in book.disputes[dispute].claims]
    for dispute in disputes:
        waiting += opened_by(book.disputes[dispute].deadline, book, facts)
    found: dict[str, ClaimFound] = {}
    while waiting:
        slug = waiting.pop(0)
        if slug in found:
            continue
        found[slug] = judged_claim(slug, book, facts)
        if found[slug].status != "excluded":
            waiting += opened_by(book.claims[slug].deadline, book, facts)
    sense = Sense(facts.values, disputes, book)
    return [sense.of_claim(one) for one in repaid_once(with_rivals(list(found.values()), book), book)]
