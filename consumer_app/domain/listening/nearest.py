"""Days, sums, numbers and ages that a text says, each for the fact whose words stand nearest to it."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from consumer_app.domain.law import FactDefinition, LawBook, Value
from consumer_app.domain.law.moments import ends
from consumer_app.domain.listening.clauses import clause_of, others_of
from consumer_app.domain.listening.days import objects_of_buying
from consumer_app.domain.listening.folding import folded
from consumer_app.domain.listening.numerals import any_of
from consumer_app.domain.listening.paying import Paying, is_by_itself, is_other_cost, price_by_place, words_of_paying
from consumer_app.domain.listening.pieces import has_a_price
from consumer_app.domain.listening.said import AgeSaid, CountSaid, DaySaid, Said, SumSaid
from consumer_app.domain.listening.values import values_in

NEAR = 18
GAP = "…"
Around = tuple[tuple[tuple[str, str], str], ...]
"""Words that say which value is meant, each with what must stand behind the value too (else nothing), and the fact they are of."""
HALF_A_YEAR = 183
IN_ALL = 8
"""How much nearer a sum for everything counts."""
PURPOSE = 6
"""How much nearer what was paid for counts where words of paying stand between it and the sum."""


@dataclass(frozen=True)
class ValueOf:
    """A value for a fact, with the words that say it and how far from them the fact's own words stand."""

    fact: str
    value: Value
    quote: str
    distance: int


@dataclass(frozen=True)
class FactWords:
    """The words of every fact that has a value, by its kind: days, sums, numbers of something (by its unit), ages."""

    days: Around
    days_to_come: Around
    sums: Around
    counts: dict[str, Around]
    ages: Around
    used: re.Pattern[str]
    used_words: frozenset[str]


def fact_words(book: LawBook) -> FactWords:
    """The words that say which day, sum, number or age is meant; made once a book."""
    facts = book.facts
    units = {unit for fact in facts.values() for unit in fact.counted}
    return FactWords(
        days=_around({name: fact for name, fact in facts.items() if fact.kind == "date"}),
        days_to_come=_around({name: fact for name, fact in facts.items() if fact.kind == "date" and fact.future}),
        sums=_around({name: fact for name, fact in facts.items() if fact.kind == "money"}),
        counts={unit: _around({n: f for n, f in facts.items() if unit in f.counted}) for unit in units},
        ages=_around({name: fact for name, fact in facts.items() if fact.ages}),
        used=re.compile(
            rf"{any_of(book.words.counts.used)}(?:{any_of((*book.words.sums.between, *book.words.sums.totals))})*$"
        ),
        used_words=frozenset(map(folded, book.words.counts.used)),
    )


def _only(words: FactWords, among: frozenset[str]) -> FactWords:
    """The words of these facts alone: no other takes a value away from them."""

    def kept(around: Around) -> Around:
        return tuple((word, fact) for word, fact in around if fact in among)

    counts = {unit: kept(around) for unit, around in words.counts.items()}
    return replace(
        words,
        days=kept(words.days),
        days_to_come=kept(words.days_to_come),
        sums=kept(words.sums),
        counts=counts,
        ages=kept(words.ages),
    )


def _around(facts: dict[str, FactDefinition]) -> Around:
    return tuple((_parts(word), name) for name, fact in facts.items() for word in fact.said)


def _parts(word: str) -> tuple[str, str]:
    """What stands beside the value, and what must stand behind it as well (说好…送)."""
    first, _, second = word.partition(GAP)
    return folded(first), folded(second)


def values_of_facts(text: str, book: LawBook, today: date | None, among: Collection[str]) -> Iterator[ValueOf]:
    """Of each of these facts the value that stands nearest to its words. What is said roughly, but a day, is of none."""
    nearest: dict[str, ValueOf] = {}
    for one in _values(text, book, today, frozenset(among)):
        if one.fact not in nearest or one.distance < nearest[one.fact].distance:
            nearest[one.fact] = one
    yield from nearest.values()


def _values(text: str, book: LawBook, today: date | None, among: frozenset[str]) -> Iterator[ValueOf]:
    words = _only(book.worked_out(fact_words), among)
    said = values_in(text, book, today, future=True)
    for day in said.days:
        yield from _of_a_day(text, day, words, book, today)
    before: SumSaid | None = None
    quantity = book.fact_from("order.lines.quantity")
    for money in said.sums:
        if money.exact and not money.each:
            yield from _of_a_sum(text, money, money.exact, words.sums, book, before)
        before = money
    for count in said.counts:
        if count.exact is not None and count.unit in words.counts:
            around = words.counts[count.unit]
            if words.used.search(text, max(0, count.start - NEAR), count.start):
                around = tuple(one for one in around if one[0][0] in words.used_words)
            found = tuple(_nearest(text, count, count.exact, around, book))
            if not found and quantity in {fact for _, fact in around} and has_a_price(text, count, said.sums, book):
                found = (ValueOf(str(quantity), count.exact, count.quote, NEAR),)
            yield from found
    for age in said.ages:
        if age.exact is not None:
            yield from _of_an_age(text, age, age.exact, words.ages, book)


def _of_a_sum(
    text: str, said: SumSaid, value: Decimal, around: Around, book: LawBook, before: SumSaid | None
) -> Iterator[ValueOf]:
    """The fact whose words stand nearest. Where only words of paying stand there it is the price, unless another cost is named; where none does
    the clause before a sum that stands by itself may name what it is (付了定金，五百), if no other sum stands in it; else
    the place can say that it is the price.
    """
    paying = book.worked_out(words_of_paying)
    price = book.fact_from("order.paid")
    if paying.purpose.match(text, said.end):
        around = tuple((word, fact) for word, fact in around if fact != price or word[0] not in paying.general)
    found = tuple(_nearest(text, said, value, around, book, paying, price))
    if not found and is_by_itself(text, said, paying):
        others = tuple((word, fact) for word, fact in around if fact != price)
        found = tuple(_nearest(text, said, value, others, book, earlier=before.end if before else 0))
    if not found and price in {fact for _, fact in around}:
        distance = price_by_place(text, said, paying)
        if price and distance is not None and not _of_others(text, said, book):
            yield ValueOf(price, value, said.quote, distance)
    nearer = IN_ALL if paying.in_all.search(text, max(0, said.start - NEAR), said.start) else 0
    for one in found:
        if one.fact != price or not is_other_cost(text, said, paying):
            yield replace(one, distance=one.distance - nearer)


def _of_a_day(text: str, day: DaySaid, words: FactWords, book: LawBook, today: date | None) -> Iterator[ValueOf]:
    """A day to come is only of a fact that can lie ahead; one without its year that long since passed is of no such fact."""
    first, _ = ends(day.days)
    to_come = today is not None and first > today
    bought_on = book.fact_from("order.ordered_at")
    around = words.days_to_come if to_come else words.days
    if book.worked_out(objects_of_buying).search(text, max(0, day.start - NEAR), day.start):
        around = tuple(one for one in around if one[1] != bought_on)
    for one in _nearest(text, day, day.days, around, book):
        if day.in_range and not book.facts[one.fact].future:
            continue
        long_ago = today is not None and day.guessed and (today - first).days > HALF_A_YEAR
        if not (long_ago and book.facts[one.fact].future):
            yield one


def _of_an_age(text: str, said: AgeSaid, age: Decimal, around: Around, book: LawBook) -> Iterator[ValueOf]:
    """The choice of the years in which the age lies, where the words that say whose it is stand near."""
    before, after = text[max(0, said.start - NEAR) : said.start], text[said.end : said.end + NEAR]
    for fact in dict.fromkeys(fact for (word, _), fact in around if word in before or word in after):
        for choice, (youngest, oldest) in book.facts[fact].ages.items():
            if youngest <= age <= oldest:
                yield ValueOf(fact, choice, said.quote, 0)


def _of_others(text: str, said: Said, book: LawBook) -> bool:
    """Whether the clause is of somebody else's purchase, or of another one."""
    left, right = clause_of(text, said.start, said.end)
    return others_of(text[left:right], book) is not None


def _nearest(
    text: str,
    said: Said,
    value: Value,
    around: Around,
    book: LawBook,
    paying: Paying | None = None,
    price: str | None = None,
    earlier: int | None = None,
) -> Iterator[ValueOf]:
    """The fact one of whose words stands nearest, within the clause, if there is one; behind counts a little less than before.

    With ``earlier`` the clause before is looked at as well, if it begins at that place or behind it.
    What was paid for stands before the word of paying (修车花了300): as near to the sum as that word, and it says more. Of a clause about
    somebody else's purchase nothing is read, nor where one word is of two facts in question. Words of one character count right beside a sum or a number,
    those that end in 的 right before what is counted (买的两条).
    """
    start, end = said.start, said.end
    left, right = clause_of(text, start, end)
    if earlier is not None and (first := clause_of(text, max(0, left - 1), max(0, left - 1))[0]) >= earlier:
        left = first
    before, after = text[max(left, start - NEAR) : start], text[end : min(right, end + NEAR)]
    right_beside = book.words.sums.of if isinstance(said, CountSaid) else None
    bare = len(paying.words.sub("", before) if paying else before)
    purpose = PURPOSE if paying and paying.purpose.match(text, end) else 0
    found: list[tuple[int, bool, str]] = []
    for (word, then), fact in around:
        if then and (then not in after or before.rfind(word) < 0):
            continue
        of_price = fact == price and paying is not None and word in paying.general
        size = len(word) + len(then) + (then != "")
        if (place := before.rfind(word)) >= 0:
            away = (len(before) if of_price else bare) - place - len(word)
            away = max(away, 0)
            if away and right_beside and word.endswith(right_beside):
                continue
            bonus = PURPOSE if paying and bare < len(before) and word not in paying.general else 0
            if size > 1 or isinstance(said, DaySaid) or len(before) - place - len(word) <= 0:
                found.append((2 * away - size + 2 * of_price - bonus, fact == price, fact))
        if not then and (place := _behind(after, word)) >= 0 and (size > 1 or isinstance(said, DaySaid) or not place):
            found.append((2 * place + 1 - size - purpose, fact == price, fact))
    best = min(found, default=None)
    if best is None or _of_others(text, said, book):
        return
    if len({fact for distance, of_price, fact in found if (distance, of_price) == best[:2]}) > 1:
        return
    yield ValueOf(best[2], value, said.quote, best[0])


def _behind(after: str, word: str) -> int:
    """Where the word stands behind a value; -1 where it does not, or goes with the next value (送 in 2000送500)."""
    place = after.find(word)
    return -1 if place >= 0 and after[place + len(word) : place + len(word) + 1].isdigit() else place
