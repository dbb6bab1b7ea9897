"""One claim judged on the facts: settled, contested, open or excluded, why, on which provisions, for how much, and what is missing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import combinations

from consumer_app.domain.judging.cautions import cautions_of
from consumer_app.domain.judging.conditions import Judged, Role, all_hold, check, judge, truth, values_to_try
from consumer_app.domain.judging.contested import Doubt, doubt_about, missing_of, waits_for, with_least
from consumer_app.domain.judging.facts import Facts
from consumer_app.domain.judging.findings import ORDER, Amount, ClaimFound, Missing, Reason, Status
from consumer_app.domain.judging.remedies import Worked, worked_out
from consumer_app.domain.judging.same_money import done_and_undone, kept_apart, same_money
from consumer_app.domain.law import (
    Citation,
    Claim,
    Condition,
    Dated,
    DayRange,
    Days,
    LawBook,
    Remedy,
    Respondent,
    Value,
)

ZERO = Decimal(0)


@dataclass(frozen=True)
class Asked:
    """One condition of a claim and its role in it: one of ``when`` must hold, one of ``unless`` must not."""

    condition: Condition
    judged: Judged
    role: Role

    @property
    def wanted(self) -> bool:
        """What it must turn out to be for the claim."""
        return self.role == "when"

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
    claim = book.claims[slug]
    day = _day_of_the_text(claim, book, facts)
    grounds = _grounds(claim, book, day, facts.today)
    source = grounds.basis[0] if grounds.basis else None
    roles: tuple[tuple[Role, tuple[Condition, ...]], ...] = (("when", claim.when), ("unless", claim.unless))
    asked = [Asked(c, judge(c, facts, book.days, source, role), role) for role, some in roles for c in some]
    excluded_by = tuple(
        _in_its_days(r, book, day, facts.today) for a in asked if a.settled is False for r in a.judged.reasons
    )
    doubt = doubt_about(claim, facts, book.days, source)
    status: Status = "contested" if doubt.stands else "settled"
    if excluded_by:
        status = "excluded"
    elif day is None or grounds.not_held or any(a.settled is None for a in asked):
        status = "open"
    worked = Worked(None, ())
    if claim.remedy and status != "excluded":
        worked = _sum(claim.remedy, book, facts, day, source)
        if nothing := _repaid(claim, facts, worked.amount, source) or _nothing_due(claim, facts, worked, source):
            status, excluded_by, worked = "excluded", (nothing,), Worked(None, ())
        elif claim.least and doubt.stands:
            least = _sum(claim.least, book, facts, day, source)
            known = None if least.needs else least.amount
            worked = Worked(with_least(worked.amount, known), tuple(dict.fromkeys((*worked.needs, *least.needs))))
    return ClaimFound(
        id=slug,
        asks=claim.asks,
        against=_respondent(claim, book, facts),
        status=status,
        day=day,
        basis=grounds.basis,
        supports=tuple(dict.fromkeys((*grounds.supports, *_of_the_roads(claim, grounds, book, facts, day)))),
        amount=worked.amount,
        why=tuple(
            _in_its_days(r, book, day, facts.today) for a in asked if a.settled is not False for r in a.judged.reasons
        ),
        missing=(
            *(_missing(claim, asked, doubt, facts, book.days, worked.amount, day) if status != "excluded" else ()),
            *(_whom_it_waits_for(claim, book, facts) if status != "excluded" else ()),
            *_whether_repaid(worked, facts, status),
        ),
        excluded_by=excluded_by,
        never_with=(),
        better=None,
        cautions=cautions_of(claim.caution, day or facts.today, book, facts),
        certainty="contested" if doubt.known or status == "contested" else "settled",
        text_not_held=grounds.not_held,
        amount_needs=worked.needs,
        contested_by=tuple(_in_its_days(r, book, day, facts.today) for r in doubt.reasons),
    )


def _of_the_roads(claim: Claim, grounds: Grounds, book: LawBook, facts: Facts, day: date | None) -> Iterator[Citation]:
    """The provisions of the roads that lead to the claim in this case: the article on what is wrong with this food, not on every food."""
    for road in (test for condition in claim.when for test in condition.tests if test.source):
        cited = road.source
        if cited is None or cited in grounds.basis or not check(road, facts.values, book.days):
            continue
        if book.holds(cited, day or facts.today, facts.today):
            yield cited


def _sum(remedy: Remedy, book: LawBook, facts: Facts, day: date | None, source: Citation | None) -> Worked:
    """What the remedy comes to with the numbers of the claim's day; nothing before the fact is known that it waits for."""
    if remedy.once_known is not None and facts.get(remedy.once_known) is None:
        return Worked(None, ())
    on, own = day or facts.today, remedy.source
    return worked_out(remedy, facts, on, own if own and book.holds(own, on, facts.today) else source)


def _respondent(claim: Claim, book: LawBook, facts: Facts) -> Respondent:
    """Who owes it on the facts: the first of the other respondents whose conditions hold, else the usual one."""
    others = (other.respondent for other in claim.other_respondent if all_hold(other.when, facts, book)[0])
    return next(others, claim.against)


def _whether_repaid(worked: Worked, facts: Facts, status: Status) -> Iterable[Missing]:
    """What must be known of the money that came back, where it may have been the whole of this sum or the price of something else."""
    for fact in worked.needs if worked.amount else ():
        whole = facts.definitions[fact].share_of
        came_back = facts.number(whole) if whole else None
        if worked.amount and came_back is not None and came_back >= worked.amount.total:
            yield Missing(fact, (status, "excluded"), worked.amount.total)


def _whom_it_waits_for(claim: Claim, book: LawBook, facts: Facts) -> tuple[Missing, ...]:
    """The facts without which it is not known who owes it; no answer changes whether it is owed."""
    judged = [judge(one, facts, book.days, None) for other in claim.other_respondent for one in other.when]
    waiting = dict.fromkeys(fact for one in judged if one.holds is None for fact in one.waits_for)
    return tuple(Missing(fact, ("settled",), ZERO) for fact in waiting)


def _day_of_the_text(claim: Claim, book: LawBook, facts: Facts) -> date | None:
    """The day whose text and numbers apply. Of a range of days the first, where the text and the numbers of all its days are the same."""
    days = facts.days(claim.day)
    if days is None:
        return None
    first, last = days
    early, late = (_grounds(claim, book, day, facts.today) for day in (first, last))
    alike = (early.basis, early.not_held) == (late.basis, late.not_held) and _numbers(claim, first) == _numbers(
        claim, last
    )
    return first if alike else None


def _numbers(claim: Claim, day: date) -> tuple[Decimal | None, ...]:
    remedies = [remedy for remedy in (claim.remedy, claim.least) if remedy]
    dated = [d for one in remedies for d in (one.multiple, one.loss_multiple, one.floor, one.cap, one.rate)]
    return tuple(numbers.on(day) if numbers else None for numbers in dated)


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
    return reason if source is None or book.holds(source, day or today, today) else replace(reason, source=None)


def _grounds(claim: Claim, book: LawBook, day: date | None, today: date) -> Grounds:
    """What the claim rests on for its day; for today while the day is unknown."""
    on = day or today
    citations = claim.basis_on(on)
    if not citations and isinstance(claim.basis, Dated):
        return Grounds((), claim.basis.starts[0][1], ())
    held = tuple(citation for citation in citations if book.holds(citation, on, today))
    return Grounds(
        held,
        tuple(citation for citation in citations if citation not in held),
        tuple(citation for citation in claim.supports if book.holds(citation, on, today)),
    )


def _missing(
    claim: Claim,
    asked: list[Asked],
    doubt: Doubt,
    facts: Facts,
    days: Days,
    amount: Amount | None,
    day: date | None,
) -> tuple[Missing, ...]:
    """The facts the claim still waits for and what an answer could make of it, the most telling first; then what makes it contested or not.

    Each possible answer is tried. A fact none of whose answers would settle any condition is not asked.
    """
    best: Status = "contested" if doubt.known else "settled"
    at_stake = (amount.high or amount.total) if amount else ZERO
    waits: dict[str, list[Asked]] = {}
    for a in asked:
        if a.settled is None:
            for fact in a.judged.waits_for:
                waits.setdefault(fact, []).append(a)
    found = []
    if day is None:
        found.append(Missing(claim.day, (best, "excluded"), at_stake))
        waits.pop(claim.day, None)
    for fact, waiting in waits.items():
        if could := _could_become(fact, waiting, doubt, facts, days):
            found.append(Missing(fact, could, at_stake))
    found.sort(key=lambda missing: -len(missing.could_become))
    decided = {missing.fact for missing in found}
    tried = {
        fact: _answers(fact, [claim.contested[place] for place in places], facts, days)
        for fact, places in waits_for(doubt).items()
    }
    found += [one for one in missing_of(doubt, tried, facts, days, at_stake) if one.fact not in decided]
    return tuple(found)


def _could_become(fact: str, waiting: list[Asked], doubt: Doubt, facts: Facts, days: Days) -> tuple[Status, ...]:
    """What the claim could become after an answer to this fact, were everything else that is unknown in its favour.

    Of a condition with roads only what the roads that have begun still need is waited for: each such answer opens its road or shuts it.
    """
    answers = _answers(fact, [a.condition for a in waiting], facts, days)
    if not answers:
        return ("contested" if doubt.known else "settled", "excluded")
    if any(test.also for a in waiting for test in a.condition.tests):
        return ("contested" if doubt.known else "settled", "excluded")
    outcomes = set()
    for answer in answers:
        trying = {**facts.values, fact: answer}
        outcome = "open"
        for a in waiting:
            holds = truth(a.condition, trying, days, a.role)
            if holds is not None:
                outcome = "settled" if holds is a.wanted else "excluded"
                if outcome == "excluded":
                    break
        if outcome == "settled" and doubt.with_answer(trying, days):
            outcome = "contested"
        outcomes.add(outcome)
    if outcomes == {"open"}:
        return ()
    return tuple(status for status in ORDER if status in outcomes)


def _answers(fact: str, waiting: Iterable[Condition], facts: Facts, days: Days) -> tuple[Value, ...]:
    """Every answer worth trying: both of a yes-or-no fact; otherwise both sides of each test, of a day within the range that is known."""
    definition = facts.definitions.get(fact)
    if definition and definition.kind == "yes_no":
        return (True, False)
    tests = [test for one in waiting for test in one.every_test if test.fact == fact]
    tried = dict.fromkeys(value for test in tests for value in values_to_try(test, facts.values, days))
    known = facts.get(fact)
    if not isinstance(known, DayRange):
        return tuple(tried)
    return tuple(
        dict.fromkeys((known.first, *(day for day in tried if isinstance(day, date) and day in known), known.last))
    )


def with_rivals(claims: list[ClaimFound], book: LawBook) -> list[ClaimFound]:
    """Of claims that can never both be had, the better stands: settled before contested before open, then the higher sum, then the first listed.

    Never both are had: what the book says exclude each other, and what asks for the same money, though the book have not said so.
    """
    rivals: dict[str, set[str]] = {claim.id: set() for claim in claims}
    for claim in claims:
        for other in book.claims[claim.id].excludes:
            if other in rivals and other != claim.id:
                rivals[claim.id].add(other)
                rivals[other].add(claim.id)
    for one, other in combinations((claim.id for claim in claims if claim.status != "excluded"), 2):
        if (same_money(one, other, book) or done_and_undone(one, other, book)) and not kept_apart(one, other, book):
            rivals[one].add(other)
            rivals[other].add(one)
    standing: list[str] = []
    better: dict[str, str] = {}
    alive = [claim for claim in claims if claim.status != "excluded"]
    for claim in sorted(alive, key=lambda c: (ORDER.index(c.status), -worth(c))):
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
