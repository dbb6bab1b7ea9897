"""When and what somebody says they bought, for how much: 去年11月在健身房办了卡, 买了一箱火腿肠, 两包香肠26块8一包."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from consumer_app.domain.law import LawBook
from consumer_app.domain.law.moments import ends
from consumer_app.domain.listening.clauses import CLAUSE_ENDS, clause_of
from consumer_app.domain.listening.days import objects_of_buying
from consumer_app.domain.listening.goods import BOUGHT, SIGNS, GoodsNames, Named, named_goods, names_of_goods
from consumer_app.domain.listening.grams import SENTENCE_ENDS
from consumer_app.domain.listening.numerals import any_of, narrow
from consumer_app.domain.listening.said import DaySaid, SumSaid
from consumer_app.domain.listening.shops import shop_said
from consumer_app.domain.listening.values import values_in

ENDS_SENTENCE = re.compile(f"[{re.escape(SENTENCE_ENDS)}]")
BEHIND = 24
"""How far behind the day the word of buying may stand, within the sentence."""
BETWEEN = 10
"""How many characters that describe the thing may stand between the word of buying and its name."""
LONGEST = 3_000
"""A longer story is not looked through for several things that were bought."""
THING = "thing"
"""The kind of what can be bought and is no goods."""


@dataclass(frozen=True)
class Bought:
    """A thing that was bought: as it is called, with how many, and where the text names it."""

    what: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True)
class Buying:
    """What stands around the name of what was bought, ready to be found."""

    names: GoodsNames
    begins: re.Pattern[str]
    counted: re.Pattern[str]
    counted_behind: re.Pattern[str]
    many: re.Pattern[str]
    bare: re.Pattern[str]
    tail: re.Pattern[str]
    beside: re.Pattern[str]
    no_thing: re.Pattern[str]
    apart: re.Pattern[str]
    totals: re.Pattern[str]


def words_of_buying(book: LawBook) -> Buying:
    """The words around what was bought; made once a book."""
    words, near, sums = book.words, book.words.naming, book.words.sums
    known = book.worked_out(names_of_goods)
    things = [(name, THING) for name in near.things]
    more = (*words.digits, *(one for one in words.units if not one.isascii()), words.numbers.some, *words.numbers.half)
    number = f"[\\d{''.join(more)}]"
    unit = any_of(words.counts.units)
    whole = any_of(one for one in words.counts.units if one not in near.no_measures)
    buying = any_of((*near.bought, *near.chosen))
    gap = rf"[^{re.escape(CLAUSE_ENDS)}]"
    names = replace(
        known,
        names=tuple(sorted({*known.names, *things}, key=lambda one: -len(one[0]))),
        bought=re.compile(rf"{buying}{gap}{{0,10}}$"),
        right_behind_buying=re.compile(rf"{buying}(?:{any_of(near.between)}|[\d.]+){{0,5}}$"),
    )
    return Buying(
        names,
        re.compile(
            rf"(?:{any_of((*near.bought, *near.chosen))}(?:{any_of((*sums.after_buying, *near.light))}){{0,2}})"
        ),
        re.compile(rf"{number}{{1,4}}(?:{any_of(words.counts.sizes)})?{unit}(?:{any_of(words.counts.sizes)})?$"),
        re.compile(rf"{number}{{1,3}}{whole}(?=\W|$)"),
        re.compile(rf"{number}{{1,4}}(?:{any_of(words.counts.sizes)})?{unit}"),
        re.compile(rf"{unit}(?!{unit})"),
        re.compile(any_of(near.tails)),
        re.compile(rf"^(?:[￥¥]?[\d.]+(?:{any_of(sums.units)})?{re.escape(sums.of)}|{any_of(near.light)})+"),
        re.compile(f"{any_of(near.no_things)}$"),
        re.compile(rf"{any_of(near.not_between)}|[“”「」\"]"),
        re.compile(any_of(near.in_all)),
    )


def day_of_buying(text: str, book: LawBook, today: date | None) -> DaySaid | None:
    """The first day said before a word of buying in its sentence; none that lies ahead. For a field that a person looks at, no more."""
    if not book.words.sums.buying:
        return None
    bought = re.compile(rf"[^{re.escape(SENTENCE_ENDS)}]{{0,{BEHIND}}}?{any_of(book.words.sums.buying)}")
    objects = book.worked_out(objects_of_buying)
    days = values_in(text, book, today).days
    for number, said in enumerate(days):
        first, _ = ends(said.days)
        next_day = days[number + 1].start if number + 1 < len(days) else len(text)
        if (
            (today is None or first <= today)
            and not said.in_range
            and not objects.search(text, max(0, said.start - BEHIND), said.start)
            and bought.match(text, said.end, next_day)
        ):
            return said
    return None


def thing_bought(text: str, book: LawBook) -> Bought | None:
    """What was bought, as the text calls it and with how many: what stands behind a word of buying, else what the trouble is about.

    Names of places (健身房) are none, nor is what stands in the name of the shop, nor a measure alone (两包).
    """
    if not book.words.sums.buying:
        return None
    plain = _plain(text, book)
    return next(iter(_bought(text, plain, book)), None)


def told_of_one(text: str, book: LawBook) -> str:
    """The text as far as it tells of the first of several things that were bought, each for a sum of its own: nobody's price is another's.

    Of the same length, with what is said of the second left blank; all of it where one sum is said for all together, or in a long story.
    """
    known = book.worked_out(words_of_buying)
    if len(text) > LONGEST or not book.words.sums.buying or len(known.begins.findall(text)) < 2:
        return text
    plain = _plain(text, book)
    bought = tuple(_bought(text, plain, book))
    other = next((one for one in bought[1:] if one.what != bought[0].what), None)
    if other is None or known.totals.search(plain):
        return text
    said, start = values_in(text, book, None), clause_of(text, other.start, other.end)[0]
    end = _end_of_sentence(text, start)
    sums = [one for one in said.sums if start <= one.start < end]
    earlier = any(bought[0].start - BEHIND <= one.start < start for one in said.sums)
    if start < bought[0].end or not sums or not earlier:
        return text
    last = max(one.end for one in (*sums, *said.counts) if one.start < end)
    return text[:start] + " " * (last - start) + text[last:]


def _end_of_sentence(text: str, start: int) -> int:
    found = ENDS_SENTENCE.search(text, start)
    return found.start() if found else len(text)


def price_of_all(text: str, book: LawBook) -> tuple[Decimal, str] | None:
    """What so many of a thing cost where the price of one is said (两包香肠，26块8一包), with the words; none where another measure is priced, or one costs more than another."""
    bought = thing_bought(text, book) if len(text) <= LONGEST else None
    if bought is None:
        return None
    said = values_in(text, book, None)
    counts = [one for one in said.counts if bought.start <= one.start < bought.end and one.exact]
    prices = [one for one in said.sums if one.each and one.exact is not None]
    if len({price.exact for price in prices}) > 1:
        return None
    for count in counts:
        for price in prices:
            if count.exact and price.exact is not None and _for_one(text, price, count.unit, book):
                first, last = min(count.start, price.start), max(count.end, price.end)
                return count.exact * price.exact, text[first : last + 1 + len(count.unit)].strip() or price.quote
    return None


def sum_beside(text: str, words: Sequence[str], book: LawBook) -> tuple[Decimal, str] | None:
    """The first sum said exactly right behind one of these words (运费12块), with the words; none where none is."""
    beside = re.compile(rf"{any_of(words)}(?:{any_of(book.words.sums.between)}|{any_of(book.words.sums.paid)})*$")
    for said in values_in(text, book, None).sums:
        if said.exact is not None and beside.search(text, max(0, said.start - BEHIND), said.start):
            return said.exact, said.quote
    return None


def _for_one(text: str, price: SumSaid, unit: str, book: LawBook) -> bool:
    """Whether the price is that of one of this measure: 26块8一包, 一包26块8, 每包26块8."""
    one = f"{any_of(book.words.sums.one)}{re.escape(unit)}"
    before, after = text[max(0, price.start - 4 - len(unit)) : price.start], text[price.end : price.end + 4 + len(unit)]
    between = any_of(book.words.sums.between)
    return bool(re.match(rf"\s?{one}", after) or re.search(rf"{one}(?:{between}){{0,2}}$", before))


def _plain(text: str, book: LawBook) -> str:
    plain = narrow(text, book).lower()
    return plain if len(plain) == len(text) else text


def _bought(text: str, plain: str, book: LawBook) -> Iterator[Bought]:
    """Everything that was bought, in the order of the text; where no word of buying stands, what the trouble is about."""
    known, shop = book.worked_out(words_of_buying), shop_said(text, book)
    apart = ((shop.start, shop.end),) if shop else ()
    found = [one for one in named_goods(plain, known.names, book) if not _is_a_place(plain, one, known, apart, book)]
    best = max((one.weight for one in found), default=0)
    if best < SIGNS:
        return
    for one in found:
        if one.weight == best and (thing := _called(text, plain, one, known, book)):
            yield thing


def _is_a_place(plain: str, one: Named, known: Buying, apart: tuple[tuple[int, int], ...], book: LawBook) -> bool:
    """Whether a name is that of a place, stands in the shop's name, or counts something (两包)."""
    if any(first < one.end and one.start < last for first, last in apart):
        return True
    name = plain[one.start : one.end]
    if known.no_thing.search(plain[one.start : one.end + 1]) or known.no_thing.search(name):
        return True
    return len(name) == 1 and name in book.words.counts.units and bool(known.counted.search(plain[: one.end][-8:]))


def _describes(between: str, known: Buying) -> bool:
    """Whether what stands between the word of buying and the name says what kind of thing it is."""
    return len(between) <= BETWEEN and not known.apart.search(between)


def _going_on(plain: str, end: int, known: Buying) -> int | None:
    """Where a name ends that carries on right behind another one (火锅双人餐券); nowhere where none does."""
    return next(
        (end + len(name) for name, kind in known.names.names if kind and len(name) > 1 and plain.startswith(name, end)),
        None,
    )


def _called(text: str, plain: str, one: Named, known: Buying, book: LawBook) -> Bought | None:
    """The thing as it is called: from behind the word of buying, or from how many there are, to the end of its name."""
    left, right = clause_of(plain, one.start, one.end)
    start, end = one.start, one.end
    if tail := known.tail.match(plain, end, right):
        end = tail.end()
    while further := _going_on(plain, end, known):
        end = further
    if counted := known.counted_behind.match(plain, end):
        end = counted.end()
    *_, begun = (None, *known.begins.finditer(plain, left, one.start))
    if one.weight == BOUGHT and begun and _describes(plain[begun.end() : one.start], known):
        start = begun.end()
    elif number := known.counted.search(plain[left : one.start]):
        start = left + number.start()
    start += len(beside[0]) if (beside := known.beside.match(plain[start : one.start])) else 0
    quote = text[start:end].strip()
    what = quote
    if (
        start < one.start
        and not known.many.match(plain, start)
        and (bare := known.bare.match(plain, start, one.start))
        and bare.end() <= one.start
    ):
        what = f"{book.words.sums.one[0]}{quote}" if book.words.sums.one else quote
    return Bought(what, quote, start, end) if quote else None
