"""The one question the product asks: what can be claimed on these facts, under this law book, as of this day."""

from collections.abc import Iterable, Iterator
from datetime import date

from consumer_app.domain.case import Case
from consumer_app.domain.judging.cautions import advice_of
from consumer_app.domain.judging.claims import judged_claim, with_rivals
from consumer_app.domain.judging.escalation import channels_of
from consumer_app.domain.judging.excuses import excuses_of
from consumer_app.domain.judging.facts import Facts, day_of_purchase, facts_of
from consumer_app.domain.judging.findings import ORDER, Assessment, ClaimFound, Due, EvidenceGap
from consumer_app.domain.judging.questions import questions_of
from consumer_app.domain.law import Deadline, LawBook


def assess(case: Case, book: LawBook, today: date) -> Assessment:
    """Everything found on the case's disputes, as of ``today``. The same case, book and day always give the same.

    Disputes the book does not have are left out (see ``facts.unknown_names``). Raises FactError and FactConflict as ``facts_of`` does.
    """
    facts = facts_of(case, book, today)
    disputes = tuple(slug for slug in dict.fromkeys(case.disputes) if slug in book.disputes)
    claims = _claims(disputes, book, facts)
    alive = [claim for claim in claims if claim.status != "excluded"]
    deadlines = _deadlines(disputes, alive, case, book, facts)
    return Assessment(
        today=today,
        disputes=disputes,
        claims=tuple(sorted(claims, key=lambda claim: ORDER[claim.status])),
        questions=questions_of(claims, disputes, book),
        deadlines=deadlines,
        excuses=excuses_of(case, book, facts),
        channels=channels_of(case, book, facts, alive, deadlines),
        evidence_gaps=tuple(_gaps(disputes, case, book, facts)),
        advice=advice_of(disputes, book, facts),
    )


def _claims(disputes: Iterable[str], book: LawBook, facts: Facts) -> list[ClaimFound]:
    """The disputes' claims, and those that a deadline which has passed opens."""
    waiting: list[str | None] = list(
        dict.fromkeys(slug for dispute in disputes for slug in book.disputes[dispute].claims)
    )
    waiting += [
        d.on_expiry for dispute in disputes for d in book.disputes[dispute].deadline if _expired(d, book, facts)
    ]
    found: dict[str, ClaimFound] = {}
    while waiting:
        slug = waiting.pop(0)
        if slug is None or slug in found:
            continue
        found[slug] = judged_claim(slug, book, facts)
        if found[slug].status != "excluded":
            waiting += [d.on_expiry for d in book.claims[slug].deadline if _expired(d, book, facts)]
    return with_rivals(list(found.values()), book)


def _expired(deadline: Deadline, book: LawBook, facts: Facts) -> bool:
    start = facts.day(deadline.after)
    if start is None or deadline.on_expiry is None:
        return False
    return book.days.count(start, deadline.count, deadline.unit, deadline.roll).on < facts.today


def due(deadline: Deadline, facts: Facts, book: LawBook, belongs_to: str | None = None) -> Due:
    """A deadline on the facts: the day, the days left, the working; without a day while the fact it runs from is unknown."""
    days = book.days
    start = facts.day(deadline.after)
    period = days.count(start, deadline.count, deadline.unit, deadline.roll) if start else None
    basis = deadline.basis
    return Due(
        id=deadline.id,
        title=deadline.title,
        who=deadline.who,
        after=deadline.after,
        started_on=start,
        on=period.on if period else None,
        raw_on=period.raw_on if period else None,
        days_left=(period.on - facts.today).days if period else None,
        count=deadline.count,
        unit=deadline.unit,
        working=period.working if period else (),
        basis=basis if basis and book.holds(basis, start or facts.today, facts.today) else None,
        calendar_known=period.calendar_known if period else True,
        on_expiry=deadline.on_expiry,
        certainty=deadline.certainty,
        source=deadline.source,
        note=deadline.note,
        belongs_to=belongs_to,
    )


def _deadlines(
    disputes: Iterable[str], claims: Iterable[ClaimFound], case: Case, book: LawBook, facts: Facts
) -> tuple[Due, ...]:
    """Every deadline once, those with a day first, the nearest first."""
    found: dict[str, Due] = {}
    for belongs_to, deadline in _listed(disputes, claims, case, book):
        known = found.get(deadline.id)
        if known is None or (known.after, known.count, known.unit) != (deadline.after, deadline.count, deadline.unit):
            key = deadline.id if known is None else f"{belongs_to}/{deadline.id}"
            found[key] = due(deadline, facts, book, belongs_to)
    return tuple(sorted(found.values(), key=lambda d: (d.on is None, d.on or date.max)))


def _listed(
    disputes: Iterable[str], claims: Iterable[ClaimFound], case: Case, book: LawBook
) -> Iterator[tuple[str, Deadline]]:
    disputes = tuple(disputes)
    for claim in claims:
        yield from ((claim.id, deadline) for deadline in book.claims[claim.id].deadline)
    for slug in disputes:
        yield from ((slug, deadline) for deadline in book.disputes[slug].deadline)
    for slug in dict.fromkeys(channel for dispute in disputes for channel in book.disputes[dispute].channels):
        yield from ((slug, deadline) for deadline in book.channels[slug].deadline)
    party = case.party("platform")
    platform = party.platform if party else None
    if platform and platform in book.platforms:
        yield from ((platform, deadline) for deadline in book.platforms[platform].deadline)


def _gaps(disputes: Iterable[str], case: Case, book: LawBook, facts: Facts) -> Iterator[EvidenceGap]:
    """The evidence worth gathering that no exhibit is yet."""
    seen = {exhibit.gathers for exhibit in case.evidence}
    day = day_of_purchase(book, facts)
    for slug in disputes:
        for wanted in book.disputes[slug].evidence:
            if wanted.id in seen:
                continue
            seen.add(wanted.id)
            span, gone = wanted.disappears, None
            start = facts.day(span.after) if span else None
            if span and start:
                gone = book.days.count(start, span.count, span.unit, span.roll).on
            basis = wanted.basis if wanted.basis and book.holds(wanted.basis, day, facts.today) else None
            yield EvidenceGap(wanted.id, slug, wanted.title, wanted.proves, gone, basis)
