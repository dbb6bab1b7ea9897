"""Which facts a dispute looks at anywhere: in its questions, claims, sums, deadlines, excuses and channels."""

from collections.abc import Iterable, Iterator

from consumer_app.domain.case import Case
from consumer_app.domain.law import Claim, Condition, Deadline, LawBook
from consumer_app.domain.once import once_per_book


@once_per_book
def _by_dispute(book: LawBook) -> dict[str, frozenset[str]]:
    return {slug: frozenset(_of_dispute(slug, book)) for slug in book.disputes}


def facts_looked_at(disputes: Iterable[str], book: LawBook) -> frozenset[str]:
    """The facts that these disputes look at, and those read from any case."""
    known = _by_dispute(book)
    read = frozenset(name for name, fact in book.facts.items() if fact.source)
    return read.union(*(known[slug] for slug in disputes if slug in known))


def answers_not_looked_at(case: Case, book: LawBook) -> tuple[str, ...]:
    """The facts answered that none of the case's disputes looks at: another dispute's, or of no use here."""
    looked_at = facts_looked_at(case.disputes, book)
    return tuple(
        name
        for name, answer in case.answers.items()
        if name in book.facts and answer is not None and name not in looked_at
    )


def _of_dispute(slug: str, book: LawBook) -> Iterator[str]:
    dispute = book.disputes[slug]
    yield from dispute.facts
    yield from _deadlines(dispute.deadline)
    yield from (wanted.disappears.after for wanted in dispute.evidence if wanted.disappears)
    for advice in dispute.advice:
        yield from _conditions(advice.when)
    for name in dispute.claims:
        yield from _of_claim(book.claims[name], book)
    for name in dispute.excuses:
        yield from _conditions((*book.excuses[name].when, *book.excuses[name].right_if))
    for name in dispute.channels:
        channel = book.channels[name]
        yield from _conditions(channel.when)
        yield from _deadlines(channel.deadline)


def _of_claim(claim: Claim, book: LawBook) -> Iterator[str]:
    yield claim.day
    yield from _conditions((*claim.when, *claim.unless, *(c for caution in claim.caution for c in caution.when)))
    yield from _deadlines(claim.deadline)
    if claim.remedy:
        yield from claim.remedy.less
        for given in claim.remedy.inputs.values():
            yield from (given,) if isinstance(given, str) else given


def _conditions(conditions: Iterable[Condition]) -> Iterator[str]:
    for condition in conditions:
        for test in condition.tests:
            yield test.fact
            yield from (other for other in (test.before, test.after) if isinstance(other, str))
            yield from (span.after for span in (test.within, test.beyond) if span)


def _deadlines(deadlines: Iterable[Deadline]) -> Iterator[str]:
    yield from (deadline.after for deadline in deadlines)
