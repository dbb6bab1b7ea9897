"""What a paper says word for word: 收据上写的是“订金”. Which word says which choice of a fact is data (``written``)."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.clauses import CLAUSE_ENDS, clause_of
from consumer_app.domain.listening.numerals import any_of
from consumer_app.domain.listening.said import FactSaid

BETWEEN = 6
QUOTES = "“「\"'《"


@dataclass(frozen=True)
class Written:
    """A fact, its words with the choice each says, and a pattern that finds them behind a word of writing."""

    fact: str
    choice: dict[str, str]
    pattern: re.Pattern[str]


def written_facts(book: LawBook) -> tuple[Written, ...]:
    """The facts that a paper says word for word; made once a book."""
    words = book.words.written
    unless = "".join(f"(?<!{re.escape(one)})" for one in words.unless)
    gap = rf"[^{re.escape(CLAUSE_ENDS)}]{{0,{BETWEEN}}}?"
    found = []
    for name, fact in book.facts.items():
        choice = {word: one for one, several in fact.written.items() for word in several}
        if choice and words.before:
            pattern = rf"{unless}{any_of(words.before)}{gap}[{QUOTES}]?({any_of(choice)})"
            found.append(Written(name, choice, re.compile(pattern)))
    return tuple(found)


def written_said(text: str, among: Collection[str], book: LawBook) -> Iterator[FactSaid]:
    """Of these facts the choice that a paper is said to say, with the clause; every choice, where papers say several."""
    for one in book.worked_out(written_facts):
        if one.fact in among:
            for hit in one.pattern.finditer(text):
                start, end = clause_of(text, *hit.span())
                yield FactSaid(one.fact, one.choice[hit[1]], text[start:end])
