"""Clauses that say nothing of what a matter is about: only that something was paid or bought, or what the other side offers besides."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.numerals import any_of, narrow
from consumer_app.domain.listening.voices import clauses_by_voice

LONGEST = 3_000
"""In a longer story nobody's words are told apart."""
MOST_BESIDE = 1


@dataclass(frozen=True)
class Hollow:
    """Words of paying and buying, ready to be taken out of a clause; what was paid for says something."""

    paying: re.Pattern[str]
    purposes: re.Pattern[str]
    trouble: re.Pattern[str]


def hollow_words(book: LawBook) -> Hollow:
    """The words of the book that say nothing by themselves; made once a book."""
    sums, near, trouble = book.words.sums, book.words.naming, book.telling.trouble
    of_paying = (*sums.paid, *sums.buying, *sums.bought, *sums.between, *sums.units, *sums.signs, *sums.totals)
    return Hollow(
        re.compile(rf"[\d.,\s]+|{any_of((*of_paying, *near.bought, *near.light, *near.hollow))}"),
        re.compile(any_of((*sums.purposes, *sums.no_price))),
        re.compile(any_of((*trouble.wrong, *trouble.done, *trouble.refused))),
    )


def is_hollow(clause: str, book: LawBook) -> bool:
    """Whether a clause only says that something was paid for, and not even what."""
    known = book.worked_out(hollow_words)
    plain = narrow(clause, book)
    if not any(sign.isdigit() for sign in plain) or known.purposes.search(plain):
        return False
    return len(known.paying.sub("", plain)) <= MOST_BESIDE


def offered_besides(text: str, book: LawBook) -> frozenset[str]:
    """The clauses in which the other side goes on speaking and says nothing of what is wrong."""
    if len(text) > LONGEST:
        return frozenset()
    known, plain = book.worked_out(hollow_words), narrow(text, book)
    said = (one for one in clauses_by_voice(text, plain, book) if one.voice == "theirs" and one.carried)
    return frozenset(_unless(known.trouble, (text[one.start : one.end] for one in said)))


def _unless(words: re.Pattern[str], clauses: Iterable[str]) -> Iterable[str]:
    return (one for one in clauses if not words.search(one))
