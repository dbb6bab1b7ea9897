"""A seller's excuses heard in words, however they are typed: each in one clause, all in one pass."""

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from operator import add
from typing import NamedTuple

from consumer_app.domain.law import Excuse, LawBook
from consumer_app.domain.law.saying import SLOTS, SayingError, expression, keys_wanted, parts_of
from consumer_app.domain.listening.clauses import NUMBERS, Folding, clauses, without_numbers

MOST_CLAUSES = 12
REPEATS = re.compile(r"\{0,\d+\}")


class ExcuseHeard(NamedTuple):
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
    numbers: frozenset[str]
    own: re.Pattern[str] | None
    granted: re.Pattern[str] | None
    alike: dict[str, tuple[str, ...]]

    def hear_all(self, written: Iterable[str]) -> tuple[dict[str, tuple[tuple[str, int, int], ...]], Set[str]]:
        """What each clause says, and where in it as it is written (those that say nothing are left out); and those that grant what is asked."""
        written = list(written)
        heard: dict[str, tuple[tuple[str, int, int], ...]] = {}
        granting: set[str] = set()
        for clause, folded in zip(written, self.folding("\n".join(written)).split("\n"), strict=True):
            if said := self.hear(folded):
                places = self.folding.places(clause)
                heard[clause] = tuple((slug, places[start][0], places[end - 1][1]) for slug, start, end in said)
            if self.granted and self.granted.search(folded):
                granting.add(clause)
        return heard, granting

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
    keys: list[str] = []
    written: list[str] = []
    for key, text in texts:
        said = clauses(text)
        written += said
        keys += [key] * len(said)
    if not written:
        return ()
    alike = without_numbers("\n".join(written), listening.numbers).split("\n")
    heard, granting = listening.hear_all(dict.fromkeys(alike))
    granted = _in_granting_sentences(keys, alike, granting)
    found: dict[str, dict[str, str]] = {}
    for place, (key, clause, like) in enumerate(zip(keys, written, alike, strict=True)):
        if like in heard:
            for slug, start, end in heard[like]:
                if place in granted and not book.excuses[slug].offers:
                    continue
                by_key = found.setdefault(slug, {})
                if key not in by_key:
                    by_key[key] = clause[start:end]
    return tuple(
        ExcuseHeard(slug, key, quote) for slug in book.excuses if slug in found for key, quote in found[slug].items()
    )


def _in_granting_sentences(keys: list[str], clauses: list[str], granting: Set[str]) -> Set[int]:
    """The places of the clauses in whose sentence the other side grants what is asked: there it makes no excuse."""
    if not granting:
        return frozenset()
    found: set[int] = set()
    for place in (place for place, clause in enumerate(clauses) if clause in granting):
        first = last = place
        while first > max(0, place - MOST_CLAUSES) and clauses[first - 1] and keys[first - 1] == keys[place]:
            first -= 1
        end = min(len(clauses), place + MOST_CLAUSES)
        while last + 1 < end and clauses[last + 1] and keys[last + 1] == keys[place]:
            last += 1
        found.update(range(first, last + 1))
    return found


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
    grants = _any_of(book.words.hearing.granted, book, {}, folding)
    guard = _not_after((*book.words.hearing.not_after, "只", "才", "再"), folding)
    granted = re.compile(f"{guard}(?:{grants})") if grants else None
    found = tuple((slug, way) for slug, way, _ in ways)
    numbers = frozenset(number for _, way in found for number in NUMBERS.findall(REPEATS.sub("", way.pattern)))
    return Ears(folding, by_slug, found, holds, free, numbers, re.compile(own) if own else None, granted, alike)


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
