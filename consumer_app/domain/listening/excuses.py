"""A seller's excuses heard in words, however they are typed: each in one clause, all in one pass."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from operator import add

from consumer_app.domain.law import Excuse, LawBook
from consumer_app.domain.law.saying import SLOTS, SayingError, expression, keys_wanted, parts_of
from consumer_app.domain.listening.clauses import Folding, clauses


@dataclass(frozen=True)
class ExcuseHeard:
    """An excuse heard in one text: the key of the text, and the words of it that say so."""

    id: str
    key: str
    quote: str


@dataclass(frozen=True)
class Ear:
    """How one excuse is listened for: each way to say it with what a clause must hold for it, and what says that it is not meant."""

    ways: tuple[tuple[re.Pattern[str], tuple[frozenset[str], ...]], ...]
    never: re.Pattern[str] | None

    def hears(self, clause: str) -> tuple[int, int] | None:
        """Where a folded clause says it."""
        return self.means(clause, (found.span() for way, _ in self.ways if (found := way.search(clause))))

    def means(self, clause: str, spans: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
        """The first of the places where a clause says it, unless it is not meant."""
        first = next(iter(spans), None)
        return None if first and self.never and self.never.search(clause) else first


@dataclass(frozen=True)
class Ears:
    """Every excuse ready to be listened for. ``own`` is the shopper speaking; ``alike`` are excuses heard in the words of another.

    Each way to say an excuse has a bit in each of three rows: a row's bit stands when the clause holds one of the keys wanted there. ``holds`` are
    the bits of each key, ``free`` those of ways that want fewer keys. A way is worth a try when its bit stands in all rows: one pass finds them all.
    """

    folding: Folding
    by_slug: dict[str, Ear]
    ways: tuple[tuple[str, re.Pattern[str]], ...]
    holds: dict[str, int]
    free: int
    own: re.Pattern[str] | None
    alike: dict[str, tuple[str, ...]]

    def hear(self, clause: str) -> list[tuple[str, int, int]]:
        """The excuses that a folded clause says, and where."""
        bits, get = self.free, self.holds.get
        for key in clause:
            bits |= get(key, 0)
        for key in map(add, clause, clause[1:]):
            bits |= get(key, 0)
        width = len(self.ways)
        worth = bits & (bits >> width) & (bits >> 2 * width) & ((1 << width) - 1)
        if not worth:
            return []
        said: dict[str, tuple[int, int]] = {}
        while worth:
            lowest = worth & -worth
            worth ^= lowest
            slug, way = self.ways[lowest.bit_length() - 1]
            if slug not in said and (found := way.search(clause)):
                said[slug] = found.span()
        if not said or (self.own and self.own.search(clause)):
            return []
        heard = [(slug, *span) for slug, span in said.items() if self.by_slug[slug].means(clause, (span,))]
        return [(other, start, end) for slug, start, end in heard for other in (slug, *self.alike.get(slug, ()))]


def excuses_heard(texts: Iterable[tuple[str, str]], book: LawBook) -> tuple[ExcuseHeard, ...]:
    """Every excuse said in the texts (key, text), in the order of the book; once a key, with the first words that say it."""
    listening = book.worked_out(ears)
    spoken = [(key, clauses(text)) for key, text in texts]
    written = list(dict.fromkeys(clause for _, said in spoken for clause in said))
    folded = listening.folding("\n".join(written)).split("\n")
    said_by: dict[str, list[tuple[str, str]]] = {}
    for clause, plain in zip(written, folded, strict=True):
        if heard := listening.hear(plain):
            said_by[clause] = [(slug, listening.folding.quote(clause, start, end)) for slug, start, end in heard]
    if not said_by:
        return ()
    found: dict[tuple[str, str], ExcuseHeard] = {}
    for key, said in spoken:
        for clause in said:
            for slug, quote in said_by.get(clause, ()):
                found.setdefault((slug, key), ExcuseHeard(slug, key, quote))
    place = {slug: number for number, slug in enumerate(book.excuses)}
    return tuple(sorted(found.values(), key=lambda one: place[one.id]))


def ears(book: LawBook) -> Ears:
    """Every excuse ready to be listened for; made once a book. One that cannot be read is not heard: check-refs names it."""
    folding = Folding(book.words.hearing)
    by_slug: dict[str, Ear] = {}
    alike: dict[str, tuple[str, ...]] = {}
    for slug, excuse in book.excuses.items():
        if excuse.like:
            alike[excuse.like] = (*alike.get(excuse.like, ()), slug)
            continue
        try:
            by_slug[slug] = ear_of(excuse, book, folding)
        except SayingError:
            continue
    ways = [(slug, way, keys) for slug, ear in by_slug.items() for way, keys in ear.ways]
    holds: dict[str, int] = {}
    free = 0
    for number, (_, _, wanted) in enumerate(ways):
        for row in range(SLOTS):
            bit = 1 << (row * len(ways) + number)
            if row >= len(wanted):
                free |= bit
                continue
            for key in wanted[row]:
                holds[key] = holds.get(key, 0) | bit
    own = _any_of(book.words.hearing.own, book, {}, folding)
    found = tuple((slug, way) for slug, way, _ in ways)
    return Ears(folding, by_slug, found, holds, free, re.compile(own) if own else None, alike)


def ear_of(excuse: Excuse, book: LawBook, folding: Folding) -> Ear:
    """How one excuse is listened for. Raises SayingError for a saying that cannot be read."""
    lists = {**book.words.hearing.lists, **excuse.words}
    after = dict.fromkeys(folding(word) for word in excuse.not_before)
    guard = _not_after((*book.words.hearing.not_after, *excuse.not_after), folding)
    follow = "".join(f"(?!{re.escape(word)})" for word in after if word)
    said = [parts_of(one, lists, folding) for one in excuse.said]
    ways = tuple((re.compile(f"{guard}(?:{expression(parts)}){follow}"), keys_wanted(parts)) for parts in said)
    never = _any_of(excuse.never, book, excuse.words, folding)
    return Ear(ways, re.compile(f"{_not_after(book.words.hearing.not_after, folding)}(?:{never})") if never else None)


def _not_after(words: Iterable[str], folding: Folding) -> str:
    return "".join(f"(?<!{re.escape(word)})" for word in dict.fromkeys(map(folding, words)) if word)


def _any_of(sayings: Iterable[str], book: LawBook, words: dict[str, tuple[str, ...]], folding: Folding) -> str:
    lists = {**book.words.hearing.lists, **words}
    return "|".join(expression(parts_of(one, lists, folding)) for one in sayings)
