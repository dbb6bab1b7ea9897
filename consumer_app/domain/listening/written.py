"""A text that is nothing but one value: what is typed into a box for a sum, a day or a number, read as the first box reads it."""

import re
from dataclasses import replace
from datetime import date

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.days import days_in
from consumer_app.domain.listening.numerals import any_of, narrow, numbers_in
from consumer_app.domain.listening.said import CountSaid, DaySaid, SumSaid
from consumer_app.domain.listening.sums import sums_among
from consumer_app.domain.listening.values import values_in


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


def count_written(text: str, book: LawBook) -> CountSaid | None:
    """The one number of something that is all the text says."""
    said = values_in(text, book, None).counts
    if len(said) != 1:
        return None
    around = (text[: said[0].start].strip(), text[said[0].end :].strip())
    beside = {"", *book.words.approximate}, {"", *book.words.approximate_after}
    return said[0] if all(word in known for word, known in zip(around, beside, strict=True)) else None
