"""One claim judged on the facts: supported, open or excluded, why, on which provisions, for how much, and what is missing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from consumer_app.domain.conditions import Judged, Ready, all_hold, cited, judge, ready, values_to_try
from consumer_app.domain.facts import Facts
from consumer_app.domain.findings import Amount, ClaimFound, Missing, Reason, Status
from consumer_app.domain.held import is_held
from consumer_app.domain.law import Citation, Claim, Dated, LawBook, Value
from consumer_app.domain.once import once_per_book
from consumer_app.domain.remedies import Worked, worked_out

ZERO = Decimal(0)
MOST_GROUNDS = 50_000


@dataclass(frozen=True)
class Asked:
    """One condition of a claim: ``wanted`` is what it must turn out to be (False for an exception)."""

    condition: Ready
    judged: Judged
    wanted: bool

    @property
    def settled(self) -> bool | None:
        """Whether it speaks for the claim; None while unknown."""
        return None if self.judged.holds is None else self.judged.holds is self.wanted


@dataclass(frozen=True)
class Grounds:
    """What a claim rests on for one day: its basis, what of it no text held that day, and what else supports it."""

    basis: tuple[Citation, ...]
    not_held: tuple[Citation, ...]
    supports: tuple[Citation, ...]


def judged_claim(slug: str, book: LawBook, facts: Facts) -> ClaimFound:
    """The finding on one claim. Its text, basis and numbers are those of the claim's day; without that day it stays open."""
    claim, day = book.claims[slug], facts.day(book.claims[slug].day)
    grounds = _grounds(slug, book, day, facts.today)
    source = grounds.basis[0] if grounds.basis else None
    wanted = [(ready(c, book), True) for c in claim.when] + [(ready(c, book), False) for c in claim.unless]
    asked = [Asked(condition, judge(condition, facts, source), holds) for condition, holds in wanted]
    excluded_by = tuple(
        _in_its_days(r, book, day, facts.today) for a in asked if a.settled is False for r in a.judged.reasons
    )
    status: Status = "supported"
    if excluded_by:
        status = "excluded"
    elif day is None or grounds.not_held or any(a.settled is None for a in asked):
        status = "open"
    worked = Worked(None, ())
    if claim.remedy and status != "excluded":
        own = cited(claim.remedy.source) if claim.remedy.source else None
        remedy_source = own if own and is_held(own, book, day or facts.today, facts.today) else source
        worked = worked_out(claim.remedy, facts, day or facts.today, remedy_source)
        if nothing := _repaid(claim, facts, worked.amount, source) or _nothing_due(claim, facts, worked, source):
            status, excluded_by, worked = "excluded", (nothing,), Worked(None, ())
    return ClaimFound(
        id=slug,
        asks=claim.asks,
        against=claim.against,
        status=status,
        day=day,
        basis=grounds.basis,
        supports=grounds.supports,
        amount=worked.amount,
        why=tuple(
            _in_its_days(r, book, day, facts.today) for a in asked if a.settled is not False for r in a.judged.reasons
        ),
        missing=_missing(claim, asked, facts, worked.amount) if status == "open" else (),
        excluded_by=excluded_by,
        never_with=(),
        better=None,
        cautions=tuple(c.text for c in claim.caution if not c.when or all_hold(c.when, facts, book)[0]),
        certainty=claim.certainty,
        text_not_held=grounds.not_held,
        amount_needs=worked.needs,
    )


def _repaid(claim: Claim, facts: Facts, amount: Amount | None, source: Citation | None) -> Reason | None:
    """Why nothing is left to ask: what was repaid is as much as the whole sum. None while something is left, or nothing was repaid."""
    if claim.remedy is None or amount is None or amount.total or amount.high:
        return None
    for fact in claim.remedy.less:
        found = facts.number(fact)
        if found is not None and found > ZERO:
            return Reason(fact, "repaid", None, found, False, source)
    return None


def _nothing_due(claim: Claim, facts: Facts, worked: Worked, source: Citation | None) -> Reason | None:
    """Why no sum is to be asked: worked out from known facts, nothing is left of it. None while a fact could still add to it."""
    if claim.remedy is None or worked.amount is None or worked.needs or worked.amount.total or worked.amount.high:
        return None
    inputs = [name for one in claim.remedy.inputs.values() for name in (one if isinstance(one, tuple) else (one,))]
    for fact in (*inputs, *(item.fact for item in worked.amount.items)):
        if fact and (found := facts.get(fact)) is not None:
            return Reason(fact, "nothing_due", None, found, False, source)
    return None


def _in_its_days(reason: Reason, book: LawBook, day: date | None, today: date) -> Reason:
    """The reason, without its provision where no text of that provision applies to the day."""
    source = reason.source
    return reason if source is None or is_held(source, book, day or today, today) else replace(reason, source=None)


@once_per_book
def _grounds_known(book: LawBook) -> dict[tuple[str, date | None, date], Grounds]:
    return {}


def _grounds(slug: str, book: LawBook, day: date | None, today: date) -> Grounds:
    """What the claim rests on for its day (today's while the day is unknown); worked out once a day."""
    known = _grounds_known(book)
    found = known.get((slug, day, today))
    if found is None:
        if len(known) > MOST_GROUNDS:
            known.clear()
        found = known[(slug, day, today)] = _grounds_on(book.claims[slug], book, day or today, today)
    return found


def _grounds_on(claim: Claim, book: LawBook, on: date, today: date) -> Grounds:
    citations = tuple(cited(text) for text in claim.basis_on(on))
    if not citations and isinstance(claim.basis, Dated):
        return Grounds((), tuple(cited(text) for text in claim.basis.starts[0][1]), ())
    held = tuple(citation for citation in citations if is_held(citation, book, on, today))
    supports = (cited(text) for text in claim.supports)
    return Grounds(
        held,
        tuple(citation for citation in citations if citation not in held),
        tuple(citation for citation in supports if is_held(citation, book, on, today)),
    )


def _missing(claim: Claim, asked: list[Asked], facts: Facts, amount: Amount | None) -> tuple[Missing, ...]:
    """The facts the claim still waits for and what an answer could make of it, the most telling first.

    Each possible answer is tried. A fact none of whose answers would settle any condition is not asked.
    """
    at_stake = (amount.high or amount.total) if amount else ZERO
    waits: dict[str, list[Asked]] = {}
    for a in asked:
        if a.settled is None:
            for fact in a.judged.waits_for:
                waits.setdefault(fact, []).append(a)
    found = []
    if facts.day(claim.day) is None:
        found.append(Missing(claim.day, ("supported", "excluded"), at_stake))
        waits.pop(claim.day, None)
    trying = dict(facts.values)
    for fact, waiting in waits.items():
        if could := _could_become(fact, waiting, facts, trying):
            found.append(Missing(fact, could, at_stake))
    return tuple(sorted(found, key=lambda missing: -len(missing.could_become)))


def _could_become(fact: str, waiting: list[Asked], facts: Facts, trying: dict[str, Value]) -> tuple[Status, ...]:
    """What the claim could become after an answer to this fact, were everything else that is unknown in its favour."""
    answers = _answers(fact, waiting, facts)
    if not answers:
        return ("supported", "excluded")
    outcomes = set()
    for answer in answers:
        trying[fact] = answer
        outcome = "open"
        for a in waiting:
            holds = a.condition.truth(trying)
            if holds is not None:
                outcome = "supported" if holds is a.wanted else "excluded"
                if outcome == "excluded":
                    break
        outcomes.add(outcome)
    del trying[fact]
    if outcomes == {"open"}:
        return ()
    order: tuple[Status, ...] = ("supported", "open", "excluded")
    return tuple(status for status in order if status in outcomes)


def _answers(fact: str, waiting: Iterable[Asked], facts: Facts) -> tuple[Value, ...]:
    """Every answer worth trying: both of a yes-or-no fact; otherwise both sides of each test."""
    definition = facts.definitions.get(fact)
    if definition and definition.kind == "yes_no":
        return (True, False)
    tests = [test for a in waiting for test in a.condition.tests if test.test.fact == fact]
    return tuple(dict.fromkeys(value for test in tests for value in values_to_try(test, facts.values)))


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
