"""The one reader of sums, days, counts and ages: for the first box, for every field that is typed in, for chats."""

from dataclasses import dataclass
from datetime import date

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.counts import counts_among
from consumer_app.domain.listening.days import days_among
from consumer_app.domain.listening.numerals import narrow, numbers_in
from consumer_app.domain.listening.said import AgeSaid, CountSaid, DaySaid, SumSaid
from consumer_app.domain.listening.sums import sums_among


@dataclass(frozen=True)
class ValuesSaid:
    """Everything of a value that a text says, each in its order."""

    days: tuple[DaySaid, ...]
    sums: tuple[SumSaid, ...]
    counts: tuple[CountSaid, ...]
    ages: tuple[AgeSaid, ...]


def values_in(text: str, book: LawBook, today: date | None, future: bool = False) -> ValuesSaid:
    """What the text says of days (told from ``today``), sums, counts and ages. What is a sum is nothing else too."""
    plain = narrow(text, book)
    numbers = tuple(numbers_in(plain, book))
    sums = tuple(sums_among(text, plain, numbers, book))
    taken = bytearray(len(text))
    for one in sums:
        taken[one.start : one.end] = b"\1" * (one.end - one.start)
    free = [one for one in counts_among(text, plain, numbers, book) if taken.find(1, one.start, one.end) < 0]
    return ValuesSaid(
        tuple(one for one in days_among(text, plain, book, today, future) if taken.find(1, one.start, one.end) < 0),
        sums,
        tuple(one for one in free if isinstance(one, CountSaid)),
        tuple(one for one in free if isinstance(one, AgeSaid)),
    )
