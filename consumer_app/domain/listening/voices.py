"""Whose words each clause of a story gives: the teller's own, what the other side said, what somebody else found."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.grams import CLAUSE_ENDS, SENTENCE_ENDS
from consumer_app.domain.listening.marks import leading_words
from consumer_app.domain.listening.numerals import any_of
from consumer_app.domain.listening.speakers import Names, named_in, names_of, speaks

Voice = Literal["own", "theirs", "others"]
CLAUSE = re.compile(rf"[^\s{re.escape(CLAUSE_ENDS)}]+")
SAYS_FIRST = 3
"""A verb of saying no further than that from the beginning of a clause carries on whoever was named last."""


@dataclass(frozen=True)
class Clause:
    """A clause, where it stands, and whose words it gives; ``carried`` where that was only said of a clause before it in its sentence."""

    start: int
    end: int
    voice: Voice
    carried: bool = False


@dataclass(frozen=True)
class Around:
    """Who speaks in a clause, ready to be found."""

    names: Names
    says: re.Pattern[str]
    experts: re.Pattern[str]
    for_whom: tuple[str, ...]


def around_clauses(book: LawBook) -> Around:
    """What says whose words a clause gives; made once a book."""
    says = re.compile(rf"{any_of(book.telling.says)}(?!{any_of(book.telling.no_saying)})")
    for_whom = (*book.telling.preceded, *book.words.whose.not_after)
    return Around(names_of(book), says, re.compile(any_of(book.telling.trouble.experts)), for_whom)


def clauses_by_voice(text: str, plain: str, book: LawBook) -> Iterator[Clause]:
    """Every clause of the text, of which ``plain`` is the narrow form."""
    known = book.worked_out(around_clauses)
    last: Voice = "theirs"
    speaking: Voice | None = None
    before = 0
    for found in CLAUSE.finditer(plain):
        start, end = found.span()
        if any(mark in SENTENCE_ENDS for mark in text[before:start]):
            speaking = None
        before = end
        who, spoken, named_side = _who(plain, start, end, known)
        first = start + leading_words(plain[start:end], book)
        says = known.says.search(plain, first, min(end, first + SAYS_FIRST + 2))
        if known.experts.search(plain, start, end):
            last, speaking = "others", None
            who = "others" if who == "theirs" and not named_side else who
        elif who is None and known.names.deeds.search(plain, start, end):
            speaking = None
        if who is not None:
            last, speaking = (last if who == "own" else who), (who if spoken else None)
            yield Clause(start, end, who if spoken else "own")
        elif says and says.start() <= first + SAYS_FIRST:
            speaking = last
            yield Clause(start, end, last)
        else:
            yield Clause(start, end, speaking or "own", speaking is not None)


def _who(plain: str, start: int, end: int, known: Around) -> tuple[Voice | None, bool, bool]:
    """Who the clause says that acts, whether they speak in it, and whether they are called by a name of their side; nobody where it names none."""
    acting: Voice | None = None
    side = False
    for named in named_in(plain, start, end, known.names):
        if named.kind == "me" and plain.endswith(known.for_whom, start, named.start):
            continue
        voice: Voice = {"me": "own", "side": "theirs"}.get(named.kind, "others")  # type: ignore[assignment]
        if named.kind == "pronoun":
            voice = "theirs"
        if voice != "own" and speaks(named, plain, end, known.names) is not None:
            return voice, True, named.kind == "side"
        acting, side = acting or voice, side or named.kind == "side"
    return acting, False, side
