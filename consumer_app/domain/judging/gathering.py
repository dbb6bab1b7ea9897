"""Evidence worth gathering: what a case's disputes want and it does not have yet, and which of it matters most."""

from collections.abc import Iterable, Iterator
from itertools import chain, zip_longest

from consumer_app.domain.case import Case
from consumer_app.domain.judging.facts import Facts, day_of_purchase
from consumer_app.domain.judging.findings import Assessment, EvidenceGap
from consumer_app.domain.law import EvidenceWanted, LawBook

NOT_A_PICTURE = frozenset({"object", "audio", "video"})
"""Kinds of evidence that no screenshot and no photo is."""


def gaps_of(disputes: Iterable[str], case: Case, book: LawBook, facts: Facts) -> Iterator[EvidenceGap]:
    """The evidence worth gathering that no exhibit is yet."""
    seen = {exhibit.gathers for exhibit in case.evidence}
    day = day_of_purchase(book, facts)
    for slug in disputes:
        for wanted in book.disputes[slug].evidence:
            if wanted.id in seen:
                continue
            seen.add(wanted.id)
            gone = None
            if (span := wanted.disappears) and (start := facts.day(span.after)):
                gone = book.days.count(start, span.count, span.unit, span.roll).on
            basis = wanted.basis if wanted.basis and book.holds(wanted.basis, day, facts.today) else None
            yield EvidenceGap(wanted.id, slug, wanted.title, wanted.proves, gone, basis)


def foremost(found: Assessment, book: LawBook, most: int) -> tuple[EvidenceWanted, ...]:
    """The pictures that matter most, the first of each dispute's list in turn; what has disappeared already is left out.

    What the case has of them stays among them, so that the choice is the same before and after something was gathered.
    """
    gone = {gap.id for gap in found.evidence_gaps if gap.disappears_on and gap.disappears_on < found.today}
    fitting = (
        [one for one in book.disputes[slug].evidence if one.kind not in NOT_A_PICTURE and one.id not in gone]
        for slug in found.disputes
    )
    in_turn = {one.id: one for one in chain(*zip_longest(*fitting)) if one}
    return tuple(in_turn.values())[:most]
