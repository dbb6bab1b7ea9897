"""Days, sums, numbers and ages that a text says, each for the fact whose words stand nearest to it."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from consumer_app.domain.law import FactDefinition, LawBook, Value
from consumer_app.domain.law.moments import ends
from consumer_app.domain.listening.folding import folded
from consumer_app.domain.listening.numerals import any_of
from consumer_app.domain.listening.said import AgeSaid, DaySaid, Said, SumSaid
from consumer_app.domain.listening.values import values_in

CLAUSE_ENDS = "，。；！？,;!?\n、 "
NEAR = 18
Around = tuple[tuple[str, str], ...]
"""Words that say which value is meant, and the fact each is of."""
FURTHER = 40
HALF_A_YEAR = 183


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


@dataclass(frozen=True)
class Paying:
    """Words of paying before a sum, as a pattern, and each by itself: they say of no sum what it was paid for."""

    words: re.Pattern[str]
    general: frozenset[str]
    purpose: re.Pattern[str]
    by_itself: re.Pattern[str]
    bought_before: re.Pattern[str]


def words_of_paying(book: LawBook) -> Paying:
    """The words of paying that say nothing more (花了, 一共); made once a book."""
    sums = book.words.sums
    general = [word for word in sums.paid if len(word) > 1 or word in sums.between]
    words = any_of((*sums.paid, *sums.between))
    ends = re.escape(CLAUSE_ENDS)
    return Paying(
        re.compile(f"(?:{words})+$"),
        frozenset(map(folded, general)),
        re.compile(rf"[^{ends}]{{0,4}}{any_of(sums.purposes)}"),
        re.compile(rf".?(?:[{ends}]|$)"),
        re.compile(rf"{any_of(sums.buying)}[^。！？!?;；\n]*[，,、 ](?:{words}){{0,2}}$"),
    )


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
    )


def _only(words: FactWords, among: frozenset[str]) -> FactWords:
    """The words of these facts alone: no other takes a value away from them."""

    def kept(around: Around) -> Around:
        return tuple((word, fact) for word, fact in around if fact in among)

    counts = {unit: kept(around) for unit, around in words.counts.items()}
    return FactWords(kept(words.days), kept(words.days_to_come), kept(words.sums), counts, kept(words.ages))


def _around(facts: dict[str, FactDefinition]) -> Around:
    return tuple((folded(word), name) for name, fact in facts.items() for word in fact.said)


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
    for money in said.sums:
        if money.exact and not money.each:
            yield from _of_a_sum(text, money, money.exact, words.sums, book)
    for count in said.counts:
        if count.exact is not None and count.unit in words.counts:
            yield from _nearest(text, count, count.exact, words.counts[count.unit])
    for age in said.ages:
        if age.exact is not None:
            yield from _of_an_age(text, age, age.exact, words.ages, book)


def _of_a_sum(text: str, said: SumSaid, value: Decimal, around: Around, book: LawBook) -> Iterator[ValueOf]:
    """The fact whose words stand nearest; what stands by itself behind a clause of buying is the price.

    Where the words behind it say what was paid for (25块保价费), the words of paying say nothing.
    """
    paying = book.worked_out(words_of_paying)
    if paying.purpose.match(text, said.end):
        around = tuple((word, fact) for word, fact in around if word not in paying.general)
    found = tuple(_nearest(text, said, value, around, paying))
    yield from found
    price = book.fact_from("order.paid")
    if found or price not in {fact for _, fact in around}:
        return
    before = text[max(0, said.start - FURTHER) : said.start]
    if price and paying.by_itself.match(text, said.end) and paying.bought_before.search(before):
        yield ValueOf(price, value, said.quote, FURTHER)


def _of_a_day(text: str, day: DaySaid, words: FactWords, book: LawBook, today: date | None) -> Iterator[ValueOf]:
    """A day to come is only of a fact that can lie ahead; one without its year that long since passed is of no such fact."""
    first, _ = ends(day.days)
    to_come = today is not None and first > today
    for one in _nearest(text, day, day.days, words.days_to_come if to_come else words.days):
        long_ago = today is not None and day.guessed and (today - first).days > HALF_A_YEAR
        if not (long_ago and book.facts[one.fact].future):
            yield one


def _of_an_age(text: str, said: AgeSaid, age: Decimal, around: Around, book: LawBook) -> Iterator[ValueOf]:
    """The choice of the years in which the age lies, where the words that say whose it is stand near."""
    before, after = text[max(0, said.start - NEAR) : said.start], text[said.end : said.end + NEAR]
    for fact in dict.fromkeys(fact for word, fact in around if word in before or word in after):
        for choice, (youngest, oldest) in book.facts[fact].ages.items():
            if youngest <= age <= oldest:
                yield ValueOf(fact, choice, said.quote, 0)


def _nearest(text: str, said: Said, value: Value, around: Around, paying: Paying | None = None) -> Iterator[ValueOf]:
    """The fact one of whose words stands nearest, within the clause, if there is one; behind counts a little less than before.

    What was paid for stands before the word of paying (修车花了300): as near to the sum as that word, and it says more.
    """
    start, end = said.start, said.end
    left = max(text.rfind(mark, max(0, start - NEAR), start) for mark in CLAUSE_ENDS) + 1
    behind = text[end : end + NEAR]
    right = min(place if (place := behind.find(mark)) >= 0 else NEAR for mark in CLAUSE_ENDS)
    before, after = text[max(left, start - NEAR, 0) : start], behind[:right]
    bare = paying.words.sub("", before) if paying else before
    found: list[tuple[int, str]] = []
    for word, fact in around:
        general = paying is not None and word in paying.general
        stands = before if general else bare
        if word in stands:
            found.append((2 * (len(stands) - stands.rindex(word) - len(word)) - len(word) + general, fact))
        elif word in before:
            found.append((2 * (len(before) - before.rindex(word) - len(word)) - len(word), fact))
        if word in after:
            found.append((2 * after.index(word) + 1 - len(word), fact))
    for distance, fact in sorted(found)[:1]:
        yield ValueOf(fact, value, said.quote, distance)
