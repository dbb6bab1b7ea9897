"""Clauses around a place in a text, and whether one is of somebody else's purchase or of another one."""

import re

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.numerals import any_of

CLAUSE_ENDS = "，。；！？,;!?\n、 "
LONGEST = 40
"""How far around a place its clause is looked for."""
END = re.compile(f"[{re.escape(CLAUSE_ENDS)}]")


def clause_of(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the clause around a stretch of the text begins and ends."""
    first = max(0, start - LONGEST)
    left = max((text.rfind(mark, first, start) for mark in CLAUSE_ENDS), default=-1)
    behind = END.search(text, end, end + LONGEST)
    return (left + 1 if left >= 0 else first), (behind.start() if behind else min(len(text), end + LONGEST))


def words_of_others(book: LawBook) -> re.Pattern[str]:
    """Who or what another purchase is of (邻居, 上次); not right behind a word that says it was for them (给朋友买的). Made once a book."""
    before = "".join(f"(?<!{re.escape(word)})" for word in book.words.naming.others_not_after)
    return re.compile(before + any_of(book.words.naming.others))


def others_of(clause: str, book: LawBook) -> re.Match[str] | None:
    """The words that say that the clause is of somebody else's, or of another purchase."""
    return book.worked_out(words_of_others).search(clause)
