"""The one walk over the law book: every condition, deadline, citation and fact that an entry uses, with the file and key it stands at."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TypeVar

from consumer_app.domain.law.book import LawBook
from consumer_app.domain.law.claims import Caution, Claim, Dispute, Excuse
from consumer_app.domain.law.conditions import Condition
from consumer_app.domain.law.deadlines import Deadline
from consumer_app.domain.law.places import Channel, Platform
from consumer_app.domain.law.statutes import Citation

RESERVED_FACTS = frozenset({"today"})
"""Facts that no file declares: the day the case is judged on."""
T = TypeVar("T")
Walked = Claim | Dispute | Excuse | Channel | Platform


def entries(book: LawBook) -> Iterator[tuple[str, Walked]]:
    """Every entry that uses facts or citations, with its file."""
    folders: tuple[tuple[str, Mapping[str, Walked]], ...] = (
        ("claims", book.claims),
        ("excuses", book.excuses),
        ("disputes", book.disputes),
        ("channels", book.channels),
        ("platforms", book.platforms),
    )
    for folder, found in folders:
        yield from ((f"{folder}/{slug}.toml", entry) for slug, entry in found.items())


def conditions(book: LawBook) -> Iterator[tuple[str, str, Condition]]:
    """Every condition of the book: (file, key, condition)."""
    return ((file, key, one) for file, entry in entries(book) for key, one in conditions_of(entry))


def deadlines(book: LawBook) -> Iterator[tuple[str, str, Deadline]]:
    """Every deadline of the book: (file, key, deadline)."""
    return ((file, key, one) for file, entry in entries(book) for key, one in deadlines_of(entry))


def citations(book: LawBook) -> Iterator[tuple[str, str, Citation]]:
    """Every citation of the book: (file, key, citation)."""
    yield from ((file, key, one) for file, entry in entries(book) for key, one in citations_of(entry))
    for kind, rules in book.wording.items():
        yield from ((f"wording/{kind}.toml", f"{rule.id}.source", rule.source) for rule in rules if rule.source)


def facts_used(book: LawBook) -> Iterator[tuple[str, str, str]]:
    """Every place that names a fact: (file, key, fact)."""
    yield from ((file, key, fact) for file, entry in entries(book) for key, fact in facts_of(entry))
    for name, fact in book.facts.items():
        limits = (("not_before", fact.not_before), ("at_most", fact.at_most))
        yield from ((book.file_of(name), f"{name}.{key}", other) for key, other in limits if other)


def conditions_of(entry: Walked) -> Iterator[tuple[str, Condition]]:
    """The conditions of one entry: (key, condition)."""
    for name in ("when", "unless", "right_if"):
        yield from _numbered(name, getattr(entry, name, ()))
    for name, told in _cautions(entry):
        yield from ((f"{name}.{key}", one) for key, one in _numbered("when", told.when))


def deadlines_of(entry: Walked) -> Iterator[tuple[str, Deadline]]:
    """The deadlines of one entry: (key, deadline)."""
    yield from () if isinstance(entry, Excuse) else _numbered("deadline", entry.deadline)


def citations_of(entry: Walked) -> Iterator[tuple[str, Citation]]:
    """The citations of one entry: (key, citation)."""
    yield from ((f"{key}.source", one.source) for key, one in conditions_of(entry) if one.source)
    yield from ((f"{key}.basis", one.basis) for key, one in deadlines_of(entry) if one.basis)
    yield from ((f"{key}.source", told.source) for key, told in _cautions(entry) if told.source)
    if isinstance(entry, Claim):
        yield from (("basis", one) for one in entry.every_basis())
        yield from (("supports", one) for one in entry.supports)
        if entry.remedy and entry.remedy.source:
            yield "remedy.source", entry.remedy.source
        if entry.burden and entry.burden.basis:
            yield "burden.basis", entry.burden.basis
    if isinstance(entry, Excuse):
        yield from (("basis", one) for one in entry.basis)
    if isinstance(entry, Dispute):
        yield from ((f"evidence[{n}].basis", e.basis) for n, e in enumerate(entry.evidence, 1) if e.basis)
    if isinstance(entry, Channel):
        yield from ((f"closes[{n}].source", c.source) for n, c in enumerate(entry.closes, 1) if c.source)


def facts_of(entry: Walked) -> Iterator[tuple[str, str]]:
    """The facts that one entry looks at: (key, fact). Not those of the entries that it names."""
    for key, condition in conditions_of(entry):
        yield from ((key, fact) for test in condition.every_test for fact in test.facts)
    yield from ((f"{key}.after", deadline.after) for key, deadline in deadlines_of(entry))
    if isinstance(entry, Claim):
        yield "day", entry.day
        if entry.remedy:
            yield from (("remedy.less", fact) for fact in entry.remedy.less)
            for name, put in entry.remedy.inputs.items():
                yield from ((f"remedy.inputs.{name}", fact) for fact in ((put,) if isinstance(put, str) else put))
    if isinstance(entry, Dispute):
        yield from (("facts", fact) for fact in entry.facts)
        spans = [(f"evidence[{n}].disappears", e.disappears) for n, e in enumerate(entry.evidence, 1)]
        yield from ((f"{key}.after", span.after) for key, span in spans if span)


def facts_looked_at(book: LawBook, disputes: Iterable[str], also: Iterable[Walked] = ()) -> frozenset[str]:
    """Every fact that these disputes look at, through whatever they lead to, and those read from any case.

    A dispute leads to its claims, excuses and channels; a claim or a deadline that has passed to the claim that opens then; a channel
    that does not open to the other ways in. ``also`` are entries that the case adds: its platform, channels it went to.
    """
    by_dispute = book.worked_out(_facts_by_dispute)
    read = frozenset(name for name, fact in book.facts.items() if fact.source)
    added = (_facts_behind(book, entry) for entry in also)
    return read.union(*(by_dispute[slug] for slug in disputes if slug in by_dispute), *added)


def _facts_by_dispute(book: LawBook) -> dict[str, frozenset[str]]:
    return {slug: _facts_behind(book, dispute) for slug, dispute in book.disputes.items()}


def _facts_behind(book: LawBook, entry: Walked) -> frozenset[str]:
    """The facts of an entry and of all that it leads to."""
    reached: dict[int, Walked] = {}
    waiting = [entry]
    while waiting:
        one = waiting.pop()
        if id(one) not in reached:
            reached[id(one)] = one
            waiting += _leads_to(book, one)
    return frozenset(fact for one in reached.values() for _, fact in facts_of(one))


def _leads_to(book: LawBook, entry: Walked) -> Iterator[Walked]:
    opened = [deadline.on_expiry for _, deadline in deadlines_of(entry) if deadline.on_expiry]
    if isinstance(entry, Dispute):
        yield from (book.claims[slug] for slug in entry.claims)
        yield from (book.excuses[slug] for slug in entry.excuses)
        yield from (book.channels[slug] for slug in entry.channels)
    if isinstance(entry, Channel):
        yield from (book.channels[slug] for slug in entry.instead)
    yield from (book.claims[slug] for slug in opened)


def _cautions(entry: Walked) -> Iterator[tuple[str, Caution]]:
    told = (getattr(entry, name, ()) for name in ("caution", "advice"))
    names = ("caution", "advice")
    return chain.from_iterable(_numbered(name, some) for name, some in zip(names, told, strict=True))


def _numbered(name: str, some: Iterable[T]) -> Iterator[tuple[str, T]]:
    return ((f"{name}[{number}]", one) for number, one in enumerate(some, 1))
