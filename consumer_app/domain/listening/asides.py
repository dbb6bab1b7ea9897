"""What is said to us and not to the other side: questions, curses, threats, how a story is opened. How they sound is data (``telling.toml``)."""

import re
from dataclasses import dataclass

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.numerals import any_of

MOST_BESIDE = 9
"""A curse with more words beside it may say something that matters."""


@dataclass(frozen=True)
class Asides:
    """How asides sound, ready to be found: by what they are; what is asked of others."""

    questions: tuple[re.Pattern[str], ...]
    curses: tuple[re.Pattern[str], ...]
    threats: tuple[re.Pattern[str], ...]
    openings: tuple[re.Pattern[str], ...]
    wishes: tuple[re.Pattern[str], ...]
    asking: re.Pattern[str]
    asking_us: re.Pattern[str]


def asides_of(book: LawBook) -> Asides:
    """The asides of the book; made once a book."""
    by_kind = {
        what: tuple(one.regex for one in book.telling.aside if one.what == what)
        for what in ("question", "curse", "threat", "opening", "wish")
    }
    return Asides(
        by_kind["question"],
        by_kind["curse"],
        by_kind["threat"],
        by_kind["opening"],
        by_kind["wish"],
        re.compile(any_of(book.telling.asking)),
        re.compile(any_of(book.telling.asking_us)),
    )


def asks_us(clause: str, book: LawBook) -> bool:
    """Whether a clause begins a question to us, which then goes on to the end of its sentence."""
    return book.worked_out(asides_of).asking_us.match(clause.lstrip()) is not None


def is_question(clause: str, book: LawBook) -> bool:
    """Whether a clause is a question to us."""
    return any(one.search(clause.strip()) for one in book.worked_out(asides_of).questions)


def is_bare_wish(clause: str, book: LawBook) -> bool:
    """Whether a clause says what the teller wants and nothing of what happened (我就想退钱); what is wished stands among the requests."""
    return any(one.search(clause.strip()) for one in book.worked_out(asides_of).wishes)


def is_aside(clause: str, book: LawBook, quoting: bool) -> bool:
    """Whether a clause is said to us; ``quoting`` where it tells what somebody said, which is asked or cursed there and not here."""
    known, words = book.worked_out(asides_of), clause.strip()
    if not words or any(one.search(words) for one in known.openings):
        return bool(words)
    if not quoting and not known.asking.search(words) and is_question(words, book):
        return True
    if not quoting and any(one.search(words) for one in known.threats):
        return True
    cursed = sum(len(hit[0]) for one in known.curses for hit in [one.search(words)] if hit)
    return cursed > 0 and len(words) - cursed <= MOST_BESIDE
