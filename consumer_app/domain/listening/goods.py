"""What was bought, of all the goods that a text names: what stands behind a word of buying, else what is only named."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.clauses import CLAUSE_ENDS, clause_of, others_of
from consumer_app.domain.listening.folding import folded
from consumer_app.domain.listening.numerals import any_of, narrow

BEFORE = 14
"""How many characters before a name are looked at."""
NAMED, SIGNS, BOUGHT = 0, 1, 2
TOPIC = 12
"""What is named first of several goods is what the text is about where it stands no further from its beginning."""


@dataclass(frozen=True)
class GoodsSaid:
    """A kind of goods, and the words that name it."""

    kind: str
    quote: str


@dataclass(frozen=True)
class GoodsNames:
    """The names of all goods, the longest first, with their kinds (None for words that are no goods), and what may stand around them."""

    names: tuple[tuple[str, str | None], ...]
    bought: re.Pattern[str]
    right_behind_buying: re.Pattern[str]
    bought_behind: re.Pattern[str]
    only_named: re.Pattern[str]
    only_named_behind: re.Pattern[str]
    signs_before: re.Pattern[str]
    signs_behind: re.Pattern[str]
    ends: re.Pattern[str]


@dataclass(frozen=True)
class Named:
    """Goods named at one place of the text, and how much speaks for their being what was bought."""

    start: int
    end: int
    kind: str
    weight: int


def names_of_goods(book: LawBook) -> GoodsNames:
    """How goods are called; made once a book."""
    words, near = book.words, book.words.naming
    names = [(folded(name), kind) for kind, known in words.goods.items() for name in known]
    hiding = [(folded(name), None) for name in near.no_goods]
    ends = re.escape(CLAUSE_ENDS)
    gap = rf"[^{ends}]"
    return GoodsNames(
        tuple(sorted(((n, k) for n, k in (*hiding, *names) if n), key=lambda one: -len(one[0]))),
        re.compile(rf"{any_of(near.bought)}{gap}{{0,10}}$"),
        re.compile(rf"{any_of(near.bought)}(?:{any_of(near.between)}|[\d.]+){{0,5}}$"),
        re.compile(rf"{gap}{{0,7}}?{any_of(near.bought_behind)}"),
        re.compile(rf"{any_of(near.only_named)}{gap}{{0,2}}$"),
        re.compile(any_of(near.only_named_behind)),
        re.compile(rf"{any_of(near.signs_before)}$"),
        re.compile(rf"{gap}{{0,4}}?{any_of(near.signs_behind)}"),
        re.compile(rf"[{ends}]|$|\d|{any_of(near.short_behind)}"),
    )


def goods_said(text: str, book: LawBook) -> GoodsSaid | None:
    """The goods that were bought: of those for which most speaks the first; none where several kinds are only named and no one begins the text. A longer name hides a shorter one within it."""
    plain = narrow(text, book).lower()
    plain = plain if len(plain) == len(text) else text
    known = book.worked_out(names_of_goods)
    found = tuple(named_goods(plain, known, book))
    best = max((one.weight for one in found), default=0)
    if best == NAMED and len({one.kind for one in found}) > 1 and found[0].start > TOPIC:
        return None
    for one in found:
        if one.weight == best:
            return GoodsSaid(one.kind, text[one.start : one.end])
    return None


def named_goods(text: str, known: GoodsNames, book: LawBook) -> Iterator[Named]:
    """Everything of these names in a narrow text, with what speaks for its being what was bought; what is only named beside it is left out."""
    for start, end, kind in _places(text, known):
        left, right = clause_of(text, start, end)
        before = text[max(left, start - BEFORE) : start]
        short = end - start == 1
        if short and not known.ends.match(text, end):
            continue
        if known.only_named.search(before) or known.only_named_behind.match(text, end):
            continue
        if others_of(text[left:right], book):
            continue
        near = known.right_behind_buying.search(before)
        if short and not near:
            continue
        if near or known.bought.search(before) or known.bought_behind.match(text, end):
            yield Named(start, end, kind, BOUGHT)
        elif known.signs_behind.match(text, end) or known.signs_before.search(before):
            yield Named(start, end, kind, SIGNS)
        else:
            yield Named(start, end, kind, NAMED)


def _places(text: str, known: GoodsNames) -> list[tuple[int, int, str]]:
    """Where goods are named, in the order of the text: none within a longer name, of two that overlap the longer one, of two as long the first."""
    found: list[tuple[int, int, str | None]] = []
    for name, kind in known.names:
        place = text.find(name)
        while place >= 0:
            found.append((place, place + len(name), kind))
            place = text.find(name, place + len(name))
    kept: list[tuple[int, int, str | None]] = []
    for one in sorted(found, key=lambda one: (one[0], -one[1])):
        if kept and one[0] < kept[-1][1]:
            if one[1] - one[0] <= kept[-1][1] - kept[-1][0]:
                continue
            kept.pop()
        kept.append(one)
    return [(start, end, kind) for start, end, kind in kept if kind]
