"""How many of what, and how old, as people write it. What is counted is data (``[counts]`` of ``words.toml``)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.numerals import NumberFound, any_of
from consumer_app.domain.listening.said import AgeSaid, CountSaid

BEFORE = 6


@dataclass(frozen=True)
class Counted:
    """What stands around numbers that count; made of the words once a book."""

    unit: re.Pattern[str]
    without_unit: re.Pattern[str]
    unit_of: dict[str, str]
    age: re.Pattern[str]
    ordinal: re.Pattern[str]
    rough_before: re.Pattern[str]
    rough_after: re.Pattern[str]
    bounds: re.Pattern[str]


def counting_words(book: LawBook) -> Counted:
    """What stands around numbers that count; made once a book."""
    words, counts = book.words, book.words.counts
    latin = any_of(unit for unit in counts.units if unit.isascii())
    others = any_of(unit for unit in counts.units if not unit.isascii())
    unless = f"(?!{any_of(counts.not_before)})"
    after = any_of(word for word in words.approximate_after if word not in words.numbers.more)
    return Counted(
        unit=re.compile(
            rf"\s?(?:{any_of(counts.sizes)})?(?P<unit>{others}|{latin}(?![A-Za-z])){unless}", re.IGNORECASE
        ),
        without_unit=re.compile(f"{any_of(word for several in counts.without_unit.values() for word in several)}$"),
        unit_of={word: unit for unit, several in counts.without_unit.items() for word in several},
        age=re.compile(rf"\s?{any_of(counts.years_of_age)}"),
        ordinal=re.compile(rf"(?:{any_of(words.numbers.ordinal)}|[A-Za-z.\d])$"),
        rough_before=re.compile(rf"{any_of(words.approximate)}\s?$"),
        rough_after=re.compile(rf"\s?{after}"),
        bounds=re.compile(rf"\s?{any_of(words.numbers.bounds)}"),
    )


def counts_among(text: str, plain: str, numbers: Iterable[NumberFound], book: LawBook) -> Iterator[CountSaid | AgeSaid]:
    """What is counted, and the ages, among the numbers found in the text, of which ``plain`` is the narrow form.

    A limit of age (三岁以上) is ``about``.
    """
    known = book.worked_out(counting_words)
    for found in numbers:
        named = known.without_unit.search(plain, max(0, found.start - BEFORE), found.start)
        if named:
            quote, counted = text[found.start : found.end], known.unit_of[named[0]]
            yield CountSaid(quote, found.start, found.end, found.about, found.low, found.high, counted)
            continue
        hit = known.unit.match(plain, found.end) or known.age.match(plain, found.end)
        if hit is None or known.ordinal.search(plain, max(0, found.start - BEFORE), found.start):
            continue
        about = _about(plain, found, hit.end(), known)
        unit, quote = hit.groupdict().get("unit"), text[found.start : hit.end()]
        if unit is None:
            yield AgeSaid(quote, found.start, hit.end(), about, found.low, found.high)
        else:
            yield CountSaid(quote, found.start, hit.end(), about, found.low, found.high, unit)


def _about(text: str, found: NumberFound, end: int, known: Counted) -> bool:
    return bool(
        found.about
        or known.rough_before.search(text, max(0, found.start - BEFORE), found.start)
        or known.rough_after.match(text, end)
        or known.bounds.match(text, end)
    )
