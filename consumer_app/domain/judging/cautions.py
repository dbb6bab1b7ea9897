"""What to be careful of in a case: the cautions of claims and channels and the advice of disputes, under their conditions."""

from collections.abc import Iterable
from datetime import date

from consumer_app.domain.judging.conditions import all_hold
from consumer_app.domain.judging.facts import Facts, day_of_purchase
from consumer_app.domain.judging.findings import AdviceFound, CautionFound
from consumer_app.domain.law import Caution, LawBook


def cautions_of(several: Iterable[Caution], day: date, book: LawBook, facts: Facts) -> tuple[CautionFound, ...]:
    """Those that concern the case: without conditions, or with conditions that all hold. What is still unknown is not said as if it were so.

    A caution drops its provision where no text of it applies to ``day``.
    """
    return tuple(
        CautionFound(one.text, one.source if one.source and book.holds(one.source, day, facts.today) else None, day)
        for one in several
        if all_hold(one.when, facts, book)[0]
    )


def advice_of(disputes: Iterable[str], book: LawBook, facts: Facts) -> tuple[AdviceFound, ...]:
    """The advice of the disputes that concerns the case, in their order; the same words once."""
    day = day_of_purchase(book, facts)
    found: dict[str, AdviceFound] = {}
    for slug in disputes:
        for one in cautions_of(book.disputes[slug].advice, day, book, facts):
            found.setdefault(one.text, AdviceFound(one.text, one.source, one.day, slug))
    return tuple(found.values())
