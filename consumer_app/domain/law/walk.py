"""The one walk over the law book: every condition, deadline, citation and fact that an entry uses, with the file and key it stands at."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, get_args

from consumer_app.domain.law.book import LawBook
from consumer_app.domain.law.claims import Caution, Claim, Common, Dispute, Excuse, Remedy
from consumer_app.domain.law.conditions import Condition
from consumer_app.domain.law.deadlines import Deadline
from consumer_app.domain.law.places import Channel, Platform
from consumer_app.domain.law.statutes import Citation

RESERVED_FACTS = frozenset({"today"})
"""Facts that no file declares: the day the case is judged on."""
T = TypeVar("T")
Walked = Claim | Common | Dispute | Excuse | Channel | Platform
Name = tuple[str, str]
"""The folder and the slug of an entry: ``("channels", "court")``."""


def _keys_of(several: Any) -> Mapping[type[Walked], tuple[str, ...]]:
    """For each kind of entry the keys that hold several of these."""
    return {
        model: tuple(key for key, field in model.model_fields.items() if field.annotation == several)
        for model in get_args(Walked)
    }


CONDITIONS = _keys_of(tuple[Condition, ...])
CAUTIONS = _keys_of(tuple[Caution, ...])


@dataclass(frozen=True)
class Used:
    """What one entry uses, each with its key; not what the entries that it names use."""

    conditions: tuple[tuple[str, Condition], ...]
    deadlines: tuple[tuple[str, Deadline], ...]
    citations: tuple[tuple[str, Citation], ...]
    facts: tuple[tuple[str, str], ...]
    leads_to: tuple[Name, ...]


def used(book: LawBook) -> Mapping[Name, Used]:
    """What every entry uses, by its name. Every other walk goes over this one."""
    return book.worked_out(use_of_entries)


def conditions(book: LawBook) -> Iterator[tuple[str, str, Condition]]:
    """Every condition of the book: (file, key, condition)."""
    return ((_file(name), key, one) for name, use in used(book).items() for key, one in use.conditions)


def conditions_of(entry: Walked) -> Iterator[tuple[str, Condition]]:
    """The conditions of one entry, those of its cautions and advice last: (key, condition)."""
    for key in CONDITIONS[type(entry)]:
        yield from _numbered(key, getattr(entry, key))
    if isinstance(entry, Claim):
        for key, other in _numbered("other_respondent", entry.other_respondent):
            yield from _numbered(f"{key}.when", other.when)
    for key, told in _cautions_of(entry):
        yield from _numbered(f"{key}.when", told.when)
    if isinstance(entry, Channel):
        for key, way in _numbered("ways_in", entry.ways_in):
            yield from _numbered(f"{key}.when", way.when)


def remedies_of(claim: Claim) -> Iterator[tuple[str, Remedy]]:
    """The sums of one claim, the one that is asked first: (key, remedy)."""
    yield from ((key, remedy) for key, remedy in (("remedy", claim.remedy), ("least", claim.least)) if remedy)


def deadlines(book: LawBook) -> Iterator[tuple[str, str, Deadline]]:
    """Every deadline of the book: (file, key, deadline)."""
    return ((_file(name), key, one) for name, use in used(book).items() for key, one in use.deadlines)


def citations(book: LawBook) -> Iterator[tuple[str, str, Citation]]:
    """Every citation of the book: (file, key, citation)."""
    yield from ((_file(name), key, one) for name, use in used(book).items() for key, one in use.citations)
    for name, fact in book.facts.items():
        yield from (
            (book.file_of(name), f"{name}.{key}", cited)
            for key, one in _numbered("breach", fact.breach)
            for cited in one.provisions
        )
    for kind, rules in book.wording.items():
        yield from ((f"wording/{kind}.toml", f"{rule.id}.source", rule.source) for rule in rules if rule.source)


def facts_used(book: LawBook) -> Iterator[tuple[str, str, str]]:
    """Every place that names a fact: (file, key, fact)."""
    yield from ((_file(name), key, fact) for name, use in used(book).items() for key, fact in use.facts)
    for key, side in _numbered("side", book.sides):
        yield from (("sides.toml", f"{key}.when", test.fact) for when in side.when for test in when.tests)
    for name, fact in book.facts.items():
        limits = (
            ("not_before", fact.not_before),
            ("at_most", fact.at_most),
            ("share_of", fact.share_of),
            ("share_for", fact.share_for),
        )
        yield from ((book.file_of(name), f"{name}.{key}", other) for key, other in limits if other)
        yield from (
            (book.file_of(name), f"{name}.{key}", one.fact) for key, one in _numbered("settled_by", fact.settled_by)
        )
        yield from (
            (book.file_of(name), f"{name}.{key}.value_of", one.value_of)
            for key, one in _numbered("settled_by", fact.settled_by)
            if one.value_of
        )
        yield from (
            (book.file_of(name), f"{name}.{key}", one.fact) for key, one in _numbered("asked_if", fact.asked_if)
        )
        yield from (
            (book.file_of(name), f"{name}.{key}.where", other)
            for key, one in _numbered("breach", fact.breach)
            for test in (*one.where, *one.unless)
            for other in test.facts
        )
        yield from (
            (book.file_of(name), f"{name}.{key}.day", one.day)
            for key, one in _numbered("breach", fact.breach)
            if one.day
        )
        yield from (
            (book.file_of(name), f"{name}.worked_out", one) for one in (fact.worked_out.sums if fact.worked_out else ())
        )


def facts_looked_at(book: LawBook, disputes: Iterable[str], also: Iterable[Name] = ()) -> frozenset[str]:
    """Every fact that these disputes look at, through whatever they lead to, and those read from any case, with the shares of them.

    A dispute leads to its claims, excuses and channels; a claim to what it shares; a claim or a deadline that has passed to the claim that opens then; a channel
    that does not open to the other ways in. ``also`` are entries that the case adds: its platform, channels it went to, excuses heard in it.
    """
    by_dispute = book.worked_out(facts_by_dispute)
    read = frozenset(name for name, fact in book.facts.items() if fact.source or fact.share_of)
    added = (_facts_behind(book, name) for name in also)
    return read.union(*(by_dispute[slug] for slug in disputes if slug in by_dispute), *added)


def use_of_entries(book: LawBook) -> dict[Name, Used]:
    """What every entry uses, each as its own file says it: what claims share is used by the entry they name. Made once a book (see ``used``)."""
    folders: tuple[tuple[str, Mapping[str, Walked]], ...] = (
        ("claims", {slug: claim.as_written(book.common) for slug, claim in book.claims.items()}),
        ("common", book.common),
        ("excuses", book.excuses),
        ("disputes", book.disputes),
        ("channels", book.channels),
        ("platforms", book.platforms),
    )
    return {(folder, slug): _used_by(entry) for folder, found in folders for slug, entry in found.items()}


def _used_by(entry: Walked) -> Used:
    conditions = tuple(conditions_of(entry))
    deadlines = () if isinstance(entry, Excuse) else tuple(_numbered("deadline", entry.deadline))
    return Used(
        conditions,
        deadlines,
        tuple(_citations_of(entry, conditions, deadlines)),
        tuple(_facts_of(entry, conditions, deadlines)),
        tuple(_leads_to(entry, deadlines)),
    )


def _cautions_of(entry: Walked) -> Iterator[tuple[str, Caution]]:
    for key in CAUTIONS[type(entry)]:
        yield from _numbered(key, getattr(entry, key))


def _citations_of(
    entry: Walked,
    conditions: Iterable[tuple[str, Condition]],
    deadlines: Iterable[tuple[str, Deadline]],
) -> Iterator[tuple[str, Citation]]:
    yield from ((f"{key}.source", one.source) for key, one in conditions if one.source)
    yield from ((f"{key}.any.source", road.source) for key, one in conditions for road in one.tests if road.source)
    yield from ((f"{key}.source", told.source) for key, told in _cautions_of(entry) if told.source)
    yield from ((f"{key}.basis", one.basis) for key, one in deadlines if one.basis)
    if isinstance(entry, Claim):
        yield from (("basis", one) for one in entry.every_basis())
        yield from (("supports", one) for one in entry.supports)
        for key, remedy in remedies_of(entry):
            if remedy.source:
                yield f"{key}.source", remedy.source
    if isinstance(entry, Claim | Common):
        if entry.burden and entry.burden.basis:
            yield "burden.basis", entry.burden.basis
    elif isinstance(entry, Excuse):
        yield from (("basis", one) for one in entry.basis)
    elif isinstance(entry, Dispute):
        yield from ((f"{key}.basis", one.basis) for key, one in _numbered("evidence", entry.evidence) if one.basis)
    elif isinstance(entry, Channel):
        yield from ((f"{key}.source", one.source) for key, one in _numbered("closes", entry.closes) if one.source)


def _facts_of(
    entry: Walked, conditions: Iterable[tuple[str, Condition]], deadlines: Iterable[tuple[str, Deadline]]
) -> Iterator[tuple[str, str]]:
    for key, condition in conditions:
        for test in condition.every_test:
            for fact in test.facts:
                yield key, fact
    yield from ((f"{key}.after", deadline.after) for key, deadline in deadlines)
    if isinstance(entry, Claim):
        yield "day", entry.day
        for key, remedy in remedies_of(entry):
            yield from ((f"{key}.less", fact) for fact in remedy.less)
            if remedy.once_known:
                yield f"{key}.once_known", remedy.once_known
            for name, put in remedy.inputs.items():
                yield from ((f"{key}.inputs.{name}", fact) for fact in ((put,) if isinstance(put, str) else put))
    elif isinstance(entry, Dispute):
        yield from (("facts", fact) for fact in entry.facts)
        yield from (("first", fact) for fact in entry.first)
        yield from (("says", fact) for fact in entry.says)
        spans = ((f"{key}.disappears", one.disappears) for key, one in _numbered("evidence", entry.evidence))
        yield from ((f"{key}.after", span.after) for key, span in spans if span)
    elif isinstance(entry, Channel) and entry.reply_within:
        yield "reply_within.after", entry.reply_within.after


def _leads_to(entry: Walked, deadlines: Iterable[tuple[str, Deadline]]) -> Iterator[Name]:
    yield from (("claims", deadline.on_expiry) for _, deadline in deadlines if deadline.on_expiry)
    if isinstance(entry, Claim):
        yield from (("common", slug) for slug in entry.common)
    elif isinstance(entry, Dispute):
        yield from (("claims", slug) for slug in entry.claims)
        yield from (("excuses", slug) for slug in entry.excuses)
        yield from (("channels", slug) for slug in entry.channels)
    elif isinstance(entry, Channel):
        yield from (("channels", slug) for slug in entry.instead)


def facts_by_dispute(book: LawBook) -> dict[str, frozenset[str]]:
    """What each dispute looks at, through whatever it leads to; made once a book (see ``facts_looked_at``)."""
    return {slug: _facts_behind(book, ("disputes", slug)) for slug in book.disputes}


def _facts_behind(book: LawBook, first: Name) -> frozenset[str]:
    """The facts of an entry and of all that it leads to; none for a name that the book does not have."""
    everything = used(book)
    reached, waiting = set[Name](), [first]
    while waiting:
        name = waiting.pop()
        if name not in reached and name in everything:
            reached.add(name)
            waiting += everything[name].leads_to
    facts = frozenset(fact for name in reached for _, fact in everything[name].facts)
    facts |= {
        one.fact
        for fact in facts
        if fact in book.facts
        for one in book.facts[fact].asked_if
        if one.first or one.or_unknown
    }
    return facts.union(*(one.sums for fact in facts if fact in book.facts and (one := book.facts[fact].worked_out)))


def _file(name: Name) -> str:
    return f"{name[0]}/{name[1]}.toml"


def _numbered(name: str, some: Iterable[T]) -> Iterator[tuple[str, T]]:
    return ((f"{name}[{number}]", one) for number, one in enumerate(some, 1))
