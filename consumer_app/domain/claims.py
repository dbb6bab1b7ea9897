"""One claim judged on the facts: supported, open or excluded, why, on which provisions, for how much, and what is missing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from consumer_app.domain.conditions import Judged, all_hold, cited, judge, values_to_try
from consumer_app.domain.facts import Facts
from consumer_app.domain.findings import Amount, ClaimFound, Missing, Reason, Status
from consumer_app.domain.law import Citation, Claim, Condition, Dated, LawBook, Value, in_force
from consumer_app.domain.periods import Days, days_of
from consumer_app.domain.remedies import Worked, worked_out

ZERO = Decimal(0)


@dataclass(frozen=True)
class Asked:
    """One condition of a claim: ``wanted`` is what it must turn out to be (False for an exception)."""

    condition: Condition
    judged: Judged
    wanted: bool

    @property
    def settled(self) -> bool | None:
        """Whether it speaks for the claim; None while unknown."""
        return None if self.judged.holds is None else self.judged.holds is self.wanted


def judged_claim(slug: str, book: LawBook, facts: Facts) -> ClaimFound:
    """The finding on one claim. Its text, basis and numbers are those of the claim's day; without that day it stays open."""
    claim, days = book.claims[slug], days_of(book)
    day = facts.day(claim.day)
    basis, not_held = _basis(claim, book, day, facts.today)
    source = basis[0] if basis else None
    asked = [Asked(c, judge(c, facts, days, source), True) for c in claim.when]
    asked += [Asked(c, judge(c, facts, days, source), False) for c in claim.unless]
    excluded_by = tuple(r for a in asked if a.settled is False for r in a.judged.reasons)
    status: Status = "supported"
    if excluded_by:
        status = "excluded"
    elif day is None or not_held or any(a.settled is None for a in asked):
        status = "open"
    worked = Worked(None, ())
    if claim.remedy and status != "excluded":
        remedy_source = cited(claim.remedy.source) if claim.remedy.source else source
        worked = worked_out(claim.remedy, facts, day or facts.today, remedy_source)
    found = ClaimFound(
        id=slug,
        asks=claim.asks,
        against=claim.against,
        status=status,
        day=day,
        basis=basis,
        supports=tuple(
            c for text in claim.supports if in_force(book, c := cited(text), day or facts.today, facts.today)
        ),
        amount=worked.amount,
        why=tuple(r for a in asked if a.settled is not False for r in a.judged.reasons),
        missing=(),
        excluded_by=excluded_by,
        never_with=(),
        better=None,
        cautions=tuple(c.text for c in claim.caution if all_hold(c.when, facts, days)[0]),
        certainty=claim.certainty,
        text_not_held=not_held,
        amount_needs=worked.needs,
    )
    if status != "open":
        return found
    return replace(found, missing=_missing(claim, asked, facts, days, book, worked.amount))


def _basis(
    claim: Claim, book: LawBook, day: date | None, today: date
) -> tuple[tuple[Citation, ...], tuple[Citation, ...]]:
    """The basis on the claim's day (today's while the day is unknown), and what of it no text held on that day."""
    on = day or today
    citations = tuple(cited(text) for text in claim.basis_on(on))
    if not citations and isinstance(claim.basis, Dated):
        return (), tuple(cited(text) for text in claim.basis.starts[0][1])
    held = tuple(citation for citation in citations if book.provision(citation, on, today) is not None)
    return held, tuple(citation for citation in citations if citation not in held)


def _missing(
    claim: Claim, asked: list[Asked], facts: Facts, days: Days, book: LawBook, amount: Amount | None
) -> tuple[Missing, ...]:
    """The facts the claim still waits for and what an answer could make of it, the most telling first.

    Each possible answer is tried. A fact none of whose answers would settle any condition is not asked.
    """
    at_stake = amount.high or amount.total if amount else ZERO
    waits = dict.fromkeys(fact for a in asked if a.settled is None for fact in a.judged.waits_for)
    found = []
    if facts.day(claim.day) is None:
        found.append(Missing(claim.day, ("supported", "excluded"), at_stake))
        waits.pop(claim.day, None)
    for fact in waits:
        could = _could_become(fact, asked, facts, days)
        if could:
            found.append(Missing(fact, could, at_stake))
    return tuple(sorted(found, key=lambda missing: -len(missing.could_become)))


def _could_become(fact: str, asked: list[Asked], facts: Facts, days: Days) -> tuple[Status, ...]:
    """What the claim could become after an answer to this fact, were everything else still unknown in its favour."""
    waiting = [a for a in asked if a.settled is None and fact in a.judged.waits_for]
    outcomes = set()
    answers = _answers(fact, waiting, facts, days)
    if not answers:
        return ("supported", "excluded")
    for answer in answers:
        tried = Facts({**facts.values, fact: answer}, facts.today, facts.definitions)
        holds = [judge(a.condition, tried, days, None).holds for a in waiting]
        if any(h is not None and h is not a.wanted for h, a in zip(holds, waiting, strict=True)):
            outcomes.add("excluded")
        elif any(h is not None for h in holds):
            outcomes.add("supported")
        else:
            outcomes.add("open")
    if outcomes == {"open"}:
        return ()
    order: tuple[Status, ...] = ("supported", "open", "excluded")
    return tuple(status for status in order if status in outcomes)


def _answers(fact: str, waiting: Iterable[Asked], facts: Facts, days: Days) -> tuple[Value, ...]:
    """Every answer worth trying: both of a yes-or-no fact, each choice, and both sides of each test otherwise."""
    definition = facts.definitions.get(fact)
    if definition and definition.kind == "yes_no":
        return (True, False)
    if definition and definition.choices:
        return tuple(definition.choices)
    tests = [test for a in waiting for test in a.condition.tests if test.fact == fact]
    return tuple(dict.fromkeys(value for test in tests for value in values_to_try(test, facts, days)))


def with_rivals(claims: list[ClaimFound], book: LawBook) -> list[ClaimFound]:
    """Of claims that can never both be had, the better stands: supported before open, then the higher sum, then the first listed."""
    rivals: dict[str, set[str]] = {claim.id: set() for claim in claims}
    for claim in claims:
        for other in book.claims[claim.id].excludes:
            if other in rivals and other != claim.id:
                rivals[claim.id].add(other)
                rivals[other].add(claim.id)
    standing: list[str] = []
    better: dict[str, str] = {}
    alive = [claim for claim in claims if claim.status != "excluded"]
    for claim in sorted(alive, key=lambda c: (c.status != "supported", -worth(c))):
        stronger = next((other for other in standing if other in rivals[claim.id]), None)
        if stronger is None:
            standing.append(claim.id)
        else:
            better[claim.id] = stronger
    return [
        replace(c, never_with=tuple(i for i in rivals if i in rivals[c.id]), better=better.get(c.id))
        if rivals[c.id]
        else c
        for c in claims
    ]


def worth(claim: ClaimFound) -> Decimal:
    """The most money the claim can bring."""
    return (claim.amount.high or claim.amount.total) if claim.amount else ZERO


def reasons_of(claims: Iterable[ClaimFound]) -> tuple[Reason, ...]:
    """Every reason of the claims, once."""
    return tuple(dict.fromkeys(reason for claim in claims for reason in (*claim.why, *claim.excluded_by)))
