"""What a shopper says they want (退钱, 换, 道歉, 要个说法): learned from told sentences, read a few clauses at a time."""

import re
from dataclasses import dataclass
from typing import Literal, get_args

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.excuses import ears_of
from consumer_app.domain.listening.grams import clauses, sentences
from consumer_app.domain.listening.numerals import any_of, narrow
from consumer_app.domain.listening.parts import heard_in_parts
from consumer_app.domain.listening.voices import clauses_by_voice

WISHES = "wishes"
"""The ear that hears wishes."""
Wish = Literal[
    "refund", "exchange", "repair", "redo", "supply", "compensate", "apology", "explanation", "takedown", "warning",
    "information", "punish",
]  # fmt: skip
TOLD_CLAUSE = re.compile(r"[^，,、；;。！？!?\n]+[，,、；;。！？!?\n]*")
"""A clause with the mark that ends it."""
INSIDE, ENDED = "，,、；;", "。！？!?\n"
SURE = 0.93
"""A wish is heard where at least so many that were said as surely were rightly heard."""


@dataclass(frozen=True)
class Wishing:
    """How a wish begins, what is promised and is none, and what is wished in plain words."""

    begins: re.Pattern[str]
    promised: re.Pattern[str]
    plainly: tuple[tuple[Wish, re.Pattern[str]], ...]
    asked_for: tuple[tuple[Wish, re.Pattern[str]], ...]
    against: re.Pattern[str]


def words_of_wishing(book: LawBook) -> Wishing:
    """The words of the book around wishes; made once a book."""
    words = book.words
    plainly = tuple((wish, re.compile(any_of(words.wished[wish]))) for wish in get_args(Wish) if words.wished.get(wish))
    asked_for = tuple(
        (wish, one.regex) for wish in get_args(Wish) for one in book.telling.asked_for if one.what == wish
    )
    return Wishing(
        re.compile(any_of(words.wishing)),
        re.compile(any_of(book.telling.trouble.promised)),
        plainly,
        asked_for,
        re.compile(any_of(book.telling.against)),
    )


def wishes_said(text: str, book: LawBook) -> tuple[Wish, ...]:
    """The wishes in a text, asked or said; what the shop promised, refuses, offers or already did is none."""
    ear = book.worked_out(ears_of).get(WISHES)
    if ear is None:
        return ()
    known = book.worked_out(words_of_wishing)
    own = own_words(text, book)
    asking = [clause for _, one in sentences(narrow(own, book)) for clause in _before(one, known.against)]
    heard = [heard_in_parts(own, ear, book.characters.table)]
    wishing = [one for one in asking if known.begins.match(one)]
    if wishing:
        heard.append(heard_in_parts("\n".join(wishing), ear, book.characters.table))
    surely = {label for one in heard for label, (share, _) in one.items() if ear.right_beyond(share) >= SURE}
    surely |= {wish for wish, words in known.plainly for one in wishing if words.search(one)}
    surely |= {wish for wish, words in known.asked_for if wish not in surely and any(map(words.search, asking))}
    return tuple(wish for wish in get_args(Wish) if wish in surely)


def _before(sentence: str, against: re.Pattern[str]) -> tuple[str, ...]:
    """The clauses of a sentence as far as nobody wants something of the teller."""
    found = against.search(sentence)
    return tuple(one.strip() for one in clauses(sentence[: found.start()] if found else sentence))


def own_words(text: str, book: LawBook) -> str:
    """The text without what somebody else says in it, and without promises that the teller only repeats."""
    known, plain = book.worked_out(words_of_wishing), narrow(text, book)
    kept = list(text)
    for one in clauses_by_voice(text, plain, book):
        words = plain[one.start : one.end]
        if known.begins.search(words) and (one.voice == "own" or one.carried):
            continue
        if one.voice == "theirs" or known.promised.search(words):
            kept[one.start : one.end] = " " * (one.end - one.start)
    return "".join(kept)


def without_wishes(text: str, book: LawBook) -> str:
    """The text without the clauses that begin as a wish (我要, 我想): what is told of the matter, without what is asked for."""
    begins, kept = book.worked_out(words_of_wishing).begins, list[str]()
    for clause in TOLD_CLAUSE.findall(text):
        if not begins.match(clause.strip()):
            kept.append(clause)
        elif kept and clause[-1] in ENDED and kept[-1][-1] in INSIDE:
            kept[-1] = f"{kept[-1].rstrip(INSIDE)}{clause[len(clause.rstrip(ENDED)) :]}"
    return "".join(kept).rstrip(INSIDE)
