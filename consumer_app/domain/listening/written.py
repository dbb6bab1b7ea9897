"""A text that is nothing but one value: what is typed into a box for a sum, a day or a number, read as the first box reads it."""

import re
from dataclasses import replace
from datetime import date

from consumer_app.domain.law import DayRange, LawBook
from consumer_app.domain.law.moments import ends
from consumer_app.domain.listening.days import days_in
from consumer_app.domain.listening.numerals import any_of, narrow, numbers_in
from consumer_app.domain.listening.said import CountSaid, DaySaid, SumSaid
from consumer_app.domain.listening.sums import sums_among
from consumer_app.domain.listening.values import values_in

WITH_MONTH = re.compile(r"(?:.*年)?.{1,3}月")


def words_beside(book: LawBook) -> re.Pattern[str]:
    """What may stand beside a value in its own box and changes nothing; made once a book."""
    words, sums = book.words, book.words.sums
    beside = (*sums.units, *sums.signs, *sums.paid, *sums.between, *words.approximate, *words.approximate_after, " ")
    return re.compile(f"{any_of(beside)}*")


def sum_written(text: str, book: LawBook) -> SumSaid | None:
    """The one sum that is all the text says; a bare number is one too in its own box. None where the text says anything else."""
    plain = narrow(text, book)
    numbers = tuple(numbers_in(plain, book))
    sums = tuple(sums_among(text, plain, numbers, book))
    if not sums and len(numbers) == 1:
        (number,) = numbers
        sums = (SumSaid(text, number.start, number.end, number.about, number.low, number.high),)
    if len(sums) != 1:
        return None
    (said,), beside, words = sums, book.worked_out(words_beside), book.words
    before, after = plain[: said.start].strip(), plain[said.end :].strip()
    if not (beside.fullmatch(before) and beside.fullmatch(after)):
        return None
    rough = before.endswith(words.approximate) or after.startswith(words.approximate_after)
    return replace(said, about=said.about or rough)


def day_written(text: str, book: LawBook, today: date | None) -> DaySaid | None:
    """The one day, or the days it can be, that are all the text says. Days to come are read too."""
    said = days_in(text.strip(), book, today, future=True)
    return said[0] if len(said) == 1 and said[0].quote == text.strip() else None


def days_between(text: str, book: LawBook, today: date | None) -> DayRange | None:
    """The days from one day said to another (10月初到10月中, 10月1日到5日), where that is all the text says; none that ends before it begins.

    The second may leave out the month that the first has.
    """
    plain = narrow(text, book).strip()
    for join in re.finditer(rf"\s*{any_of(book.words.numbers.to)}\s*", plain):
        first, last = plain[: join.start()], plain[join.end() :]
        month = WITH_MONTH.match(first)
        begun = day_written(first, book, today)
        whole = f"{month[0]}{last}" if month and not WITH_MONTH.match(last) else last
        ended = day_written(whole, book, today) or day_written(last, book, today)
        if begun and ended and ends(begun.days)[0] < ends(ended.days)[1]:
            return DayRange(ends(begun.days)[0], ends(ended.days)[1])
    return None


def count_written(text: str, book: LawBook) -> CountSaid | None:
    """The one number of something that is all the text says."""
    said = values_in(text, book, None).counts
    if len(said) != 1:
        return None
    around = (text[: said[0].start].strip(), text[said[0].end :].strip())
    beside = {"", *book.words.approximate}, {"", *book.words.approximate_after}
    return said[0] if all(word in known for word, known in zip(around, beside, strict=True)) else None
